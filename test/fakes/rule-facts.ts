import { compareLocks } from "../../src/lock/lock-delta.ts";
import type { Pin } from "../../src/lock/pins.ts";
import type { LockFacts } from "../../src/policy/gate-facts.ts";
import type { Policy } from "../../src/policy/model.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import type { RuleFacts } from "../../src/policy/rule-cases.ts";

/** One line of a lock. */
export function pinOf(name: string, version: string, more: Partial<Pin> = {}): Pin {
  const hashes = [`sha256:${Buffer.from(`${name} ${version}`).toString("hex").padEnd(64, "0")}`];
  const plain = { extras: [], marker: null, url: null, file: "requirements.txt", line: 1 };
  return { ...plain, name, version, hashes, ...more };
}

/** A lock that differs by what stands between its pins, of which nobody has approved anything yet. */
export function changedLock(before: readonly Pin[], after: readonly Pin[]): LockFacts {
  const content = (pins: readonly Pin[]) =>
    ({ format: "pip-requirements", pins, options: [] }) as const;
  return {
    path: "requirements.txt",
    format: "pip-requirements",
    base: "a",
    head: "b",
    sha256: "b".repeat(64),
    included: [],
    strict: [],
    delta: compareLocks(content(before), content(after)),
    names: null,
    approvals: { findings: [], changes: [], counted: [] },
    hold: null,
    signatures: null,
  };
}

/** Facts of one lock, and of nothing else. */
export function factsOf(...locks: readonly LockFacts[]): RuleFacts {
  const same = { base: "p", head: "p", approvals: null, rules: [], nearer: [] };
  const policy = { file: "lockseal.toml", ...same };
  return { mode: "change", policy, locks, tools: [], outputs: [], layouts: [] };
}

/** A policy about one lock, with rules by their id. */
export function ruling(rules: Readonly<Record<string, string>>, on = "lock.change"): Policy {
  const sections = Object.entries(rules).map(
    ([id, expression]) => `[[rule]]\nid = "${id}"\non = "${on}"\ndeny_if = '''${expression}'''\n`,
  );
  const text = `version = 1\n[[lock]]\npath = "requirements.txt"\nformat = "pip-requirements"\n${sections.join("")}`;
  return parsePolicy(Buffer.from(text), "lockseal.toml");
}
