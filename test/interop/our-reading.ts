import type { Pin } from "../../src/lock/pins.ts";
import { lintClosure } from "../../src/lock/rules.ts";

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
 * @throws Error — lint refuses the lock, or it includes another: none of these checks is about such.
 */
export function readOurRows(bytes: Uint8Array): Row[] {
  const noFile = { why: "unreadable", found: "a lock that includes another" } as const;
  const { pins, problems } = lintClosure({ name: "requirements.txt", bytes }, () => noFile);
  const refused = problems.find(({ verdict }) => verdict === "refused");
  if (refused !== undefined) throw new Error(`${refused.rule}: ${refused.message}`);
  return pins.map(rowOf).sort(compareRows);
}

function rowOf({ name, version, extras, marker, hashes }: Pin): Row {
  return [name, version, extras, marker, hashes.toSorted()];
}

function compareRows(a: Row, b: Row): number {
  const key = ([name, version, , marker, hashes]: Row) =>
    [name, version, marker ?? "", ...hashes].join("\0");
  return key(a) < key(b) ? -1 : 1;
}
