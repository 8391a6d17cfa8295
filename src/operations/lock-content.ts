import { Refusal } from "../errors.ts";
import type { CommitFiles } from "../io/commit-files.ts";
import { type Root, readUnderRoot } from "../io/root.ts";
import { resolveInclude } from "../lock/closure.ts";
import type { LockContent, LockOption } from "../lock/lock-delta.ts";
import type { IncludeReader, PipRequirement, PipView, SourceFile } from "../lock/model.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { pinsOfView } from "../lock/view-pins.ts";
import type { OpenedLock } from "./open-lock.ts";
import { isToolLockFile, readToolPins } from "./open-tool-lock.ts";

/** A lock of some state of a tree, as whoever installs from it would read it. Judged by nobody. */
export interface LockState {
  /** The root first, each file once. */
  readonly files: readonly SourceFile[];
  /** Of the files. */
  readonly names: readonly string[];
  readonly content: LockContent;
  /** Lines that would not be read: `file:line: reason`. */
  readonly unread: readonly string[];
}

/** Gives a file of a tree by its name relative to the root, or says in words why there is none. */
export type TreeReader = (name: string) => SourceFile | string;

/** Reads a lock with all that it includes out of some tree. Judges nothing. */
export function readLockState(root: SourceFile, read: TreeReader): LockState {
  if (isToolLockFile(root)) {
    const { pins, unread } = readToolPins(root);
    const content = { format: "lockseal-tools", pins, options: [] } as const;
    return { files: [root], names: [root.name], content, unread };
  }
  const include: IncludeReader = (reference, from) => {
    const name = resolveInclude(reference, from);
    return name === undefined ? `not a file under the root: ${reference}` : read(name);
  };
  return stateOf(readLikePip(root, include, {}));
}

/** Gives a lock that was read as whoever would install from it sees it. */
export function stateOfOpened({ files: [root], view }: OpenedLock): LockState {
  if (view !== undefined) return stateOf(view);
  if (root === undefined) throw new TypeError("lock: expected a file, found none");
  return readLockState(root, (name) => `not part of the lock: ${name}`);
}

function stateOf(view: PipView): LockState {
  const options: LockOption[] = [
    ...view.optionLines.map(({ file, options: given }) => ({ file, text: formatOptions(given) })),
    ...view.requirements
      .filter(({ constraint }) => constraint)
      .map((one) => ({ file: one.file, text: formatConstraint(one) })),
  ];
  return {
    files: view.files,
    names: view.files.map(({ name }) => name),
    content: { format: "pip-requirements", pins: pinsOfView(view), options },
    unread: view.errors.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  };
}

/** A lock that was read elsewhere: it is read again if somebody asks for more than what it consists of. */
export class LateState implements LockState {
  readonly names: readonly string[];
  readonly #read: () => LockState;
  #state: LockState | undefined;

  constructor(name: string, read: () => LockState) {
    this.names = [name];
    this.#read = read;
  }

  get files(): readonly SourceFile[] {
    return this.#known.files;
  }

  get content(): LockContent {
    return this.#known.content;
  }

  get unread(): readonly string[] {
    return this.#known.unread;
  }

  get #known(): LockState {
    this.#state ??= this.#read();
    return this.#state;
  }
}

/** Reads files of a commit, below the root that names are relative to. */
export function treeAt(tree: CommitFiles, prefix: string): TreeReader {
  return (name) => {
    const bytes = tree.read(prefix + name, MAX_LOCK_BYTES);
    return bytes === undefined ? `no file ${name} in ${tree.commit.slice(0, 12)}` : { name, bytes };
  };
}

/** Reads files of a checkout, below the root that names are relative to. */
export function treeOnDisk(root: Root): TreeReader {
  return (name) => {
    try {
      return { name, bytes: readUnderRoot(root, name, MAX_LOCK_BYTES) };
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  };
}

/** As pip's long options are written, whatever spelling the line has. */
function formatOptions(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => {
      const long = `--${name.replaceAll("_", "-")}`;
      return value === true ? long : `${long} ${textOf(value)}`;
    })
    .sort()
    .join(" ");
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(" ");
  // Such as which packages are taken as wheels alone.
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function formatConstraint({ text, hashes }: PipRequirement): string {
  const given = [...hashes].flatMap(([algorithm, values]) =>
    values.map((value) => ` --hash=${algorithm}:${value}`),
  );
  return `--constraint ${text}${given.sort().join("")}`;
}
