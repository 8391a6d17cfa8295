import { digest, sha256Hex } from "../bytes/digest.ts";
import { contentOfBytes } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { contentOfFile } from "../io/file-content.ts";
import { isThere, readFile } from "../io/files.ts";
import { isAssetAlgorithm } from "../tool/asset-hasher.ts";
import type { ChecksumList } from "../tool/checksums.ts";
import { findChecksum } from "../tool/find-checksum.ts";
import {
  type EvidenceKind,
  evidenceName,
  MAX_EVIDENCE_BYTES,
  type PinnedEvidence,
  type PinnedSigner,
} from "../tool/pinned.ts";
import { type AssetFacts, digestsOfFile, type FileDigests } from "./digest-asset.ts";
import { type AssetPin, passed } from "./judge-asset.ts";
import { evidencePath, type ToolFiles } from "./locate-tools.ts";
import { readChecksums } from "./read-checksums.ts";
import { type ToolPolicy, type ToolSigner, toolSignerOf } from "./tool-signer.ts";
import {
  type SignatureContext,
  type SignatureFacts,
  type SignedAsset,
  verifySignature,
  verifySignedText,
} from "./verify-asset-signature.ts";

/** What evidence is judged by. */
export interface EvidenceOptions extends SignatureContext {
  /** Those that may say who signs a tool, the nearest first; default: none, so that the pin says it. */
  readonly policies?: readonly ToolPolicy[];
  /** The user named the trust root, which then takes the place of one that a policy pins; default: nobody did. */
  readonly isTrustNamed?: boolean;
}

/** Does what `judgePinEvidence` does, of a file that was digested before. */
export function judgeEvidence(
  subject: string,
  path: string,
  pin: AssetPin,
  facts: Pick<AssetFacts, "digests">,
  files: ToolFiles,
  options: EvidenceOptions,
): Promise<readonly Finding[]> {
  const digests = digestsOfFile(path, facts.digests);
  const signed = { name: pin.asset.name, digests, content: contentOfFile(path) };
  return judgePinEvidence(subject, pin, signed, files, options);
}

/**
 * Verifies again, offline, what was verified when a file was pinned: its signature, or the signed list that names it.
 * Evidence that is pinned and not there is refused; of a pin without a signer it is said that nobody vouches for it.
 */
export async function judgePinEvidence(
  subject: string,
  pin: AssetPin,
  signed: SignedAsset,
  files: ToolFiles,
  options: EvidenceOptions,
): Promise<readonly Finding[]> {
  const { tool, asset } = pin;
  const asked = await askSigner(subject, pin, options);
  if (asked.signers === null && isRefused(asked.findings)) return asked.findings;
  if (asked.signers === null)
    return [
      ...asked.findings,
      unchecked(
        subject,
        "nobody's signature is pinned: the digest says that it is the same file, and not whose it is",
        "name its signer: lockseal tool add --help",
      ),
    ];
  const read = asset.evidence.map((one) => readEvidence(subject, tool.name, one, files));
  const findings = read.flatMap(({ finding }) => finding ?? []);
  if (findings.length > 0) return [...asked.findings, ...findings];
  const held = new Map(read.map(({ kind, bytes }) => [kind, bytes] as const));
  let refusal: Refusal | undefined;
  for (const signer of asked.signers)
    try {
      const found = await verifyHeld(signed, held, signer, { ...options, ...asked.by });
      return [
        ...asked.findings,
        passed("TOOL_SIGNATURE", subject, describeSignature(found)),
        ...found.findings,
      ];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  return [
    ...asked.findings,
    ...(refusal === undefined ? [] : [findingOfRefusal(refusal, subject)]),
  ];
}

/** What cannot be read of a policy's signers refuses the file, and no other. */
async function askSigner(
  subject: string,
  { tool }: AssetPin,
  { policies = [], isTrustNamed = false }: EvidenceOptions,
): Promise<ToolSigner> {
  try {
    return await toolSignerOf(subject, tool, policies, isTrustNamed);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { signers: null, by: {}, findings: [findingOfRefusal(error, subject)] };
  }
}

/** Says who signed, and when. */
export function describeSignature({ by, time }: SignatureFacts): string {
  return `signed by ${by}${time === null ? "" : `, at ${time}`}`;
}

/**
 * Verifies a file by the evidence at hand: a signature over it, or one over a list that has its digest.
 * @throws Refusal `SIGNATURE_NONE` — there is neither; else what the evidence is refused with.
 */
export async function verifyHeld(
  asset: SignedAsset,
  held: ReadonlyMap<EvidenceKind, Uint8Array>,
  signer: PinnedSigner,
  options: EvidenceOptions,
): Promise<SignatureFacts> {
  const { name, digests } = asset;
  const signature = held.get("signature");
  if (signature !== undefined)
    return verifySignature(asset, signature, `the signature of ${name}`, signer, options);
  const signedList = held.get("signed-checksums");
  if (signedList !== undefined) {
    const { text, facts } = await verifySignedText(signedList, "the signed list", signer, options);
    checkListed(readChecksums(text, "the signed list", undefined), name, digests);
    return facts;
  }
  const checksums = held.get("checksums");
  const signatureOfList = held.get("checksums-signature");
  if (checksums === undefined || signatureOfList === undefined)
    throw new Refusal(
      "TOOL_EVIDENCE_MISSING",
      `${name}: expected a signature, or a signed list of checksums, found neither`,
      { name },
      { hint: "pin it anew: lockseal tool update" },
    );
  const list = readChecksums(checksums, "the list of checksums", undefined);
  checkListed(list, name, digests);
  const ofList = new Map(
    (["sha256", "sha384", "sha512"] as const).map((algorithm) => [
      algorithm,
      digestHex(algorithm, checksums),
    ]),
  );
  const signed = {
    name: "the list of checksums",
    digests: ofList,
    content: contentOfBytes(checksums),
  };
  return verifySignature(signed, signatureOfList, "the signature of the list", signer, options);
}

/**
 * Compares a file with its line in a list of checksums: every strong digest there has to be equal.
 * @returns the line, as `algorithm:hex`.
 * @throws Refusal `CHECKSUM_MISSING`, `CHECKSUM_AMBIGUOUS` — see `findChecksum`; `CHECKSUM_MISMATCH` — other bytes; `CHECKSUM_WEAK` — none of its digests is strong.
 */
export function checkListed(list: ChecksumList, name: string, digests: FileDigests): string {
  const entries = findChecksum(list, name);
  const known = entries.filter(({ algorithm }) => isAssetAlgorithm(algorithm));
  const wrong = known.find(({ algorithm, digest }) => digests.get(algorithm) !== digest);
  if (wrong !== undefined) {
    const expected = `${wrong.algorithm}:${wrong.digest}`;
    const found = `${wrong.algorithm}:${digests.get(wrong.algorithm)}`;
    throw new Refusal(
      "CHECKSUM_MISMATCH",
      `${list.what}:${wrong.line}: expected ${expected} for ${name}, found ${found}`,
      { expected, found },
      { hint: "the file is not the one of the list: download both again" },
    );
  }
  const [first] = known;
  if (first !== undefined) return `${first.algorithm}:${first.digest}`;
  const algorithms = entries.map(({ algorithm }) => algorithm);
  throw new Refusal(
    "CHECKSUM_WEAK",
    `${list.what}: expected a digest of ${name} by SHA-2 or BLAKE3, found only ${algorithms.join(", ")}`,
    { algorithms },
    { hint: "name another list, or pin the file by --sha256" },
  );
}

function digestHex(algorithm: "sha256" | "sha384" | "sha512", bytes: Uint8Array): string {
  return digest(algorithm, bytes).hex;
}

interface ReadEvidence {
  readonly kind: EvidenceKind;
  readonly bytes: Uint8Array;
  /** Why it cannot be used; undefined where it can. */
  readonly finding: Finding | undefined;
}

function readEvidence(
  subject: string,
  tool: string,
  pinned: PinnedEvidence,
  files: ToolFiles,
): ReadEvidence {
  const { kind, sha256 } = pinned;
  const path = evidencePath(files, sha256);
  const none = { kind, bytes: new Uint8Array() };
  if (!isThere(path))
    return {
      ...none,
      // A pin that names evidence which nobody has would pass for a signed one with whatever digest it states.
      finding: refused(
        "TOOL_EVIDENCE_MISSING",
        subject,
        `its ${kind} as ${evidenceName(sha256)} beside the lock`,
        "nothing there",
        `restore it from git: git checkout -- .lockseal/evidence; or pin it anew: lockseal tool add ${tool}`,
      ),
    };
  const bytes = readFile(path, MAX_EVIDENCE_BYTES);
  const found = sha256Hex(bytes);
  if (found === sha256) return { kind, bytes, finding: undefined };
  return {
    ...none,
    finding: refused(
      "TOOL_EVIDENCE_ALTERED",
      subject,
      `evidence sha256:${sha256}`,
      `sha256:${found} in its place`,
      "restore it from git: git checkout -- .lockseal/evidence",
    ),
  };
}

function unchecked(subject: string, message: string, help: string): Finding {
  return { rule: "TOOL_UNCHECKED", verdict: "warned", subject, message, help };
}
