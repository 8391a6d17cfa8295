import { Refusal } from "../errors.ts";
import { readBranch } from "../io/git.ts";
import { resolveCommit } from "../io/git-history.ts";
import { type BaseOptions, chooseBase } from "./choose-base.ts";
import type { ChosenBase } from "./chosen-base.ts";

/** What a gate would compare with here, or what to tell it. */
export type SuggestedBase =
  | { readonly kind: "found"; readonly base: ChosenBase; readonly branch: string | null }
  | { readonly kind: "named"; readonly name: string; readonly branch: string | null }
  | { readonly kind: "none"; readonly refusal: Refusal };

const USUAL = ["refs/remotes/origin/main", "refs/remotes/origin/master"];

/** Finds what `gate` would compare with by itself; where it finds nothing, what could be named, the branch at hand in the end. */
export async function suggestBase(
  gitTop: string,
  folder: string,
  options: BaseOptions,
): Promise<SuggestedBase> {
  try {
    const base = await chooseBase(gitTop, folder, options);
    return { kind: "found", base, branch: shortOf(base.ref ?? undefined) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== "GIT_COMMIT_UNKNOWN") return { kind: "none", refusal: error };
    const remote = USUAL.find((name) => isCommit(gitTop, name));
    if (remote !== undefined) {
      const branch = remote.replace("refs/remotes/origin/", "");
      return { kind: "named", name: `origin/${branch}`, branch };
    }
    const own = readBranch(gitTop);
    return own === null
      ? { kind: "none", refusal: error }
      : { kind: "named", name: own, branch: own };
  }
}

function isCommit(gitTop: string, name: string): boolean {
  try {
    resolveCommit(gitTop, name);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function shortOf(ref: string | undefined): string | null {
  return ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : null;
}
