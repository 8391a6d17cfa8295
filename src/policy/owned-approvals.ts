import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { outOfPeriod } from "../trust/signers.ts";
import type { ApprovalContext, SignedApproval } from "./approval.ts";
import { describeIgnored } from "./approval-findings.ts";
import { findSigner, nameSignedBy, type PolicySigner } from "./signer.ts";

/** An approval or reject, and the person who signed it in their own name. */
export interface Owned {
  readonly approval: SignedApproval;
  readonly signer: PolicySigner;
}

/** Says of a file why an approval does not count for it. */
type Ignored = (subject: string) => Finding;

/** Approvals by the people behind them, looked up by what they are about. */
export interface OwnedApprovals {
  readonly now: Date;
  /**
   * Gives what stands of a file, nothing of which the same person has taken back, and what was said in nobody's name. What is about
   * another file of the same repository says nothing of this one, and is left out; of another repository it is not.
   */
  about(context: Pick<ApprovalContext, "repository" | "path">): {
    readonly standing: readonly Owned[];
    readonly ignored: readonly Ignored[];
  };
}

interface Entry {
  readonly order: number;
  readonly repository: string | null;
  readonly owned: Owned | Ignored;
}

/**
 * Finds the people behind signatures, once for all the files that change: what no person of the policy signed in their own name
 * says nothing, either way. Verifies no signature.
 */
export function ownApprovals(
  approvals: readonly SignedApproval[],
  signers: readonly PolicySigner[],
  now: Date,
): OwnedApprovals {
  const seen = new Set<string>();
  const byPath = new Map<string, Entry[]>();
  const repositories = new Map<string | null, Entry[]>();
  const superseded = new Set<string>();
  for (const [order, approval] of approvals.entries()) {
    const owned = ownerOf(approval, signers, now);
    const { scope, supersedes } = approval.statement;
    if (typeof owned !== "function") {
      const key = nameOf(owned.signer, approval.digest.hex);
      // The same statement lies in the folders of several commits.
      if (seen.has(key)) continue;
      seen.add(key);
      for (const { hex } of supersedes) superseded.add(nameOf(owned.signer, hex));
    }
    const entry = { order, repository: scope.repository, owned };
    push(byPath, scope.path, entry);
    push(repositories, scope.repository, entry);
  }
  return {
    now,
    about({ repository, path }) {
      const own = (byPath.get(path) ?? []).filter((one) => one.repository === repository);
      const foreign = [...repositories].flatMap(([name, all]) => (name === repository ? [] : all));
      const all = [...own, ...foreign].sort((one, other) => one.order - other.order);
      return {
        standing: all.flatMap(({ owned }) =>
          typeof owned === "function" ||
          superseded.has(nameOf(owned.signer, owned.approval.digest.hex))
            ? []
            : [owned],
        ),
        ignored: all.flatMap(({ owned }) => (typeof owned === "function" ? [owned] : [])),
      };
    },
  };
}

function push<Key>(map: Map<Key, Entry[]>, key: Key, entry: Entry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}

function nameOf({ name }: PolicySigner, hex: string): string {
  return `${name} ${hex}`;
}

function ownerOf(
  approval: SignedApproval,
  signers: readonly PolicySigner[],
  now: Date,
): Owned | Ignored {
  const { by, source, statement, times } = approval;
  const ignore =
    (rule: Rule, expected: string, found: string): Ignored =>
    (subject) =>
      describeIgnored(rule, subject, source, expected, found);
  const signer = findSigner(signers, by);
  if (signer === undefined)
    return ignore(
      "APPROVAL_SIGNER_UNKNOWN",
      "a signature by a signer of the policy",
      nameSignedBy(by),
    );
  if (!signer.person) return ignore("APPROVAL_BY_MACHINE", "a person", `a machine, ${signer.name}`);
  if (statement.reviewer !== signer.name)
    return ignore(
      "APPROVAL_REVIEWER",
      `the name of who signed, ${signer.name}`,
      statement.reviewer,
    );
  const outside = outOfPeriod(signer, times, now);
  if (outside === undefined) return { approval, signer };
  const [expected = "", when = ""] = outside.split(", found ");
  return ignore("APPROVAL_SIGNER_PERIOD", `a signature by ${signer.name} ${expected}`, when);
}
