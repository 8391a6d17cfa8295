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

/** Reads one setting of git's, of the checkout or of its user; null where there is none, or no git. */
export function readSetting(gitTop: string, name: string, env: Environment): string | null {
  try {
    const value = runGit(gitTop, ["config", "--get", name], {
      maxBytes: 65_536,
      timeoutMs: 5000,
      env: { ...env, PATH: env.PATH ?? process.env.PATH },
    });
    return value.toString().replace(/\n$/, "");
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
