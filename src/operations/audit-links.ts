import { readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, sep } from "node:path";
import { type HashedFile, hashListed } from "../io/hash-listed.ts";
import { wordsOf } from "../io/system-words.ts";
import type { LocatedStart, WalkedLink } from "../io/walk-files.ts";
import { alteredLink, linkOut } from "./audit-findings.ts";
import type { PinIndex } from "./audit-index.ts";
import type { Places } from "./audit-places.ts";
import type { AuditTally } from "./audit-tally.ts";
import { judgeAudited, placeOfPath } from "./judge-audited.ts";

/** What links are judged by. */
export interface LinkContext {
  readonly index: PinIndex;
  readonly places: Places;
  readonly starts: readonly LocatedStart[];
  /** What links led to before, by its path: a thousand links to a large file read it once. */
  readonly read: Map<string, HashedFile>;
}

/**
 * Judges a link that is called like something pinned, without following it out of what is audited: where a tool's tree has
 * something else; by the bytes that it leads to, for they are what runs under its name; or as one that leads out.
 */
export function judgeLink(link: WalkedLink, context: LinkContext, tally: AuditTally): void {
  const { path, at } = link;
  const { index, places } = context;
  const place = placeOfPath(at);
  let target: string;
  try {
    target = readlinkSync(at);
  } catch (error) {
    tally.addUnreadable(path, { unread: wordsOf(error) });
    return;
  }
  const file = places.files.get(place);
  const folder = places.folders.get(place);
  const expected = places.links.get(place);
  if (file !== undefined) {
    const { path: of, pin } = file.bytes;
    tally.addUnread(path, "altered", alteredLink(path, `the file ${of}`, target, pin));
  } else if (folder !== undefined) {
    tally.addUnread(path, "altered", alteredLink(path, "a folder of files", target, folder));
  } else if (expected !== undefined) {
    if (target !== expected.target)
      tally.addUnread(
        path,
        "altered",
        alteredLink(path, `a link to ${expected.target}`, target, expected.pin),
      );
  } else {
    const [named] = index.byName.get(basename(place)) ?? [];
    if (named !== undefined) judgeTarget(link, named.bytes.label, context, tally);
  }
}

function judgeTarget(
  { path, at }: WalkedLink,
  label: string,
  { index, starts, read: known }: LinkContext,
  tally: AuditTally,
): void {
  let real: string;
  try {
    real = realpathSync(at);
    if (!starts.some((start) => contains(start, real))) {
      tally.addUnread(path, "unread", linkOut(path, real, label));
      return;
    }
    // What lies in a folder is judged there.
    if (!statSync(real).isFile()) return;
  } catch {
    // It leads to nothing, so that nothing runs under its name.
    return;
  }
  const read = known.get(real) ?? hashListed(real, () => {});
  known.set(real, read);
  // What cannot be read is said of the file itself.
  if ("unread" in read) return;
  const name = basename(placeOfPath(at));
  const judged = judgeAudited({ name, place: placeOfPath(real) }, read, index);
  if (judged.state === "altered" || judged.state === "known-bad") tally.add(path, read, judged);
}

function contains({ at, kind, isShallow }: LocatedStart, real: string): boolean {
  if (kind !== "folder" || real === at) return real === at;
  if (isShallow) return dirname(real) === at;
  return real.startsWith(at.endsWith(sep) ? at : at + sep);
}
