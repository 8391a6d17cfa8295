import { basename } from "node:path/posix";
import { Refusal } from "../errors.ts";
import { findingOfRefusal } from "../finding.ts";
import type { SourceFile } from "../lock/model.ts";
import type { Pin } from "../lock/pins.ts";
import type { LockRule } from "../lock/rule.ts";
import type { LintedLock } from "../lock/rules.ts";
import type { LockProblem } from "../lock/strict/source.ts";
import { isToolLock, readToolLock } from "../tool/parse-tool-lock.ts";
import type { PinnedTool } from "../tool/pinned.ts";
import { pinsOfTools } from "../tool/tool-pins.ts";

/** The name of the file that tools are pinned in. */
export const TOOL_LOCK_NAME = "lockseal-tools.lock";

/** Says whether a file is a lock of tools: by its name, or by how it begins where it is called otherwise. */
export function isToolLockFile({ name, bytes }: SourceFile): boolean {
  return basename(name) === TOOL_LOCK_NAME || isToolLock(bytes);
}

/** Judges whether a lock of tools can be relied on: its spelling, and that each tool's program is pinned. */
export function lintToolLock(file: SourceFile): LintedLock {
  const base = { format: "lockseal-tools", files: [file] } as const;
  try {
    const { lock, canonical, otherSpelling } = readToolLock(file.bytes, file.name);
    const text = Buffer.from(file.bytes).toString("utf8");
    const pins = pinsOfTools(lock, file.name, text);
    const problems: LockProblem[] = lock.tools.flatMap((tool) =>
      judgeTool(tool, file, pins.find(({ name }) => name === tool.name)?.line ?? 1),
    );
    if (otherSpelling !== undefined)
      problems.push({
        ...problemOf(otherSpelling, file),
        edit: { start: 0, end: text.length, text: canonical },
      });
    if (pins.length === 0)
      problems.push(
        problem(
          "LOCK_EMPTY",
          file,
          1,
          "expected at least one tool, found none",
          "add one: lockseal tool add",
        ),
      );
    return { ...base, pins, problems };
  } catch (error) {
    if (error instanceof Refusal) return { ...base, pins: [], problems: [problemOf(error, file)] };
    throw error;
  }
}

/** Reads what a lock of tools pins, and judges nothing. */
export function readToolPins(file: SourceFile): {
  readonly pins: readonly Pin[];
  readonly unread: readonly string[];
} {
  try {
    const { lock } = readToolLock(file.bytes, file.name);
    return { pins: pinsOfTools(lock, file.name, ""), unread: [] };
  } catch (error) {
    if (error instanceof Refusal) return { pins: [], unread: [error.message] };
    throw error;
  }
}

function judgeTool(tool: PinnedTool, file: SourceFile, line: number): LockProblem[] {
  const problems: LockProblem[] = [];
  for (const { platform, files } of tool.assets) {
    const isThere =
      files === null ||
      files.some(
        ({ path, kind }) =>
          kind !== "directory" &&
          (path === tool.bin || (platform.startsWith("win32-") && path === `${tool.bin}.exe`)),
      );
    if (!isThere)
      problems.push(
        problem(
          "TOOL_BIN_MISSING",
          file,
          line,
          `expected the program ${tool.bin} of ${tool.name} among the files for ${platform}, found none`,
          "name the program in lockseal.toml, and pin anew: lockseal tool add",
        ),
      );
  }
  if (tool.signer === null)
    problems.push({
      ...problem(
        "TOOL_UNSIGNED",
        file,
        line,
        `${tool.name} ${tool.version} is pinned as it was found: nobody's signature was asked for`,
        "name who signs it: lockseal tool add --help",
      ),
      verdict: "warned",
    });
  return problems;
}

function problemOf(refusal: Refusal, file: SourceFile): LockProblem {
  const { line } = { line: 1, ...refusal.details };
  const { message, help } = findingOfRefusal(refusal, file.name);
  return problem(
    "TOOL_LOCK_MALFORMED",
    file,
    line,
    message.replace(`${file.name}:${line}: `, ""),
    help ?? "restore it from git",
  );
}

function problem(
  rule: LockRule,
  { name }: SourceFile,
  line: number,
  message: string,
  help: string,
): LockProblem {
  return { rule, verdict: "refused", subject: name, message, where: { file: name, line }, help };
}
