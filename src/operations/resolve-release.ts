import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatOfName } from "../archive/format.ts";
import type { PlanEntry } from "../archive/plan.ts";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { downloadFile } from "../io/download.ts";
import { contentOfFile } from "../io/file-content.ts";
import { createAssetHasher } from "../tool/asset-hasher.ts";
import { buildOf } from "../tool/continuity.ts";
import { findKnownBad, findKnownBadFile } from "../tool/known-bad.ts";
import type { WantedTool } from "../tool/manifest.ts";
import type {
  AssetDigest,
  PinnedAsset,
  PinnedEvidence,
  PinnedSigner,
  PinnedTool,
} from "../tool/pinned.ts";
import { fillUrl, nameOfUrl } from "../tool/template.ts";
import { isLoopback } from "../tool/words.ts";
import { digestsOfFile, type FileDigests } from "./digest-asset.ts";
import { fetchOffered } from "./fetch-offered.ts";
import { knownBad } from "./judge-asset.ts";
import type { EvidenceOptions } from "./judge-tool-evidence.ts";
import { type FetchContext, makeCacheFolder } from "./tool-cache.ts";
import { findToolCache } from "./tool-places.ts";
import { unpackAsset } from "./unpack-asset.ts";
import { type SignerRequest, verifyOffered } from "./verify-offered.ts";

/** Which release, and who has to have signed it. */
export interface ReleaseRequest extends SignerRequest {
  readonly wanted: WantedTool;
  readonly version: string;
}

/** A release, as it would be pinned. */
export interface ResolvedRelease {
  readonly findings: readonly Finding[];
  /** Null where it was refused. */
  readonly tool: PinnedTool | null;
  /** What it was verified by, by digest. */
  readonly evidence: ReadonlyMap<string, Uint8Array>;
}

/** What nobody pinned may be as large as this, and no larger. */
const MAX_ASSET_BYTES: number = 2 * 1024 * 1024 * 1024;

/**
 * Fetches every platform's file of a release, verifies each by every means that the release offers, and reads what the
 * archives hold. Writes no pin, and leaves the files in the cache.
 */
export async function resolveRelease(
  request: ReleaseRequest,
  context: FetchContext,
  options: EvidenceOptions,
): Promise<ResolvedRelease> {
  const { wanted, version } = request;
  const evidence = new Map<string, Uint8Array>();
  const findings: Finding[] = [];
  const bad = findKnownBad(wanted.name, version);
  if (bad !== undefined) findings.push(knownBad(wanted.name, bad));
  if (isRefused(findings)) return { findings, tool: null, evidence };
  const assets: ResolvedAsset[] = [];
  for (const [platform, theirs] of wanted.platforms) {
    try {
      const asset = await resolveAsset(platform, theirs, request, evidence, context, options);
      assets.push(asset);
      findings.push(...asset.findings);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, `${wanted.name}@${platform}`));
    }
  }
  findings.push(...judgeTogether(wanted.name, assets));
  if (isRefused(findings)) return { findings, tool: null, evidence };
  const [first] = assets;
  const tool: PinnedTool = {
    name: wanted.name,
    version,
    bin: wanted.bin ?? binOf(wanted.name, assets),
    signer: first?.signer ?? null,
    assets: assets.map(({ asset }) => asset),
  };
  return { findings, tool, evidence };
}

interface ResolvedAsset {
  readonly asset: PinnedAsset;
  readonly signer: PinnedSigner | null;
  readonly findings: readonly Finding[];
}

async function resolveAsset(
  platform: string,
  theirs: string,
  request: ReleaseRequest,
  evidence: Map<string, Uint8Array>,
  context: FetchContext,
  options: EvidenceOptions,
): Promise<ResolvedAsset> {
  const { wanted, version } = request;
  const values = { version, platform: theirs };
  const what = `tools.${wanted.name}.source`;
  const urls = wanted.sources.map((template) => fillUrl(template, values, what));
  const name = nameOfUrl(urls[0] ?? "", what);
  const folder = join(findToolCache(context.env), "files");
  makeCacheFolder(folder);
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const downloaded = await downloadFile(
      {
        urls,
        path: temporary,
        maxBytes: MAX_ASSET_BYTES,
        hasher: () => createAssetHasher(["sha256"]),
        judge: () => undefined,
      },
      { ...context.download, env: context.env, isLoopback },
    );
    const offered = await fetchOffered(
      downloaded.url,
      { tool: wanted.name, values, checksums: wanted.checksums, folder },
      context,
    );
    const signed = {
      name,
      digests: digestsOfFile(temporary, downloaded.digests),
      content: contentOfFile(temporary),
    };
    const verified = await verifyOffered(signed, offered, request, context, options);
    const files = await planDownload(temporary, name, folder);
    const sha256 = downloaded.digests.get("sha256") ?? "";
    const bad = findKnownBadFile(name, sha256);
    renameSync(temporary, join(folder, `sha256-${sha256}`));
    for (const one of verified.evidence) evidence.set(sha256Hex(one.bytes), one.bytes);
    return {
      signer: verified.signer,
      findings: bad === undefined ? verified.findings : [...verified.findings, knownBad(name, bad)],
      asset: {
        platform,
        name,
        urls,
        size: downloaded.size,
        digests: pinnedDigests(signed.digests, verified.stated),
        files,
        ...buildOf(verified.facts?.claims ?? {}),
        logTime: verified.facts?.time ?? null,
        evidence: verified.evidence.map(
          ({ kind, bytes }): PinnedEvidence => ({ kind, sha256: sha256Hex(bytes) }),
        ),
      },
    };
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Reads what a file holds by unpacking it, so that what is pinned is what both readers see and what a disk can hold; null
 * for a file that is used as it is.
 */
async function planDownload(
  file: string,
  name: string,
  folder: string,
): Promise<readonly PlanEntry[] | null> {
  const format = formatOfName(name);
  if (format.content === "file" && format.compression === "none") return null;
  const target = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const { entries } = await unpackAsset({ file, name, target, fileName: name, pin: {} });
    return entries;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** SHA-256 always; what else the publisher stated, since it was compared. */
function pinnedDigests(digests: FileDigests, stated: ReadonlySet<string>): AssetDigest[] {
  return (["sha256", "sha384", "sha512", "blake3"] as const).flatMap((algorithm): AssetDigest[] => {
    if (algorithm !== "sha256" && !stated.has(algorithm)) return [];
    const hex = digests.get(algorithm);
    return hex === undefined ? [] : [{ algorithm, hex }];
  });
}

/** All files of a release come from one signer, one commit and one run of one build. */
function judgeTogether(name: string, assets: readonly ResolvedAsset[]): Finding[] {
  const commits = new Set(assets.map(({ asset }) => asset.sourceCommit));
  const signers = new Set(assets.map(({ signer }) => JSON.stringify(signer)));
  if (commits.size < 2 && signers.size < 2) return [];
  const found =
    commits.size > 1
      ? [...commits].map((one) => one ?? "none").join(", ")
      : `${signers.size} signers`;
  return [
    refused(
      "TOOL_RELEASE_MIXED",
      name,
      "one signer and one source commit for all platforms",
      found,
      "ask the publisher; pin the platforms apart if that is how they are made",
    ),
  ];
}

/** The program of an archive: the file named as the tool is, alone or deepest; else what its user has to say. */
function binOf(name: string, assets: readonly ResolvedAsset[]): string {
  const files = assets.flatMap(({ asset }) => asset.files ?? []);
  if (files.length === 0) return name;
  const named = files.filter(({ path, kind }) => {
    const last = path.split("/").at(-1) ?? "";
    return kind === "file" && (last === name || last === `${name}.exe`);
  });
  return named.sort((a, b) => a.path.length - b.path.length)[0]?.path ?? name;
}
