import { createHash } from "node:crypto";
import { Refusal } from "../errors.ts";
import { partial, runGit } from "./run-git.ts";

/** An object of git that was asked for by its name. */
export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** An entry of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

const TIMEOUT_MS = 60_000;
/** Of one question: git prints a name, a type and a size besides each object. */
const MAX_ANSWER_BYTES = 1024 * 1024 * 1024;
/** Of all objects of one question: what is more does not fit into memory beside what is made of it. */
const MAX_READ_BYTES = 512 * 1024 * 1024;
/** So many are asked for without their sizes first: each start of git takes as long as reading hundreds of objects. */
const FEW_NAMES = 256;
/** What a few are expected to have together; where they have more, their sizes are asked for after all. */
const FEW_BYTES = 8 * 1024 * 1024;

/**
 * Reads objects by id, or by what git's `rev-parse` takes for one, in one run of git. Undefined for what it does not have.
 * @param names without line ends.
 * @param maxBytes of each object; a larger one is refused before it is read.
 * @throws Refusal `INPUT_TOO_LARGE` — an object has more bytes; `GIT_TOO_MUCH` — all of them together; otherwise see `runGit`.
 */
export function readObjects(
  gitTop: string,
  names: readonly string[],
  maxBytes: number,
): readonly (GitObject | undefined)[] {
  const few = readFew(gitTop, names, maxBytes);
  if (few !== undefined) return few;
  const sizes = askBatch(gitTop, "--batch-check", names, names.length * 4096 + 4096);
  const heads = parseHeads(sizes, names.length);
  for (const head of heads) if (head !== undefined) refuseLarge(head.id, head.size, maxBytes);
  const sizesById = new Map(
    heads.flatMap((head) => (head === undefined ? [] : [[head.id, head.size]])),
  );
  const ids = [...sizesById.keys()];
  const bytes = [...sizesById.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > MAX_READ_BYTES)
    throw new Refusal(
      "GIT_TOO_MUCH",
      `git: expected at most ${MAX_READ_BYTES} bytes in ${ids.length} files, found ${bytes}`,
      { found: bytes, limit: MAX_READ_BYTES },
      {
        hint: "name a base that is nearer: --base REF; and take out of the folder what has served",
      },
    );
  const answer = askBatch(gitTop, "--batch", ids, MAX_ANSWER_BYTES);
  const objects = new Map([...parseBatch(answer)].map((object) => [object?.id, object]));
  return heads.map((head) => objects.get(head?.id));
}

/** Reads a few small objects with one question; undefined where they are many, or not small. */
function readFew(
  gitTop: string,
  names: readonly string[],
  maxBytes: number,
): readonly (GitObject | undefined)[] | undefined {
  if (names.length > FEW_NAMES) return undefined;
  let answer: Buffer;
  try {
    answer = askBatch(gitTop, "--batch", names, FEW_BYTES);
  } catch (error) {
    if (error instanceof Refusal && error.code === "GIT_TOO_MUCH") return undefined;
    throw error;
  }
  const objects = [...parseBatch(answer)];
  for (const object of objects)
    if (object !== undefined) refuseLarge(object.id, object.bytes.length, maxBytes);
  return names.map((_, index) => objects[index]);
}

/** @throws Refusal `INPUT_TOO_LARGE` — an object has more bytes than whoever asks for it takes. */
export function refuseLarge(id: string, size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new Refusal(
    "INPUT_TOO_LARGE",
    `object ${id}: expected at most ${maxBytes} bytes, found ${size}`,
    { bytes: size, limit: maxBytes },
  );
}

/**
 * Reads objects that other objects name, in one run of git.
 * @throws Refusal `GIT_SHALLOW` — one is not at hand: what cannot be seen must not count as not there.
 * @throws Refusal see `readObjects`.
 */
export function readKnown(
  gitTop: string,
  ids: readonly string[],
  maxBytes: number,
): readonly GitObject[] {
  return readObjects(gitTop, ids, maxBytes).map((object) => {
    if (object === undefined) throw partial(gitTop);
    return object;
  });
}

/** Finds the ids of objects by name, in one run of git. Undefined for what it does not have. */
export function findObjects(
  gitTop: string,
  names: readonly string[],
): readonly (string | undefined)[] {
  const answer = askBatch(gitTop, "--batch-check", names, names.length * 4096 + 4096);
  return parseHeads(answer, names.length).map((head) => head?.id);
}

/** Keeps of some ids those of files, in groups that can be read together; larger files than are taken are left out. */
export function groupBlobs(
  gitTop: string,
  ids: readonly string[],
  maxBytes: number,
): readonly (readonly string[])[] {
  const answer = askBatch(gitTop, "--batch-check", ids, ids.length * 4096 + 4096);
  const groups: string[][] = [];
  let room = 0;
  for (const head of parseHeads(answer, ids.length)) {
    if (head?.type !== "blob" || head.size > maxBytes) continue;
    if (groups.length === 0 || head.size > room) {
      groups.push([]);
      room = MAX_READ_BYTES;
    }
    groups.at(-1)?.push(head.id);
    room -= head.size;
  }
  return groups;
}

/**
 * Reads files of which some may be larger than is taken: those are left out.
 * @throws Refusal see `readKnown`.
 */
export function readTaken(
  gitTop: string,
  ids: readonly string[],
  maxBytes: number,
): ReadonlyMap<string, Uint8Array> {
  const read = (some: readonly string[]): readonly GitObject[] => readKnown(gitTop, some, maxBytes);
  try {
    return byId(read(ids));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "INPUT_TOO_LARGE")) throw error;
    return byId(read(groupBlobs(gitTop, ids, maxBytes).flat()));
  }
}

function byId(objects: readonly GitObject[]): ReadonlyMap<string, Uint8Array> {
  return new Map(objects.map(({ id, bytes }) => [id, bytes]));
}

/** Gives the id that a file's content has in git. @param like any id of the same repository, which tells by what it digests. */
export function idOfBlob(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 40 ? "sha1" : "sha256")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
}

function askBatch(
  gitTop: string,
  mode: "--batch" | "--batch-check",
  names: readonly string[],
  maxBytes: number,
): Buffer {
  if (names.length === 0) return Buffer.alloc(0);
  const bad = names.find((name) => name.includes("\n"));
  if (bad !== undefined) throw new RangeError("name: expected one line, found several");
  return runGit(gitTop, ["cat-file", mode], {
    input: `${names.join("\n")}\n`,
    maxBytes: Math.min(maxBytes, MAX_ANSWER_BYTES),
    timeoutMs: TIMEOUT_MS,
  });
}

interface Head {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

const HEAD = /^([0-9a-f]{40}|[0-9a-f]{64}) (blob|tree|commit|tag) (\d+)$/;

function parseHeads(answer: Buffer, count: number): readonly (Head | undefined)[] {
  const lines = answer.toString("utf8").split("\n");
  return Array.from({ length: count }, (_, index) => {
    const [, id, type = "", size] = HEAD.exec(lines[index] ?? "") ?? [];
    return id === undefined ? undefined : { id, type, size: Number(size) };
  });
}

/** Gives an object for each name, undefined for what git does not have or finds several of: of that it prints one line. */
function* parseBatch(answer: Buffer): Generator<GitObject | undefined> {
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(0x0a, at);
    if (end === -1) throw new TypeError("git cat-file: expected whole lines, found half a one");
    const [, id = "", type = "", size] = HEAD.exec(answer.toString("latin1", at, end)) ?? [];
    at = end + 1;
    if (size === undefined) {
      yield undefined;
      continue;
    }
    const start = at;
    at = start + Number(size) + 1;
    yield { id, type, bytes: answer.subarray(start, at - 1) };
  }
}

/**
 * Takes a tree apart: `mode SP name NUL id`, again and again.
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function parseTree({ id, bytes }: GitObject): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  const tree = Buffer.from(bytes);
  const idBytes = id.length / 2;
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at);
    const end = tree.indexOf(0, space);
    entries.push({
      mode: tree.toString("latin1", at, space),
      name: tree.toString("utf8", space + 1, end),
      id: tree.toString("hex", end + 1, end + 1 + idBytes),
    });
    at = end + 1 + idBytes;
  }
  return entries;
}

/** What the first digits of a tree entry's mode say. */
export function kindOfMode(mode: string): "file" | "folder" | "other" {
  if (mode.startsWith("100")) return "file";
  return mode === "40000" || mode === "040000" ? "folder" : "other";
}
