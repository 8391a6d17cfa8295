import { quote } from "../bytes/quote.ts";
import { type Finding, refused } from "../finding.ts";
import {
  type FoundName,
  findingsOfNames,
  type NameFacts,
  warnOfName,
} from "../names/name-findings.ts";
import { formatInstant } from "../trust/period.ts";
import type { LockFacts } from "./gate-facts.ts";
import type { Policy } from "./model.ts";

const DAYS_MS = 24 * 60 * 60 * 1000;

/**
 * Judges the names that a change brings: one that is hardly ever meant is refused, until the policy has it by name and day.
 * Names that nobody compared are refused as well. Names of tools are those of the policy, and no index gives them out.
 */
export function judgeNames(
  { path, format, delta, names }: LockFacts,
  policy: Policy,
  now: Date,
): readonly Finding[] {
  if (names === null) {
    const isNew = delta?.changes.some(({ kind }) => kind === "new") ?? false;
    if (!isNew || format !== "pip-requirements") return [];
    const help = "run the gate in a checkout with its history: lockseal gate";
    return [refused("GATE_UNJUDGED", path, "its new names to be compared", "nothing", help)];
  }
  if (names.found.length === 0) return findingsOfNames(path, names);
  return names.found.map((found) => judgeName(path, found, names, policy, now));
}

function judgeName(
  path: string,
  found: FoundName,
  names: NameFacts,
  { allowedNames }: Policy,
  now: Date,
): Finding {
  const { name, to, level } = found;
  const warning = warnOfName(path, found, names);
  const allowed = allowedNames.find((one) => one.name === name);
  if (allowed !== undefined && now.getTime() < allowed.until)
    return {
      ...warning,
      rule: "NAME_ALLOWED",
      message: `ALLOWED: ${warning.message} until ${formatInstant(allowed.until)}: ${quote(allowed.reason)}`,
      help: "look at it once more: that its name is allowed says nothing about what is in it",
    };
  if (level === "resembles") return warning;
  const until = formatInstant(Math.ceil(now.getTime() / DAYS_MS) * DAYS_MS + 30 * DAYS_MS);
  const over =
    allowed === undefined ? "" : `; it was allowed until ${formatInstant(allowed.until)}`;
  return {
    ...warning,
    verdict: "refused",
    message: `${warning.message}${over}`,
    expected: `${to}, or a name that looks like no other`,
    found: name,
    help: `if ${to} is meant, write that; if ${name} is, let the owners of lockseal.toml add [[allow_name]] with name = "${name}", reason = "…", until = ${until}`,
  };
}
