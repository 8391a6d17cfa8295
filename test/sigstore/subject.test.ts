import { expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { findSubjectByDigest } from "../../src/sigstore/subject.ts";
import { parseStatement, STATEMENT_V1 } from "../../src/statement/statement.ts";

const [A, B] = [Buffer.from("a"), Buffer.from("b")];
const known = new Map([
  ["sha256", digest("sha256", A)],
  ["sha512", digest("sha512", A)],
] as const);

function statement(...digests: readonly object[]) {
  const json = {
    _type: STATEMENT_V1,
    subject: digests.map((one, index) => ({ name: `file ${index}`, digest: one })),
    predicateType: "x:y",
  };
  return parseStatement(Buffer.from(JSON.stringify(json)), {
    what: "statement",
    types: [STATEMENT_V1],
  });
}
const of = (bytes: Uint8Array, ...names: readonly ("sha256" | "sha384" | "sha512")[]): object =>
  Object.fromEntries(names.map((name) => [name, digest(name, bytes).hex]));

test.each<[string, readonly object[], readonly string[]]>([
  ["by one digest", [of(A, "sha256")], ["sha256"]],
  ["by all that are known", [of(A, "sha256", "sha512")], ["sha256", "sha512"]],
  ["by one that is known beside one that is not", [of(A, "sha512", "sha384")], ["sha512"]],
  ["after others", [of(B, "sha256"), of(A, "sha256")], ["sha256"]],
  ["beside digests of other algorithms", [{ ...of(A, "sha256"), gitCommit: "00" }], ["sha256"]],
])("finds a subject %s", (_, subjects, algorithms) => {
  const { digests } = findSubjectByDigest(statement(...subjects), known);
  expect(digests.map(({ algorithm }) => algorithm)).toEqual(algorithms);
});

test.each<[string, readonly object[], string]>([
  ["other bytes", [of(B, "sha256")], "STATEMENT_SUBJECT_MISMATCH"],
  ["an algorithm that is not known", [of(A, "sha384")], "STATEMENT_SUBJECT_MISMATCH"],
  [
    "one digest of these bytes and one of others",
    [{ ...of(A, "sha256"), ...of(B, "sha512") }],
    "STATEMENT_DIGEST_CONFLICT",
  ],
])("refuses %s", (_, subjects, code) => {
  expect(() => findSubjectByDigest(statement(...subjects), known)).toThrow(
    expect.objectContaining({ code }),
  );
});
