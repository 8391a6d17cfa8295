import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Refusal } from "../errors.ts";
import { codeOf, isThere } from "./files.ts";

/** More signers than any team has; each bundle costs a signature check. */
export const MAX_BUNDLES = 32;

const ENDING = ".sigstore.json";

/** The path of a file's bundle, where cosign and sigstore-python look for it too. */
export function bundlePath(file: string): string {
  return file + ENDING;
}

/**
 * The path of another signer's bundle beside it: a bundle holds one signature.
 * @param fingerprint the SHA-256 of the signer's SPKI, in hex.
 */
export function bundlePathOf(file: string, fingerprint: string): string {
  return `${file}.${fingerprint.slice(0, 12)}${ENDING}`;
}

/** Gives the files that a bundle of this name would be of: of any signer, and of one whose fingerprint it has. */
export function filesOfBundle(name: string): readonly string[] {
  if (!name.endsWith(ENDING)) return [];
  const stem = name.slice(0, -ENDING.length);
  const [, keyed] = /^(.+)\.[0-9a-f]{12}$/s.exec(stem) ?? [];
  return keyed === undefined ? [stem] : [stem, keyed];
}

/**
 * Lists the bundles that stand beside a file, the plain name first, the others by name.
 * @throws Refusal `INPUT_TOO_LARGE` — more than `MAX_BUNDLES`.
 * @throws Refusal `FILE_UNREADABLE` — the folder cannot be listed, so that nobody knows which there are.
 */
export function findBundles(file: string): readonly string[] {
  const name = basename(file);
  const folder = dirname(file);
  const found = list(folder).filter((entry) => {
    if (!entry.startsWith(name) || !entry.endsWith(ENDING)) return false;
    return /^(?:\.[0-9a-f]{12})?\.sigstore\.json$/.test(entry.slice(name.length));
  });
  if (found.length <= MAX_BUNDLES)
    return found
      .sort((one, other) => one.length - other.length || (one < other ? -1 : 1))
      .map((entry) => join(folder, entry));
  throw tooManyBundles(file, found.length, String(found.length));
}

/** Says that a file has, or would have, more bundles than are read. */
export function tooManyBundles(file: string, count: number, found: string): Refusal {
  return new Refusal(
    "INPUT_TOO_LARGE",
    `${file}: expected at most ${MAX_BUNDLES} bundles beside it, found ${found}`,
    { bytes: count, limit: MAX_BUNDLES },
    {
      hint: "remove the bundles of signers who no longer sign",
    },
  );
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new Refusal(
      "FILE_UNREADABLE",
      `${folder}: expected a folder to look for bundles in, found ${codeOf(cause)}`,
      { path: folder },
      { hint: "let this user list the folder, or name the bundle with --bundle FILE", cause },
    );
  }
}

/**
 * Endings of other signature files: the first name of a bundle, what a Python index serves beside a file, what cosign called a
 * bundle at first, and envelopes that stand alone.
 */
const OTHER_ENDINGS = [
  ".sigstore",
  ".cosign.bundle",
  ".bundle",
  ".intoto.jsonl",
  ".intoto.json",
  ".intoto",
  ".dsse.json",
  ".dsse",
  ".att",
  ".publish.attestation",
  ".slsa.attestation",
  ".attestation",
  ".provenance",
];

/**
 * Lists every file beside a file that may hold signatures of it, the bundles first.
 * @throws Refusal `INPUT_TOO_LARGE` — see `findBundles`.
 */
export function findSignatures(file: string): readonly string[] {
  const others = [...OTHER_ENDINGS, SIGNATURE_ENDING].map((ending) => file + ending);
  return [...findBundles(file), ...others.filter(isThere)];
}

/** What a Python index serves beside a file. */
const ATTESTATION_ENDINGS = [
  ".provenance",
  ".publish.attestation",
  ".slsa.attestation",
  ".attestation",
];

/** Says whether a file is named as one that holds attestations of an index. */
export function isAttestationName(name: string): boolean {
  return ATTESTATION_ENDINGS.some((ending) => name.endsWith(ending));
}

/** Lists what lies beside a file and may hold attestations of the index that it is from. */
export function findAttestations(file: string): readonly string[] {
  return ATTESTATION_ENDINGS.map((ending) => file + ending).filter(isThere);
}

/** A signature that stands alone, with its certificate in a file beside it. */
const SIGNATURE_ENDING = ".sig";
const CERTIFICATE_ENDINGS = [".pem", ".crt", ".cert"];

/** Says whether a file is named as one that holds a signature and nothing else. */
export function isSignatureAlone(path: string): boolean {
  return path.endsWith(SIGNATURE_ENDING);
}

/** Takes the ending of a signature file off, which leaves the file that was signed; nothing for another file. */
export function stemOf(path: string): string | undefined {
  const ending = [ENDING, ...OTHER_ENDINGS, SIGNATURE_ENDING].find((one) => path.endsWith(one));
  return ending === undefined ? undefined : path.slice(0, -ending.length);
}

/** Finds the certificate beside a signature that stands alone: `a.sig` has it in `a.pem`, `a.crt` or `a.cert`. */
export function findCertificate(signature: string): string | undefined {
  const stem = signature.slice(0, -SIGNATURE_ENDING.length);
  return CERTIFICATE_ENDINGS.map((ending) => stem + ending).find(isThere);
}

/** Names a file as the user would who named another in the same folder: `dir/a` and `/x/dir/b` give `dir/b`. */
export function nameBeside(file: string, path: string): string {
  return file.slice(0, file.length - basename(file).length) + basename(path);
}
