/** Where a change begins, and what it is to become part of. */
export interface ChosenBase {
  /** As it was named. */
  readonly name: string;
  /** The newest commit that head and base have in common. */
  readonly commit: string;
  /** What was named: the base as it is by now. */
  readonly tip: string;
  readonly head: string;
  /** Such as `refs/heads/main`; null for a commit that no branch names. */
  readonly ref: string | null;
  /** Who said so, in words. */
  readonly source: string;
}
