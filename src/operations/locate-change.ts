import { join } from "node:path";
import { locateGone, type RootedFile } from "../io/root.ts";
import { ChangeHistory } from "./change-history.ts";
import { chooseBase } from "./choose-base.ts";
import { folderOf, inCheckout } from "./in-checkout.ts";
import { refuseNearerAtTip } from "./judging-policy.ts";
import { nearestPolicyAt } from "./nearest-policy.ts";

/** Which file changed, and since when. */
export interface LocateOptions {
  /** A lock; absolute, or relative to `cwd`. */
  readonly file: string;
  readonly cwd: string;
  /** What names are relative to; default: the folder of the nearest policy, see `locateChange`. */
  readonly root?: string | undefined;
  /** What to compare with: see `chooseBase`. */
  readonly base?: string | undefined;
  /** What the change is to become part of; default: the branch that `base` names. */
  readonly ref?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Where it was chosen before: then nothing above of it is asked. */
  readonly history?: ChangeHistory | undefined;
}

/** Where a file that changes is, and what it is compared with. */
export interface LocatedChange {
  readonly located: RootedFile & { readonly gitTop: string };
  readonly history: ChangeHistory;
}

/**
 * Finds the root that the names of a change are relative to, as the gate does: the one that is given, else the folder of the
 * nearest policy that the base has, from the file up; else of HEAD's, else the top of the checkout.
 * @throws Refusal `GIT_CHECKOUT_NONE` — the file is in no checkout of git.
 * @throws Refusal see `chooseBase`, `locateGone`, `refuseNearerAtTip`.
 */
export async function locateChange(options: LocateOptions): Promise<LocatedChange> {
  const { file, cwd, root } = options;
  const located = inCheckout(locateGone(file, cwd, root), file);
  const { gitTop } = located;
  const folder = folderOf(located);
  const history =
    options.history ?? new ChangeHistory(gitTop, await chooseBase(gitTop, folder, options));
  if (root !== undefined) return { located, history };
  const { base, head } = history;
  refuseNearerAtTip(history, folder);
  const nearest = nearestPolicyAt(base, folder) ?? nearestPolicyAt(head, folder);
  if (nearest === undefined || nearest === "") return { located, history };
  return { located: inCheckout(locateGone(file, cwd, join(gitTop, nearest)), file), history };
}
