import type { JsonValue } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asObject,
  asString,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { parseToml } from "../bytes/toml.ts";
import { parseSigners, policyFailure, type Signer } from "../trust/signers.ts";
import { PLATFORM, PROGRAM_PATH, TOOL_NAME, TOOL_VERSION } from "./words.ts";

/** What is wanted: tools by name, and who may sign them. Their digests are in the tool lock. */
export interface ToolManifest {
  readonly tools: ReadonlyMap<string, WantedTool>;
  readonly signers: ReadonlyMap<string, Signer>;
}

/** A tool as its user wants it. */
export interface WantedTool {
  readonly name: string;
  readonly version: string;
  /** The template of its address, and of where else it may be fetched from, in order. */
  readonly sources: readonly string[];
  /** By our name of the platform, what its publisher calls it. */
  readonly platforms: ReadonlyMap<string, string>;
  /** Who has to have signed it; null where nobody has to. */
  readonly signer: string | null;
  /** How long a version must have been out, in milliseconds; null for as long as usual. */
  readonly holdMs: number | null;
  /** Versions that are never taken. */
  readonly deny: readonly string[];
  /** The path of the program; null where its name tells. */
  readonly bin: string | null;
  /** The template of the name of its checksums file; null where the usual names are tried. */
  readonly checksums: string | null;
}

/** Larger than any file that people write by hand. */
export const MAX_MANIFEST_BYTES: number = 1024 * 1024;

/** The tables of a policy; those that are not about tools are left to others. */
const TABLES = [
  "version",
  "name",
  "expires",
  "policy",
  "trust",
  "signers",
  "indexes",
  "lock",
  "tools",
  "builders",
  "provenance",
  "layout",
  "rule",
];
const FIELDS = ["version", "source", "platforms"];
const OPTIONAL = ["mirrors", "signer", "hold", "deny", "bin", "checksums"];
const MAX_LIST = 64;

/**
 * Reads the tools and signers of a `lockseal.toml`. Fetches nothing, and does not look whether a signer's keys exist.
 * @throws Refusal `TOML_MALFORMED`, `POLICY_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 */
export function parseToolManifest(bytes: Uint8Array, what: string): ToolManifest {
  const fail = policyFailure(what);
  const document = asExactObject(
    parseToml(bytes, { what, maxBytes: MAX_MANIFEST_BYTES }),
    "",
    ["version"],
    fail,
    TABLES,
  );
  if (document.version !== 1) fail("version", "1", quote(String(document.version)));
  const signers = parseSigners(document.signers, what);
  const table = document.tools === undefined ? {} : asObject(document.tools, "tools", fail);
  const tools = Object.entries(table).map(([name, value]) => readTool(name, value, fail));
  for (const { name, signer } of tools)
    if (signer !== null && !signers.has(signer))
      fail(`tools.${name}.signer`, `a signer under [signers.${signer}]`, "none");
  return { tools: new Map(tools.map((tool) => [tool.name, tool])), signers };
}

function readTool(name: string, value: JsonValue, fail: ShapeFailure): WantedTool {
  const at = `tools.${name}`;
  if (!TOOL_NAME.test(name)) fail(at, "a name of a-z, 0-9, _ and -", quote(name));
  const fields = asExactObject(value, at, FIELDS, fail, OPTIONAL);
  const text = (key: string): string => asString(fields[key], `${at}.${key}`, fail);
  const some = (key: string): string | null => (fields[key] === undefined ? null : text(key));
  const version = text("version");
  if (!TOOL_VERSION.test(version)) fail(`${at}.version`, "a version", quote(version));
  const hold = some("hold");
  const bin = some("bin");
  if (bin !== null && !PROGRAM_PATH.test(bin))
    fail(`${at}.bin`, "the path of a program within its archive", quote(bin));
  return {
    name,
    version,
    sources: [text("source"), ...strings(fields.mirrors, `${at}.mirrors`, fail)],
    platforms: readPlatforms(fields.platforms, `${at}.platforms`, fail),
    signer: some("signer"),
    holdMs: hold === null ? null : readDuration(hold, `${at}.hold`, fail),
    deny: strings(fields.deny, `${at}.deny`, fail),
    bin,
    checksums: some("checksums"),
  };
}

/** A list where the publisher's names are ours, else a table. */
function readPlatforms(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): ReadonlyMap<string, string> {
  const pairs = Array.isArray(value)
    ? strings(value, at, fail).map((name): [string, string] => [name, name])
    : Object.entries(asObject(value, at, fail)).map(([name, theirs]): [string, string] => [
        name,
        asString(theirs, `${at}.${name}`, fail),
      ]);
  if (pairs.length === 0) fail(at, "at least one platform", "none");
  for (const [name, theirs] of pairs) {
    if (!PLATFORM.test(name)) fail(at, "a platform such as linux-x64", quote(name));
    if (!/^[0-9A-Za-z][0-9A-Za-z._+-]*$/.test(theirs))
      fail(`${at}.${name}`, "the publisher's name of the platform", quote(theirs));
  }
  return new Map(pairs);
}

function strings(value: JsonValue | undefined, at: string, fail: ShapeFailure): readonly string[] {
  return asArray(value ?? [], at, 0, MAX_LIST, fail).map((one, index) =>
    asString(one, `${at}[${index}]`, fail),
  );
}

const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads `72h`, `3d`, `90m` or `2w`. */
function readDuration(text: string, at: string, fail: ShapeFailure): number {
  const [, count = "", unit = ""] = /^([1-9][0-9]{0,4})([mhdw])$/.exec(text) ?? [];
  const ms = UNITS[unit];
  return ms === undefined ? fail(at, "a time such as 72h or 3d", quote(text)) : Number(count) * ms;
}
