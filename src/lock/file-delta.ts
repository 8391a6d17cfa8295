import { sha256Hex } from "../bytes/digest.ts";
import { type Change, type Delta, deltaOf, digestChange } from "./change.ts";
import type { SourceFile } from "./model.ts";

/**
 * Compares two states of files that are approved byte by byte, such as a policy with all that it names: a change a file.
 * Its `from` and `to` are the SHA-256 of the bytes.
 */
export function compareFiles(before: readonly SourceFile[], after: readonly SourceFile[]): Delta {
  const [ours, theirs] = [before, after].map(
    (files) => new Map(files.map(({ name, bytes }) => [name, sha256Hex(bytes)])),
  );
  const names = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  return deltaOf(
    [...names].flatMap((name) => changeOfFile(name, ours?.get(name), theirs?.get(name)) ?? []),
  );
}

function changeOfFile(
  name: string,
  before: string | undefined,
  after: string | undefined,
): Change | undefined {
  if (before === after) return undefined;
  const rows = (hex: string | undefined): string[][] => (hex === undefined ? [] : [[name, hex]]);
  const kind = before === undefined ? "new" : after === undefined ? "remove" : "update";
  return {
    kind,
    kinds: [kind],
    name,
    purl: null,
    from: before ?? null,
    to: after ?? null,
    hashes: after === undefined ? [] : [`sha256:${after}`],
    markers: [],
    digest: digestChange(name, rows(before), rows(after)),
  };
}
