import type { SourceFile } from "./model.ts";
import type { LockRule } from "./rule.ts";
import { readStrictText } from "./strict/characters.ts";
import type { StrictOption } from "./strict/option.ts";
import {
  MAX_STATEMENTS,
  type StrictFile,
  type StrictRequirement,
  scanLines,
  tooManyStatements,
} from "./strict/scan.ts";
import { type LockProblem, problemAt } from "./strict/source.ts";

/** Why an included file cannot be had. */
export interface UnreadableFile {
  readonly why: "outside" | "unreadable";
  /** What was found, in words. */
  readonly found: string;
}

/**
 * Gives a file of the closure. `name` is its path relative to the root with `/`, normalised.
 * Must refuse what lies outside the root, symbolic links followed.
 */
export type ClosureReader = (name: string) => SourceFile | UnreadableFile;

/** How often files may be included in all: two includes of each other's next double with every file. */
export const MAX_INCLUDES: number = 256;

/** A requirement and whether it only constrains. */
export interface ClosureRequirement extends StrictRequirement {
  readonly constraint: boolean;
}

/** A lock and all that it includes, in the strict reading. */
export interface Closure {
  /** The root first, each file once. */
  readonly files: readonly SourceFile[];
  /** In the order in which pip meets them; a file included twice counts twice. */
  readonly requirements: readonly ClosureRequirement[];
  readonly options: readonly StrictOption[];
  readonly problems: readonly LockProblem[];
  /** False where an include could not be followed, so that the requirements are not all. */
  readonly complete: boolean;
}

/** Reads a lock and every file it includes. Judges lines and includes, not what the requirements mean together. */
export function readClosure(root: SourceFile, read: ClosureReader): Closure {
  const walk = new ClosureWalk(read);
  walk.visit(root, false, []);
  return walk;
}

class ClosureWalk implements Closure {
  readonly files: SourceFile[] = [];
  readonly requirements: ClosureRequirement[] = [];
  readonly options: StrictOption[] = [];
  readonly problems: LockProblem[] = [];
  complete = true;
  #visits = 0;
  readonly #read: ClosureReader;
  readonly #scanned = new Map<string, StrictFile | undefined>();

  constructor(read: ClosureReader) {
    this.#read = read;
  }

  visit(file: SourceFile, constraint: boolean, above: readonly string[]): void {
    const scanned = this.#scan(file);
    if (scanned === undefined) return;
    const includes = scanned.options.filter(
      ({ name }) => name === "--requirement" || name === "--constraint",
    );
    let next = 0;
    for (const include of includes) {
      for (; (scanned.requirements[next]?.offset ?? Infinity) < include.offset; next += 1)
        this.#add(scanned, next, constraint);
      this.#include(scanned, include, constraint, [...above, file.name]);
    }
    for (; next < scanned.requirements.length; next += 1) this.#add(scanned, next, constraint);
  }

  #add(scanned: StrictFile, index: number, constraint: boolean): void {
    const requirement = scanned.requirements[index];
    if (requirement === undefined) return;
    // A large file that is included again and again counts each time.
    if (this.requirements.length <= MAX_STATEMENTS)
      this.requirements.push({ ...requirement, constraint });
    else if (this.complete) {
      this.complete = false;
      this.problems.push(tooManyStatements(requirement.source, requirement.offset));
    }
  }

  #scan(file: SourceFile): StrictFile | undefined {
    if (this.#scanned.has(file.name)) return this.#scanned.get(file.name);
    const { source, problems } = readStrictText(file);
    const scanned = source === undefined ? undefined : scanLines(source);
    this.files.push(file);
    this.#scanned.set(file.name, scanned);
    // Not as arguments of one call: there may be more of them than a stack has room for.
    for (const problem of [...problems, ...(scanned?.problems ?? [])]) this.problems.push(problem);
    for (const option of scanned?.options ?? []) this.options.push(option);
    if (scanned === undefined) this.complete = false;
    return scanned;
  }

  #include(
    scanned: StrictFile,
    include: StrictOption,
    constraint: boolean,
    above: readonly string[],
  ): void {
    const reference = include.value ?? "";
    const refuse = (rule: LockRule, expected: string, found: string, help: string): void => {
      this.complete = false;
      this.problems.push(
        problemAt(scanned.source, include.offset, rule, {
          message: `expected ${expected}, found ${found}`,
          expected,
          found,
          help,
        }),
      );
    };
    if (constraint && include.name === "--requirement") {
      refuse(
        "LOCK_INCLUDE_IN_CONSTRAINT",
        "only pins in a constraint file",
        `-r ${reference}, which installs what it names`,
        "include the file with -r from the lock itself",
      );
      return;
    }
    if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference)) {
      refuse(
        "LOCK_INCLUDE_REMOTE",
        "a file beside the lock",
        reference,
        "download the file, commit it and include that",
      );
      return;
    }
    const name = resolveInclude(reference, scanned.source.name);
    if (name === undefined) {
      refuse(
        "LOCK_INCLUDE_OUTSIDE",
        "a path inside the root, relative and without detours",
        reference,
        "move the file under the root, or set the root with --root DIR",
      );
      return;
    }
    if (above.includes(name)) {
      refuse(
        "LOCK_INCLUDE_LOOP",
        "includes that end",
        `${[...above, name].join(" → ")}`,
        "take one of the includes out",
      );
      return;
    }
    this.#visits += 1;
    if (this.#visits > MAX_INCLUDES) {
      if (this.#visits === MAX_INCLUDES + 1)
        refuse(
          "LOCK_TOO_LARGE",
          `at most ${MAX_INCLUDES} includes`,
          "more",
          "include each file once",
        );
      return;
    }
    const file = this.files.find((known) => known.name === name) ?? this.#read(name);
    if ("why" in file) {
      const outside = file.why === "outside";
      refuse(
        outside ? "LOCK_INCLUDE_OUTSIDE" : "LOCK_INCLUDE_UNREADABLE",
        outside ? "a file inside the root" : `a file to include: ${name}`,
        file.found,
        outside
          ? "move the file under the root, or set the root with --root DIR"
          : "mend the path: it is relative to the file that includes it",
      );
      return;
    }
    this.visit(file, constraint || include.name === "--constraint", above);
  }
}

/**
 * Resolves an include against the file it stands in, as pip does, to a name relative to the root.
 * Gives nothing for what leaves the root or goes through a folder and back: a symbolic link there would lead elsewhere.
 */
export function resolveInclude(reference: string, from: string): string | undefined {
  if (reference.startsWith("/") || reference.includes("\\")) return undefined;
  const path = from.split("/").slice(0, -1);
  let down = false;
  for (const part of reference.replace(/^(\.\/)+/, "").split("/")) {
    if (part === "" || part === ".") return undefined;
    if (part !== "..") {
      path.push(part);
      down = true;
    } else if (down || path.pop() === undefined) return undefined;
  }
  return down ? path.join("/") : undefined;
}
