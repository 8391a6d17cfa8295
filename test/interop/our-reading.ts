import type { ParsedRequirement, PipRequirement } from "../../src/lock/model.ts";
import { readLikePip } from "../../src/lock/requirements/pip.ts";

/** What a reader sees in one requirement: normalised name, version, extras, marker, hashes. */
export type Row = readonly [
  name: string,
  version: string,
  extras: readonly string[],
  marker: string | null,
  hashes: readonly string[],
];

/**
 * Reads a lock with the reader under test, into the rows that the peers' reading is compared with.
 * @throws Error — the lock includes another, or a line is no pin: no lock of these checks is such.
 */
export function readOurRows(bytes: Uint8Array): Row[] {
  const view = readLikePip({ name: "requirements.txt", bytes }, () => "there is no other file", {});
  const [error] = view.errors;
  if (error !== undefined) throw new Error(`line ${error.line}: ${error.message}`);
  return view.requirements.map(rowOf).sort(compareRows);
}

function rowOf({ text, hashes, parsed }: PipRequirement): Row {
  if ("invalid" in parsed) throw new Error(`${text}: ${parsed.invalid}`);
  return [
    // PEP 503
    (parsed.name ?? "").replaceAll(/[-_.]+/g, "-").toLowerCase(),
    versionOf(parsed),
    parsed.extras,
    parsed.marker,
    [...hashes].flatMap(([name, digests]) => digests.map((hex) => `${name}:${hex}`)).sort(),
  ];
}

function versionOf({ specifier }: ParsedRequirement): string {
  if (specifier?.startsWith("==")) return specifier.slice(2);
  throw new Error(`expected a pin by ==, found ${specifier}`);
}

function compareRows(a: Row, b: Row): number {
  const key = ([name, version, , marker, hashes]: Row) =>
    [name, version, marker ?? "", ...hashes].join("\0");
  return key(a) < key(b) ? -1 : 1;
}
