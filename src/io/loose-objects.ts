import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { WrittenObject } from "./git-memory.ts";

/** What a path of a tree has: the bytes of a file, the target of a link, or the commit of a submodule. */
export type TreeContent = Uint8Array | { readonly link: string } | { readonly module: string };

/** A tree by paths relative to the top, with `/`. */
export type TreeFiles = ReadonlyMap<string, TreeContent>;

/** Who is named in a commit: text that anybody can write. */
export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
}

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/**
 * Writes objects into a repository of SHA-1 that is this program's own: starting git for each takes a hundred times as long.
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export class LooseObjects {
  /** Every object, by its id. */
  readonly written: ReadonlyMap<string, WrittenObject>;
  readonly #written = new Map<string, WrittenObject>();
  readonly #folder: string;
  /** Ids of files that were written, by their content as it is held. */
  readonly #known = new WeakMap<object, string>();

  /** @param gitFolder such as `.git`, absolute. */
  constructor(gitFolder: string) {
    this.#folder = join(gitFolder, "objects");
    this.written = this.#written;
  }

  /** Writes a commit of a whole tree. @returns its id. */
  writeCommit(
    files: TreeFiles,
    parents: readonly string[],
    { name, email }: CommitAuthor,
    time: Date,
  ): string {
    const who = `${name} <${email}> ${Math.floor(time.getTime() / 1000)} +0000`;
    const lines = [
      `tree ${this.#writeTree([...files].map(([path, content]) => [path.split("/"), content]))}`,
      ...parents.map((id) => `parent ${id}`),
      `author ${who}`,
      `committer ${who}`,
    ];
    return this.#write("commit", Buffer.from(`${lines.join("\n")}\n\ndrill\n`));
  }

  #writeTree(
    files: readonly (readonly [parts: readonly string[], content: TreeContent])[],
  ): string {
    const entries: Entry[] = [];
    for (const [name, some] of Map.groupBy(files, ([[first = ""]]) => first)) {
      const [[parts, content]] = some as [(typeof some)[number]];
      if (parts.length === 1)
        entries.push({ mode: modeOf(content), name, id: this.#writeFile(content) });
      else {
        const below = some.map(([[, ...rest], one]) => [rest, one] as const);
        entries.push({ mode: "40000", name, id: this.#writeTree(below) });
      }
    }
    // Folders are sorted as if their names ended in a slash.
    entries.sort((one, other) => Buffer.compare(sortKey(one), sortKey(other)));
    const bytes = entries.map(({ mode, name, id }) =>
      Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]),
    );
    return this.#write("tree", Buffer.concat(bytes));
  }

  #writeFile(content: TreeContent): string {
    // It is of another repository, and nothing here has it.
    if ("module" in content) return content.module;
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    const id = this.#write(
      "blob",
      content instanceof Uint8Array ? content : Buffer.from(content.link),
    );
    this.#known.set(content, id);
    return id;
  }

  #write(type: WrittenObject["type"], content: Uint8Array): string {
    const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const id = createHash("sha1").update(object).digest("hex");
    if (this.#written.has(id)) return id;
    const folder = join(this.#folder, id.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, id.slice(2)), deflateSync(object, { level: 1 }));
    this.#written.set(id, { type, bytes: content });
    return id;
  }
}

function modeOf(content: TreeContent): string {
  if ("module" in content) return "160000";
  return content instanceof Uint8Array ? "100644" : "120000";
}

function sortKey({ mode, name }: Entry): Buffer {
  return Buffer.from(mode === "40000" ? `${name}/` : name);
}
