import { HEX_LENGTHS, isDigestAlgorithm } from "../../bytes/digest.ts";
import { normaliseName } from "../requirements/name.ts";
import { isVersion } from "../requirements/version.ts";

/** What a requirement of the strict dialect says, before its `--hash` options. */
export interface StrictHead {
  /** As written. */
  readonly name: string;
  /** As written, without the operator. */
  readonly version: string;
  /** Normalised (PEP 503), sorted, each once. */
  readonly extras: readonly string[];
  /** As written, or null. */
  readonly marker: string | null;
  /** Of a direct reference, without the marker; null for a pin. */
  readonly url: string | null;
  /** `sha256:…` from the URL's fragment, or null. */
  readonly urlHash: string | null;
}

const NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
// No two repetitions of white space stand side by side: a long run of it would be tried in every way to divide it.
const EXTRAS = `(?:[ \\t]*\\[[ \\t]*(?:(${NAME}(?:[ \\t]*,[ \\t]*${NAME})*)[ \\t]*)?\\])?`;
const VERSION = "[A-Za-z0-9][A-Za-z0-9.!+_-]*";
const PIN = new RegExp(
  `^(${NAME})${EXTRAS}[ \\t]*(?:={2,3}[ \\t]*(${VERSION})|\\([ \\t]*={2,3}[ \\t]*(${VERSION})[ \\t]*\\))[ \\t]*(?:;[ \\t]*([!-~][\\t -~]*))?$`,
);
/** What nearly every version is; the whole grammar takes ten times as long. */
const RELEASE = /^[0-9]+(?:\.[0-9]+)*$/;
// A URL's marker needs white space before its semicolon, or it is part of the URL (PEP 508).
const NAMED_URL = new RegExp(
  `^(${NAME})${EXTRAS}[ \\t]*@[ \\t]*([^ \\t]+)(?:[ \\t]+;[ \\t]*([!-~][\\t -~]*))?$`,
);
const BARE_URL = /^((?:file|https):[^ \t]+|[^ \t:@/]*\/[^ \t]+)(?: +; +([!-~][\t -~]*))?$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** In a path pip and uv escape other characters than these, each its own. */
const PATH = /^[A-Za-z0-9._+/-]+$/;
/** Where a reference goes up again, each tool makes another file of it. */
const DETOUR = /(?:^|\/)(?:\.|%2e){2}(?:\/|$)/i;
/** pip looks for a hash behind any `&`, in the query and the path too, and takes it beside --hash, were it MD5. */
const HIDDEN_HASH = /&(?:egg|subdirectory|md5|sha\d+)=/i;
const WHEEL =
  /^([A-Za-z0-9][A-Za-z0-9._]*)-([A-Za-z0-9_.!+]+)(?:-(\d[A-Za-z0-9_.]*))?-[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:-\w+(?:\.\w+)*){2}\.whl$/;

/**
 * Reads the part of a line before its hashes, in the dialect that pip and uv read alike:
 * a name pinned by one `==` or `===` to one PEP 440 version, or a reference to one wheel.
 * Does not judge the marker. Gives nothing where the text is anything else; {@link diagnoseHead} says why.
 */
export function parseHead(text: string): StrictHead | undefined {
  const pin = PIN.exec(text);
  if (pin !== null) {
    const [, name = "", extras, plain, bracketed, marker] = pin;
    const version = plain ?? bracketed ?? "";
    if (!RELEASE.test(version) && !isVersion(version)) return undefined;
    return {
      name,
      version,
      extras: parseExtras(extras),
      marker: marker ?? null,
      url: null,
      urlHash: null,
    };
  }
  const named = NAMED_URL.exec(text);
  if (named !== null) {
    const [, name = "", extras, url = "", marker] = named;
    const wheel = parseWheelReference(url);
    if (wheel === undefined || normaliseName(wheel.name) !== normaliseName(name)) return undefined;
    // uv looks for a path beside the lock, and pip for a URL that has no scheme.
    if (!SCHEME.test(url)) return undefined;
    return { ...wheel, name, extras: parseExtras(extras), marker: marker ?? null, url };
  }
  const bare = BARE_URL.exec(text);
  if (bare === null) return undefined;
  const [, url = "", marker] = bare;
  const wheel = parseWheelReference(url);
  return wheel === undefined ? undefined : { ...wheel, extras: [], marker: marker ?? null, url };
}

function parseExtras(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return [...new Set(text.split(",").map((extra) => normaliseName(extra.trim())))].sort();
}

/** What a reference to a wheel says by itself. */
export interface WheelReference {
  readonly name: string;
  readonly version: string;
  readonly urlHash: string | null;
}

/** Reads name, version and hash from the URL or path of a wheel; nothing where it is not one, or not over a safe way. */
export function parseWheelReference(url: string): WheelReference | undefined {
  if (/[^!-~]|[$\\"'`<>{}|^]/.test(url)) return undefined;
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  // A plain http reference would still be checked by its hash, but it tells the network what is built and lets it answer.
  if (scheme !== undefined && scheme !== "https" && scheme !== "file") return undefined;
  if (DETOUR.test(url) || (scheme === undefined && !PATH.test(url))) return undefined;
  const [location = "", ...fragments] = url.split("#");
  if (fragments.length > 1) return undefined;
  if (HIDDEN_HASH.test(location)) return undefined;
  const wheel = WHEEL.exec(decodeFileName(location.split("?", 1)[0] ?? "") ?? "");
  if (wheel === null) return undefined;
  const [, name = "", version = ""] = wheel;
  const urlHash = parseFragment(fragments[0], name);
  if (urlHash === undefined) return undefined;
  // PEP 427 writes `-` in a version as `_`.
  return isVersion(version.replaceAll("_", "-"))
    ? { name, version: version.replaceAll("_", "-"), urlHash }
    : undefined;
}

function decodeFileName(path: string): string | undefined {
  try {
    const name = decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
    return name.includes("/") ? undefined : name;
  } catch {
    return undefined;
  }
}

/** `undefined` is a fragment that pip would read otherwise than it looks: of two hashes it takes the first only. */
function parseFragment(fragment: string | undefined, wheel: string): string | null | undefined {
  if (fragment === undefined) return null;
  let hash: string | null = null;
  for (const part of fragment.split("&")) {
    // Both tools go by the name of the wheel; a reader would go by this one.
    if (
      part.startsWith("egg=") &&
      normaliseName(part.slice("egg=".length)) === normaliseName(wheel)
    )
      continue;
    const [, algorithm = "", hex = ""] = /^([a-z0-9]+)=([0-9a-f]+)$/.exec(part) ?? [];
    if (hash !== null || !isDigestAlgorithm(algorithm) || hex.length !== HEX_LENGTHS[algorithm])
      return undefined;
    hash = `${algorithm}:${hex}`;
  }
  return hash;
}
