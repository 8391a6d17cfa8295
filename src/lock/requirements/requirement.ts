import { Refusal } from "../../errors.ts";
import type { ParsedRequirement } from "../model.ts";
import { type Dependency, markerText, parseDependency } from "./dependency.ts";
import { type Link, readLink, wheelRequirement } from "./link.ts";
import { formatMarker, parseMarker } from "./marker.ts";
import type { Place } from "./place.ts";
import { pythonRepr } from "./repr.ts";
import { formatSpecifiers } from "./specifier.ts";
import {
  checkFileUrl,
  extensionOf,
  isUrl,
  LinkError,
  normalisePath,
  pathToUrl,
  VERSION_CONTROL,
} from "./url.ts";
import { PYTHON_SPACE, stripSpace } from "./whitespace.ts";

const ARCHIVES = new Set(
  ".zip .whl .tar.bz2 .tbz .tar.gz .tgz .tar .tar.xz .txz .tlz .tar.lz .tar.lzma".split(" "),
);
const SPACE_AT_END = new RegExp(`[${PYTHON_SPACE}]+$`);
const EXTRAS = /^(.+)(\[[^\]]+\])\n?$/;

/** A requirement as pip made it out, or the message with which pip refuses it. */
export type RequirementReading = ParsedRequirement | { readonly invalid: string };

/**
 * Reads what pip takes for a requirement: a dependency specifier, a URL, a path or the name of an archive.
 * Does not check that anything is pinned or hashed, nor that a path exists where `place` does not say so.
 */
export function readRequirement(text: string, place: Place): RequirementReading {
  return guarded(() => fromLine(text, place));
}

/** Reads what stands behind `-e`: a path or a URL of version control. */
export function readEditable(text: string, constraint: boolean, place: Place): RequirementReading {
  if (constraint) return { invalid: "Editable requirements are not allowed as constraints" };
  return guarded(() => fromEditable(text, place));
}

function guarded(read: () => RequirementReading): RequirementReading {
  try {
    return read();
  } catch (error) {
    if (error instanceof LinkError) return { invalid: error.message };
    if (error instanceof Refusal) return { invalid: reasonOf(error) };
    throw error;
  }
}

function reasonOf({ details, message }: Refusal): string {
  if ("reason" in details) return details.reason;
  // A bad specifier is the one error that pip does not wrap.
  const found = "found" in details ? details.found : undefined;
  return typeof found === "string" ? `Invalid specifier: ${pythonRepr(found)}` : message;
}

function invalid(text: string, error: unknown): { readonly invalid: string } {
  if (!(error instanceof Refusal)) throw error;
  if (error.code === "VERSION_MALFORMED") return { invalid: reasonOf(error) };
  return { invalid: `Invalid requirement: ${pythonRepr(text)}: ${reasonOf(error)}` };
}

function fromLine(text: string, place: Place): RequirementReading {
  // A URL may hold a semicolon, so there a space must follow; `name @ URL` is no URL to pip.
  const separator = isUrl(text) ? "; " : ";";
  const at = text.indexOf(separator);
  const name = stripSpace(at === -1 ? text : text.slice(0, at));
  const markerSource = at === -1 ? "" : stripSpace(text.slice(at + separator.length));
  let marker: string | null = null;
  if (markerSource !== "") {
    try {
      marker = formatMarker(parseMarker(markerSource));
    } catch (error) {
      return invalid(name, error);
    }
  }
  const { link, extras } = findLink(name, place);
  const source = link === null ? name : link.wheel ? wheelRequirement(link) : link.egg;
  let dependency: Dependency | null = null;
  try {
    dependency = source === null ? null : parseDependency(source);
  } catch (error) {
    return invalid(source ?? "", error);
  }
  return combine(dependency, link, extras, marker);
}

function findLink(name: string, place: Place): { link: Link | null; extras: readonly string[] } {
  if (isUrl(name)) return { link: absolute(readLink(name), place), extras: [] };
  const [path, extras] = splitExtras(resolve(name, place));
  const url = urlOfPath(path, name, place);
  return { link: url === null ? null : absolute(readLink(url), place), extras };
}

/** pip makes `file:` URLs with `../` in them normal, from where it stands. */
function absolute(link: Link, place: Place): Link {
  if (link.scheme !== "file" || !link.url.includes("../")) return link;
  return readLink(pathToUrl(resolve(link.path, place)));
}

function resolve(path: string, place: Place): string {
  return normalisePath(
    path.startsWith("/") ? path : `${place.directory.replace(/\/$/, "")}/${path}`,
  );
}

/** Cuts `[extras]` off the end of a path; pip turns them to lower case there and nowhere else. */
function splitExtras(path: string): [string, readonly string[]] {
  const match = EXTRAS.exec(path);
  if (match?.[1] === undefined || match[2] === undefined) return [path, []];
  const { extras } = parseDependency(`placeholder${match[2].toLowerCase()}`);
  return [match[1].replace(SPACE_AT_END, ""), extras];
}

const looksLikePath = (name: string): boolean => name.includes("/") || name.startsWith(".");

function urlOfPath(path: string, name: string, place: Place): string | null {
  const kind = looksLikePath(name) && !isDependency(name) ? place.kindOf(path) : "nothing";
  if (kind === "project") return pathToUrl(path);
  if (kind === "directory") {
    throw new LinkError(
      "InstallationError",
      `Directory ${pythonRepr(name)} is not installable. Neither 'setup.py' nor 'pyproject.toml' found.`,
    );
  }
  if (!ARCHIVES.has(extensionOf(path).toLowerCase())) return null;
  const at = name.indexOf("@");
  // `name@archive` is a dependency with a URL, unless there is a file of that name.
  if (at !== -1 && !looksLikePath(name.slice(0, at))) return null;
  return pathToUrl(path);
}

/** A place that goes by the look of paths must not take `name @ https://host/project` for a directory. */
function isDependency(name: string): boolean {
  try {
    parseDependency(name);
    return true;
  } catch {
    return false;
  }
}

function fromEditable(text: string, place: Place): RequirementReading {
  const { name, url, extras } = editableParts(text, place);
  const link = readLink(url);
  const versioned = VERSION_CONTROL.has(link.scheme);
  if (!versioned && !url.startsWith("file:")) {
    return {
      invalid: `${text} is not a valid editable requirement. It should either be a path to a local project or a VCS URL (beginning with ${[...VERSION_CONTROL].join(", ")}).`,
    };
  }
  if ((name === null || name === "") && !url.startsWith("file:")) {
    return {
      invalid: `Could not detect requirement name for '${text}', please specify one with your_package_name @ URL`,
    };
  }
  if (name === null) return combine(null, link, extras, null);
  try {
    return combine(parseDependency(name), link, extras, null);
  } catch (error) {
    return invalid(name, error);
  }
}

interface EditableParts {
  readonly name: string | null;
  readonly url: string;
  readonly extras: readonly string[];
}

function editableParts(text: string, place: Place): EditableParts {
  const direct = directReference(text);
  if (direct !== null) return direct;
  const [bare, extras] = splitExtras(text);
  const kind =
    bare === "" || /^[a-z+.-]{2,}:/i.test(bare) ? "nothing" : place.kindOf(resolve(bare, place));
  const directory = kind === "project" || kind === "directory";
  const path = directory ? pathToUrl(resolve(bare, place)) : bare;
  if (path.toLowerCase().startsWith("file:"))
    return { name: readLink(path).egg, url: path, extras };
  // `git:` without a plus is an old spelling of `git+git:`.
  const old = ["bzr", "git", "hg", "svn"].find((tool) => text.toLowerCase().startsWith(`${tool}:`));
  const url = old === undefined ? text : `${old}+${text}`;
  return { name: readLink(url).egg, url, extras: [] };
}

function directReference(text: string): EditableParts | null {
  try {
    const dependency = parseDependency(text);
    if (dependency.url === null) return null;
    const marker = markerText(dependency);
    const name = marker === null ? dependency.name : `${dependency.name} ; ${marker}`;
    return { name, url: dependency.url, extras: dependency.extras };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function combine(
  dependency: Dependency | null,
  link: Link | null,
  extras: readonly string[],
  marker: string | null,
): ParsedRequirement {
  const url = link?.url ?? dependency?.url ?? null;
  const target = link ?? (url === null ? null : readLink(url));
  if (target?.scheme === "file") checkFileUrl(target.url);
  const [first, second] = dependency?.specifiers ?? [];
  return {
    name: dependency?.name ?? null,
    specifier: dependency === null ? null : formatSpecifiers(dependency.specifiers),
    extras: extras.length > 0 ? extras : (dependency?.extras ?? []),
    marker: marker ?? (dependency === null ? null : markerText(dependency)),
    url,
    pinned: second === undefined && (first?.operator === "==" || first?.operator === "==="),
  };
}
