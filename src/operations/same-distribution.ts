import { normaliseName } from "../lock/requirements/name.ts";
import { formatVersion, readVersion } from "../lock/requirements/version.ts";

/**
 * Tells whether two names of files are of one distribution: the same bytes, or names that Python takes for one, in which
 * project and version may be spelt in other ways. Where either is no such name, they have to be equal.
 *
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
export function isSameDistribution(one: string, other: string): boolean {
  if (one === other) return true;
  const name = canonicalName(one);
  return name !== undefined && name === canonicalName(other);
}

const SDIST = /^(.+)-([^-]+)(\.tar\.gz|\.zip)$/;

function canonicalName(file: string): string | undefined {
  if (file.endsWith(".whl")) return canonicalWheel(file.slice(0, -".whl".length).split("-"));
  const [, name, version, ending] = SDIST.exec(file) ?? [];
  const canonical = canonicalVersion(version ?? "");
  if (name === undefined || canonical === undefined) return undefined;
  return JSON.stringify([normaliseName(name), canonical, ending]);
}

function canonicalWheel(parts: readonly string[]): string | undefined {
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [name = "", version = ""] = parts;
  const [build, tags] = [parts.slice(2, -3), parts.slice(-3)];
  const canonical = canonicalVersion(version);
  if (canonical === undefined) return undefined;
  const sets = tags.map((tag) => tag.toLowerCase().split(".").sort());
  return JSON.stringify([normaliseName(name), canonical, build, sets]);
}

/** Zeros at the end of a release make no other version. */
function canonicalVersion(text: string): string | undefined {
  const version = readVersion(text);
  if (version === undefined) return undefined;
  const last = version.release.findLastIndex((part) => part !== 0n);
  return formatVersion({ ...version, release: version.release.slice(0, Math.max(1, last + 1)) });
}
