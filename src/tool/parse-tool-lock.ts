import type { PlanEntry } from "../archive/plan.ts";
import { isDigestAlgorithm, parseDigest } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { Refusal } from "../errors.ts";
import { formatToolLock, TOOL_LOCK_HEADER, TOOL_LOCK_VERSION } from "./format-tool-lock.ts";
import { type LockSection, type LockTable, malformed, readSections } from "./lock-syntax.ts";
import {
  type AssetDigest,
  EVIDENCE_KINDS,
  type EvidenceKind,
  type PinnedAsset,
  type PinnedEvidence,
  type PinnedSigner,
  type PinnedTool,
  type ToolLock,
} from "./pinned.ts";
import { ASSET_NAME, badUrl, PLATFORM, PROGRAM_PATH, TOOL_NAME, TOOL_VERSION } from "./words.ts";

/** A thousand archives of a hundred files. */
export const MAX_TOOL_LOCK_BYTES: number = 16 * 1024 * 1024;
/** More mirrors than any download needs. */
const MAX_URLS = 16;
const MAX_EVIDENCE = 16;

/** Says whether bytes are a tool lock, by the line it begins with. */
export function isToolLock(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, TOOL_LOCK_HEADER.length)).equals(
    Buffer.from(TOOL_LOCK_HEADER),
  );
}

/**
 * Reads a tool lock, in its one spelling. Does not look at any file that it pins, nor at its evidence.
 * @param what names it in a refusal.
 * @throws Refusal `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 * @throws Refusal `TOOL_LOCK_MALFORMED` — not what `formatToolLock` writes: a field is missing, unknown or of another type, or stands elsewhere.
 */
export function parseToolLock(bytes: Uint8Array, what: string): ToolLock {
  const { lock, otherSpelling } = readToolLock(bytes, what);
  if (otherSpelling !== undefined) throw otherSpelling;
  return lock;
}

/** A tool lock that says what it should, if perhaps in another order. */
export interface ReadToolLock {
  readonly lock: ToolLock;
  /** Its one spelling. */
  readonly canonical: string;
  /** Where the file is spelt otherwise; undefined where it is not. */
  readonly otherSpelling: Refusal<"TOOL_LOCK_MALFORMED"> | undefined;
}

/**
 * Reads a tool lock that may be sorted otherwise, as after a merge.
 * @throws Refusal as {@link parseToolLock} does, but for the order.
 */
export function readToolLock(bytes: Uint8Array, what: string): ReadToolLock {
  if (bytes.length > MAX_TOOL_LOCK_BYTES)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected at most ${MAX_TOOL_LOCK_BYTES} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: MAX_TOOL_LOCK_BYTES },
    );
  const text = decodeUtf8(bytes, { what, bom: "refuse" });
  if (!text.startsWith(TOOL_LOCK_HEADER))
    throw malformed(
      what,
      1,
      "the line that a tool lock begins with",
      quote(text.slice(0, 80).split("\n")[0] ?? ""),
    );
  const [head, ...sections] = readSections(text.slice(TOOL_LOCK_HEADER.length), what, 2);
  readHead(head, what);
  const lock = { tools: readTools(sections, what) };
  const canonical = formatToolLock(lock);
  return { lock, canonical, otherSpelling: otherSpelling(text, canonical, what) };
}

/** What is sorted otherwise, or spelt with other spaces, has been written by something else. */
function otherSpelling(
  text: string,
  canonical: string,
  what: string,
): Refusal<"TOOL_LOCK_MALFORMED"> | undefined {
  if (text === canonical) return undefined;
  const [found, expected] = [text.split("\n"), canonical.split("\n")];
  const at = expected.findIndex((line, index) => line !== found[index]);
  const line = at === -1 ? expected.length : at;
  return malformed(
    what,
    line + 1,
    `this line in the one order and spelling: ${quote(expected[line] ?? "")}`,
    quote(found[line] ?? "nothing"),
  );
}

function readHead(head: LockSection | undefined, what: string): void {
  const version = head?.values.get("version");
  if (version !== TOOL_LOCK_VERSION || head?.values.size !== 1)
    throw malformed(what, 2, `version = ${TOOL_LOCK_VERSION}`, quote(String(version)));
}

/** Sections come in one order: a tool, then its assets, each with its files. */
function readTools(sections: readonly LockSection[], what: string): PinnedTool[] {
  const byPath = new Map<string, LockSection>();
  const children = new Map<string, string[]>();
  for (const section of sections) {
    const { path, line } = section;
    const [word, name, assets, platform, files] = path;
    const isKnown =
      word === "tools" &&
      (path.length === 2 ||
        (assets === "assets" && (path.length === 4 || (path.length === 5 && files === "files"))));
    if (!isKnown) throw malformed(what, line, "a table of a tool", quote(`[${path.join(".")}]`));
    const key = path.join(".");
    if (byPath.has(key)) throw malformed(what, line, "each table once", quote(`[${key}]`));
    byPath.set(key, section);
    if (path.length === 2) children.set(name ?? "", []);
    if (path.length === 4) {
      const known = children.get(name ?? "");
      if (known === undefined)
        throw malformed(what, line, `[tools.${name}] before it`, quote(`[${key}]`));
      known.push(platform ?? "");
    }
    if (path.length === 5 && !byPath.has(path.slice(0, 4).join(".")))
      throw malformed(what, line, "the asset before its files", quote(`[${key}]`));
  }
  return [...children].map(([name, platforms]) => readTool(name, platforms, byPath, what));
}

function readTool(
  name: string,
  platforms: readonly string[],
  sections: ReadonlyMap<string, LockSection>,
  what: string,
): PinnedTool {
  const fields = new Fields(sections.get(`tools.${name}`), what, ["version", "bin", "signer"]);
  if (!TOOL_NAME.test(name)) throw fields.fail("a tool's name", quote(name));
  if (platforms.length === 0) throw fields.fail("an asset for at least one platform", "none");
  return {
    name,
    version: fields.text("version", TOOL_VERSION),
    bin: fields.text("bin", PROGRAM_PATH),
    signer: readSigner(fields),
    assets: platforms.map((platform) => readAsset(name, platform, sections, what)),
  };
}

const ASSET_FIELDS = [
  "name",
  "size",
  "sha256",
  "sha384",
  "sha512",
  "blake3",
  "source_commit",
  "build_config",
  "build_config_digest",
  "log_time",
  "urls",
  "evidence",
];

function readAsset(
  tool: string,
  platform: string,
  sections: ReadonlyMap<string, LockSection>,
  what: string,
): PinnedAsset {
  const path = `tools.${tool}.assets.${platform}`;
  const fields = new Fields(sections.get(path), what, ASSET_FIELDS);
  if (!PLATFORM.test(platform)) throw fields.fail("a platform such as linux-x64", quote(platform));
  const files = sections.get(`${path}.files`);
  return {
    platform,
    name: fields.text("name", ASSET_NAME),
    size: fields.integer("size"),
    digests: readDigests(fields),
    files: files === undefined ? null : readFiles(files, what),
    sourceCommit: fields.optional("source_commit", HEX),
    buildConfig: fields.optional("build_config", PRINTABLE),
    buildConfigDigest: fields.optional("build_config_digest", HEX),
    logTime: fields.optional("log_time", TIME),
    urls: readUrls(fields),
    evidence: fields.list("evidence", 0, MAX_EVIDENCE).map((text) => readEvidence(text, fields)),
  };
}

const HEX = /^[0-9a-f]{40,128}$/;
const PRINTABLE = /^[!-~]{1,2048}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function readDigests(fields: Fields): AssetDigest[] {
  const digests: AssetDigest[] = [];
  for (const algorithm of ["sha256", "sha384", "sha512", "blake3"] as const) {
    const hex =
      algorithm === "sha256"
        ? fields.text(algorithm, /^[0-9a-f]{64}$/)
        : fields.optional(algorithm, /^[0-9a-f]+$/);
    if (hex === null) continue;
    if (isDigestAlgorithm(algorithm)) digests.push(parseDigest(algorithm, hex));
    else if (hex.length === 64) digests.push({ algorithm, hex });
    else throw fields.fail(`64 hex digits of ${algorithm}`, quote(hex));
  }
  return digests;
}

function readUrls(fields: Fields): readonly string[] {
  const urls = fields.list("urls", 1, MAX_URLS);
  for (const url of urls) {
    const bad = badUrl(url);
    if (bad !== undefined) throw fields.fail("an https URL", bad, "urls");
  }
  return urls;
}

function readEvidence(text: string, fields: Fields): PinnedEvidence {
  const [, kind = "", sha256 = ""] = /^([a-z-]+) sha256:([0-9a-f]{64})$/.exec(text) ?? [];
  if (!isEvidenceKind(kind))
    throw fields.fail(
      `one of ${EVIDENCE_KINDS.join(", ")} with sha256:HEX`,
      quote(text),
      "evidence",
    );
  return { kind, sha256 };
}

function isEvidenceKind(word: string): word is EvidenceKind {
  return EVIDENCE_KINDS.some((kind) => kind === word);
}

function readSigner(fields: Fields): PinnedSigner | null {
  const value = fields.table("signer");
  if (value === undefined) return null;
  const names = Object.keys(value).join();
  const text = (key: string): string => {
    const one = value[key];
    if (typeof one === "string" && PRINTABLE_TEXT.test(one)) return one;
    throw fields.fail(`a string for ${key}`, quote(String(one)), "signer");
  };
  const some = (key: string, name: string): object =>
    value[key] === undefined ? {} : { [name]: text(key) };
  if (names === "key") return { kind: "key", key: text("key") };
  if (names === "issuer,identity")
    return { kind: "exact", issuer: text("issuer"), name: text("identity") };
  if (!names.startsWith("issuer,server,repository,workflow,ref"))
    throw fields.fail(
      "a key, an identity with its issuer, or a workflow's parts",
      quote(names),
      "signer",
    );
  return {
    kind: "workflow",
    issuer: text("issuer"),
    server: text("server"),
    repository: text("repository"),
    workflow: text("workflow"),
    ref: text("ref"),
    ...some("repository_id", "repositoryId"),
    ...some("trigger", "trigger"),
    ...some("runner", "runner"),
  };
}

const PRINTABLE_TEXT = /^[^\p{Cc}]{1,4096}$/u;

function readFiles(section: LockSection, what: string): PlanEntry[] {
  return [...section.values].map(([key, value]) => {
    const line = section.lines.get(key) ?? section.line;
    const entry = typeof value === "object" && !isList(value) ? readEntry(key, value) : undefined;
    if (entry === undefined || key === "" || key === "/")
      throw malformed(
        what,
        line,
        "mode, size and sha256 of a file, or a link's target",
        quote(key),
      );
    return entry;
  });
}

function readEntry(key: string, value: LockTable): PlanEntry | undefined {
  const { mode = "0777", size = 0, sha256, symlink, hardlink } = value;
  const names = Object.keys(value).join();
  if (typeof mode !== "string" || !/^[0-7]{4}$/.test(mode) || typeof size !== "number")
    return undefined;
  const base = { path: key.replace(/\/$/, ""), mode: Number.parseInt(mode, 8), size };
  if (key.endsWith("/")) return names === "mode" ? { kind: "directory", ...base } : undefined;
  if (names === "mode,size,sha256")
    return typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256)
      ? { kind: "file", ...base, sha256 }
      : undefined;
  if (names === "symlink" && typeof symlink === "string")
    return { kind: "symlink", ...base, target: symlink };
  return names === "hardlink" && typeof hardlink === "string"
    ? { kind: "hardlink", ...base, target: hardlink }
    : undefined;
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** The fields of one section, taken one by one. */
class Fields {
  readonly #section: LockSection | undefined;
  readonly #what: string;

  constructor(section: LockSection | undefined, what: string, known: readonly string[]) {
    this.#section = section;
    this.#what = what;
    for (const key of section?.values.keys() ?? [])
      if (!known.includes(key)) throw this.fail(`only ${known.join(", ")}`, quote(key), key);
  }

  text(key: string, form: RegExp): string {
    const value = this.#section?.values.get(key);
    if (typeof value === "string" && form.test(value)) return value;
    throw this.fail(
      `a value for ${key}`,
      value === undefined ? "nothing" : quote(String(value)),
      key,
    );
  }

  optional(key: string, form: RegExp): string | null {
    return this.#section?.values.has(key) === true ? this.text(key, form) : null;
  }

  integer(key: string): number {
    const value = this.#section?.values.get(key);
    if (typeof value === "number") return value;
    throw this.fail(`a whole number for ${key}`, quote(String(value)), key);
  }

  list(key: string, least: number, most: number): readonly string[] {
    const value = this.#section?.values.get(key) ?? [];
    if (typeof value === "object" && isList(value)) {
      if (value.length >= least && value.length <= most) return value;
      throw this.fail(`${least} to ${most} values for ${key}`, String(value.length), key);
    }
    throw this.fail(`a list for ${key}`, quote(String(value)), key);
  }

  table(key: string): LockTable | undefined {
    const value = this.#section?.values.get(key);
    if (value === undefined) return undefined;
    if (typeof value === "object" && !isList(value)) return value;
    throw this.fail(`a table for ${key}`, quote(String(value)), key);
  }

  fail(expected: string, found: string, key = ""): Refusal {
    const line = this.#section?.lines.get(key) ?? this.#section?.line ?? 0;
    return malformed(this.#what, line, expected, found);
  }
}
