import { expect, test } from "vitest";
import { IN_TOTO_PAYLOAD_TYPE, signEnvelope, verifyEnvelope } from "../../src/envelope/dsse.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";
import { STATEMENT_V1 } from "../../src/statement/statement.ts";
import { verifiedStatement } from "../../src/statement/verified-statement.ts";

const KEY = generateKeyPair("ecdsa-p256");
const OPTIONS = { what: "file", types: [STATEMENT_V1] } as const;
const PREDICATE = "https://example.org/b/v1";
const signed = (payload: unknown, type = IN_TOTO_PAYLOAD_TYPE) =>
  verifyEnvelope(
    signEnvelope(type, Buffer.from(JSON.stringify(payload)), [KEY]),
    [KEY.publicKey],
    "der",
  );
const STATEMENT = {
  _type: STATEMENT_V1,
  subject: [{ digest: { sha256: "a".repeat(64) } }],
  predicateType: PREDICATE,
};

test("verifiedStatement reads the signed bytes and keeps who signed them", () => {
  const verified = verifiedStatement(signed(STATEMENT), OPTIONS);
  expect(verified.statement.predicateType).toBe(PREDICATE);
  expect(verified.signers).toEqual([KEY.publicKey]);
});

test("verifiedStatement goes by the statement where the payload type names another predicate", () => {
  const verified = verifiedStatement(
    signed(STATEMENT, "application/vnd.in-toto.provenance+json"),
    OPTIONS,
  );
  expect(verified.statement.predicateType).toBe(PREDICATE);
});

test("verifiedStatement refuses a signed payload that is no statement", () => {
  expect(() => verifiedStatement(signed({ _type: "layout" }), OPTIONS)).toThrow(
    expect.objectContaining({ code: "STATEMENT_TYPE_UNSUPPORTED" }),
  );
});
