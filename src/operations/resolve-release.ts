import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formatOfName } from "../archive/format.ts";
import type { PlanEntry } from "../archive/plan.ts";
import { sha256Hex } from "../bytes/digest.ts";
import { contentOfBytes } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
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
import { fetchOffered, type Offered, type OfferedFile } from "./fetch-offered.ts";
import { knownBad, passed, refused } from "./judge-asset.ts";
import { checkListed, describeSignature, type EvidenceOptions } from "./judge-tool-evidence.ts";
import { readChecksums } from "./read-checksums.ts";
import type { FetchContext } from "./tool-cache.ts";
import { findToolCache } from "./tool-places.ts";
import { unpackAsset } from "./unpack-asset.ts";
import {
  type SignatureFacts,
  type SignedAsset,
  verifySignature,
  verifySignedText,
} from "./verify-asset-signature.ts";

/** Which release, and who has to have signed it. */
export interface ReleaseRequest {
  readonly wanted: WantedTool;
  readonly version: string;
  /** Each way to sign that counts; null where nobody is named. */
  readonly signers: readonly PinnedSigner[] | null;
  /** Pin it as it is found, although nobody signed it. */
  readonly unsafeUnsigned: boolean;
  /** The log to ask about signatures from before bundles, where it is not the public one. */
  readonly logUrl?: string | undefined;
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
const ALGORITHMS = ["sha256", "sha384", "sha512"] as const;

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
  mkdirSync(folder, { recursive: true, mode: 0o700 });
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

interface VerifiedOffer {
  readonly signer: PinnedSigner | null;
  readonly facts: SignatureFacts | null;
  readonly stated: ReadonlySet<string>;
  readonly evidence: readonly (Pick<PinnedEvidence, "kind"> & { readonly bytes: Uint8Array })[];
  readonly findings: readonly Finding[];
}

/** Verifies a file by all that is offered, and refuses it where anything that counts contradicts it. */
async function verifyOffered(
  asset: SignedAsset,
  offered: Offered,
  request: ReleaseRequest,
  context: FetchContext,
  options: EvidenceOptions,
): Promise<VerifiedOffer> {
  const { name, digests } = asset;
  const findings: Finding[] = [];
  const stated = new Set<string>();
  const { checksums } = offered;
  if (checksums !== undefined) {
    const list = readChecksums(checksums.bytes, checksums.name, undefined);
    const line = checkListed(list, name, digests);
    stated.add(line.split(":")[0] ?? "");
    findings.push(passed("CHECKSUM", name, `${line}, as ${checksums.name} has it`));
  }
  const none = { signer: null, facts: null, stated, evidence: [], findings };
  if (request.signers === null)
    return { ...none, findings: [...findings, ...unnamed(name, offered, request)] };
  const signatures = await withUpgraded(asset, offered, request, context, options);
  const own = await firstVerified(asset, signatures, request.signers, options);
  if (own.verified !== undefined) {
    const { file, signer, facts } = own.verified;
    findings.push(passed("TOOL_SIGNATURE", name, `${describeSignature(facts)} (${file.name})`));
    return {
      ...none,
      signer,
      facts,
      findings,
      evidence: [{ kind: "signature", bytes: file.bytes }],
    };
  }
  const list =
    checksums === undefined
      ? undefined
      : await verifyList(checksums, offered, request.signers, options);
  if (checksums !== undefined && list?.verified !== undefined) {
    const { file, signer, facts } = list.verified;
    findings.push(
      passed(
        "TOOL_SIGNATURE",
        name,
        `the list ${checksums.name} is ${describeSignature(facts)} (${file.name})`,
      ),
    );
    for (const refusal of own.refusals) findings.push({ ...refusal, verdict: "noted" });
    return {
      ...none,
      signer,
      facts,
      findings,
      evidence: [
        { kind: "checksums", bytes: checksums.bytes },
        { kind: "checksums-signature", bytes: file.bytes },
      ],
    };
  }
  const within = await verifySignedList(asset, offered.signedList, request.signers, options);
  if (within.verified !== undefined) {
    const { file, signer, facts } = within.verified;
    findings.push(
      passed("TOOL_SIGNATURE", name, `the list ${file.name} is ${describeSignature(facts)}`),
    );
    const evidence = [{ kind: "signed-checksums", bytes: file.bytes }] as const;
    return { ...none, signer, facts, findings, evidence };
  }
  const refusals = [...own.refusals, ...(list?.refusals ?? []), ...within.refusals];
  if (refusals.length === 0)
    return {
      ...none,
      findings: [
        ...findings,
        unsigned(
          name,
          "expected a signature by the signer that lockseal.toml names, found none offered",
        ),
      ],
    };
  return { ...none, findings: [...findings, ...refusals] };
}

interface Verified {
  readonly file: OfferedFile;
  readonly signer: PinnedSigner;
  readonly facts: SignatureFacts;
}

interface Attempts {
  readonly verified: Verified | undefined;
  readonly refusals: readonly Finding[];
}

/** A signature from before bundles says nothing about when: the log is asked, once, and its answer kept as a bundle. */
async function withUpgraded(
  asset: SignedAsset,
  { signatures, certificate }: Offered,
  { logUrl, signers }: ReleaseRequest,
  { env }: FetchContext,
  options: EvidenceOptions,
): Promise<readonly OfferedFile[]> {
  const signature = signatures.find(({ name }) => name.endsWith(".sig"));
  const isKeyless = signers?.some(({ kind }) => kind !== "key") ?? false;
  if (certificate === undefined || signature === undefined || !isKeyless) return signatures;
  const { upgradeOffered } = await import("./upgrade-offered.ts");
  const asking = { ...options, env, cwd: "/", logUrl };
  const bytes = await upgradeOffered(asset, signature.bytes, certificate.bytes, asking);
  if (bytes === undefined) return signatures;
  const name = `${signature.name} with ${certificate.name} and the log's word`;
  return [{ name, url: signature.url, bytes }, ...signatures.filter((one) => one !== signature)];
}

/** A list with its signature around it: what counts is the signed text in it, and its line about the file. */
async function verifySignedList(
  { name, digests }: SignedAsset,
  file: OfferedFile | undefined,
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const refusals: Finding[] = [];
  if (file === undefined) return { verified: undefined, refusals };
  for (const signer of signers) {
    try {
      const { text, facts } = await verifySignedText(file.bytes, file.name, signer, options);
      checkListed(readChecksums(text, file.name, undefined), name, digests);
      return { verified: { file, signer, facts }, refusals };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(findingOfRefusal(error, file.name));
    }
  }
  return { verified: undefined, refusals };
}

async function firstVerified(
  asset: SignedAsset,
  files: readonly OfferedFile[],
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const refusals: Finding[] = [];
  for (const file of files) {
    for (const signer of signers) {
      try {
        const facts = await verifySignature(asset, file.bytes, file.name, signer, options);
        return { verified: { file, signer, facts }, refusals };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(findingOfRefusal(error, file.name));
      }
    }
  }
  return { verified: undefined, refusals };
}

function verifyList(
  { name, bytes }: OfferedFile,
  { checksumsSignatures }: Offered,
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const digests = new Map(
    ALGORITHMS.map((algorithm) => [algorithm, createHash(algorithm).update(bytes).digest("hex")]),
  );
  return firstVerified(
    { name, digests, content: contentOfBytes(bytes) },
    checksumsSignatures,
    signers,
    options,
  );
}

/** Nobody is named who has to have signed: whether anybody did is said, and decides nothing by itself. */
function unnamed(
  name: string,
  offered: Offered,
  { unsafeUnsigned }: ReleaseRequest,
): readonly Finding[] {
  const files = [...offered.signatures, ...offered.checksumsSignatures].map((file) => file.name);
  const found = files.length === 0 ? "no signature is offered" : `offered are ${files.join(", ")}`;
  if (unsafeUnsigned)
    return [
      {
        rule: "TOOL_UNSIGNED",
        verdict: "warned",
        subject: name,
        message: `pinned as it was found: nobody is named who has to have signed it; ${found}`,
        help: "name its signer as soon as there is one: lockseal tool add --help",
      },
    ];
  return [unsigned(name, `expected to be told who signs it, found nobody named; ${found}`)];
}

function unsigned(name: string, message: string): Finding {
  return {
    rule: "TOOL_UNSIGNED",
    verdict: "refused",
    subject: name,
    message,
    help: "name the signer: --repository, --workflow and --ref, an identity with its issuer, or --key; or pin what is found: --unsafe-unsigned",
  };
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
