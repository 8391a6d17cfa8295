import type { Finding, Place } from "../finding.ts";
import type { Resemblance } from "./resembles.ts";

/** What came of comparing names with popular ones. */
export interface NameFacts {
  /** How many names were compared. */
  readonly compared: number;
  readonly found: readonly FoundName[];
  /** How many ranks the list of popular names has. */
  readonly listed: number;
}

/** A name that is nearly another one, and where it stands. */
export interface FoundName extends Resemblance {
  readonly where: Place;
}

/** Says what is alike where nobody is kept from anything; that none is, and how many were compared. */
export function findingsOfNames(subject: string, names: NameFacts): readonly Finding[] {
  if (names.compared === 0) return [];
  if (names.found.length > 0) return names.found.map((one) => warnOfName(subject, one, names));
  const message = `names: none resemble a more popular package (${names.compared} compared)`;
  return [{ rule: "NAMES", verdict: "passed", subject, message }];
}

/** Warns of one name. */
export function warnOfName(
  subject: string,
  found: FoundName,
  { listed }: Pick<NameFacts, "listed">,
): Finding {
  return {
    rule: found.level === "impersonates" ? "NAME_IMPERSONATES" : "NAME_RESEMBLES",
    verdict: "warned",
    subject,
    message: describeResemblance(found, listed),
    where: found.where,
    help: `look who publishes ${found.name}; if ${found.to} is meant, write that`,
  };
}

/**
 * Says in a line what a name looks like, and how popular both are.
 * @param listed how many ranks the list has.
 */
export function describeResemblance(found: Resemblance, listed: number): string {
  const { name, to, rank, ownRank, why } = found;
  const own =
    ownRank === null
      ? `${name} is not among ${formatCount(listed)}`
      : `${name} is rank ${formatCount(ownRank)}`;
  return `${name} looks like ${to} (${why}; ${to} is rank ${formatCount(rank)}, ${own})`;
}

/** `15,000`, whatever the language of the machine. */
function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
