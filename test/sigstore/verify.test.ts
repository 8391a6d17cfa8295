import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";
import { parseSpki } from "../../src/key/spki.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import { type Evidence, type ExpectedSigner, verifyBundle } from "../../src/sigstore/verify.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { parseTrustRoot, type TrustRoot } from "../../src/trust/trust-root.ts";
import { fakeKey } from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import { fakeTimestamp } from "../fakes/timestamp.ts";

const instance = createInstance();
const MESSAGE = Buffer.from("a message\n");
const STATEMENT = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "a", digest: { sha256: digest("sha256", MESSAGE).hex } }],
  predicateType: "https://example.test/claim/v1",
  predicate: {},
};
const anybodyOfAcme: ExpectedSigner = identity(IDENTITY);

function identity(name: string, issuer: string = ISSUER): ExpectedSigner {
  return { kind: "identity", identity: { kind: "exact", name, issuer } };
}

interface Given {
  readonly sign?: SignOptions;
  readonly change?: (bundle: Loose) => void;
  readonly changeRoot?: (root: Loose) => void;
  readonly artifact?: Artifact;
  readonly signer?: ExpectedSigner;
  readonly predicateType?: string;
  readonly now?: Date;
}

function trustOf(change: (root: Loose) => void = () => {}): TrustRoot {
  const root = trustedRoot(instance);
  change(root);
  return parseTrustRoot(written(root), "root");
}

async function verifyGiven(given: Given): Promise<Evidence> {
  const bundle = signBundle(instance, given.sign ?? { message: MESSAGE });
  given.change?.(bundle);
  return verifyBundle(
    given.artifact ?? { name: "artifact", bytes: MESSAGE },
    parseBundle(written(bundle), "bundle"),
    { signer: given.signer ?? anybodyOfAcme, predicateType: given.predicateType ?? null },
    trustOf(given.changeRoot),
    given.now ?? NOW,
  );
}

async function codeOf(given: Given): Promise<string> {
  try {
    await verifyGiven(given);
    return "verified";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const ofDigest: Artifact = {
  name: "sha256:…",
  digests: new Map([["sha256", digest("sha256", MESSAGE)]]),
};
const entryOf = (bundle: Loose): Loose => bundle.verificationMaterial.tlogEntries[0];
const before = new Date("2026-01-01T00:00:00Z");
const other = createInstance();

describe("verifies", () => {
  test.each<[string, Given]>([
    ["a message by Rekor v1", {}],
    ["a message by its digest alone", { artifact: ofDigest }],
    ["a message by Rekor v2 and a timestamp", { sign: { message: MESSAGE, log: "v2" } }],
    ["both kinds of time in one", { sign: { message: MESSAGE, timestamp: true } }],
    ["a bundle of version 0.1", { sign: { message: MESSAGE, version: "0.1" } }],
    ["a bundle of version 0.2", { sign: { message: MESSAGE, version: "0.2" } }],
    ["a statement by Rekor v1", { sign: { statement: STATEMENT } }],
    ["a statement by Rekor v2", { sign: { statement: STATEMENT, log: "v2" } }],
    [
      "a statement by the digest of its subject",
      { sign: { statement: STATEMENT }, artifact: ofDigest },
    ],
    [
      "the asked for claim",
      { sign: { statement: STATEMENT }, predicateType: STATEMENT.predicateType },
    ],
    ["a signer's key on P-384", { sign: { message: MESSAGE, signer: fakeKey("P-384") } }],
    [
      "P-384 over SHA-256",
      { sign: { message: MESSAGE, signer: fakeKey("P-384"), hash: "sha256" } },
    ],
    ["a signer's key on P-521", { sign: { message: MESSAGE, signer: fakeKey("P-521") } }],
    [
      "an address as identity",
      {
        sign: { message: MESSAGE, leaf: { names: der.sequence(der.text(0x81, "a@acme.test")) } },
        signer: identity("a@acme.test"),
      },
    ],
    [
      "an identity by pattern",
      {
        signer: {
          kind: "identity",
          identity: {
            kind: "pattern",
            pattern: "https://github.com/acme/*/.github/workflows/*.yml@refs/tags/v*",
            issuer: ISSUER,
          },
        },
      },
    ],
    [
      "an identity by its parts",
      {
        signer: {
          kind: "identity",
          identity: {
            kind: "workflow",
            server: "https://github.com",
            issuer: ISSUER,
            repository: "acme/app",
            workflow: ".github/workflows/release.yml",
            ref: "refs/tags/v1.2.3",
            repositoryId: "4242",
            trigger: "push",
            runner: "github-hosted",
          },
        },
      },
    ],
    [
      "a certificate promise with extensions",
      { sign: { message: MESSAGE, leaf: { promiseExtensions: Uint8Array.of(1, 2, 3) } } },
    ],
    [
      "evidence that is a little ahead of the clock",
      { now: new Date(SIGNED_AT.getTime() - 200_000) },
    ],
    [
      "a proof by a log that stands in the root twice, in the period that covers the time",
      {
        sign: { message: MESSAGE, log: "v2" },
        changeRoot: (root) => {
          const again = structuredClone(root.tlogs[1]);
          again.publicKey.validFor.end = "2026-01-01T00:00:00Z";
          root.tlogs.unshift(again);
        },
      },
    ],
    [
      "a promise by a log that stands in the root twice, in the period that covers the time",
      {
        changeRoot: (root) => {
          const again = structuredClone(root.tlogs[0]);
          again.publicKey.validFor.end = "2026-01-01T00:00:00Z";
          root.tlogs.unshift(again);
        },
      },
    ],
  ])("%s", async (_, given) => {
    const { digests, times, signer, entries } = await verifyGiven(given);
    expect(digests.length).toBe(1);
    expect(times.map(({ time }) => time)).toContain(SIGNED_AT.getTime());
    expect(entries.length).toBe(1);
    expect(signer.kind).toBe("certificate");
  });

  test("and says who, when and where", async () => {
    const evidence = await verifyGiven({ sign: { statement: STATEMENT, timestamp: true } });
    expect(evidence.signer).toMatchObject({
      kind: "certificate",
      identity: { name: IDENTITY, issuer: ISSUER, claims: { buildTrigger: "push" } },
      certificateLogs: ["https://ct.fake"],
    });
    expect(evidence.times).toEqual([
      { kind: "rekor-v1", time: SIGNED_AT.getTime(), by: "https://log.fake" },
      { kind: "rfc3161", time: SIGNED_AT.getTime(), by: "https://tsa.fake" },
    ]);
    expect(evidence.entries).toMatchObject([
      { logIndex: 1005, kind: "dsse", version: "0.0.1", inclusion: "promise and proof" },
    ]);
    expect(evidence.digests).toEqual([digest("sha256", MESSAGE)]);
    expect(evidence.statement?.predicateType).toBe("https://example.test/claim/v1");
  });
});

describe("refuses", () => {
  test.each<[string, Given, string]>([
    ["a chain from another instance", { changeRoot: foreignAuthority }, "CERTIFICATE_UNTRUSTED"],
    [
      "a certificate of a CA whose own chain was cut",
      { changeRoot: (root) => replaceChain(root, [instance.intermediate.der, other.root.der]) },
      "CERTIFICATE_UNTRUSTED",
    ],
    [
      "an authority that was not in use yet",
      { changeRoot: (root) => start(root.certificateAuthorities[0].validFor) },
      "CERTIFICATE_NOT_VALID",
    ],
    [
      "a time before the certificate",
      { sign: { message: MESSAGE, loggedAt: before } },
      "CERTIFICATE_NOT_VALID",
    ],
    [
      "a timestamp after the certificate, beside a good time",
      {
        sign: { message: MESSAGE, timestamp: true, stampedAt: new Date("2026-01-16T00:00:00Z") },
      },
      "CERTIFICATE_NOT_VALID",
    ],
    [
      "a certificate that is not for code",
      { sign: { message: MESSAGE, leaf: { purposes: ["1.3.6.1.5.5.7.3.1"] } } },
      "CERTIFICATE_USAGE",
    ],
    [
      "a precertificate",
      {
        sign: {
          message: MESSAGE,
          leaf: {
            extensions: [
              { oid: "1.3.6.1.4.1.11129.2.4.3", critical: true, value: der.null() },
              { oid: "1.3.6.1.4.1.57264.1.1", value: Buffer.from(ISSUER) },
            ],
          },
        },
      },
      "CERTIFICATE_USAGE",
    ],
    [
      "a certificate without a log's promise",
      { sign: { message: MESSAGE, leaf: { withPromise: false } } },
      "SCT_MISSING",
    ],
    [
      "a promise by an unknown log",
      {
        changeRoot: (root) => {
          root.ctlogs[0].logId.keyId = Buffer.alloc(32).toString("base64");
        },
      },
      "SCT_LOG_UNKNOWN",
    ],
    [
      "a promise from before the log was in use",
      { changeRoot: (root) => start(root.ctlogs[0].publicKey.validFor) },
      "SCT_LOG_UNKNOWN",
    ],
    [
      "a promise by another key under the name of the log",
      {
        changeRoot: (root) => {
          root.ctlogs[0].publicKey.rawBytes = other.certificateLog.spki.toString("base64");
        },
      },
      "SCT_INVALID",
    ],
    [
      "a log that is not in the root",
      { changeRoot: (root) => root.tlogs.shift() },
      "TLOG_LOG_UNKNOWN",
    ],
    [
      "a promise from before the log's key was in use",
      { changeRoot: (root) => start(root.tlogs[0].publicKey.validFor) },
      "TLOG_LOG_NOT_VALID",
    ],
    [
      "a proof by a log whose key was given up before the time of the signature",
      {
        sign: { message: MESSAGE, log: "v2" },
        changeRoot: (root) => {
          root.tlogs[1].publicKey.validFor.end = "2026-01-01T00:00:00Z";
        },
      },
      "TLOG_LOG_NOT_VALID",
    ],
    [
      "a promise over another time",
      {
        change: (bundle) => {
          entryOf(bundle).integratedTime = String(SIGNED_AT.getTime() / 1000 + 1);
        },
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "a proof for another place",
      {
        change: (bundle) => {
          entryOf(bundle).inclusionProof.logIndex = "4";
        },
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "the entry of another signature",
      {
        change: (bundle) => {
          const { verificationMaterial } = signBundle(instance, { message: MESSAGE });
          bundle.verificationMaterial.tlogEntries = verificationMaterial.tlogEntries;
        },
      },
      "TLOG_ENTRY_MISMATCH",
    ],
    [
      "one entry twice",
      {
        change: (bundle) => {
          bundle.verificationMaterial.tlogEntries.push(entryOf(bundle));
        },
      },
      "TLOG_ENTRY_DUPLICATE",
    ],
    [
      "no entry",
      { sign: { message: MESSAGE, log: "none", timestamp: true } },
      "TLOG_ENTRY_MISSING",
    ],
    [
      "an entry without any verified time",
      { sign: { message: MESSAGE, log: "v2", timestamp: false } },
      "VERIFIED_TIME_MISSING",
    ],
    [
      "a timestamp over another signature",
      {
        sign: { message: MESSAGE, log: "v2" },
        change: (bundle) => stamp(bundle, Buffer.from("another")),
      },
      "TIMESTAMP_IMPRINT_MISMATCH",
    ],
    [
      "a timestamp by an unknown authority, beside a good time",
      {
        sign: { message: MESSAGE, timestamp: true },
        changeRoot: (root) => root.timestampAuthorities.pop(),
      },
      "TIMESTAMP_AUTHORITY_UNKNOWN",
    ],
    ["a clock that is behind the evidence", { now: before }, "CLOCK_BEHIND"],
    [
      "another file",
      { artifact: { name: "artifact", bytes: Buffer.from("another") } },
      "BUNDLE_DIGEST_MISMATCH",
    ],
    [
      "another signature",
      {
        change: (bundle) => {
          const again = signBundle(instance, { message: MESSAGE });
          bundle.messageSignature.signature = again.messageSignature.signature;
        },
      },
      "SIGNATURE_INVALID",
    ],
    [
      "another signature, by the digest alone",
      {
        artifact: ofDigest,
        change: (bundle) => {
          const again = signBundle(instance, { message: MESSAGE });
          bundle.messageSignature.signature = again.messageSignature.signature;
        },
      },
      "SIGNATURE_INVALID",
    ],
    [
      "a digest of another algorithm than the bundle's",
      { sign: { message: MESSAGE, signer: fakeKey("P-384") }, artifact: ofDigest },
      "ARTIFACT_DIGEST_MISSING",
    ],
    [
      "another claim than the asked for one",
      { sign: { statement: STATEMENT }, predicateType: "https://example.test/claim/v2" },
      "PREDICATE_TYPE_UNSUPPORTED",
    ],
    [
      "a bare message where a claim is asked for",
      { predicateType: STATEMENT.predicateType },
      "PREDICATE_TYPE_UNSUPPORTED",
    ],
  ])("%s", async (_, given, expected) => {
    expect(await codeOf(given)).toBe(expected);
  });

  test("to verify an identity without a trust root", async () => {
    const bundle = parseBundle(written(signBundle(instance, { message: MESSAGE })), "bundle");
    await expect(
      verifyBundle(
        { name: "artifact", bytes: MESSAGE },
        bundle,
        { signer: anybodyOfAcme, predicateType: null },
        null,
        NOW,
      ),
    ).rejects.toThrow(TypeError);
  });
});

/** What callers of sigstore-js have to add by themselves, and where the peer's own checks have gaps. */
describe("where a verifier that only calls sigstore-js has a gap", () => {
  test("1: a digest suffices for ECDSA on P-256 and P-384", async () => {
    const p384 = fakeKey("P-384");
    const artifact: Artifact = {
      name: "x",
      digests: new Map([["sha384", digest("sha384", MESSAGE)]]),
    };
    expect(await codeOf({ artifact: ofDigest })).toBe("verified");
    expect(await codeOf({ sign: { message: MESSAGE, signer: p384 }, artifact })).toBe("verified");
  });

  test("2: a trust root that does not say since when a key holds is refused", async () => {
    const changeRoot = (root: Loose): void => {
      root.tlogs[0].publicKey.validFor = {};
    };
    expect(await codeOf({ changeRoot })).toBe("TRUST_ROOT_MALFORMED");
  });

  test.each([
    "application/vnd.dev.sigstore.bundle+json;version=0.9",
    "application/vnd.dev.sigstore.bundle.v0.3+json; charset=utf-8",
    "application/vnd.dev.sigstore.bundle.v0.4+json",
    "application/json",
  ])("3: the media type %s is refused", async (mediaType) => {
    const change = (bundle: Loose): void => {
      bundle.mediaType = mediaType;
    };
    expect(await codeOf({ change })).toBe("BUNDLE_VERSION_UNSUPPORTED");
  });

  test.each([
    ["0.1", "promise", "verified"],
    ["0.1", "none", "TLOG_PROMISE_MISSING"],
    ["0.2", "promise", "TLOG_CHECKPOINT_MISSING"],
    ["0.3", "promise", "TLOG_CHECKPOINT_MISSING"],
  ] as const)(
    "4: a proof without a checkpoint in a bundle %s with %s: %s",
    async (version, left, expected) => {
      const change = (bundle: Loose): void => {
        delete entryOf(bundle).inclusionProof.checkpoint;
        if (left === "none") delete entryOf(bundle).inclusionPromise;
      };
      expect(await codeOf({ sign: { message: MESSAGE, version }, change })).toBe(expected);
    },
  );

  test.each([
    ["the trust root's own", instance.root.der, "verified"],
    ["another", other.root.der, "CERTIFICATE_ROOT_IN_BUNDLE"],
  ])("5: a root certificate in the chain, %s", async (_, root, expected) => {
    const change = (bundle: Loose): void => {
      bundle.verificationMaterial.x509CertificateChain.certificates.push(
        { rawBytes: instance.intermediate.der.toString("base64") },
        { rawBytes: root.toString("base64") },
      );
    };
    expect(await codeOf({ sign: { message: MESSAGE, version: "0.2" }, change })).toBe(expected);
  });

  test("6: a key is not taken for an identity, nor an identity for a key", async () => {
    const signer = fakeKey();
    const key = parseSpki(signer.spki, "key");
    const managed = { message: MESSAGE, signer, managed: true };
    expect(await codeOf({ sign: managed })).toBe("SIGNER_KIND_MISMATCH");
    expect(await codeOf({ sign: { message: MESSAGE, signer }, signer: { kind: "key", key } })).toBe(
      "SIGNER_KIND_MISMATCH",
    );
    expect(await codeOf({ sign: managed, signer: { kind: "key", key } })).toBe("verified");
  });

  test("7: the digest in the bundle is that of the artifact, though nothing signs it", async () => {
    const change = (bundle: Loose): void => {
      bundle.messageSignature.messageDigest.digest = Buffer.alloc(32).toString("base64");
    };
    const signer = fakeKey();
    const sign = { message: MESSAGE, signer, managed: true, log: "none" } as const;
    const expected = { kind: "key", key: parseSpki(signer.spki, "key") } as const;
    expect(await codeOf({ sign, signer: expected, change })).toBe("BUNDLE_DIGEST_MISMATCH");
  });

  test.each([
    ["another version that begins alike", identity(`${IDENTITY}.1`), "IDENTITY_MISMATCH"],
    ["a part of it", identity("https://github.com/acme"), "IDENTITY_MISMATCH"],
    ["a regular expression", identity(".*"), "IDENTITY_MISMATCH"],
    ["nothing", identity(""), "IDENTITY_MISMATCH"],
    ["another issuer", identity(IDENTITY, "https://issuer.test"), "IDENTITY_ISSUER_MISMATCH"],
    [
      "an issuer with a slash at its end",
      identity(IDENTITY, `${ISSUER}/`),
      "IDENTITY_ISSUER_MISMATCH",
    ],
  ])("8: an identity is compared as a whole: %s", async (_, signer, expected) => {
    expect(await codeOf({ signer })).toBe(expected);
  });

  const about = (digests: object): object => ({
    ...STATEMENT,
    subject: [{ name: "a", digest: digests }],
  });
  const sha = (name: "sha256" | "sha384" | "sha512", bytes: Uint8Array): string =>
    digest(name, bytes).hex;
  test.each<[string, SignOptions, string]>([
    [
      "another payload type",
      { statement: STATEMENT, payloadType: "text/plain" },
      "DSSE_PAYLOAD_TYPE",
    ],
    [
      "another statement type",
      { statement: { ...STATEMENT, _type: "x" } },
      "STATEMENT_TYPE_UNSUPPORTED",
    ],
    [
      "another subject",
      { statement: about({ sha256: sha("sha256", Buffer.from("b")) }) },
      "STATEMENT_SUBJECT_MISMATCH",
    ],
    ["SHA-512 alone", { statement: about({ sha512: sha("sha512", MESSAGE) }) }, "verified"],
    ["SHA-384 alone", { statement: about({ sha384: sha("sha384", MESSAGE) }) }, "verified"],
    ["SHA-1 alone", { statement: about({ sha1: "00" }) }, "STATEMENT_DIGEST_WEAK"],
    [
      "a second digest that differs",
      {
        statement: about({
          sha256: sha("sha256", MESSAGE),
          sha512: sha("sha512", Buffer.from("b")),
        }),
      },
      "STATEMENT_DIGEST_CONFLICT",
    ],
  ])("9: a statement is about this artifact: %s", async (_, sign, expected) => {
    expect(await codeOf({ sign })).toBe(expected);
  });

  test("10: claims longer than 127 bytes are read as text", async () => {
    const { signer } = await verifyGiven({});
    expect(signer).toMatchObject({
      identity: {
        claims: { buildConfigUri: expect.stringMatching(/^https:.*(long-){20}release\.yml@/) },
      },
    });
  });

  test("11: every prefix of a bundle gives a refusal and nothing else", async () => {
    const bytes = written(signBundle(instance, { message: MESSAGE, timestamp: true }));
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => parseBundle(bytes.subarray(0, length), "bundle")).toThrow(Refusal);
    }
  });
});

describe("a key", () => {
  const signer = fakeKey();
  const key = parseSpki(signer.spki, "key");
  const managed = (options: Partial<SignOptions>) =>
    parseBundle(
      written(signBundle(instance, { message: MESSAGE, signer, managed: true, ...options })),
      "bundle",
    );
  const verifyKey = (options: Partial<SignOptions>, trust: TrustRoot | null) =>
    verifyBundle(
      { name: "artifact", bytes: MESSAGE },
      managed(options),
      { signer: { kind: "key", key }, predicateType: null },
      trust,
      NOW,
    );

  test("needs neither entry nor time", async () => {
    expect(await verifyKey({ log: "none" }, trustOf())).toMatchObject({ times: [], entries: [] });
    expect(await verifyKey({ log: "none" }, null)).toMatchObject({ signer: { kind: "key", key } });
  });

  test("has its entries and timestamps verified where there is a trust root", async () => {
    const { times, entries } = await verifyKey({ log: "v1", timestamp: true }, trustOf());
    expect(times.map(({ kind }) => kind)).toEqual(["rekor-v1", "rfc3161"]);
    expect(entries.length).toBe(1);
    expect(await verifyKey({ log: "v2" }, trustOf())).toMatchObject({
      entries: [{ time: undefined }],
    });
    await expect(verifyKey({ log: "v1" }, productionRoot())).rejects.toMatchObject({
      code: "TLOG_LOG_UNKNOWN",
    });
  });

  test("has no evidence from entries that nobody verified", async () => {
    expect(await verifyKey({ log: "v1" }, null)).toMatchObject({ times: [], entries: [] });
  });

  test.each([["message"], ["attestation"]])(
    "of cosign verifies its %s, by bytes and by digest",
    async (name) => {
      const read = (file: string) =>
        readFileSync(join(import.meta.dirname, "../../testdata/cosign", file));
      const bytes = read("requirements.txt");
      const expected = {
        signer: { kind: "key", key: parsePublicKey(read("cosign.pub"), "cosign.pub") },
        predicateType: null,
      } as const;
      const bundle = parseBundle(read(`${name}.sigstore.json`), name);
      const digests = new Map([["sha256", digest("sha256", bytes)]] as const);
      for (const artifact of [
        { name, bytes },
        { name, digests },
      ]) {
        const evidence = await verifyBundle(artifact, bundle, expected, productionRoot(), NOW);
        expect(evidence.digests).toEqual([digest("sha256", bytes)]);
      }
    },
  );

  test("does not verify what another one signed", async () => {
    await expect(verifyKey({ signer: fakeKey(), log: "none" }, null)).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
    });
  });
});

function foreignAuthority(root: Loose): void {
  replaceChain(root, [other.intermediate.der, other.root.der]);
}

function replaceChain(root: Loose, chain: readonly Buffer[]): void {
  root.certificateAuthorities[0].certChain.certificates = chain.map((one) => ({
    rawBytes: one.toString("base64"),
  }));
}

/** Lets a period begin after everything was signed. */
function start(validFor: Loose): void {
  validFor.start = "2026-01-20T00:00:00Z";
}

function stamp(bundle: Loose, stamped: Buffer): void {
  const signedTimestamp = fakeTimestamp(stamped, instance.authority, SIGNED_AT, "fake root");
  bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps = [
    { signedTimestamp: signedTimestamp.toString("base64") },
  ];
}
