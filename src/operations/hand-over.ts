import { basename, dirname, join, posix } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile } from "../io/files.ts";
import { writeFolder } from "../io/folder.ts";
import type { SourceFile } from "../lock/model.ts";
import { quoteForShell } from "../shell-word.ts";
import { parseToolLock } from "../tool/parse-tool-lock.ts";
import { evidenceName, MAX_EVIDENCE_BYTES } from "../tool/pinned.ts";
import type { OpenedLock } from "./open-lock.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";

/**
 * Writes verified bytes into a fresh folder that nobody else may enter, under their names relative to the root. A lock of
 * tools brings its evidence, by which whoever fetches from the copy verifies the files anew.
 * @throws Refusal `PATH_OUTSIDE_ROOT` — the locks have several roots: one's `requirements.txt` would replace another's.
 * @throws Refusal `FILE_UNREADABLE` — a file that several locks include changed between them.
 * @throws Refusal `TOOL_EVIDENCE_MISSING`, `TOOL_EVIDENCE_ALTERED` — what a lock of tools names as evidence is not beside it.
 * @throws Refusal `FILE_EXISTS` — the folder exists.
 * @throws Refusal `FILE_UNWRITABLE` — see `writeFolder`.
 */
export function copyClosures(folder: string, locks: readonly OpenedLock[]): void {
  const [first, ...rest] = locks.map(({ located }) => located);
  const other = rest.find(({ root }) => root.path !== first?.root.path);
  if (first !== undefined && other !== undefined) {
    throw new Refusal(
      "PATH_OUTSIDE_ROOT",
      `${other.path}: expected a file under ${first.root.path}, as the others that are copied, found one under ${other.root.path}`,
      { path: other.path },
      { hint: "verify them one at a time, each with a --copy-to of its own" },
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const { name, bytes } of locks.flatMap((lock) => [...lock.files, ...evidenceOf(lock)])) {
    const known = files.get(name);
    if (known !== undefined && Buffer.compare(known, bytes) !== 0) throw changed(name);
    files.set(name, bytes);
  }
  writeFolder(folder, files);
}

/** Gives what a lock of tools names as evidence, by its name relative to the root; of other locks nothing. */
function evidenceOf({ format, files, located }: OpenedLock): readonly SourceFile[] {
  const [lock] = files;
  if (format !== "lockseal-tools" || lock === undefined) return [];
  const { tools } = parseToolLock(lock.bytes, lock.name);
  const digests = tools.flatMap(({ assets }) =>
    assets.flatMap(({ evidence }) => evidence.map(({ sha256 }) => sha256)),
  );
  return [...new Set(digests)].map((sha256) => {
    const name = evidenceName(sha256);
    const path = join(dirname(located.path), name);
    if (!isThere(path)) throw evidenceMissing(lock.name, name);
    const bytes = readFile(path, MAX_EVIDENCE_BYTES);
    const found = sha256Hex(bytes);
    if (found !== sha256) throw evidenceAltered(name, sha256, found);
    return { name: posix.join(posix.dirname(lock.name), name), bytes };
  });
}

function evidenceMissing(lock: string, name: string): Refusal {
  return new Refusal(
    "TOOL_EVIDENCE_MISSING",
    `${lock}: expected its evidence ${name} beside it, found nothing there`,
    { name },
    { hint: "restore it from git: git checkout -- .lockseal/evidence" },
  );
}

function evidenceAltered(name: string, expected: string, found: string): Refusal {
  return new Refusal(
    "TOOL_EVIDENCE_ALTERED",
    `${name}: expected evidence sha256:${expected}, found sha256:${found} in its place`,
    { expected, found },
    { hint: "restore it from git: git checkout -- .lockseal/evidence" },
  );
}

/** Two locks share a file that was another when the second was read, and both were signed with what they read. */
function changed(name: string): Refusal {
  return new Refusal(
    "FILE_UNREADABLE",
    `${name}: expected the same bytes for all locks that include it, found that it changed between them`,
    { path: name },
    { hint: "verify again when nobody writes to the files" },
  );
}

/**
 * Gives the command that installs from a verified lock and from nothing else: for a lock of tools ours, else pip's. Each part is there for an attack:
 * a site-wide configuration adds requirements; variables do; a package that is already there is not checked;
 * what the lock does not name is looked up; a hash that was lost is not missed; an sdist runs its build code.
 */
export function installLine(path: string): string {
  if (basename(path) === TOOL_LOCK_NAME) return `lockseal tool fetch --lock ${quoteForShell(path)}`;
  return `PIP_CONFIG_FILE=/dev/null pip install --isolated --force-reinstall --no-deps --require-hashes --only-binary :all: -r ${quoteForShell(path)}`;
}
