import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, isRefused, refused } from "../finding.ts";
import { isThere, readFile, writeFile } from "../io/files.ts";
import { makeFolder } from "../io/own-folder.ts";
import { compareVersions, readVersion } from "../lock/requirements/version.ts";
import type { Policy } from "../policy/model.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import { quoteForShell } from "../shell-word.ts";
import { type ChangeWord, compareReleases, type ReleaseChange } from "../tool/continuity.ts";
import { appendTables, formatWanted, NEW_MANIFEST, setVersion } from "../tool/edit-manifest.ts";
import type { ToolManifest, WantedTool } from "../tool/manifest.ts";
import { findTool, type PinnedTool, type ToolLock } from "../tool/pinned.ts";
import { formatSignerTable, type Signer } from "../trust/signers.ts";
import { judgeDenied, readDenying } from "./denied-tools.ts";
import type { EvidenceOptions } from "./judge-tool-evidence.ts";
import {
  evidencePath,
  locateTools,
  MANIFEST_NAME,
  readPins,
  type ToolFiles,
  writePins,
} from "./locate-tools.ts";
import { readManifest } from "./read-manifest.ts";
import { signersOf } from "./release-signer.ts";
import { resolveRelease } from "./resolve-release.ts";
import type { FetchContext } from "./tool-cache.ts";
import { trustOf } from "./tool-signer.ts";

/** What both commands that pin have in common. */
export interface PinToolOptions extends EvidenceOptions, FetchContext {
  readonly name: string;
  readonly cwd: string;
  readonly lock?: string | undefined;
  /** Changes that are accepted, by their word. */
  readonly accept: ReadonlySet<ChangeWord>;
  readonly unsafeUnsigned: boolean;
  /** See `ReleaseRequest`. */
  readonly logUrl?: string | undefined;
}

/** A tool that is to be pinned for the first time. */
export interface AddToolOptions extends PinToolOptions {
  /** Null where the manifest says what is wanted. */
  readonly wanted: Omit<WantedTool, "name" | "signer" | "holdMs" | "deny"> | null;
  /** Who signs it: the name of a signer of the manifest, or a new one. */
  readonly signer: string | Signer | null;
}

/** What was pinned. */
export interface PinToolReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Null where it was refused: nothing was written then. */
  readonly pinned: PinnedTool | null;
  /** What was written. */
  readonly written: readonly string[];
}

/** How long a version must have been out where the manifest says nothing: malicious releases are found within days. */
export const DEFAULT_HOLD_MS: number = 72 * 60 * 60 * 1000;

/**
 * Pins a tool: fetches every platform's file, verifies it by every means that is offered, and writes what is wanted into
 * the manifest, and what was found into the lock with its evidence. Writes nothing unless all of it holds.
 * @throws Refusal `TOOL_EXISTS` — the manifest has the tool already, and other wishes are given.
 * @throws Refusal `SIGNER_EXISTS` — the manifest has a signer of the tool's name, who is another than the given one.
 */
export async function addTool(options: AddToolOptions): Promise<PinToolReport> {
  const files = locateTools(options.cwd, options.lock);
  const manifest = readManifest(files, options.now);
  const text = manifestText(files);
  const known = manifest?.tools.get(options.name);
  if (options.wanted === null) {
    if (known === undefined || manifest === undefined) throw unknownTool(options.name);
    return pin(known, known.version, manifest, text, files, options);
  }
  if (known !== undefined) throw exists(options.name);
  // Who signs a tool is whom the policy has under its name, unless another is named, or nobody.
  const isKnown = manifest?.signers.has(options.name) === true && !options.unsafeUnsigned;
  const signer = options.signer ?? (isKnown ? options.name : null);
  const isNew = isNewSigner(signer, manifest, options.name);
  const wanted: WantedTool = {
    name: options.name,
    ...options.wanted,
    signer: signer === null ? null : typeof signer === "string" ? signer : signer.name,
    holdMs: null,
    deny: [],
  };
  const tables = [
    ...(isNew && signer !== null && typeof signer !== "string" ? [formatSignerTable(signer)] : []),
    formatWanted(wanted),
  ];
  const added = appendTables(text, tables);
  // What is written is what the next run reads: it must be what is meant.
  const parsed = parsePolicy(Buffer.from(added), MANIFEST_NAME);
  return pin(wanted, wanted.version, parsed, added, files, options);
}

/**
 * Pins another version of a tool, when it goes on as the one before: by the same signer, workflow, build configuration,
 * files and modes, not much larger, and long enough out. What differs is refused until it is accepted by its word.
 * @throws Refusal `TOOL_PIN_NONE` — it is not in the manifest; `TOOL_UPDATE_NONE` — it is pinned in that version.
 */
export async function updateTool(
  options: PinToolOptions & { readonly version: string | undefined },
): Promise<PinToolReport> {
  const files = locateTools(options.cwd, options.lock);
  const manifest = readManifest(files, options.now);
  const wanted = manifest?.tools.get(options.name);
  if (manifest === undefined || wanted === undefined) throw unknownTool(options.name);
  const version = options.version ?? wanted.version;
  const before = findTool(readPins(files), options.name);
  if (options.version === undefined && before?.version === version)
    throw new Refusal(
      "TOOL_UPDATE_NONE",
      `${options.name}: expected another version than the pinned ${version}, found none in lockseal.toml`,
      { name: options.name, version },
      { hint: `name the version: lockseal tool update ${options.name} --version V` },
    );
  const text = manifestText(files);
  const changed = version === wanted.version ? text : setVersion(text, options.name, version);
  const parsed = parsePolicy(Buffer.from(changed), MANIFEST_NAME);
  return pin(parsed.tools.get(options.name) ?? wanted, version, parsed, changed, files, options);
}

async function pin(
  wanted: WantedTool,
  version: string,
  manifest: Policy,
  text: string,
  files: ToolFiles,
  options: PinToolOptions,
): Promise<PinToolReport> {
  const own = { name: MANIFEST_NAME, text, tools: manifest.tools };
  // What lies above a lock without a manifest of its own, or where this runs, holds here, too.
  const { folder } = files;
  const above = readDenying(files, options.cwd, options.now).filter((one) => one.folder !== folder);
  const denied = judgeDenied(wanted.name, { name: wanted.name, version }, [own, ...above]);
  if (isRefused(denied))
    return { findings: denied, exitCode: exitCodeOf(denied), pinned: null, written: [] };
  const lock = readPins(files);
  const before = findTool(lock, wanted.name);
  const signers = await signersOf(manifest, wanted, version, folder);
  const { unsafeUnsigned, logUrl } = options;
  const request = { wanted, version, signers, unsafeUnsigned, logUrl };
  const signer = wanted.signer === null ? undefined : manifest.signers.get(wanted.signer);
  const [judging = { policy: manifest, folder }] = isThere(files.manifestPath) ? [] : above;
  const by = trustOf(judging, options.isTrustNamed === true);
  const within = signer === undefined ? {} : { within: signer };
  const release = await resolveRelease(request, options, { ...options, ...by, ...within });
  const findings = [...release.findings];
  const { tool } = release;
  if (tool !== null) {
    const changes = [
      ...judgeAge(tool, wanted, options.now),
      ...(before === undefined ? [] : judgeOrder(before, tool)),
      ...(before === undefined ? [] : compareReleases(before, tool)),
    ];
    for (const change of changes) findings.push(judgeChange(wanted.name, change, options.accept));
  }
  if (tool === null || isRefused(findings))
    return { findings, exitCode: exitCodeOf(findings), pinned: null, written: [] };
  const written = write(tool, lock, text, release.evidence, files);
  findings.push({
    rule: "TOOL_PINNED",
    verdict: "passed",
    subject: wanted.name,
    message: `pinned ${version} for ${tool.assets.map(({ platform }) => platform).join(", ")} in ${written.join(", ")}`,
    help: `commit them; sign the lock: lockseal sign ${quoteForShell(files.lockName)}`,
  });
  return { findings, exitCode: exitCodeOf(findings), pinned: tool, written };
}

/**
 * Says whether a signer that a command line describes has to be written: one that the manifest has under that name, with
 * the same ways to sign, is the one that is meant.
 */
function isNewSigner(
  signer: AddToolOptions["signer"],
  manifest: ToolManifest | undefined,
  tool: string,
): boolean {
  if (signer === null || typeof signer === "string") return false;
  const known = manifest?.signers.get(signer.name);
  if (known === undefined) return true;
  if (waysOf(known) === waysOf(signer)) return false;
  throw new Refusal(
    "SIGNER_EXISTS",
    `${tool}: expected [signers.${signer.name}] of ${MANIFEST_NAME} to be the signer that is named, or not to be there, found ${waysOf(known)}`,
    { name: signer.name },
    {
      hint: `if that is who signs ${tool}: --signer ${known.name}; else write a table of another name into ${MANIFEST_NAME}, and name that`,
    },
  );
}

/** How somebody signs, without their name, roles, and whether they are a person. */
function waysOf(signer: Signer): string {
  const table = formatSignerTable({ ...signer, person: false, roles: [] }).split("\n");
  return table.filter((line) => /^key/.test(line)).join(", ");
}

/** Evidence first, then the pins, then what is wanted: whatever breaks off, no pin lacks its evidence. */
function write(
  tool: PinnedTool,
  lock: ToolLock,
  text: string,
  evidence: ReadonlyMap<string, Uint8Array>,
  files: ToolFiles,
): readonly string[] {
  const written = [files.lockName];
  if (evidence.size > 0) {
    makeFolder(files.evidenceFolder);
    for (const [sha256, bytes] of evidence)
      writeFile(evidencePath(files, sha256), bytes, 0o644, false);
    written.push(".lockseal/evidence");
  }
  writePins(files, { tools: [...lock.tools.filter(({ name }) => name !== tool.name), tool] });
  if (text !== manifestText(files)) {
    writeFile(files.manifestPath, text, 0o644, false);
    written.push(MANIFEST_NAME);
  }
  return written;
}

function judgeAge(tool: PinnedTool, { holdMs }: WantedTool, now: Date): ReleaseChange[] {
  const hold = holdMs ?? DEFAULT_HOLD_MS;
  if (hold === 0) return [];
  const times = tool.assets.map(({ logTime }) => (logTime === null ? null : Date.parse(logTime)));
  const known = times.filter((time) => time !== null);
  const hours = `${hold / 3_600_000} hours`;
  const expected = `a release that has been out for ${hours}`;
  if (known.length < times.length)
    return [{ word: "age", expected, found: "one whose age nobody vouches for" }];
  const youngest = Math.max(...known);
  const age = now.getTime() - youngest;
  if (age >= hold) return [];
  return [
    {
      word: "age",
      expected,
      found: `one of ${new Date(youngest).toISOString().replace(".000Z", "Z")}, ${Math.max(0, Math.floor(age / 3_600_000))} hours old`,
    },
  ];
}

/** Versions that no rule orders, such as `jq-1.7`, are in the order in which they were signed. */
function judgeOrder(before: PinnedTool, after: PinnedTool): ReleaseChange[] {
  const [had, has] = [readVersion(before.version), readVersion(after.version)];
  if (before.version === after.version) return [];
  const isNewer =
    had !== undefined && has !== undefined
      ? compareVersions(has, had) >= 0
      : signedAt(after) > signedAt(before);
  if (isNewer) return [];
  const expected =
    had !== undefined && has !== undefined
      ? `${before.version} or newer`
      : `a version that was signed later than ${before.version}`;
  return [{ word: "downgrade", expected, found: after.version }];
}

/** When the first of its files was signed; not a number where nobody says, which is never later than anything. */
function signedAt({ assets }: PinnedTool): number {
  return Math.min(...assets.map(({ logTime }) => Date.parse(logTime ?? "")));
}

function judgeChange(
  subject: string,
  { word, expected, found }: ReleaseChange,
  accept: ReadonlySet<ChangeWord>,
): Finding {
  const finding = refused(
    "TOOL_CHANGED",
    subject,
    expected,
    found,
    `find out why it changed; if it is meant, accept it by name: --accept ${word}`,
  );
  const message = `${word}: ${finding.message}`;
  if (!accept.has(word)) return { ...finding, message };
  const { help, ...rest } = finding;
  return { ...rest, verdict: "noted", message: `accepted, ${message}` };
}

function manifestText({ manifestPath }: ToolFiles): string {
  if (!isThere(manifestPath)) return NEW_MANIFEST;
  return Buffer.from(readFile(manifestPath, MAX_POLICY_BYTES)).toString("utf8");
}

function unknownTool(name: string): Refusal {
  return new Refusal(
    "TOOL_PIN_NONE",
    `${name}: expected [tools.${name}] in ${MANIFEST_NAME}, found none`,
    { name },
    { hint: `lockseal tool add ${name} --url TEMPLATE --version V` },
  );
}

function exists(name: string): Refusal {
  return new Refusal(
    "TOOL_EXISTS",
    `${name}: expected a tool that ${MANIFEST_NAME} does not have yet, found [tools.${name}]`,
    { name },
    {
      hint: `change the table by hand and pin anew: lockseal tool add ${name}; for another version: lockseal tool update ${name} --version V`,
    },
  );
}
