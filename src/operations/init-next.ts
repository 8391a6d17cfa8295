import { relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere, readFile } from "../io/files.ts";
import { readAt } from "../io/git-history.ts";
import { listBelow } from "../io/list-below.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import { quoteForShell } from "../shell-word.ts";
import type { InitFile } from "./init-files.ts";
import { pinLine } from "./init-findings.ts";
import { headOf, type LookedAt } from "./look-around.ts";
import { openPolicy } from "./open-policy.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import { findOwnKey, type OwnPublicKey } from "./own-public-key.ts";

/** Where somebody begins, and with which key. */
export interface InitPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** The public key that the user signs with; see `findOwnKey` where it is left out. */
  readonly key?: string | undefined;
}

/**
 * Says what is still to be typed: what has to be signed, what is not committed as it is, and the first gate. What is done is
 * not said again.
 * @param wanted files that were made, or were there already.
 */
export function nextCommands(
  found: LookedAt,
  key: OwnPublicKey | null,
  wanted: readonly InitFile[],
  options: InitPlace,
): readonly string[] {
  const { root, base, locks, workflows } = found;
  const here = (name: string): string =>
    quoteForShell(relativeTo(options.cwd, `${root.path}/${name}`));
  const tools = isThere(`${root.path}/${TOOL_LOCK_NAME}`) ? [TOOL_LOCK_NAME] : [];
  // A gate with nothing to judge is red: what is downloaded has to be pinned before, and this says then what is left.
  if (locks.locks.length + tools.length === 0 && workflows.downloads.length > 0)
    return [pinLine(workflows.downloads), "lockseal init"];
  const pinned = [
    ...locks.locks.filter(({ pins }) => pins !== null).map(({ path }) => path),
    ...tools,
  ];
  const bundles = pinned.map((path) => ({ path, bundle: `${path}.sigstore.json` }));
  const unsigned = bundles.filter(({ bundle }) => !isThere(`${root.path}/${bundle}`));
  const secret = (key ?? keyAtHand(root, options))?.privatePath ?? null;
  const files = [
    ...filesOfPolicy(found, options),
    ...wanted.map(({ name }) => name),
    ...(key?.inTree == null ? [] : [key.inTree]),
    ...(workflows.runsLockseal === null ? [] : [workflows.runsLockseal]),
    ...(secret === null ? [] : ignoredBy(root.path, secret)),
    ...locks.locks.map(({ path }) => path),
    ...(tools.length === 0 ? [] : [...tools, ...listBelow(root.path, ".lockseal")]),
    ...bundles.map(({ bundle }) => bundle),
  ];
  const added = uncommitted(found, [...new Set(files)]).map(here);
  // Once a lock is signed, that commit is a base by itself; a branch that is fetched says more.
  const isNamed =
    base.kind === "named" && (unsigned.length === 0 || base.name.startsWith("origin/"));
  const named = isNamed ? ` --base ${quoteForShell(base.name)}` : "";
  return [
    ...(unsigned.length === 0
      ? []
      : [
          `lockseal sign ${unsigned.map(({ path }) => here(path)).join(" ")} --key ${secret === null ? "YOUR.key" : quoteForShell(relativeTo(options.cwd, secret))}`,
        ]),
    ...(added.length === 0
      ? []
      : [`git add ${added.join(" ")}`, 'git commit -m "Let lockseal judge what is installed"']),
    `lockseal gate${named}`,
  ];
}

/** The policy that is there, with each file that it names; nothing where it cannot be read, which others say. */
function filesOfPolicy({ root, policyFolder }: LookedAt, { now }: InitPlace): readonly string[] {
  if (policyFolder === null) return [];
  const folder = `${root.path}/${policyFolder}`.replace(/\/$/, "");
  try {
    const { file, closure } = openPolicy(folder, undefined, now);
    return [file.name, ...closure.files.keys()].map((name) =>
      relativeTo(root.path, `${folder}/${name}`),
    );
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Leaves those that the commit at hand has byte by byte. */
function uncommitted({ root, gitTop }: LookedAt, names: readonly string[]): readonly string[] {
  const head = headOf(gitTop);
  if (head === undefined) return names;
  try {
    const committed = readAt(gitTop, head, names, MAX_LOCK_BYTES);
    return names.filter((name, index) => {
      const bytes = committed[index];
      if (bytes === undefined) return true;
      return !Buffer.from(bytes).equals(readFile(`${root.path}/${name}`, MAX_LOCK_BYTES));
    });
  } catch (error) {
    if (error instanceof Refusal) return names;
    throw error;
  }
}

/** What keeps a private key in the checkout out of git is as much a part of the beginning as its public half. */
function ignoredBy(top: string, secret: string): readonly string[] {
  const name = ".gitignore";
  return !relativeTo(top, secret).startsWith("../") && isThere(`${top}/${name}`) ? [name] : [];
}

function keyAtHand(root: LookedAt["root"], options: InitPlace): OwnPublicKey | null {
  try {
    return findOwnKey(options.key, root, options);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function relativeTo(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
