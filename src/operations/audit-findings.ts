import { formatMode } from "../archive/plan.ts";
import { type Finding, refused } from "../finding.ts";
import type { ReadFile } from "../io/hash-listed.ts";
import { quoteForShell } from "../shell-word.ts";
import type { KnownBad } from "../tool/known-bad.ts";
import type { PinnedBytes } from "./audit-index.ts";
import { type AssetPin, knownBad, namePin, passed } from "./judge-asset.ts";
import type { Judged } from "./judge-audited.ts";

/** Says what is wrong with a file; nothing of one that is as pinned, or that nobody pinned. */
export function findingOf(path: string, read: ReadFile, judged: Judged): Finding | undefined {
  if (judged.state === "known-bad") return knownBad(path, judged.bad);
  if (judged.state !== "altered") return undefined;
  const found = `sha256:${read.sha256}, ${read.size} bytes`;
  if ("digest" in judged)
    return refused(
      "AUDIT_ALTERED",
      path,
      `sha256:${judged.digest}, as its name says`,
      found,
      `find out who writes there, and remove it: rm ${quoteForShell(path)}`,
    );
  const { bytes, mode } = judged;
  if (mode !== undefined)
    return refused(
      "AUDIT_MODE",
      path,
      `${mode}, as ${bytes.label}`,
      `mode ${formatMode(read.mode)}`,
      fetchAgain("find out who changed it", bytes),
    );
  const size = bytes.size === null ? "" : `, ${bytes.size} bytes`;
  return refused(
    "AUDIT_ALTERED",
    path,
    `sha256:${bytes.sha256}${size}, as ${bytes.label}`,
    found,
    fetchAgain("do not run it, and find out who put it there", bytes),
  );
}

function fetchAgain(first: string, { pin, kind }: PinnedBytes): string {
  if (kind === "evidence") return `${first}; then: git checkout -- .lockseal/evidence`;
  return `${first}; then: lockseal tool fetch ${pin.tool.name} --for ${pin.asset.platform}`;
}

/** A file that nobody pinned, where that is refused. */
export function unknownFile(path: string, sha256: string, lockName: string): Finding {
  return refused(
    "AUDIT_UNKNOWN",
    path,
    `a file that ${lockName} pins`,
    `sha256:${sha256}, which nobody pinned`,
    "find out what it is; then pin it with lockseal tool add, remove it, or leave --strict away",
  );
}

/** Files that nobody pinned. */
export function unknownFiles(
  subject: string,
  count: number,
  shown: readonly string[],
  isStrict: boolean,
): Finding {
  const more = count - shown.length;
  const names = isStrict || shown.length === 0 ? "" : `: ${shown.join(", ")}`;
  const rest = more === 0 ? "" : `, and ${more} more`;
  return {
    rule: "AUDIT_UNKNOWN",
    verdict: isStrict ? "refused" : "noted",
    subject,
    message: `${count} ${count === 1 ? "file" : "files"} that nobody pinned${names}${rest}`,
    help: "see them all, with their digests: --json; refuse them: --strict",
  };
}

/** What could not be looked at. */
export function unreadFile(path: string, found: string): Finding {
  return refused(
    "AUDIT_UNREADABLE",
    path,
    "a file or folder that can be read",
    found,
    "audit it as a user who may read it, while nobody writes to it",
  );
}

/** A link that is called like a pinned program and leads to what is not audited. */
export function linkOut(path: string, target: string, label: string): Finding {
  return refused(
    "AUDIT_LINK",
    path,
    `${label}, or a link to what is audited, too`,
    `a link to ${target}`,
    `audit that, too: lockseal audit ${quoteForShell(path)} ${quoteForShell(target)}`,
  );
}

/** A link in a tool's tree that is not as pinned, or stands in place of a file. */
export function alteredLink(
  path: string,
  expected: string,
  target: string,
  pin: AssetPin,
): Finding {
  return refused(
    "AUDIT_ALTERED",
    path,
    `${expected}, as ${namePin(pin)}`,
    `a link to ${target}`,
    `do not run it, and find out who put it there; then: lockseal tool fetch ${pin.tool.name}`,
  );
}

/** A lock that pins what is known to be bad. */
export function pinnedBad(lockName: string, bad: KnownBad): Finding {
  return knownBad(lockName, bad);
}

/** How many files of a pin are as pinned. */
export function verifiedFiles(pin: string, count: number): Finding {
  return passed("AUDIT_VERIFIED", pin, `${count} ${count === 1 ? "file" : "files"} as pinned`);
}

/** Nothing was verified, for nothing is pinned. */
export function noPins(lockName: string): Finding {
  return refused(
    "AUDIT_NO_PINS",
    lockName,
    "at least one pinned tool",
    "none",
    "name the lock with --lock FILE, or pin a tool: lockseal tool add NAME --url TEMPLATE --version V",
  );
}

/** Nothing was verified, for no file is a pinned one. */
export function noneVerified(subject: string, lockName: string, files: number): Finding {
  return refused(
    "AUDIT_NONE_VERIFIED",
    subject,
    `at least one file that ${lockName} pins`,
    `none among ${files}`,
    "name the folders that tools lie in, or see what is pinned: lockseal tool list",
  );
}
