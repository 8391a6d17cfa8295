import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/statement/predicate/link.ts";
import { parseRelease, RELEASE_V02 } from "../../../src/statement/predicate/release.ts";
import {
  parseRuntimeTrace,
  RUNTIME_TRACE_V01,
} from "../../../src/statement/predicate/runtime-trace.ts";
import { parseVsa, trackOf } from "../../../src/statement/predicate/vsa.ts";
import { parseVulns } from "../../../src/statement/predicate/vulns.ts";
import { refusalOf } from "../../fakes/refusal.ts";
import { EXAMPLES, parsed, payloadOf, statementOf } from "./readers.ts";

type Change = Readonly<Record<string, unknown>>;

/** What each type's document forbids, by what is written in place of the example's fields. */
const REFUSED: readonly (readonly [
  example: string,
  why: string,
  change: Change,
  expected: RegExp,
])[] = [
  ["vsa", "a verifier without an id", { verifier: {} }, /a string at predicate.verifier.id/],
  ["vsa", "an id that is no URI", { verifier: { id: "acme" } }, /a URI at .*, found "acme"/],
  ["vsa", "a URI with a space", { resourceUri: "https://a b" }, /a URI at predicate.resourceUri/],
  [
    "vsa",
    "a URI with a letter that looks like another",
    { resourceUri: "https://аcme.example" },
    /found "https:..\\u0430cme.example"/,
  ],
  [
    "vsa",
    "a policy without a URI",
    { policy: { digest: { sha256: "a".repeat(64) } } },
    /a URI at predicate.policy.uri, found nothing/,
  ],
  ["vsa", "an empty policy", { policy: {} }, /one of uri, digest and content at predicate.policy/],
  [
    "vsa",
    "a digest in upper case",
    { policy: { uri: "a:b", digest: { sha256: "A".repeat(64) } } },
    /sha256: expected 64 lower-case hex digits/,
  ],
  [
    "vsa",
    "a commit that is too short",
    { policy: { uri: "a:b", digest: { gitCommit: "12ab" } } },
    /40 or 64 lower-case hex digits at predicate.policy.digest.gitCommit/,
  ],
  [
    "vsa",
    "an attestation without a digest",
    { inputAttestations: [{ uri: "a:b" }] },
    /a digest at predicate.inputAttestations\[0\].digest, found none/,
  ],
  ["vsa", "a result in lower case", { verificationResult: "passed" }, /PASSED or FAILED/],
  [
    "vsa",
    "two levels of one track",
    { verifiedLevels: ["SLSA_BUILD_LEVEL_3", "SLSA_BUILD_LEVEL_2"] },
    /one level of the track BUILD at predicate.verifiedLevels, found two/,
  ],
  ["vsa", "half a dependency", { dependencyLevels: { SLSA_BUILD_LEVEL_1: 0.5 } }, /a whole number/],
  ["vsa", "a version in words", { slsaVersion: "one" }, /a version like 1.2/],
  ["vsa", "a day that does not exist", { timeVerified: "2026-02-30T00:00:00Z" }, /a time like/],
  ["vsa", "a time of another zone", { timeVerified: "2026-11-24T03:00:00+01:00" }, /a time like/],
  ["svr", "no list of policies", { verifier: { id: "a:b" } }, /an array at .*policies, found noth/],
  ["svr", "an empty property", { properties: [""] }, /a text at predicate.properties\[0\]/],
  [
    "link",
    "a material without a name",
    { materials: [{ digest: { sha256: "a".repeat(64) } }] },
    /a name at predicate.materials\[0\].name, found nothing/,
  ],
  [
    "link",
    "a material without a digest",
    { materials: [{ name: "a", uri: "a:b" }] },
    /a digest at predicate.materials\[0\].digest/,
  ],
  [
    "link",
    "two materials of one name",
    { materials: [1, 2].map(() => ({ name: "a", digest: { sha1: "x" } })) },
    /each name once at predicate.materials\[1\].name, found "a" again/,
  ],
  ["test result", "another result", { result: "OK" }, /PASSED or WARNED or FAILED/],
  ["test result", "no configuration", { configuration: [] }, /configuration, found 0/],
  [
    "test result",
    "a failed test in a run that passed",
    { result: "PASSED" },
    /no test with the result PASSED at predicate.failedTests, found 1/,
  ],
  ["release", "a purl without a version", { purl: "pkg:npm/app" }, /a package URL with a version/],
  ["release", "a purl without a type", { purl: "pkg:app@1" }, /a package URL with a version/],
  ["release", "a URL", { purl: "https://a.example/app@1" }, /a package URL with a version/],
  ["reference", "no reference", { references: [] }, /predicate.references, found 0/],
  [
    "reference",
    "a reference that says not where",
    { references: [{ mediaType: "text/plain" }] },
    /a URI at predicate.references\[0\].downloadLocation/,
  ],
  [
    "reference",
    "a reference of no media type",
    { references: [{ downloadLocation: "a:b" }] },
    /a media type at predicate.references\[0\].mediaType/,
  ],
  ["scai", "no attribute", { attributes: [] }, /predicate.attributes, found 0/],
  ["scai", "an empty attribute", { attributes: [{ attribute: "" }] }, /a text at .*attribute/],
  ["scai", "content that is no base64", { producer: { content: "A" } }, /base64/],
  ["runtime trace", "no log", { monitorLog: {} }, /one of process, network and fileAccess/],
  [
    "runtime trace",
    "a port beyond the last",
    { monitorLog: { network: [{ port: 65_536 }] } },
    /a port up to 65535 at predicate.monitorLog.network\[0\].port, found 65536/,
  ],
  [
    "vulns",
    "a scanner that says nothing of what it found",
    { scanner: { uri: "a:b", db: { lastUpdate: "2026-11-23T00:00:00Z" } } },
    /an array at predicate.scanner.result, found nothing/,
  ],
  [
    "vulns",
    "the wrapped form of version 0.1",
    {
      scanner: {
        uri: "a:b",
        db: { lastUpdate: "2026-11-23T00:00:00Z" },
        result: [{ vulnerability: { id: "CVE-2026-1", severity: [] } }],
      },
    },
    /a string at predicate.scanner.result\[0\].id/,
  ],
  ["spdx", "a document of another version", { spdxVersion: "SPDX-2.2" }, /SPDX-2.3 at .*SPDX-2.2/],
  ["spdx", "another element", { SPDXID: "SPDXRef-a" }, /SPDXRef-DOCUMENT at/],
  ["spdx", "a package without a name", { packages: [{ SPDXID: "a" }] }, /packages\[0\].name/],
  [
    "spdx of 3",
    "another context",
    { "@context": "https://evil.example/spdx-context.jsonld" },
    /the context of SPDX 3.0/,
  ],
  ["spdx of 3", "an element without a type", { "@graph": [{}] }, /@graph\[0\].type, found nothing/],
  ["cyclonedx", "another format", { bomFormat: "SPDX" }, /CycloneDX at predicate.bomFormat/],
  ["cyclonedx", "a version to come", { specVersion: "2.0" }, /1.6 or 1.7 at .*, found "2.0"/],
  ["cyclonedx", "a serial that is none", { serialNumber: "urn:uuid:1" }, /urn:uuid: and a UUID/],
  ["cyclonedx", "a version below one", { version: 0 }, /a whole number from 1 on/],
  ["cyclonedx", "a component without a name", { components: [{ type: "file" }] }, /\.name, found/],
];

describe("readers refuse", () => {
  test.each(REFUSED)("in %s %s", (example, _why, change, expected) => {
    const { type, parse, predicate } = EXAMPLES[example] ?? expect.unreachable();
    const refusal = refusalOf(() => parse(statementOf(type, { ...predicate, ...change })));
    expect(refusal.message).toMatch(expected);
    expect(["PREDICATE_MALFORMED", "DIGEST_MALFORMED", "BASE64_MALFORMED"]).toContain(refusal.code);
  });

  test("a link whose subjects have one name", () => {
    const { type, predicate } = EXAMPLES.link ?? expect.unreachable();
    const twice = JSON.parse(payloadOf(type, predicate).toString());
    twice.subject.push(twice.subject[0]);
    expect(refusalOf(() => parseLink(parsed(Buffer.from(JSON.stringify(twice))))).message).toBe(
      'predicate: expected each name once at subject[1].name, found "app.tar.gz" again',
    );
  });

  test("a document of CycloneDX 1.4 under the type of 1.6", () => {
    const { parse, predicate } = EXAMPLES.cyclonedx ?? expect.unreachable();
    const statement = statementOf("https://cyclonedx.org/bom/v1.4", predicate);
    expect(refusalOf(() => parse(statement)).message).toMatch(/expected 1.4 at .* found "1.6"/);
  });
});

describe("readers give", () => {
  test("a summary of version 0.2 as one of version 1", () => {
    const { type, predicate } = EXAMPLES["vsa of 0.2"] ?? expect.unreachable();
    expect(parseVsa(statementOf(type, predicate))).toMatchObject({
      resourceUri: "https://downloads.example/app.tar.gz",
      timeVerified: "2026-11-24T03:00:00Z",
      verificationResult: "PASSED",
      verifiedLevels: ["SLSA_LEVEL_3"],
      slsaVersion: null,
    });
  });

  test("no claim about dependencies apart from no dependency", () => {
    const { type, predicate } = EXAMPLES.vsa ?? expect.unreachable();
    const levels = (dependencyLevels: unknown) =>
      parseVsa(statementOf(type, { ...predicate, dependencyLevels })).dependencyLevels;
    expect(levels(undefined)).toBeNull();
    expect(levels(null)).toBeNull();
    expect(levels({})).toEqual(new Map());
  });

  test.each<[string, ReturnType<typeof trackOf>]>([
    ["SLSA_BUILD_LEVEL_3", { track: "BUILD", level: 3 }],
    ["SLSA_BUILD_LEVEL_UNEVALUATED", { track: "BUILD", level: null }],
    ["SLSA_LEVEL_3", undefined],
    ["SLSA_BUILD_LEVEL_33", undefined],
    ["ACME_BUILD_LEVEL_3", undefined],
    ["slsa_build_level_3", undefined],
  ])("the track of %s", (level, expected) => {
    expect(trackOf(level)).toEqual(expected);
  });

  test("the same of both forms that version 0.1 of a scan has", () => {
    const { type, predicate } = EXAMPLES["vulns of 0.1"] ?? expect.unreachable();
    const plain = JSON.parse(JSON.stringify(predicate));
    plain.scanner.result = [{ id: "CVE-2026-1", severity: [] }];
    expect(parseVulns(statementOf(type, plain))).toEqual(parseVulns(statementOf(type, predicate)));
  });

  test("what releases of each version call the package", () => {
    const release = (type: string, more: object) =>
      parseRelease(statementOf(type, { purl: "pkg:pypi/a@1", ...more })).packageId;
    expect(release("https://in-toto.io/attestation/release/v0.1", { releaseId: "7" })).toBe("7");
    expect(release("https://in-toto.io/attestation/release/v0.1", { packageId: "8" })).toBe("8");
    expect(release(RELEASE_V02, { releaseId: "7" })).toBeNull();
  });

  test.each([
    "pkg:npm/@acme/app@1.2.3",
    "pkg:npm/%40acme/app@1.2.3",
    "pkg:oci/app@sha256%3Aab?repository_url=r.example/app&tag=v1",
    "pkg:golang/example.com/a/b@v1.2.3#sub/path",
  ])("the package URL %s", (purl) => {
    const { type, parse } = EXAMPLES.release ?? expect.unreachable();
    expect(parse(statementOf(type, { purl }))).toMatchObject({ purl });
  });

  test("a runtime trace of version 0.1, whose connections are its monitor's", () => {
    const { predicate } = EXAMPLES["runtime trace"] ?? expect.unreachable();
    const network = [{ port: 70_000 }];
    const trace = parseRuntimeTrace(
      statementOf(RUNTIME_TRACE_V01, { ...predicate, monitorLog: { network } }),
    );
    expect(trace.monitorLog).toEqual({ process: null, network, fileAccess: null });
  });
});
