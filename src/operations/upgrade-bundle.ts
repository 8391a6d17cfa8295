import { basename } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { bundlePath, bundlePathOf, findSignatures, nameBeside, stemOf } from "../io/beside.ts";
import { digestFile } from "../io/digest-file.ts";
import { isThere, missingFile, writeFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { BareSignature } from "../sigstore/bare-signature.ts";
import type { ArtifactDigests } from "../sigstore/content.ts";
import type { Transport } from "../sigstore/transport.ts";
import { type UpgradedBundle, upgradeSignature } from "../sigstore/upgrade.ts";
import { readSignatures } from "./read-signatures.ts";
import { describeTrust, type TrustSource } from "./trust-root-file.ts";

/** Which signatures to make bundles of, and which log to ask. */
export interface UpgradeOptions {
  /** Signature files, or files that have such beside them. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly transport: Transport;
  /** Of a log of the first version, without a slash at the end. */
  readonly logUrl: string;
  readonly trust: TrustSource;
  readonly now: Date;
  /** Where to write the bundle, for one file with one signature; default: where `verify` looks for it. */
  readonly output?: string | undefined;
}

/** What was written, or why nothing was. */
export interface UpgradeReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly upgraded: readonly { readonly file: string; readonly bundle: string }[];
}

/**
 * Makes bundles of signatures from before bundles, so that they are verified offline from then on. Asks the log once for
 * what is missing, verifies what it answers by the trust root, and writes a bundle only once it holds; never over a file.
 * **Says who signed, not whether anybody should trust them.**
 * @throws RangeError — `output` with several files.
 */
export async function upgradeBundles(options: UpgradeOptions): Promise<UpgradeReport> {
  if (options.output !== undefined && options.files.length !== 1)
    throw new RangeError("output: expected one file to upgrade, found several");
  const findings: Finding[] = [];
  const upgraded: { file: string; bundle: string }[] = [];
  for (const file of options.files) {
    try {
      for (const one of findBare(file, options.cwd)) {
        try {
          const bundle = await upgradeOne(one, options, findings);
          upgraded.push({ file: one.name, bundle });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          findings.push(findingOfRefusal(error, one.name));
        }
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, file));
    }
  }
  return { findings, exitCode: exitCodeOf(findings), upgraded };
}

interface Found {
  /** As findings name the file that the signature is in. */
  readonly name: string;
  /** The path of the file that was signed, whether it is there or not. */
  readonly artifact: string;
  readonly bare: BareSignature;
}

/** @throws Refusal `SIGNATURE_NONE` — nothing there that could be upgraded. */
function findBare(file: string, cwd: string): readonly Found[] {
  const path = resolvePath(cwd, file);
  if (!isThere(path)) throw missingFile(path, undefined);
  const stem = stemOf(path);
  const sources = stem === undefined ? findSignatures(path) : [path];
  const found = sources.flatMap((source) => {
    const name = stem === undefined ? nameBeside(file, source) : file;
    return readSignatures(source, name).flatMap((bare) =>
      "kind" in bare ? [{ name, artifact: stem ?? path, bare }] : [],
    );
  });
  if (found.length > 0) return found;
  const expected =
    "a signature from before bundles: FILE.sig, FILE.bundle or an envelope as FILE.intoto.jsonl";
  throw new Refusal(
    "UPGRADE_NOTHING",
    `${file}: expected ${expected}, found ${sources.length === 0 ? "none" : "bundles alone"}`,
    { sources: sources.length },
    { hint: "what is a bundle already is verified as it is: lockseal verify" },
  );
}

async function upgradeOne(
  found: Found,
  options: UpgradeOptions,
  findings: Finding[],
): Promise<string> {
  const { name, artifact, bare } = found;
  const target = targetOf(found, options);
  if (isThere(target)) throw fileInTheWay(target);
  const { trust, ...rest } = options;
  const upgrading = { ...rest, trust: trust.root };
  const made = await upgradeSignature(bare, digestsOf(artifact, bare), upgrading);
  writeFile(target, made.bytes, 0o644, true);
  findings.push(describe(name, target, made, options));
  return target;
}

/** The first signature takes the name that every tool looks for; of more, each has its own. */
function targetOf({ artifact, bare }: Found, { output, cwd }: UpgradeOptions): string {
  if (output !== undefined) return resolvePath(cwd, output);
  const usual = bundlePath(artifact);
  const { signature } = bare.content;
  if (!isThere(usual) || holds(usual, signature)) return usual;
  return bundlePathOf(artifact, sha256Hex(signature));
}

/** Whoever upgrades twice is told so, and gets no second copy. */
function holds(bundle: string, signature: Uint8Array): boolean {
  try {
    return readSignatures(bundle, bundle).some(
      ({ content }) => Buffer.compare(content.signature, signature) === 0,
    );
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** An envelope says itself what it is about; where its file is at hand, it has to be about that. */
function digestsOf(path: string, { content }: BareSignature): ArtifactDigests | undefined {
  if (content.kind === "dsse" && !isThere(path)) return undefined;
  const name = basename(path);
  const algorithms = ["sha256", "sha384", "sha512"] as const;
  const { digests, head } = digestFile(path, algorithms);
  return { name, digests, head };
}

function describe(
  name: string,
  target: string,
  { evidence, asked }: UpgradedBundle,
  { logUrl, trust, now }: UpgradeOptions,
): Finding {
  const { signer, times } = evidence;
  const who =
    signer.kind === "certificate"
      ? `${signer.identity.name} (${signer.identity.issuer})`
      : `the key ${signer.key.fingerprint.slice(0, 12)}`;
  const when = times.map(({ time, by }) => `${new Date(time).toISOString()} by ${by}`).join(", ");
  const from = asked ? `asked ${logUrl}` : "asked nobody";
  return {
    rule: "BUNDLE_UPGRADED",
    verdict: "passed",
    subject: name,
    message: `wrote ${target}: signed by ${who}, logged at ${when}; ${from}, judged by ${describeTrust(trust, now)}; whether to trust this signer is for verify to say`,
  };
}

function fileInTheWay(target: string): Refusal {
  return new Refusal(
    "FILE_EXISTS",
    `${target}: expected a free path, found a file, which may be this very bundle`,
    { path: target },
    { hint: "verify with it, name another path with --output FILE, or move it away" },
  );
}
