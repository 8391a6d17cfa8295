import type { Change, ChangeKind } from "../lock/change.ts";
import type { Tally } from "./tally.ts";

/** Who agrees to one change. */
export interface ChangeApproval {
  readonly change: Change;
  /** Of its kinds the one that it was judged by last: the first that lacks something, else the strictest. */
  readonly kind: ChangeKind;
  /** Names of people whose approval counts for it, each once, sorted. */
  readonly people: readonly string[];
  readonly approved: boolean;
  /** Approved by the word of an emergency alone: a hold is then not asked for. */
  readonly emergency: boolean;
  /** How long its bytes have to have been known, in milliseconds: the longest that one of its kinds asks for; null for no hold. */
  readonly holdMs: number | null;
  /** Why nobody may approve it; null where it may be approved. */
  readonly denied: string | null;
  /** What is asked for and what is there; null where nobody may approve it, or the policy does not speak of its kind. */
  readonly tally: Tally | null;
}
