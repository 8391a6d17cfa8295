import { relative, sep } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import type { Finding } from "../finding.ts";
import { findInHistory } from "../io/git.ts";
import { comparePins, type PinChange } from "../lock/delta.ts";
import type { SourceFile } from "../lock/model.ts";
import { digestPins, type Pin } from "../lock/pins.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { pinsOfView } from "../lock/view-pins.ts";
import { quoteForShell } from "../shell-word.ts";
import type { LockStatement } from "../statement/lock-statement.ts";
import type { OpenedLock } from "./open-lock.ts";
import { isToolLockFile, readToolPins } from "./open-tool-lock.ts";

/** After so many changed packages the rest is counted: whoever changed more made the lock anew. */
const MAX_CHANGES = 20;

/**
 * Says what has changed in a lock since it was signed, line by line where git still has the signed bytes.
 * Explains a refusal; decides nothing.
 */
export function explainChange(
  subject: string,
  lock: OpenedLock,
  statement: LockStatement,
): readonly Finding[] {
  const signed = new Map(statement.subjects.map(({ name, digest }) => [name, digest.hex]));
  const changed = lock.files.filter(
    (file) => signed.has(file.name) && signed.get(file.name) !== sha256Hex(file.bytes),
  );
  // What lint stopped to read would take all the memory here, where every line is read as pip does.
  if (changed.length === 0 || lock.problems.some(({ rule }) => rule === "LOCK_TOO_LARGE"))
    return [];
  if (lock.pins.length > 0 && digestPins(lock.pins).digest.hex === statement.pins.digest.hex) {
    return [
      noted(
        subject,
        lock.format === "lockseal-tools"
          ? "the pins are unchanged: only the order or spelling of lines differs"
          : "the pins are unchanged: pip would see the same, only comments, options or layout differ",
        `if the change is meant, sign again: lockseal sign ${quoteForShell(subject)} --key KEY`,
      ),
    ];
  }
  return changed.flatMap((file) => explainFile(subject, lock, file, signed.get(file.name) ?? ""));
}

function explainFile(
  subject: string,
  lock: OpenedLock,
  file: SourceFile,
  wanted: string,
): Finding[] {
  const { gitTop, path } = lock.located.root;
  const name =
    gitTop === null
      ? ""
      : [...relative(gitTop, path).split(sep), file.name].filter((part) => part !== "").join("/");
  const before =
    gitTop === null
      ? undefined
      : findInHistory(gitTop, name, MAX_LOCK_BYTES, (bytes) => sha256Hex(bytes) === wanted);
  if (before === undefined) {
    return [
      noted(
        subject,
        `${file.name}: the bytes that were signed are not in the history here, so the changed line cannot be named`,
        `compare with the signed copy: lockseal diff SIGNED ${quoteForShell(file.name)}`,
      ),
    ];
  }
  const changes = comparePins(pinsOf(file.name, before), pinsOf(file.name, file.bytes));
  const shown = changes.slice(0, MAX_CHANGES).map((change) => explainPin(subject, file, change));
  const more = changes.length - shown.length;
  return more > 0
    ? [...shown, noted(subject, `and ${more} more packages changed`, undefined)]
    : shown;
}

function pinsOf(name: string, bytes: Uint8Array): readonly Pin[] {
  if (isToolLockFile({ name, bytes })) return readToolPins({ name, bytes }).pins;
  return pinsOfView(readLikePip({ name, bytes }, () => "not read", {}));
}

function explainPin(subject: string, file: SourceFile, change: PinChange): Finding {
  const line = lineOf(file, change);
  const where = line === undefined ? { file: file.name } : { file: file.name, line };
  return {
    ...noted(subject, `changed since it was signed: ${describeChange(change)}`, undefined),
    where,
  };
}

/** The line of the first hash that was not there before, else the line of the package. */
function lineOf(file: SourceFile, change: PinChange): number | undefined {
  const at = change.added[0] === undefined ? -1 : Buffer.from(file.bytes).indexOf(change.added[0]);
  if (at === -1) return change.after?.line;
  let line = 1;
  for (let byte = 0; byte < at; byte += 1) if (file.bytes[byte] === 0x0a) line += 1;
  return line;
}

/** Says in one line how a package differs. */
export function describeChange(change: PinChange): string {
  const { kind, before, after, added, removed } = change;
  const of = after ?? before;
  const name = of?.more === undefined ? change.name : `${change.name} for ${of.marker}`;
  switch (kind) {
    case "new":
      return `${name} ${after?.version}: new, ${count(added, "file")}`;
    case "removed":
      return `${name} ${before?.version}: removed`;
    case "updated":
    case "downgraded":
      return `${name} ${before?.version} → ${after?.version}: ${kind}, ${count(added, "file")}`;
    case "rehashed":
      return `${name} ${after?.version}: SAME VERSION, OTHER HASHES: ${removed.map(shortHash).join(" ")} gone${added.length > 0 ? `, ${added.map(shortHash).join(" ")} in their place` : ""}`;
    case "files added":
      return `${name} ${after?.version}: ${count(added, "file")} added, none gone`;
    case "altered":
      return `${name} ${after?.version}: ${describeAltered(change)}`;
  }
}

function describeAltered({ before, after }: PinChange): string {
  if (before?.marker !== after?.marker)
    return `marker ${before?.marker ?? "none"} → ${after?.marker ?? "none"}`;
  if (before?.extras.join() !== after?.extras.join())
    return `extras [${before?.extras.join()}] → [${after?.extras.join()}]`;
  if (before?.url !== after?.url)
    return `${before?.url ?? "from an index"} → ${after?.url ?? "from an index"}`;
  return before?.more === after?.more
    ? `${before?.version} → ${after?.version}`
    : describeMore(before?.more ?? "", after?.more ?? "");
}

/** What is pinned of a tool beside its digests, line by line. */
function describeMore(before: string, after: string): string {
  const [had, has] = [before.split("\n"), after.split("\n")];
  const gone = had
    .filter((line) => line !== "" && !has.includes(line))
    .map((line) => `- ${line.trim()}`);
  const come = has
    .filter((line) => line !== "" && !had.includes(line))
    .map((line) => `+ ${line.trim()}`);
  const lines = [...gone, ...come];
  const more = lines.length - MAX_LINES;
  return `${lines.slice(0, MAX_LINES).join(" ")}${more > 0 ? ` and ${more} more lines` : ""}`;
}

const MAX_LINES = 6;

function count(values: readonly string[], what: string): string {
  return `${values.length} ${what}${values.length === 1 ? "" : "s"}`;
}

function shortHash(hash: string): string {
  return hash.replace(/^(\w+:.{12}).*$/, "$1…");
}

function noted(subject: string, message: string, help: string | undefined): Finding {
  return {
    rule: "LOCK_CHANGE",
    verdict: "noted",
    subject,
    message,
    ...(help === undefined ? {} : { help }),
  };
}
