import { basename } from "node:path";
import { Refusal } from "../errors.ts";
import { digestFile } from "../io/digest-file.ts";
import { resolvePath } from "../io/root.ts";
import type { NamedDigest } from "../statement/format-statement.ts";

/**
 * Digests files, and names them as the subjects of a statement: as others find them, without folders, or where two would have
 * one name then, as they were given. What a statement is about is told by the digests alone.
 *
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `digestFile`.
 * @throws Refusal `STATEMENT_SUBJECTS_DIFFER` — a file is named twice.
 */
export function namedSubjects(files: readonly string[], cwd: string): readonly NamedDigest[] {
  const paths = files.map((file) => resolvePath(cwd, file));
  const twice = files.find((_, index) => paths.indexOf(paths[index] ?? "") !== index);
  if (twice !== undefined) {
    throw new Refusal(
      "STATEMENT_SUBJECTS_DIFFER",
      `${twice}: expected each file once, found it again`,
      { expected: files, found: [twice] },
      { hint: "name each file once" },
    );
  }
  const short = files.map((file) => basename(file));
  const names = new Set(short).size === files.length ? short : files;
  return paths.map((path, index) => {
    const digest = digestFile(path, ["sha256"]).digests.get("sha256");
    if (digest === undefined) throw new TypeError("digest: expected sha256, found none");
    return { name: names[index] ?? "", digests: [digest] };
  });
}
