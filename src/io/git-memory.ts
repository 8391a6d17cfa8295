/** What git was asked: its words, and what it read. */
export interface GitQuestion {
  readonly args: readonly string[];
  readonly input?: Uint8Array | string | undefined;
  /** Of its answer. */
  readonly maxBytes: number;
}

/** An object that was written into the repository, and is known by its id ever since. */
export interface WrittenObject {
  readonly type: "blob" | "tree" | "commit";
  readonly bytes: Uint8Array;
}

const ID = /^\^?[0-9a-f]{40}$/;
/** A commit or a tree by its id, and a path in it. */
const PATH_IN = /^([0-9a-f]{40}):[^\n]*$/;
const REF = /^(HEAD|refs\/[A-Za-z0-9_./-]+)(?:\^\{commit\})?$/;
/** Commands whose answer is of the objects that they name alone, in a repository without grafts, replacements and cut history. */
const OF_OBJECTS = new Set(["ls-tree", "merge-base", "rev-list", "diff-tree", "rev-parse"]);

/**
 * Answers of git about a repository that nobody but this program writes to. An id is the digest of what it names, and what is
 * said of objects by their ids stays true; a name is asked for again once it stands for something else. Whatever is put among
 * git's own files besides can change any answer: nothing is remembered, and nothing told, while it is there.
 */
export class GitMemory {
  readonly #written: ReadonlyMap<string, WrittenObject>;
  readonly #standsFor: (ref: string) => string;
  readonly #isAltered: () => boolean;
  readonly #answers = new Map<string, Buffer>();

  /**
   * @param written every object that was written, by its id.
   * @param standsFor says what a name stands for, by another text for each other thing.
   * @param isAltered says whether there is something among git's own files that this program did not put there on its own account.
   */
  constructor(
    written: ReadonlyMap<string, WrittenObject>,
    standsFor: (ref: string) => string,
    isAltered: () => boolean,
  ) {
    this.#written = written;
    this.#standsFor = standsFor;
    this.#isAltered = isAltered;
  }

  /**
   * Answers as git would, and starts it for what it was not asked before. An answer that is an error is not remembered.
   * @param start asks git for an answer to the same words, with this to read.
   */
  ask(question: GitQuestion, start: (input: Uint8Array | string | undefined) => Buffer): Buffer {
    const { args, input, maxBytes } = question;
    if (this.#isAltered()) return start(input);
    if (args[0] === "cat-file" && typeof input === "string" && args.length === 2)
      return this.#askForObjects(args[1] === "--batch", input, maxBytes, start);
    const key = this.#keyOf(args, input);
    if (key === undefined) return start(input);
    const known = this.#answers.get(key) ?? start(input);
    this.#answers.set(key, known);
    return known;
  }

  /** One question a line: git is started for those lines alone whose answer nobody knows. */
  #askForObjects(
    hasContent: boolean,
    input: string,
    maxBytes: number,
    start: (input: string) => Buffer,
  ): Buffer {
    const names = input.split("\n").slice(0, -1);
    const answers = names.map((name) => this.#answerOf(name, hasContent));
    const open = names.filter((_, index) => answers[index] === undefined);
    if (open.length > 0 && hasContent) return start(input);
    const said = open.length === 0 ? [] : linesOf(start(`${open.join("\n")}\n`));
    for (const [index, name] of open.entries()) this.#remember(name, said[index]);
    let next = 0;
    const whole = Buffer.concat(answers.map((answer) => answer ?? said[next++] ?? Buffer.of()));
    // It is for git to refuse what is too much.
    return whole.length > maxBytes ? start(input) : whole;
  }

  #answerOf(name: string, hasContent: boolean): Buffer | undefined {
    const object = this.#written.get(name);
    if (object !== undefined) {
      const head = Buffer.from(`${name} ${object.type} ${object.bytes.length}\n`);
      return hasContent ? Buffer.concat([head, object.bytes, Buffer.from("\n")]) : head;
    }
    return hasContent ? undefined : this.#answers.get(this.#keyOfName(name) ?? "");
  }

  #remember(name: string, line: Buffer | undefined): void {
    const key = this.#keyOfName(name);
    if (key !== undefined && line !== undefined) this.#answers.set(key, line);
  }

  /** Undefined for what may be answered otherwise another time: an object that was not written yet may be. */
  #keyOfName(name: string): string | undefined {
    const [, ref] = REF.exec(name) ?? [];
    if (ref !== undefined) return `name ${name} ${this.#standsFor(ref)}`;
    const [, top = ""] = PATH_IN.exec(name) ?? [];
    return this.#written.has(top) ? `name ${name}` : undefined;
  }

  #keyOf(args: readonly string[], input: Uint8Array | string | undefined): string | undefined {
    const [command = "", ...words] = args;
    if (!OF_OBJECTS.has(command)) return undefined;
    const end = words.indexOf("--");
    const named: string[] = [];
    for (const word of end === -1 ? words : words.slice(0, end)) {
      const [, ref] = REF.exec(word) ?? [];
      if (ref !== undefined) named.push(this.#standsFor(ref));
      else if (!(word.startsWith("-") || ID.test(word))) return undefined;
    }
    return JSON.stringify([args, named, input === undefined ? null : String(input)]);
  }
}

function linesOf(answer: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(0x0a, at);
    const next = end === -1 ? answer.length : end + 1;
    lines.push(answer.subarray(at, next));
    at = next;
  }
  return lines;
}
