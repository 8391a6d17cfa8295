import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { quoteForShell } from "../shell-word.ts";
import type { ApprovalStatement } from "../statement/approval-statement.ts";
import type { Author } from "./author.ts";
import type { ChangeApproval } from "./change-approval.ts";
import { formatTally, type Tally } from "./tally.ts";

/** How many names a finding lists before it counts. */
const MAX_NAMES = 10;

/** Makes one finding of all changes that lack the same. */
export function describeMissing(
  subject: string,
  changes: readonly ChangeApproval[],
  authorMayApprove: boolean,
): Finding[] {
  const open = changes.filter(({ approved }) => !approved);
  const groups = Map.groupBy(open, ({ kind, denied, tally, people }) =>
    JSON.stringify([kind, denied, tally, people]),
  );
  return [...groups.values()].map((group) => describeGroup(subject, group, authorMayApprove));
}

function describeGroup(
  subject: string,
  group: readonly ChangeApproval[],
  authorMayApprove: boolean,
): Finding {
  const names = group.slice(0, MAX_NAMES).map(({ change }) => nameChange(change));
  const more = group.length > MAX_NAMES ? ` and ${group.length - MAX_NAMES} more` : "";
  const [first] = group;
  const what = `${first?.kind}: ${names.join(", ")}${more}`;
  const refused = { verdict: "refused", subject } as const;
  const denied = first?.denied ?? null;
  if (denied !== null)
    return {
      ...refused,
      rule: "APPROVAL_DENIED",
      message: `${what}: expected no such change, which nobody may approve, found one: ${denied}`,
      expected: "no such change",
      found: what,
      help: "take the change back, and find out where it came from",
    };
  const tally = first?.tally ?? null;
  if (tally === null)
    return {
      ...refused,
      rule: "APPROVAL_UNREGULATED",
      message: `${what}: expected a line of the policy that says who approves this, found none`,
      expected: `approval.${first?.kind} in the policy`,
      found: "nothing",
      help: `say in lockseal.toml who approves it: approval.${first?.kind} = { people = 2 }`,
    };
  const found = formatTally(tally);
  const so =
    first === undefined || first.people.length === 0 ? "" : ` (${first.people.join(", ")})`;
  return {
    ...refused,
    rule: "APPROVAL_MISSING",
    message: `${what}: expected approvals as the policy asks, found ${found}${so}`,
    expected: tally.people.asked === 1 ? "1 person" : `${tally.people.asked} people`,
    found,
    help: `look at the change and approve it${whoElse(tally, authorMayApprove)}: lockseal approve ${quoteForShell(subject)}`,
  };
}

/** Who is to approve, where not just anybody can. */
function whoElse({ people, roles }: Tally, authorMayApprove: boolean): string {
  const lacking = roles.find(({ found, asked }) => found < asked);
  if (people.found >= people.asked && lacking !== undefined)
    return `, as somebody of the role ${lacking.role}`;
  return authorMayApprove ? "" : ", as somebody else";
}

/** Names a change in a line. */
export function nameChange({
  name,
  from,
  to,
}: Pick<ChangeApproval["change"], "name" | "from" | "to">): string {
  if (from !== null && to !== null && from !== to) return `${name} ${cut(from)} → ${cut(to)}`;
  return `${name} ${cut(to ?? from ?? "")}`.trimEnd();
}

/** Of a file the version is its digest. */
function cut(version: string): string {
  return version.length > 40 ? `${version.slice(0, 12)}…` : version;
}

/** Says loudly what passes, or passed, before its time. */
export function describeEmergency(
  subject: string,
  change: Parameters<typeof nameChange>[0],
  people: readonly string[],
  { emergency, expires }: ApprovalStatement,
  what: "passes" | "came in",
): Finding {
  return {
    rule: "APPROVAL_EMERGENCY",
    verdict: "warned",
    subject,
    message: `EMERGENCY: ${nameChange(change)} ${what} before its time by the word of ${people.join(", ")}: ${emergency?.reason} (${emergency?.advisory}), until ${expires}`,
    help:
      what === "passes"
        ? "look at it again before that time, and approve it as any other change"
        : `look at it again before that time; where it does not hold, take it out of ${subject}`,
  };
}

/** Says that somebody objects, and how that ends. */
export function describeReject(
  subject: string,
  source: string,
  person: string,
  notes: string,
  digest: string,
): Finding {
  return {
    rule: "APPROVAL_REJECTED",
    verdict: "refused",
    subject,
    message: `${source}: expected no reject, found one by ${person}: ${notes === "" ? "no reason given" : notes}`,
    expected: "no reject",
    found: `a reject by ${person}`,
    help: `change what is rejected; or ${person} takes it back: lockseal approve ${quoteForShell(subject)} --supersede ${digest}`,
  };
}

/** Says that one more person is asked for, and of each commit why it proves nothing. */
export function describeUnproven(subject: string, authors: readonly Author[]): Finding {
  const commits = authors.flatMap((author) =>
    author.kind === "unproven" ? [`${author.commit.slice(0, 12)}: ${author.why}`] : [],
  );
  const more = commits.length > MAX_NAMES ? `; and ${commits.length - MAX_NAMES} more` : "";
  const why = commits.length === 0 ? "" : ` (${commits.slice(0, MAX_NAMES).join("; ")}${more})`;
  return {
    rule: "APPROVAL_AUTHOR_UNPROVEN",
    verdict: "warned",
    subject,
    message: `nobody is proven to have made the change${why}, so one more person has to approve it`,
    help: "let the forge's event name the author; or sign each commit that changes it with a key of OpenSSH that the policy names: git -c gpg.format=ssh commit -S",
  };
}

/** Says what is approved, by whom. */
export function describeApproved(subject: string, changes: readonly ChangeApproval[]): Finding {
  const people = [...new Set(changes.flatMap((change) => change.people))].sort();
  const what = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
  const message =
    changes.length === 0
      ? "nothing differs from the base that anybody would have to approve"
      : people.length === 0
        ? `${what}, and the policy asks nobody`
        : `${what} approved by ${people.join(", ")}`;
  return { rule: "APPROVALS", verdict: "passed", subject, message };
}

/** Says of an approval why it does not count. */
export function describeIgnored(
  rule: Rule,
  subject: string,
  source: string,
  expected: string,
  found: string,
): Finding {
  const message = `${source} does not count: expected ${expected}, found ${found}`;
  const ignored = { rule, verdict: "warned", subject, message, expected, found } as const;
  if (rule !== "APPROVAL_SPENT") return ignored;
  const help = `where the base has the change already, take the base in: git merge BRANCH; else approve anew what came back: lockseal approve ${subject}`;
  return { ...ignored, help };
}
