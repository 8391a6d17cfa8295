import { normaliseName } from "./name.ts";
import { pythonRepr } from "./repr.ts";
import { extensionOf, LinkError, splitUrl, unquote } from "./url.ts";
import { formatVersion, readVersion } from "./version.ts";

/** What pip makes of a URL that a requirement points to. Nothing is fetched, no hash in it is checked. */
export interface Link {
  readonly url: string;
  readonly scheme: string;
  /** Percent escapes decoded. */
  readonly path: string;
  /** The name behind `#egg=`; null where there is none. */
  readonly egg: string | null;
  /** The name of the file is that of a wheel. */
  readonly wheel: boolean;
}

const EGG = /[#&]egg=([^&]*)/;
// Under IGNORECASE Python's [A-Z] holds three letters more: dotted and dotless i, and the long s; also the kelvin sign.
const PROJECT_LETTER = "A-Za-z0-9\u0130\u0131\u017f\u212a";
const PROJECT = new RegExp(
  `^[${PROJECT_LETTER}](?:[${PROJECT_LETTER}._-]*[${PROJECT_LETTER}])?\\n?$`,
);

/**
 * Reads a URL as pip's `Link` does.
 * @throws LinkError — the host makes no sense, or the egg fragment is no name of a project.
 */
export function readLink(url: string): Link {
  const { scheme, path } = splitUrl(url);
  const egg = EGG.exec(url)?.[1] ?? null;
  if (egg !== null && !PROJECT.test(egg)) {
    throw new LinkError("InvalidEggFragment", `The '${egg}' egg fragment is invalid`);
  }
  const decoded = unquote(path);
  return { url, scheme, path: decoded, egg, wheel: extensionOf(lastPart(decoded)) === ".whl" };
}

/**
 * Reads the requirement that the file name of a wheel stands for, such as `alpha==1.0`.
 * @throws LinkError `InvalidWheelFilename` — it is no such name.
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
export function wheelRequirement(link: Link): string {
  const file = lastPart(link.path);
  const stem = file.slice(0, -".whl".length);
  const parts = stem.split("-");
  if (parts.length !== 5 && parts.length !== 6) throw invalidWheel("wrong number of parts", stem);
  const [name = "", version = "", build = ""] = parts;
  if (name.includes("__") || !/^[\p{L}\p{N}_.]*$/u.test(name)) {
    throw new LinkError("InvalidWheelFilename", `Invalid project name: ${pythonRepr(stem)}`);
  }
  const parsed = readVersion(version);
  if (parsed === undefined) throw invalidWheel("invalid version", stem);
  if (parts.length === 6 && !/^[0-9]/.test(build)) {
    throw new LinkError(
      "InvalidWheelFilename",
      `Invalid build number: ${build} in ${pythonRepr(stem)}`,
    );
  }
  return `${normaliseName(name)}==${formatVersion(parsed)}`;
}

function invalidWheel(what: string, stem: string): LinkError {
  return new LinkError(
    "InvalidWheelFilename",
    `Invalid wheel filename (${what}): ${pythonRepr(stem)}`,
  );
}

function lastPart(path: string): string {
  const bare = path.replace(/\/+$/, "");
  return bare.slice(bare.lastIndexOf("/") + 1);
}
