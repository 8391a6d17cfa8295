import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { STATEMENT_V1, type Statement } from "../statement/statement.ts";
import { isSameDistribution } from "./same-distribution.ts";

/**
 * Checks that a statement is about a file of an index as PEP 740 has it: one subject, by SHA-256, with its name. An older
 * file under the name of a newer one would otherwise bring a true attestation along.
 *
 * @param file its name, without a folder.
 * @throws Refusal `STATEMENT_TYPE_UNSUPPORTED` — a statement of version 0.1.
 * @throws Refusal `ATTESTATION_FILE_NAME` — several subjects, no SHA-256, or another name.
 * @see https://peps.python.org/pep-0740/#attestation-objects
 */
export function checkIndexSubject(statement: Statement, file: string): void {
  const { type } = statement;
  if (type !== STATEMENT_V1)
    throw new Refusal(
      "STATEMENT_TYPE_UNSUPPORTED",
      `statement: expected ${STATEMENT_V1} at _type, found ${quote(type)}`,
      { found: type },
    );
  const found = problemOf(statement, file);
  if (found === undefined) return;
  throw new Refusal(
    "ATTESTATION_FILE_NAME",
    `statement: expected one subject by sha256 with the name ${quote(file)}, found ${found}`,
    { expected: file, found },
    { hint: "give the file the name under which its index has it" },
  );
}

function problemOf({ subjects }: Statement, file: string): string | undefined {
  const [subject, ...more] = subjects;
  if (subject === undefined || more.length > 0) return `${subjects.length} subjects`;
  if (!subject.digests.has("sha256")) return `${subject.algorithms.map(quote).join(", ")} alone`;
  if (subject.name === undefined) return "no name";
  return isSameDistribution(subject.name, file) ? undefined : quote(subject.name);
}
