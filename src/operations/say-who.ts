import { basename } from "node:path";
import type { Finding } from "../finding.ts";
import type { ChangeApproval } from "../policy/change-approval.ts";
import type { PolicySigner } from "../policy/signer.ts";
import { quoteForShell } from "../shell-word.ts";
import type { Signer } from "../trust/signers.ts";

/**
 * Says of changes that are not approved from whom that could still come, and what each of them types; where even all of
 * them are too few, that, too.
 * @param able people who did not make the change.
 * @param signers the same and others as the policy has them, by name.
 */
export function sayWho(
  file: string,
  changes: readonly ChangeApproval[],
  able: readonly PolicySigner[],
  signers: ReadonlyMap<string, Signer>,
): readonly Finding[] {
  const open = changes.filter(({ approved, tally }) => !approved && tally !== null);
  const could = new Map(open.map((one) => [one, whoCould(one, able)]));
  const people = able.flatMap((person): Finding[] => {
    const some = open.filter((one) => could.get(one)?.includes(person) === true);
    if (some.length === 0) return [];
    const { name, roles } = person;
    return [
      from(
        file,
        `${namesOf(some)}: could still be approved by ${name} (${roles.join(", ")})`,
        `${name} types: ${commandOf(file, signers.get(name))}`,
      ),
    ];
  });
  const stuck = open.filter((one) => lackingOf(one, could.get(one) ?? []) > 0);
  const groups = Map.groupBy(stuck, (one) => sayStuck(one, could.get(one) ?? []));
  return [
    ...people,
    ...[...groups].map(([why, some]) =>
      from(
        file,
        `${namesOf(some)}: ${why}`,
        "name more people in lockseal.toml, with its owners' approval; where nobody is proven to have made the change, prove it: one fewer is asked for then",
      ),
    ),
  ];
}

function from(subject: string, message: string, help: string): Finding {
  return { rule: "APPROVAL_FROM", verdict: "noted", subject, message, help };
}

function namesOf(changes: readonly ChangeApproval[]): string {
  return changes.map(({ change }) => change.name).join(", ");
}

/** Where a role is missing, only who has it brings it further; then anybody who counts. */
function whoCould(
  { people, tally }: ChangeApproval,
  able: readonly PolicySigner[],
): readonly PolicySigner[] {
  const left = able.filter(
    ({ name, roles }) =>
      !people.includes(name) &&
      (tally === null || tally.role === null ? roles.length > 0 : roles.includes(tally.role)),
  );
  const lacking = (tally?.roles ?? []).filter(({ found, asked }) => found < asked);
  const isShort = tally !== null && tally.people.found < tally.people.asked;
  return isShort
    ? left
    : left.filter(({ roles }) => lacking.some(({ role }) => roles.includes(role)));
}

/** How many people, or people of a role, would be missing even if all who could had approved. */
function lackingOf({ tally }: ChangeApproval, could: readonly PolicySigner[]): number {
  if (tally === null) return 0;
  const short = tally.people.asked - tally.people.found - could.length;
  const ofRoles = tally.roles.map(({ role, asked, found }) => {
    return asked - found - could.filter(({ roles }) => roles.includes(role)).length;
  });
  return Math.max(short, ...ofRoles);
}

function sayStuck(one: ChangeApproval, could: readonly PolicySigner[]): string {
  if (could.length === 0)
    return "nobody is left who could approve it: all people of the policy did, or made the change";
  const lacking = lackingOf(one, could);
  return `even with all of them ${lacking} ${lacking === 1 ? "person" : "people"} would be missing`;
}

/** The private key of `keys/alice.pub` is called `alice.key`, as `keygen` makes them; where it lies, its owner knows. */
function commandOf(file: string, signer: Signer | undefined): string {
  const command = `lockseal approve ${quoteForShell(file)}`;
  const ways = [
    ...(signer?.keys ?? []).map(
      (path) =>
        `${command} --key ${quoteForShell(`${basename(path).replace(/\.(?:pub|pem)$/, "")}.key`)}`,
    ),
    ...(signer?.keyless ?? []).map((one) =>
      one.kind === "exact" ? `${command}, and signs in as ${one.name}` : command,
    ),
  ];
  return ways.length === 0 ? command : [...new Set(ways)].join("; or: ");
}
