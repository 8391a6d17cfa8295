import type { PlanEntry } from "../archive/plan.ts";
import type { Digest } from "../bytes/digest.ts";
import type { ExactIdentity, WorkflowIdentity } from "../trust/identity.ts";

/** The pins of downloaded tools, as `lockseal-tools.lock` holds them. */
export interface ToolLock {
  /** By name, in the order of code points. */
  readonly tools: readonly PinnedTool[];
}

/** One tool in one version, on all the platforms that it is wanted for. */
export interface PinnedTool {
  readonly name: string;
  readonly version: string;
  /** The path of the program within what is unpacked. */
  readonly bin: string;
  /** Who signed every asset; null where nobody did, and its user accepted that by a word. */
  readonly signer: PinnedSigner | null;
  /** At least one, by platform. */
  readonly assets: readonly PinnedAsset[];
}

/** What is downloaded for one platform, and what is known of it. */
export interface PinnedAsset {
  /** As Node names it: `linux-x64`. */
  readonly platform: string;
  /** The name of the file; archives are told by it. */
  readonly name: string;
  /** Where it may be fetched from, in the order they are tried; at least one. */
  readonly urls: readonly string[];
  /** In bytes. */
  readonly size: number;
  /** SHA-256 first, then what else its publisher stated. */
  readonly digests: readonly AssetDigest[];
  /** What the archive holds; null for a file that is used as it is. */
  readonly files: readonly PlanEntry[] | null;
  /** The commit that was built, as the certificate has it. */
  readonly sourceCommit: string | null;
  /** What was run to build it, as the certificate has it: a URI, and the commit of it. */
  readonly buildConfig: string | null;
  readonly buildConfigDigest: string | null;
  /** The verified time of the signature, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly logTime: string | null;
  /** What was verified when the pin was made, kept under `.lockseal/evidence/` by its digest. */
  readonly evidence: readonly PinnedEvidence[];
}

/** A digest in a pin: one that stands for the file, or BLAKE3, which some publishers state. */
export type AssetDigest = Digest | { readonly algorithm: "blake3"; readonly hex: string };

/** Who signed, to the letter. */
export type PinnedSigner = ExactIdentity | WorkflowIdentity | PinnedKey;

/** A key, as its own format writes it in one line. */
export interface PinnedKey {
  readonly kind: "key";
  readonly key: string;
}

/** A file of evidence. */
export interface PinnedEvidence {
  readonly kind: EvidenceKind;
  /** Of the file, in lower-case hex. */
  readonly sha256: string;
}

/** A signature of the asset; a list of checksums that names it, and a signature of that; or a list with its signature around it. */
export const EVIDENCE_KINDS = [
  "signature",
  "checksums",
  "checksums-signature",
  "signed-checksums",
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Nothing that is kept as evidence is larger: a list of checksums is the largest. */
export const MAX_EVIDENCE_BYTES: number = 8 * 1024 * 1024;

/** Names a file of evidence by its digest, relative to the folder of the lock. */
export function evidenceName(sha256: string): string {
  return `.lockseal/evidence/sha256-${sha256}`;
}

/** Finds a tool by its name. */
export function findTool(lock: ToolLock, name: string): PinnedTool | undefined {
  return lock.tools.find((tool) => tool.name === name);
}

/** Gives the SHA-256 that an asset is pinned by. */
export function sha256Of(asset: PinnedAsset): string {
  return asset.digests.find(({ algorithm }) => algorithm === "sha256")?.hex ?? "";
}
