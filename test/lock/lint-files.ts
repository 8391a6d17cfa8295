import { type LintedLock, lintClosure } from "../../src/lock/rules.ts";
import type { LockProblem } from "../../src/lock/strict/source.ts";

/** A hash as it stands behind `--hash=`. */
export const ONE: string = `sha256:${"1a".repeat(32)}`;
/** Another. */
export const TWO: string = `sha256:${"2b".repeat(32)}`;
/** A third. */
export const THREE: string = `sha256:${"3c".repeat(32)}`;

/** The files of a closure by name, the root first. A folder is not there: what is not named is unreadable. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Lints a closure that exists only in the test; a text alone is the root. */
export function lintFiles(files: Files | string): LintedLock {
  const given = new Map(
    Object.entries(typeof files === "string" ? { "requirements.txt": files } : files).map(
      ([name, content]) => [name, { name, bytes: Buffer.from(content) }],
    ),
  );
  const [root] = given.values();
  if (root === undefined) throw new TypeError("files: expected a root, found none");
  return lintClosure(
    root,
    (name) => given.get(name) ?? { why: "unreadable", found: "no such file" },
  );
}

/** Says in one text what was refused, `RULE line:column`, with the file where it is not the root; `accepted` if nothing was. */
export function verdictOf(files: Files | string): string {
  const lock = lintFiles(files);
  const root = lock.files[0]?.name;
  const refused = lock.problems.filter((problem) => problem.verdict === "refused");
  if (refused.length === 0) return "accepted";
  return refused.map((problem) => placed(problem, root)).join(", ");
}

function placed({ rule, where }: LockProblem, root: string | undefined): string {
  const file = where?.file === root ? "" : `${where?.file}:`;
  const place = where?.line === undefined ? "" : ` ${file}${where.line}:${where.column}`;
  return `${rule}${place}${where?.codePoint === undefined ? "" : ` ${where.codePoint}`}`;
}
