import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { digest } from "../../../src/bytes/digest.ts";
import { formatStatement } from "../../../src/statement/format-statement.ts";
import type { ResourceDescriptor } from "../../../src/statement/predicate/field-types.ts";
import { formatSvr, parseSvr, SVR_V02, type Svr } from "../../../src/statement/predicate/svr.ts";
import { formatVsa, parseVsa, VSA_V1, type Vsa } from "../../../src/statement/predicate/vsa.ts";
import { parsed } from "./readers.ts";

const text = fc.string({ minLength: 1, unit: "grapheme" }).filter((one) => one.isWellFormed());
const name = text.filter((one) => one !== "__proto__");
const uri = fc.webUrl();
const time = fc
  .date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const bytes = fc.uint8Array({ maxLength: 9 });
const digests = bytes.map((some) => new Map([["sha256", digest("sha256", some).hex]]));
const descriptor: fc.Arbitrary<ResourceDescriptor> = fc.record(
  { uri, digest: digests, name: text, mediaType: text, content: bytes, downloadLocation: uri },
  { requiredKeys: ["uri", "digest"] },
);
const track = fc
  .tuple(fc.constantFrom("BUILD", "SOURCE"), fc.constantFrom("0", "3", "UNEVALUATED"))
  .map(([which, level]) => `SLSA_${which}_LEVEL_${level}`);
const levels = fc
  .uniqueArray(track, { selector: (level) => level.split("_")[1] })
  .chain((ours) => fc.array(text).map((others) => [...ours, ...others.map((one) => `A_${one}`)]));

const vsa: fc.Arbitrary<Vsa> = fc.record({
  verifier: fc.record({
    id: uri,
    version: fc.array(fc.tuple(name, fc.string())).map((all) => new Map(all)),
  }),
  timeVerified: fc.option(time),
  resourceUri: uri,
  policy: descriptor,
  inputAttestations: fc.array(descriptor),
  verificationResult: fc.constantFrom("PASSED", "FAILED"),
  verifiedLevels: levels,
  dependencyLevels: fc.option(
    fc.array(fc.tuple(name, fc.nat())).map((all) => new Map<string, number>(all)),
  ),
  slsaVersion: fc.constantFrom("1.2", null),
});
const svr: fc.Arbitrary<Svr> = fc.record({
  verifier: fc.record({ id: uri, policies: fc.array(descriptor) }),
  timeCreated: time,
  properties: fc.array(text),
});

const DIGEST = digest("sha256", Buffer.from("app"));
const SUBJECT = [{ name: "app", digests: [DIGEST] }];

describe("what is written is read back", () => {
  test.prop([vsa])("a verification summary", (value) => {
    const statement = parsed(formatStatement(SUBJECT, VSA_V1, formatVsa(value)));
    expect(statement.subjects[0]?.digests.get("sha256")).toEqual(DIGEST);
    expect(shown(parseVsa(statement))).toEqual(shown(value));
  });

  test.prop([svr])("a verification result", (value) => {
    const payload = formatStatement(SUBJECT, SVR_V02, formatSvr(value));
    expect(shown(parseSvr(parsed(payload)))).toEqual(shown(value));
  });
});

/** Buffers and arrays of bytes are the same here. */
function shown(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => {
      if (one instanceof Map) return [...one].sort();
      return one instanceof Uint8Array ? [...one] : one;
    }),
  );
}

test("a predicate stands in its statement as it was written, to the byte", () => {
  const predicate = '{ "a" : 1.10, "b": [1e2,\n2] }';
  const payload = Buffer.from(formatStatement(SUBJECT, "a:b", `\n${predicate}\n`)).toString();
  expect(payload).toBe(
    `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"app","digest":{"sha256":"${DIGEST.hex}"}}],"predicateType":"a:b","predicate":${predicate}}`,
  );
});
