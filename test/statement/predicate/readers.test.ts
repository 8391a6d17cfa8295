import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { checkPredicate } from "../../../src/statement/predicate/known-predicate.ts";
import { refusalOf } from "../../fakes/refusal.ts";
import { EXAMPLES, parsed, payloadOf, statementOf } from "./readers.ts";

const ALL = Object.entries(EXAMPLES);

/** Gives `undefined` for a refusal; anything else that is thrown is a bug. */
function valueOrRefusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

describe.each(ALL)("every reader, of %s", (_name, { type, parse, predicate }) => {
  test("takes what its document says", () => {
    expect(parse(statementOf(type, predicate))).toBeDefined();
    expect(checkPredicate(statementOf(type, predicate))).toBe(true);
  });

  test("ignores what it does not know", () => {
    const more = { ...predicate, "https://example.org/more": { a: [1] } };
    expect(parse(statementOf(type, more))).toEqual(parse(statementOf(type, predicate)));
  });

  test("takes no other version, and no other type", () => {
    for (const other of [`${type}.0`, "https://example.org/p/v1", type.toUpperCase()]) {
      const refusal = refusalOf(() => parse(statementOf(other, predicate)));
      expect(refusal.code).toBe("PREDICATE_TYPE_UNSUPPORTED");
      expect(refusal.message).toContain(type);
    }
  });

  test("takes no statement without a predicate", () => {
    expect(refusalOf(() => parse(statementOf(type, undefined))).message).toBe(
      "predicate: expected an object at predicate, found nothing",
    );
  });

  test.each(Object.keys(predicate))("takes nothing but the right type at %s", (field) => {
    // A field that may be anything, as an environment, is still no number; one that says nothing here is not looked at.
    const wrong = { ...predicate, [field]: 7.5 };
    if (field === "dataLicense") return;
    expect(refusalOf(() => parse(statementOf(type, wrong))).code).toBe("PREDICATE_MALFORMED");
  });

  test.prop([fc.nat(), fc.nat({ max: 255 })])(
    "gives a value or a refusal for a mutated byte",
    (at, byte) => {
      const payload = payloadOf(type, predicate);
      payload[at % payload.length] = byte;
      valueOrRefusal(() => parse(parsed(payload)));
    },
  );

  test.prop([fc.nat()])("gives a refusal for a prefix", (at) => {
    const payload = payloadOf(type, predicate);
    const cut = payload.subarray(0, at % payload.length);
    expect(valueOrRefusal(() => parse(parsed(cut)))).toBeUndefined();
  });

  test.prop([fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...Object.keys(predicate))])(
    "gives a value or a refusal for any value of a field",
    (value, field) => {
      // What JSON has and our reader has not, as minus zero, is refused before.
      valueOrRefusal(() => parse(statementOf(type, { ...predicate, [field]: value })));
    },
  );
});

describe("a required field", () => {
  const REQUIRED: readonly (readonly [example: string, fields: readonly string[]])[] = [
    ["vsa", ["verifier", "resourceUri", "policy", "verificationResult", "verifiedLevels"]],
    [
      "vsa of 0.2",
      [
        "verifier",
        "time_verified",
        "resource_uri",
        "policy",
        "verification_result",
        "policy_level",
      ],
    ],
    ["svr", ["verifier", "timeCreated", "properties"]],
    ["link", ["name"]],
    ["test result", ["result", "configuration"]],
    ["release", ["purl"]],
    ["reference", ["attester", "references"]],
    ["scai", ["attributes"]],
    ["runtime trace", ["monitor", "monitoredProcess", "monitorLog"]],
    ["vulns", ["scanner", "metadata"]],
    ["vulns of 0.1", ["scanner", "metadata"]],
    ["spdx", ["spdxVersion", "SPDXID", "name", "documentNamespace", "creationInfo"]],
    ["spdx of 3", ["@context", "@graph"]],
    ["cyclonedx", ["bomFormat", "specVersion"]],
  ];
  test.each(REQUIRED)("of %s is missed, others are not", (example, fields) => {
    const { type, parse, predicate } = EXAMPLES[example] ?? expect.unreachable();
    for (const field of Object.keys(predicate)) {
      for (const value of [undefined, null]) {
        const read = (): unknown => parse(statementOf(type, { ...predicate, [field]: value }));
        if (fields.includes(field)) {
          const refusal = refusalOf(read);
          expect(refusal.code).toBe("PREDICATE_MALFORMED");
          const found = value === null ? "null" : "nothing";
          expect(refusal.message).toMatch(new RegExp(`at predicate\\.${field}, found ${found}$`));
        } else read();
      }
    }
  });
});
