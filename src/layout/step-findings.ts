import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import { quoteWord } from "../shell-word.ts";
import type { JudgeContext, LinkFile } from "./judge-context.ts";
import type { Step } from "./layout.ts";
import type { Link } from "./link.ts";

/** A link that counts, and who signed it. */
export interface Accepted {
  readonly file: LinkFile;
  readonly link: Link;
  /** One key of each functionary who signed it, as the SHA-256 of its SPKI. */
  readonly signers: readonly string[];
}

/** More copies and stale links of one step than anybody keeps. */
export const MAX_FILES_OF_STEP = 256;

function firstDifference(one: Link, other: Link): string {
  for (const side of ["materials", "products"] as const) {
    const paths = [...one[side].keys(), ...other[side].keys()];
    const path = paths.find((at) => one[side].get(at)?.hashes !== other[side].get(at)?.hashes);
    if (path !== undefined) return `${side}, at ${quote(path)}`;
  }
  return "nothing";
}

/** Says where two links of a step differ. */
export function disagree(subject: string, one: Accepted, other: Accepted): Finding {
  const where = firstDifference(one.link, other.link);
  return {
    rule: "LINKS_DISAGREE",
    verdict: "refused",
    subject,
    message: `expected all its links to say the same, found that ${one.file.name} and ${other.file.name} differ in ${where}`,
    expected: "links that say the same",
    found: `a difference in ${where}`,
    help: "let the functionaries repeat the step until they agree, and remove links of earlier runs",
  };
}

/** Says how many functionaries are missing, and which files would do. */
export function tooFew(
  subject: string,
  step: Step,
  found: number,
  { folder }: JudgeContext,
  { counted, all }: { readonly counted: readonly Accepted[]; readonly all: readonly LinkFile[] },
): Finding {
  const expected =
    step.threshold === 1 ? "1 functionary" : `${step.threshold} different functionaries`;
  const known = all.map(({ name }) => name);
  const uncounted = known.filter((name) => !counted.some(({ file }) => file.name === name));
  const names = step.pubkeys
    .map((keyid) => `${folder}${step.name}.${keyid.slice(0, 8)}.link`)
    .filter((name) => !known.includes(name))
    .slice(0, 4);
  const put =
    names.length > 0 || uncounted.length === 0
      ? `put them into the folder of links: ${names.join(", ") || `${folder}${step.name}.KEYID.link`}`
      : `replace what is there and does not count: ${uncounted.join(", ")}`;
  return {
    rule: "STEP_THRESHOLD",
    verdict: "refused",
    subject,
    message: `expected links by ${expected}, found ${found}`,
    expected,
    found: `${found}`,
    help: `${put}; a functionary makes one with: lockseal link run --step ${quoteWord(step.name)} --key KEY -- COMMAND`,
  };
}

/** Says that a layout within stands for another step already. */
export function twice(file: LinkFile, step: string, other: string): Finding {
  return {
    rule: "LINK_NAME",
    verdict: "refused",
    subject: file.name,
    message: `expected a layout for step ${quote(step)} alone, found the one that stands for step ${quote(other)}`,
    expected: `a layout for step ${quote(step)} alone`,
    found: `the one that stands for step ${quote(other)}`,
    help: "let the functionary sign a layout for each step; one that is the same but for its readme will do",
  };
}

/** Says that a step has more files than are read. */
export function tooManyFiles(subject: string, found: number): Finding {
  return {
    rule: "STEP_FILES",
    verdict: "refused",
    subject,
    message: `expected at most ${MAX_FILES_OF_STEP} files named as its links, found ${found}`,
    expected: `at most ${MAX_FILES_OF_STEP}`,
    found: `${found}`,
    help: "keep only the links of this run in the folder",
  };
}

/** Says why a file does not count. */
export function foreign(file: LinkFile, { name }: Step, why: string, help?: string): Finding {
  return {
    rule: "LINK_SIGNATURE",
    verdict: "warned",
    subject: file.name,
    message: `not counted: expected a signature by a functionary of step ${quote(name)}, found ${why === "" ? "none that holds" : why}`,
    expected: `a signature by a functionary of step ${quote(name)}`,
    found: why === "" ? "none that holds" : why,
    ...(help === undefined ? {} : { help }),
  };
}

/** Warns where the command is not the one that is expected. */
export function alignment(subject: string, step: Step, { command }: Link): readonly Finding[] {
  const { expectedCommand } = step;
  if (expectedCommand.length === 0) return [];
  if (JSON.stringify(command) === JSON.stringify(expectedCommand)) return [];
  return [
    {
      rule: "STEP_COMMAND",
      verdict: "warned",
      subject,
      message: `expected the command ${quote(expectedCommand.join(" "))}, found ${quote(command.join(" "))}`,
      expected: expectedCommand.join(" "),
      found: command.join(" "),
    },
  ];
}

/** Says who carried out a step. */
export function done(
  subject: string,
  { threshold }: Step,
  accepted: readonly Accepted[],
  signers: ReadonlySet<string>,
): Finding {
  const files = accepted.map(({ file }) => file.name).join(", ");
  return {
    rule: "STEP",
    verdict: "passed",
    subject,
    message: `${files}: signed by ${signers.size} of its functionaries, of whom it wants ${threshold}: ${[...signers].join(", ")}`,
  };
}
