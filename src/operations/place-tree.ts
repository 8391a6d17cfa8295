import type { ArchivePlan } from "../archive/plan.ts";
import { Refusal } from "../errors.ts";
import { interruptible } from "../io/interrupt.ts";
import { makeStaging, prepareTarget, removeTree, swapIn, unwritable } from "../io/staging.ts";
import { sealTree } from "./seal-tree.ts";

/** Where a tree goes. */
export interface PlaceTreeOptions {
  /** Absolute. */
  readonly target: string;
  /** What stands there goes once the new tree is whole; else it has to be nothing, or an empty folder. */
  readonly replace: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Places a tree whole or not at all: it is written into a fresh folder beside the target, read back, compared with the plan
 * and renamed. Of what does not get so far nothing stays, whatever ends it: a refusal, an error, a signal.
 * @param fill writes all of the plan into an empty folder that is ours alone, files `0600`, folders `0700`, and gives the plan, with what else the caller wants back; it stops soon after its signal is aborted.
 * @throws Refusal `FILE_EXISTS` — something has that path, and replacing was not asked for.
 * @throws Refusal `FILE_UNWRITABLE` — the parent does not let us write, or is full.
 * @throws Refusal `ARCHIVE_PLACED_DIFFERS` — the disk has something else than was planned.
 */
export async function placeTree<Filled extends { readonly plan: ArchivePlan }>(
  options: PlaceTreeOptions,
  fill: (staging: string, signal: AbortSignal) => Promise<Filled>,
): Promise<Filled> {
  const { target, replace } = options;
  return await interruptible(options.signal, async (signal) => {
    signal.throwIfAborted();
    prepareTarget(target, replace);
    const staging = makeStaging(target);
    try {
      const filled = await fill(staging, signal);
      await sealTree(staging, filled.plan, signal);
      signal.throwIfAborted();
      swapIn(staging, target, replace);
      return filled;
    } catch (error) {
      if (isDiskFault(error)) throw unwritable(target, error);
      throw error;
    } finally {
      removeTree(staging);
    }
  });
}

/** An error of the system itself, such as a full disk; whatever else is thrown has a name of its own. */
function isDiskFault(error: unknown): boolean {
  return !(error instanceof Refusal) && error instanceof Error && "syscall" in error;
}
