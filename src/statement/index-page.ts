import { type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** What an index says of one file. Its word alone: nobody signed it. */
export interface IndexFile {
  readonly name: string;
  /** SHA-256 in hex. */
  readonly sha256: string;
  /** In the form of our own statements, to the second; null where the index does not say. */
  readonly uploadTime: string | null;
  /** In bytes. */
  readonly size: number | null;
  /** Where the publisher's attestations are, as written; null where there are none. */
  readonly provenance: string | null;
}

/** The page of a package with thousands of files has some megabytes. */
export const MAX_PAGE_BYTES: number = 64 * 1024 * 1024;
const MAX_FILES = 100_000;

/**
 * Reads the page of a package of an index in JSON. Ignores unknown fields, and files without a SHA-256: they can be no
 * file of a lock by it.
 * @throws Refusal `INDEX_ANSWER_MALFORMED` — it is no such page; `JSON_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 * @see https://peps.python.org/pep-0691/#project-detail
 * @see https://peps.python.org/pep-0700/#specification
 */
export function parseIndexPage(bytes: Uint8Array, what: string): readonly IndexFile[] {
  const fail: ShapeFailure = (at, expected, found) => {
    throw new Refusal(
      "INDEX_ANSWER_MALFORMED",
      `${what}: expected ${expected}${at === "" ? "" : ` at ${at}`}, found ${found}`,
      { at },
      { hint: "see that the index speaks JSON: name the address under which pip finds packages" },
    );
  };
  const root = asObject(parseJson(bytes, { what, maxBytes: MAX_PAGE_BYTES }), "", fail);
  return asArray(root.files, "files", 0, MAX_FILES, fail).flatMap((value, index) => {
    const at = `files[${index}]`;
    const file = asObject(value, at, fail);
    const { sha256 } = asObject(file.hashes, `${at}.hashes`, fail);
    const name = asString(file.filename, `${at}.filename`, fail);
    if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return [];
    if (!/^[A-Za-z0-9][A-Za-z0-9._+!-]{0,254}$/.test(name))
      fail(`${at}.filename`, "the name of a wheel or source archive", quote(name));
    return [
      {
        name,
        sha256,
        uploadTime: toTheSecond(file["upload-time"]),
        size: isCount(file.size) ? file.size : null,
        provenance: typeof file.provenance === "string" ? file.provenance : null,
      },
    ];
  });
}

/** A fraction of a second is dropped: nobody holds anything for less. UTC alone counts. */
function toTheSecond(value: JsonValue | undefined): string | null {
  const [, seconds] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/.exec(
      typeof value === "string" ? value : "",
    ) ?? [];
  if (seconds === undefined) return null;
  const date = new Date(`${seconds}Z`);
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString() === `${seconds}.000Z`;
  return isDay ? `${seconds}Z` : null;
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
