import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { type Checksum, type ChecksumList, plainName } from "./checksums.ts";

/**
 * Finds what a list says about a file: first under the very name, else under a path that ends in it. Gives each algorithm's
 * entry, with the line that it is in; who compares picks those that are strong enough, of which every one has to hold.
 *
 * @param name of the file, without folders unless the list has them.
 * @throws Refusal `CHECKSUM_MISSING` — the list has no such file.
 * @throws Refusal `CHECKSUM_AMBIGUOUS` — several files of the list end in the name, and their digests differ.
 */
export function findChecksum(list: ChecksumList, name: string): Entries {
  const plain = plainName(name);
  const exact = list.entries.filter((entry) => plainName(entry.name) === plain);
  const found = exact.length > 0 ? exact : list.entries.filter((entry) => endsIn(entry, plain));
  const [own, ...others] = byName(found);
  if (own !== undefined) {
    const other = others.find((one) => !isAlike(one, own));
    if (other !== undefined) throw ambiguous(list, name, own[0], other[0]);
    return own;
  }
  throw new Refusal(
    "CHECKSUM_MISSING",
    `${list.what}: expected a line for ${quote(name)}, found none among ${list.entries.length}`,
    { name },
    { hint: "take the list that belongs to this file and release" },
  );
}

function endsIn({ name }: Checksum, plain: string): boolean {
  return plain !== "" && name.endsWith(`/${plain}`);
}

type Entries = readonly [Checksum, ...Checksum[]];

function byName(entries: readonly Checksum[]): readonly Entries[] {
  const groups = new Map<string, [Checksum, ...Checksum[]]>();
  for (const entry of entries) {
    const name = plainName(entry.name);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** Two paths of one name are no question where the list has the same digests for both. */
function isAlike(one: Entries, other: Entries): boolean {
  const digests = new Set(one.map(({ algorithm, digest }) => `${algorithm}:${digest}`));
  return (
    one.length === other.length &&
    other.every(({ algorithm, digest }) => digests.has(`${algorithm}:${digest}`))
  );
}

function ambiguous(list: ChecksumList, name: string, one: Checksum, other: Checksum): Refusal {
  return new Refusal(
    "CHECKSUM_AMBIGUOUS",
    `${list.what}: expected one file ${quote(name)}, found ${quote(one.name)} in line ${one.line} and ${quote(other.name)} in line ${other.line}`,
    { names: [one.name, other.name] },
    { hint: `name the one that is meant with its folder, as the list has it: ${quote(one.name)}` },
  );
}
