import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { ApprovedState } from "./create-approval.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { countLines, describeForReview } from "./review-lines.ts";

/** A change as a person looks at it, and what they would sign. */
export interface Review {
  /** Absolute: what names are relative to. */
  readonly root: string;
  readonly state: ApprovedState;
  /** What has changed since when, in a line. */
  readonly title: string;
  /** One for each change, in words; each comes from the very values that are signed. */
  readonly lines: readonly string[];
  /** Of the delta, `sha256` in hex: whoever confirms without being asked names it. */
  readonly digest: string;
  readonly findings: readonly Finding[];
}

/** A review, or why there is nothing that could be approved. */
export type OpenedReview =
  | { readonly review: Review }
  | { readonly review: null; readonly findings: readonly Finding[] };

/**
 * Opens the change of a lock for a person to look at. Judges neither age nor publisher.
 * @throws Refusal `APPROVAL_NOTHING` — nothing differs; otherwise see `proposeChange`.
 */
export function openReview(options: ProposeOptions): OpenedReview {
  const proposal = proposeChange(options);
  if (proposal.change === null) return { review: null, findings: proposal.findings };
  const { change } = proposal;
  if (change.delta.changes.length === 0) throw nothingToApprove(change);
  return {
    review: {
      root: change.located.root.path,
      state: {
        repository: change.repository,
        path: change.located.name,
        ref: change.chosen.ref,
        base: change.base,
        result: change.result,
        sequence: change.sequence,
        delta: change.delta,
      },
      title: titleOf(change),
      lines: change.delta.changes.map((one) => describeForReview(one, () => "")),
      digest: change.delta.digest.hex,
      findings: [...change.findings, ...notesOn(change)],
    },
  };
}

function titleOf({ located, chosen, delta, before, after }: ProposedChange): string {
  const { added, removed } = countLines(before?.files ?? [], after.files);
  const count = `${delta.changes.length} ${delta.changes.length === 1 ? "change" : "changes"}`;
  const into = chosen.ref === null ? "" : `, for ${chosen.ref}`;
  return `${located.name}: ${count} since ${chosen.commit.slice(0, 12)} (${chosen.name} by ${chosen.source})${into}, +${added}/−${removed} lines`;
}

function nothingToApprove({ file, chosen }: ProposedChange): Refusal {
  return new Refusal(
    "APPROVAL_NOTHING",
    `${file}: expected a change since ${chosen.commit.slice(0, 12)} (${chosen.name}), found none: whoever installs would see the same`,
    { base: chosen.commit },
    { hint: "name what it is to be compared with: --base REF" },
  );
}

function notesOn({ file, repository, chosen, before }: ProposedChange): Finding[] {
  const notes: Finding[] = [];
  const note = (rule: string, message: string, help: string): void => {
    notes.push({ rule, verdict: "warned", subject: file, message, help });
  };
  if (repository === null)
    note(
      "SCOPE_UNBOUND",
      "the approval holds for no repository in particular: the checkout's origin has no address that others could name",
      "set the origin, to bind it to this repository",
    );
  if (chosen.ref === null)
    note(
      "APPROVAL_REF_NONE",
      `the approval holds for no branch in particular: ${chosen.name} names none`,
      "name the branch that this is to become part of: --into refs/heads/main",
    );
  for (const line of before?.unread ?? [])
    note(
      "APPROVAL_BASE_UNREAD",
      `at the base: ${line}; this line was not compared`,
      "look at it yourself",
    );
  return notes;
}
