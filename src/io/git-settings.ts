import { Refusal } from "../errors.ts";
import { runGit } from "./run-git.ts";

/** As whom a user commits; null for what git is not told. */
export interface GitUser {
  readonly name: string | null;
  readonly email: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads as whom a user commits, from git's own configuration. Anybody can write anything there. */
export function readGitUser(gitTop: string, env: Environment): GitUser {
  return {
    name: readSetting(gitTop, "user.name", env),
    email: readSetting(gitTop, "user.email", env),
  };
}

function readSetting(gitTop: string, name: string, env: Environment): string | null {
  return ask(gitTop, ["config", "--get", name], env)?.replace(/\n$/, "") ?? null;
}

/** Lists the names of all settings that a checkout itself has, in lower case but for their middle part; undefined where git does not say. */
export function listLocalSettings(gitTop: string, env: Environment): readonly string[] | undefined {
  const said = ask(gitTop, ["config", "--local", "--name-only", "--list", "-z"], env);
  return said === undefined
    ? undefined
    : [...new Set(said.split("\0"))].filter((one) => one !== "");
}

/**
 * Gives those of some files whose line ends git may change on its way to or from the disk; undefined where git does not say.
 * @param names relative to the top.
 */
export function listConverted(
  gitTop: string,
  names: readonly string[],
  env: Environment,
): readonly string[] | undefined {
  const said = ask(gitTop, ["check-attr", "-z", "text", "--", ...names], env);
  if (said === undefined) return undefined;
  const words = said.split("\0");
  return names.filter((name) => {
    const at = words.findIndex((word, index) => index % 3 === 0 && word === name);
    return at === -1 || words[at + 2] !== "unset";
  });
}

/** Reads when a commit was made, in milliseconds since 1970, as its committer's clock had it; undefined where there is none. */
export function readCommitTime(gitTop: string, commit: string): number | undefined {
  const said = ask(gitTop, ["rev-list", "--max-count=1", "--format=%ct", commit, "--"], {});
  const seconds = /^(\d+)$/m.exec(said ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function ask(gitTop: string, words: readonly string[], env: Environment): string | undefined {
  try {
    const options = { maxBytes: 1024 * 1024, timeoutMs: 5000 };
    const all = { ...env, PATH: env.PATH ?? process.env.PATH };
    return runGit(gitTop, words, { ...options, env: all }).toString();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
