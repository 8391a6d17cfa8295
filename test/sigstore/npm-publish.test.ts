import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import { type VerifiedPublication, verifyNpmPublish } from "../../src/sigstore/npm-publish.ts";
import { parseNpmKeys } from "../../src/trust/npm-keys.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { fakeKey } from "../fakes/certificate.ts";
import {
  createInstance,
  type Loose,
  NOW,
  type SignOptions,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import {
  fakeRegistry,
  npmKey,
  npmKeySet,
  publishBundle,
  publishStatement,
} from "../fakes/npm-set.ts";
import { refusalFrom } from "../fakes/refusal.ts";

const instance = createInstance();
const registry = fakeRegistry();
const signatures = fakeKey();
const FILE: Artifact = { name: "app-1.2.3.tgz", bytes: registry.file };

interface Given {
  readonly sign?: SignOptions;
  readonly artifact?: Artifact;
  readonly statement?: (statement: Loose) => void;
  readonly bundle?: (bundle: Loose) => void;
  readonly keys?: (set: Loose) => void;
}

function verifyGiven(given: Given): Promise<VerifiedPublication> {
  const statement = publishStatement(registry);
  given.statement?.(statement);
  const bundle = publishBundle(instance, registry, { statement, ...given.sign });
  given.bundle?.(bundle);
  const keys = npmKeySet(registry, signatures);
  given.keys?.(keys);
  return verifyNpmPublish(
    given.artifact ?? FILE,
    parseBundle(written(bundle), "publish"),
    parseNpmKeys(written(keys), "keys.json"),
    parseTrustRoot(written(trustedRoot(instance)), "root"),
    NOW,
  );
}

describe("verifies", () => {
  test.each<[string, Given]>([
    ["a publication by the registry's key", {}],
    [
      "one of the file by its SHA-512 alone",
      { artifact: { name: "f", digests: new Map([["sha512", digest("sha512", registry.file)]]) } },
    ],
    ["one by a log without a clock, and a stamp", { sign: { log: "v2" } }],
    [
      "one that names no key, or another: a name decides nothing",
      {
        bundle: (one) => {
          one.verificationMaterial.publicKey.hint = "SHA256:another";
          one.dsseEnvelope.signatures[0].keyid = "SHA256:third";
        },
      },
    ],
    [
      "one in statement v1",
      {
        statement: (one) => {
          one._type = "https://in-toto.io/Statement/v1";
        },
      },
    ],
    [
      "one whose predicate says more",
      {
        statement: (one) => {
          one.predicate.later = {};
        },
      },
    ],
    [
      "one whose key stands twice, with two periods",
      {
        keys: (set) => {
          const again = npmKey("SHA256:again", "npm:attestations", registry.key.publicKey);
          again.publicKey.validFor = { start: "2020-01-01T00:00:00Z", end: "2021-01-01T00:00:00Z" };
          set.keys.unshift(again);
        },
      },
    ],
  ])("%s", async (_, given) => {
    const { publish, key, evidence } = await verifyGiven(given);
    expect(publish).toEqual({
      name: "@acme/app",
      version: "1.2.3",
      registry: "https://registry.example",
    });
    expect(key).toMatchObject({ id: "SHA256:attests", usage: "npm:attestations" });
    expect(evidence.digests).toMatchObject([{ algorithm: "sha512" }]);
  });
});

describe("refuses", () => {
  test.each<[why: string, code: string, given: Given]>([
    [
      "another file",
      "STATEMENT_SUBJECT_MISMATCH",
      { artifact: { name: "f", bytes: Buffer.from("another\n") } },
    ],
    [
      "a file of which only SHA-256 is known",
      "ARTIFACT_DIGEST_MISSING",
      { artifact: { name: "f", digests: new Map([["sha256", digest("sha256", registry.file)]]) } },
    ],
    ["a key that is not the registry's", "SIGNATURE_INVALID", { sign: { signer: fakeKey() } }],
    [
      "the registry's key of another usage, which the attestation may name as it likes",
      "SIGNATURE_INVALID",
      { sign: { signer: signatures } },
    ],
    [
      "a set without a key for attestations",
      "NPM_KEYS_MALFORMED",
      { keys: (set) => set.keys.shift() },
    ],
    [
      "a signature after the key's end",
      "NPM_KEY_NOT_VALID",
      {
        keys: (set) => {
          set.keys[0].publicKey.validFor.end = "2026-01-15T11:59:59.999Z";
        },
      },
    ],
    [
      "a signature before the key's start",
      "NPM_KEY_NOT_VALID",
      {
        keys: (set) => {
          set.keys[0].publicKey.validFor.start = "2026-01-15T12:00:00.001Z";
        },
      },
    ],
    [
      "two times, of which one is out of the key's period",
      "NPM_KEY_NOT_VALID",
      {
        sign: { timestamp: true, stampedAt: new Date("2026-01-16T12:00:00Z") },
        keys: (set) => {
          set.keys[0].publicKey.validFor.end = "2026-01-16T00:00:00Z";
        },
      },
    ],
    ["no log entry", "TLOG_ENTRY_MISSING", { sign: { log: "none", timestamp: true } }],
    [
      "no time: a log without a clock, and no stamp",
      "VERIFIED_TIME_MISSING",
      { sign: { log: "v2", timestamp: false } },
    ],
    ["a certificate in the place of a key", "SIGNER_KIND_MISMATCH", { sign: { managed: false } }],
    [
      "another predicate",
      "PREDICATE_TYPE_UNSUPPORTED",
      {
        statement: (one) => {
          one.predicateType = "https://github.com/npm/attestation/tree/main/specs/publish/v0.2";
        },
      },
    ],
    [
      "another media type of the payload",
      "DSSE_PAYLOAD_TYPE",
      { sign: { payloadType: "application/json" } },
    ],
    [
      "a subject of another version than the predicate's",
      "PACKAGE_VERSION_MISMATCH",
      {
        statement: (one) => {
          one.predicate.version = "1.2.4";
        },
      },
    ],
    [
      "a subject of another name than the predicate's",
      "PACKAGE_NAME_MISMATCH",
      {
        statement: (one) => {
          one.predicate.name = "app";
        },
      },
    ],
    [
      "two subjects",
      "NPM_PUBLISH_MALFORMED",
      { statement: (one) => one.subject.push(one.subject[0]) },
    ],
    [
      "a subject by SHA-256",
      "NPM_PUBLISH_MALFORMED",
      {
        statement: (one) => {
          one.subject[0].digest = { sha256: digest("sha256", registry.file).hex };
        },
      },
    ],
    [
      "no name in the predicate",
      "NPM_PUBLISH_MALFORMED",
      { statement: (one) => delete one.predicate.name },
    ],
    ["no predicate", "NPM_PUBLISH_MALFORMED", { statement: (one) => delete one.predicate }],
  ])("%s: %s", async (_, code, given) => {
    expect((await refusalFrom(() => verifyGiven(given))).code).toBe(code);
  });

  test("a signature out of the key's period with both, and what to do next", async () => {
    const { message, hint } = await refusalFrom(() =>
      verifyGiven({
        keys: (set) => {
          set.keys[0].publicKey.validFor.end = "2026-01-01T00:00:00Z";
        },
      }),
    );
    expect(message).toBe(
      'publish attestation: expected a signature from 2025-06-01T00:00:00Z to 2026-01-01T00:00:00Z, when key "SHA256:attests" was in use, found one of 2026-01-15T12:00:00Z',
    );
    expect(hint).toBe("fetch the newest keys: lockseal trust update");
  });
});
