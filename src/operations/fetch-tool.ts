import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { codeOf, isThere } from "../io/files.ts";
import { makeFolders } from "../io/make-folders.ts";
import { resolvePath } from "../io/root.ts";
import { uninterrupted } from "../io/uninterrupted.ts";
import { type PinnedTool, sha256Of } from "../tool/pinned.ts";
import { type Denying, judgeDenied, readDenying } from "./denied-tools.ts";
import { type AssetPin, judgeKnownBad, passed } from "./judge-asset.ts";
import { type EvidenceOptions, judgeEvidence } from "./judge-tool-evidence.ts";
import { locateTools, readPins, requireTool, type ToolFiles } from "./locate-tools.ts";
import { type FetchContext, fetchBlob } from "./tool-cache.ts";
import { entriesOf, findToolCache, folderName, ownFolder, programOf } from "./tool-places.ts";
import type { ToolPolicy } from "./tool-signer.ts";
import { unpackAsset } from "./unpack-asset.ts";
import { verifyTree } from "./verify-tree.ts";

/** Which tools, and where to. */
export interface FetchToolOptions extends EvidenceOptions, FetchContext {
  /** Default: every pinned tool. */
  readonly names: readonly string[];
  readonly cwd: string;
  readonly lock?: string | undefined;
  /** The folder that gets a folder for each tool; default: one in the cache. */
  readonly to?: string | undefined;
  /** As Node names it. */
  readonly platform: string;
  readonly signal?: AbortSignal | undefined;
}

/** What was fetched. */
export interface FetchToolReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly tools: readonly FetchedTool[];
}

export interface FetchedTool {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  /** What to run. */
  readonly program: string;
}

/**
 * Fetches pinned tools for a platform: from the cache, else from the addresses of the pin; verifies size, digests and
 * signature; unpacks what is pinned and nothing else; and gives it its place in one step, so that there is the old tool
 * or the new one, whole, whatever happens.
 */
export async function fetchTool(options: FetchToolOptions): Promise<FetchToolReport> {
  const files = locateTools(options.cwd, options.lock);
  const lock = readPins(files);
  const findings: Finding[] = [];
  const tools: FetchedTool[] = [];
  const denying = readDenying(files, options.cwd, options.now);
  const names = options.names.length > 0 ? options.names : lock.tools.map(({ name }) => name);
  if (names.length === 0) findings.push(nothingPinned(files));
  for (const name of names) {
    try {
      const pin = pinFor(requireTool(lock, name, files), options.platform);
      const judged = await fetchOne(pin, files, denying, options);
      findings.push(...judged.findings);
      if (judged.tool !== undefined) tools.push(judged.tool);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, name));
    }
  }
  return { findings, exitCode: exitCodeOf(findings), tools };
}

/**
 * Finds what is pinned of a tool for a platform.
 * @throws Refusal `TOOL_PLATFORM_NONE` — nothing.
 */
export function pinFor(tool: PinnedTool, platform: string): AssetPin {
  const asset = tool.assets.find((one) => one.platform === platform);
  if (asset !== undefined) return { tool, asset };
  const platforms = tool.assets.map((one) => one.platform);
  throw new Refusal(
    "TOOL_PLATFORM_NONE",
    `${tool.name}: expected a pin for ${platform}, found ${platforms.join(", ")}`,
    { platform, platforms },
    {
      hint: `add ${platform} to platforms of [tools.${tool.name}] in lockseal.toml, then: lockseal tool add ${tool.name}`,
    },
  );
}

interface FetchedOne {
  readonly findings: readonly Finding[];
  readonly tool: FetchedTool | undefined;
}

async function fetchOne(
  pin: AssetPin,
  files: ToolFiles,
  denying: readonly (Denying & ToolPolicy)[],
  options: FetchToolOptions,
): Promise<FetchedOne> {
  const { tool, asset } = pin;
  const bad = [
    ...judgeKnownBad(tool.name, pin, sha256Of(asset), asset.name),
    ...judgeDenied(tool.name, tool, denying),
  ];
  if (isRefused(bad)) return { findings: bad, tool: undefined };
  const place = placeOf(pin, options);
  const program = pinnedProgram(pin, place);
  const fetched = { name: tool.name, version: tool.version, platform: asset.platform, program };
  if (isInPlace(pin, place))
    return {
      findings: [
        passed("TOOL_PLACED", tool.name, `${tool.version} is in place, as pinned: ${program}`),
      ],
      tool: fetched,
    };
  const blob = await fetchBlob(pin, options);
  const judging = { ...options, policies: denying };
  const evidence = await judgeEvidence(asset.name, blob.path, pin, blob.facts, files, judging);
  const findings = [...blob.findings, ...evidence];
  if (isRefused(findings)) return { findings, tool: undefined };
  await placeTool(pin, blob.path, place, options.signal);
  findings.push(
    passed(
      "TOOL_PLACED",
      tool.name,
      `${tool.version} is verified, unpacked and in place: ${program}`,
    ),
  );
  return { findings, tool: fetched };
}

/** Where a tool of this name lies: a link that leads to its folder, and is all that ever changes. */
export function placeOf(
  { tool }: AssetPin,
  options: Pick<FetchToolOptions, "to" | "cwd" | "env">,
): string {
  const base =
    options.to === undefined
      ? join(findToolCache(options.env), "placed")
      : resolvePath(options.cwd, options.to);
  return join(base, tool.name);
}

/**
 * Gives the path of the program to run: one of the pinned files, or a link among them, and nothing that only lies there.
 * @throws Refusal `TOOL_PROGRAM_NONE` — nothing of that path is pinned.
 */
export function pinnedProgram(pin: AssetPin, place: string): string {
  const path = programOf(pin);
  const entry = entriesOf(pin).find((one) => one.path === path);
  if (entry !== undefined && entry.kind !== "directory") return join(place, path);
  const { name } = pin.tool;
  throw new Refusal(
    "TOOL_PROGRAM_NONE",
    `${name}: expected its program ${quote(path)} among the pinned files, found ${entry === undefined ? "none of that path" : "a folder"}`,
    { name, path },
    {
      hint: `write bin = "PATH" under [tools.${name}] in lockseal.toml, then: lockseal tool add ${name}`,
    },
  );
}

function isInPlace(pin: AssetPin, place: string): boolean {
  return stateOf(pin, place).state === "placed";
}

/**
 * Gives the name of the folder beside it that a tool's place leads to; nothing for a link that was not made here. Such a
 * link may lead anywhere, and what it leads to is neither looked at nor removed.
 */
function folderOf(place: string, tool: string): string | undefined {
  try {
    const target = readlinkSync(place);
    // A junction holds a whole path.
    const name = process.platform === "win32" ? basename(target) : target;
    return ownFolder(tool).test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Unpacks into a folder of a new name beside the place, lets the link lead there, and removes what it led to before. */
async function placeTool(
  pin: AssetPin,
  blob: string,
  place: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const base = join(place, "..");
  refuseForeign(place);
  makeBase(base);
  const name = folderName(pin) + randomBytes(4).toString("hex");
  await unpackAsset({
    file: blob,
    name: pin.asset.name,
    target: join(base, name),
    fileName: programOf(pin),
    pin: { sha256: sha256Of(pin.asset), size: pin.asset.size },
    pinned: pin.asset.files ?? undefined,
    signal,
  });
  const before = folderOf(place, pin.tool.name);
  const link = join(base, `.${randomBytes(6).toString("hex")}.tmp`);
  uninterrupted(() => {
    try {
      // A junction needs no privilege on Windows, and is a link like any other elsewhere.
      symlinkSync(process.platform === "win32" ? join(base, name) : name, link, "junction");
      renameSync(link, place);
    } finally {
      rmSync(link, { force: true });
    }
  });
  if (before !== undefined && before !== name)
    rmSync(join(base, before), { recursive: true, force: true });
  removeLeft(base, pin.tool.name, name);
}

/** What others put there is theirs. */
function refuseForeign(place: string): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined || found.isSymbolicLink()) return;
  throw new Refusal(
    "FILE_EXISTS",
    `${place}: expected a free path, or a tool that was fetched there, found a ${found.isDirectory() ? "folder" : "file"}`,
    { path: place },
    { hint: "move it away, or name another folder: --to DIR" },
  );
}

function makeBase(base: string): void {
  try {
    makeFolders(base);
  } catch (cause) {
    throw new Refusal(
      "FILE_UNWRITABLE",
      `${base}: expected to make a folder, found ${codeOf(cause)}`,
      { path: base },
      { hint: "check that the folder may be written to, or name another: --to DIR", cause },
    );
  }
}

/** A fetch that was killed leaves a folder without a link; none that runs now is a day old. */
const LEFT_MS = 24 * 60 * 60 * 1000;

function removeLeft(base: string, tool: string, current: string): void {
  const own = ownFolder(tool);
  for (const name of readdirSync(base)) {
    if (name === current || !(own.test(name) || /^\.[0-9a-f]{12}\.tmp$/.test(name))) continue;
    const path = join(base, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > LEFT_MS)
      rmSync(path, { recursive: true, force: true });
  }
}

function nothingPinned({ lockName }: ToolFiles): Finding {
  return {
    rule: "TOOL_PIN_NONE",
    verdict: "refused",
    subject: lockName,
    message: "expected at least one pinned tool, found none",
    expected: "a pinned tool",
    found: "none",
    help: "pin one: lockseal tool add NAME --url TEMPLATE --version V",
  };
}

/** Says whether a tool is in place for a platform, and what is wrong with it where it is not as pinned. */
export function stateOf(
  pin: AssetPin,
  place: string,
): {
  readonly state: "placed" | "absent" | "altered" | "outdated";
  readonly differences: readonly string[];
} {
  const name = folderOf(place, pin.tool.name);
  if (name === undefined || !isThere(join(place, "..", name)))
    return { state: "absent", differences: [] };
  if (!name.startsWith(folderName(pin))) return { state: "outdated", differences: [] };
  const differences = verifyTree(join(place, "..", name), entriesOf(pin));
  return { state: differences.length === 0 ? "placed" : "altered", differences };
}
