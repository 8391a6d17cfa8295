import { TOOL_NAME, TOOL_VERSION } from "./words.ts";

/** A download that a script or a workflow makes, as it stands there. */
export interface ScriptedDownload {
  /** From 1. */
  readonly line: number;
  readonly url: string;
  /** What comes goes into a shell: nobody sees what runs. */
  readonly isPiped: boolean;
  /** Null where the address does not look like a tool's release. */
  readonly tool: ScriptedTool | null;
}

/** What an address says of the tool that it leads to. */
export interface ScriptedTool {
  readonly name: string;
  /** Null where it stands in a variable that nothing here sets. */
  readonly version: string | null;
  /** The address with `{version}` and `{platform}`. */
  readonly template: string;
  /** As Node and as the publisher name it; null where the address names none. */
  readonly platform: { readonly ours: string; readonly theirs: string } | null;
}

/** Longer lines are no commands that people write. */
const MAX_LINE = 4096;
const ARCHIVE = /\.(?:tar\.(?:gz|xz|zst)|tgz|txz|zip|gz|xz)$/;
const ADDRESS = /https?:\/\/[^\s"'`<>|;()\\]+/g;
const UNSET = "\u0000";

/**
 * Finds what scripts and workflows download with curl or wget, line by line and whatever the file is. Follows variables
 * that are set to one plain value in the same text. Finds what people write; whoever wants to hide a download can.
 */
export function findDownloads(text: string): readonly ScriptedDownload[] {
  const lines = joinLines(text);
  const values = readVariables(lines);
  return lines.flatMap(({ line, text: words }) => {
    if (!/\b(?:curl|wget)\b/.test(words) || words.length > MAX_LINE) return [];
    const filled = fillVariables(words, values);
    const isPiped = /\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:ba|da|z|k)?sh\b/.test(filled);
    return (filled.match(ADDRESS) ?? []).flatMap((url): ScriptedDownload[] => {
      const tool = readAddress(url);
      if (tool === null && !isPiped) return [];
      return [{ line, url: url.replaceAll(UNSET, "$"), isPiped, tool }];
    });
  });
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/** A backslash at the end goes on in the next line; comments say nothing. */
function joinLines(text: string): readonly Line[] {
  const joined: { line: number; text: string }[] = [];
  let isOpen = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const last = joined.at(-1);
    const words = raw.replace(/\\$/, " ");
    if (isOpen && last !== undefined) last.text += words;
    else joined.push({ line: index + 1, text: words });
    isOpen = raw.endsWith("\\") && (joined.at(-1)?.text.length ?? 0) <= MAX_LINE;
  }
  return joined.filter((one) => !/^\s*#/.test(one.text));
}

/** Only names that have one value throughout: of two nobody could say which counts. */
function readVariables(lines: readonly Line[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const set = new Set<string>();
  for (const { text } of lines) {
    const found =
      /^\s*(?:-\s+)?(?:export\s+|ARG\s+|ENV\s+)?([A-Za-z_][A-Za-z0-9_]{0,63})\s*[:=]\s*(["']?)([0-9A-Za-z][0-9A-Za-z.+_-]{0,63})\2\s*(?:[#;&].*)?$/.exec(
        text,
      );
    const [, name = "", , value = ""] = found ?? [];
    if (name === "") continue;
    if (set.has(name) && values.get(name) !== value) values.delete(name);
    else values.set(name, value);
    set.add(name);
  }
  return values;
}

function fillVariables(text: string, values: ReadonlyMap<string, string>): string {
  const setTo = (name: string | undefined): string => values.get(name ?? "") ?? UNSET;
  return text
    .replaceAll(UNSET, " ")
    .replace(/\$\{\{\s*(?:[a-z]+\.)*([A-Za-z_]\w*)\s*\}\}/g, (_, name) => setTo(name))
    .replace(/\$\{([A-Za-z_]\w*)(?:#v|##v)?\}/g, (_, name) => setTo(name))
    .replace(/\$([A-Za-z_]\w*)/g, (_, name) => setTo(name));
}

const OS = "linux|darwin|macos|osx|windows|win";
const ARCH = "64bit|x86_64|amd64|x64|aarch64|arm64";
/** `Linux-64bit`, `linux_amd64`, `x86_64-unknown-linux-musl`. */
const PLATFORMS = new RegExp(
  `(?<![a-z])(?:(?<os>${OS})[-_.]?(?<arch>${ARCH})|(?<arch2>${ARCH})[-_](?:unknown[-_]|pc[-_]|apple[-_])?(?<os2>${OS})(?:[-_](?:gnu|musl|msvc))?)(?![a-z0-9])`,
  "i",
);

function readAddress(url: string): ScriptedTool | null {
  const [, host = "", path = ""] = /^(https?:\/\/[^/]+\/)(.+)$/.exec(url) ?? [];
  if (host.includes(UNSET) || /[?#]/.test(path)) return null;
  const file = path.split("/").at(-1) ?? "";
  const release = /^([^/]+)\/([^/]+)\/releases\/download\/([^/]+)\/[^/]+$/.exec(path);
  if (file === "" || (release === null && !ARCHIVE.test(file))) return null;
  if (/\.(?:sig|asc|pem|sha256|sha512|txt|json|sh|py|md|whl)$|^(?:sha\d+|checksums)/i.test(file))
    return null;
  const version = versionOf(release?.[3] ?? "") ?? versionOf(path);
  const name = (release?.[2] ?? nameOf(file)).toLowerCase().replace(/[^a-z0-9_-]/g, "-");
  if (!TOOL_NAME.test(name)) return null;
  const found = PLATFORMS.exec(file);
  const theirs = found?.[0] ?? "";
  // A brace would be taken for a word of the template.
  if (/[{}]/.test(url)) return null;
  const template = host + path.replaceAll(version ?? UNSET, "{version}");
  return {
    name,
    version: version ?? null,
    template: theirs === "" ? template : replaceLast(template, theirs, "{platform}"),
    platform:
      found === null
        ? null
        : {
            ours: `${osOf(found.groups?.os ?? found.groups?.os2 ?? "")}-${archOf(found.groups?.arch ?? found.groups?.arch2 ?? "")}`,
            theirs,
          },
  };
}

function versionOf(text: string): string | undefined {
  if (text.includes(UNSET)) return undefined;
  const [, version] =
    /(?:^|[^0-9A-Za-z.])v?([0-9]+(?:\.[0-9]+)+(?:-(?:alpha|beta|rc)[.-]?[0-9]*)?)(?![0-9])/.exec(
      text,
    ) ?? [];
  return version !== undefined && TOOL_VERSION.test(version) ? version : undefined;
}

function nameOf(file: string): string {
  return (
    /^[A-Za-z][A-Za-z0-9]*(?:[-_](?!v?[0-9\0]|linux|darwin|macos|windows)[A-Za-z]+)*/i.exec(
      file,
    )?.[0] ?? ""
  );
}

function replaceLast(text: string, what: string, by: string): string {
  const at = text.lastIndexOf(what);
  return at === -1 ? text : text.slice(0, at) + by + text.slice(at + what.length);
}

function osOf(word: string): string {
  const os = word.toLowerCase();
  if (os === "linux") return "linux";
  return os.startsWith("win") ? "win32" : "darwin";
}

function archOf(word: string): string {
  return /^(?:aarch64|arm64)$/i.test(word) ? "arm64" : "x64";
}
