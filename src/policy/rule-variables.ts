import { isRefused } from "../finding.ts";
import type { LockChange } from "../lock/lock-delta.ts";
import type { ChangeApproval } from "./change-approval.ts";
import type { GateFacts, LockFacts, OutputFacts } from "./gate-facts.ts";
import type { Policy } from "./model.ts";
import type { RuleValue, RuleVariables } from "./rule-question.ts";

/** One version of a package that differs, and how a denial names it. */
export interface ChangeEntry {
  readonly what: string;
  readonly value: RuleVariables;
}

/** What every rule sees, but for its own parameters. */
export function sharedVariables(
  { tools, outputs }: Pick<GateFacts, "tools" | "outputs">,
  { signers }: Policy,
  now: Date,
): RuleVariables {
  const people = [...signers].map(([name, { person, roles }]): [string, RuleValue] => [
    name,
    fields({ person, roles }),
  ]);
  return fields({
    now,
    signers: new Map(people),
    tools: tools.map(({ name, version }) => fields({ name, version })),
    outputs: outputs.map(outputOf),
  });
}

/** Gives a lock as rules about its changes see it. */
export function lockOf({ path, format, base, head }: LockFacts): RuleVariables {
  return fields({ path, format, is_new: base === null, is_removed: head === null });
}

/** Gives a lock as rules about a release see it. */
export function releasedLockOf(lock: LockFacts): RuleVariables {
  const { base, head, signatures } = lock;
  const own = fields({
    is_changed: base !== head,
    signed_by: signatures?.signers ?? [],
    sequence: BigInt(signatures?.sequence ?? 0),
  });
  return new Map([...lockOf(lock), ...own]);
}

/**
 * Gives a change as rules see it, once for each version and kind: a pattern for the end of a version would not find a second
 * one in a list, and a rule about updates none that brings an older line with it. What is gone has the version `""`.
 */
export function entriesOf(
  change: LockChange,
  approvals: readonly ChangeApproval[],
): readonly ChangeEntry[] {
  const { kinds, name, hashes, added, markers } = change;
  const approval = approvals.find((one) => one.change.name === name);
  const versions = change.versions.length === 0 ? [""] : change.versions;
  const pairs = versions.flatMap((version) => kinds.map((kind) => ({ version, kind })));
  return pairs.map(({ version, kind }) => ({
    what: `${[name, cut(version)].filter((word) => word !== "").join(" ")} (${kind})`,
    value: fields({
      kind,
      name,
      version,
      from: change.earlier,
      purl: change.purl ?? "",
      hashes,
      added,
      markers,
      is_approved: approval?.approved ?? false,
      is_emergency: approval?.emergency ?? false,
      people: approval?.people ?? [],
    }),
  }));
}

/** Makes variables of what has fields. */
export function fields(of: Readonly<Record<string, RuleValue>>): RuleVariables {
  return new Map(Object.entries(of));
}

function outputOf({ path, findings }: OutputFacts): RuleVariables {
  return fields({ path, is_proven: findings !== null && !isRefused(findings) });
}

/** What stands in place of a version may be an address of any length. */
function cut(version: string): string {
  return version.length > 80 ? `${version.slice(0, 80)}…` : version;
}
