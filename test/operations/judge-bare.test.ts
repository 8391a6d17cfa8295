import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { asBareEnvelope, asCosignBundle, certificatePem } from "../fakes/bare.ts";
import { type FakeKey, fakeKey } from "../fakes/certificate.ts";
import { Checkout, Folder, type ReportedFinding, sha256 } from "../fakes/checkout.ts";
import {
  CLAIMS,
  createInstance,
  fulcioExtensions,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  type SignOptions,
  signBundle,
  spkiPem,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const INSTANCE = createInstance();
const FILE = "app.tar.gz";
const BYTES = "the bytes";
const LEAF = { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) };
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`;
const KEY = fakeKey();

const statement = (predicateType: string, data = BYTES): object => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: FILE, digest: { sha256: sha256(data) } }],
  predicateType,
  predicate: {},
});
const PROVENANCE = "https://slsa.dev/provenance/v1";
const keyless = (options: SignOptions = {}): Loose =>
  signBundle(INSTANCE, { leaf: LEAF, version: "0.1", message: Buffer.from(BYTES), ...options });
const MESSAGE = keyless();
const ENVELOPE = keyless({ statement: statement(PROVENANCE) });
const byKey = (options: SignOptions = {}): Loose =>
  keyless({ managed: true, log: "none", signer: KEY, ...options });

/** A checkout of one file with others beside it, by their endings. */
function checkoutWith(
  beside: Readonly<Record<string, string | Uint8Array>>,
  data = BYTES,
): Checkout {
  const checkout = new Checkout();
  checkout.write("root.json", written(trustedRoot(INSTANCE))).write(FILE, data);
  for (const [ending, content] of Object.entries(beside)) checkout.write(FILE + ending, content);
  return checkout;
}

interface Verdict {
  readonly exitCode: number;
  readonly refused: readonly string[];
  readonly findings: readonly ReportedFinding[];
}

async function verdict(checkout: Checkout, line: string): Promise<Verdict> {
  const { exitCode, stdout } = await checkout.run(`verify ${line} --json`, { now: NOW });
  const { findings: all } = JSON.parse(stdout) as { findings: ReportedFinding[] };
  // Of keys and roots that lie in the tree.
  const findings = all.filter((one) => one.verdict !== "warned");
  const refused = findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : []));
  return { exitCode, findings, refused };
}

function keyFile(pem: string): string {
  const folder = new Folder();
  folder.write("k.pub", pem);
  return folder.at("k.pub");
}

const pemOfKey = (key: KeyObject): string => key.export({ format: "pem", type: "spki" }).toString();
const signatureOf = (bundle: Loose): string => bundle.messageSignature.signature;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const text = (json: Loose): string => JSON.stringify(json);

describe("cosign's bundle", () => {
  test.each([".bundle", ".cosign.bundle", ".sigstore.json", ".sig"])(
    "is verified by identity, named FILE%s",
    async (ending) => {
      const checkout = checkoutWith({ [ending]: text(asCosignBundle(MESSAGE)) });
      const { exitCode, findings } = await verdict(checkout, `${FILE} ${BY}`);
      expect(exitCode).toBe(0);
      expect(findings.map(({ rule }) => rule)).toEqual(["SIGNATURE", "TRUST_ROOT"]);
      expect(findings[0]?.message).toContain(`signed by ${IDENTITY} (${ISSUER}), at 2026-01-15T12`);
    },
  );

  test.each<[why: string, bundle: Loose, line: string, exitCode: number, refused: string[]]>([
    ["an attestation", ENVELOPE, `${FILE} ${BY}`, 0, []],
    [
      "an attestation of the type that is asked for",
      ENVELOPE,
      `${FILE} ${BY} --predicate-type ${PROVENANCE}`,
      0,
      [],
    ],
    [
      "an attestation of another type",
      ENVELOPE,
      `${FILE} ${BY} --predicate-type https://x`,
      1,
      ["PREDICATE_TYPE_UNSUPPORTED"],
    ],
    [
      "an attestation about another file",
      keyless({ statement: statement(PROVENANCE, "other") }),
      `${FILE} ${BY}`,
      1,
      ["STATEMENT_SUBJECT_MISMATCH"],
    ],
    ["the file's digest", MESSAGE, `sha256:${sha256(BYTES)} --bundle ${FILE}.bundle ${BY}`, 0, []],
    [
      "another identity",
      MESSAGE,
      `${FILE} ${BY.replace("v1.2.3", "v1.2.4")}`,
      1,
      ["IDENTITY_MISMATCH"],
    ],
    [
      "another file",
      keyless({ message: Buffer.from("other") }),
      `${FILE} ${BY}`,
      1,
      ["SIGNATURE_INVALID"],
    ],
    ["no entry", keyless({ log: "none" }), `${FILE} ${BY}`, 3, ["SIGNATURE_UNDATED"]],
    ["a key where an identity is expected", byKey(), `${FILE} ${BY}`, 3, ["SIGNATURE_UNDATED"]],
    [
      "a log of another instance",
      signBundle(createInstance(), { leaf: LEAF, version: "0.1", message: Buffer.from(BYTES) }),
      `${FILE} ${BY}`,
      1,
      ["TLOG_LOG_UNKNOWN"],
    ],
    [
      "an entry after the certificate's end",
      keyless({ loggedAt: new Date("2026-01-16T00:00:00Z") }),
      `${FILE} ${BY}`,
      1,
      ["CERTIFICATE_NOT_VALID"],
    ],
  ])("about %s", async (_why, bundle, line, exitCode, refused) => {
    const checkout = checkoutWith({ ".bundle": text(asCosignBundle(bundle)) });
    expect(await verdict(checkout, line)).toMatchObject({ exitCode, refused });
  });

  test.each<[why: string, change: (bundle: Loose) => void, refused: string]>([
    [
      "the time",
      (one) => {
        one.rekorBundle.Payload.integratedTime += 1;
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "the index",
      (one) => {
        one.rekorBundle.Payload.logIndex += 1;
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "the promise",
      (one) => {
        one.rekorBundle.SignedEntryTimestamp =
          asCosignBundle(ENVELOPE).rekorBundle.SignedEntryTimestamp;
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "the entry, by another's",
      (one) => {
        one.rekorBundle = asCosignBundle(ENVELOPE).rekorBundle;
      },
      "TLOG_ENTRY_MISMATCH",
    ],
    [
      "the certificate, by another's",
      (one) => {
        one.cert = asCosignBundle(ENVELOPE).cert;
      },
      "SIGNATURE_INVALID",
    ],
  ])("in which somebody changed %s is refused", async (_why, change, refused) => {
    const bundle = asCosignBundle(MESSAGE);
    change(bundle);
    const checkout = checkoutWith({ ".bundle": text(bundle) });
    expect(await verdict(checkout, `${FILE} ${BY}`)).toMatchObject({
      exitCode: 1,
      refused: [refused],
    });
  });

  test("is verified by a key, and one that names another key says nothing", async () => {
    const named = { ...asCosignBundle(byKey()), cert: base64(spkiPem(KEY)) };
    const checkout = checkoutWith({ ".bundle": text(named) });
    expect(await verdict(checkout, `${FILE} --key ${keyFile(spkiPem(KEY))}`)).toMatchObject({
      exitCode: 0,
    });
    const other = await verdict(checkout, `${FILE} --key ${keyFile(spkiPem(fakeKey()))}`);
    expect(other).toMatchObject({ exitCode: 1, refused: ["SIGNER_UNTRUSTED"] });
    expect(other.findings[0]).toMatchObject({ rule: "SIGNER_UNKNOWN", verdict: "noted" });
    expect(await verdict(checkout, `${FILE} ${BY}`)).toMatchObject({
      refused: ["SIGNER_KIND_MISMATCH"],
    });
  });

  test("with a byte of it changed is refused, whichever it is", async () => {
    const checkout = checkoutWith({});
    const bytes = Buffer.from(text(asCosignBundle(MESSAGE)));
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      checkout.write(`${FILE}.cosign.bundle`, changed);
      const { exitCode } = await verdict(checkout, `${FILE} ${BY}`);
      expect({ at, exitCode }).not.toEqual({ at, exitCode: 0 });
    }
  }, 60_000);
});

describe("a signature alone", () => {
  test.each<[why: string, key: KeyObject, sign: (key: KeyObject) => Buffer]>([
    [
      "P-256",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
      (key) => sign("sha256", Buffer.from(BYTES), key),
    ],
    [
      "P-384, with the hash of its size",
      generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
      (key) => sign("sha384", Buffer.from(BYTES), key),
    ],
    [
      "P-384, with SHA-256",
      generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
      (key) => sign("sha256", Buffer.from(BYTES), key),
    ],
    [
      "P-521, with SHA-256",
      generateKeyPairSync("ec", { namedCurve: "P-521" }).privateKey,
      (key) => sign("sha256", Buffer.from(BYTES), key),
    ],
    [
      "Ed25519",
      generateKeyPairSync("ed25519").privateKey,
      (key) => sign(null, Buffer.from(BYTES), key),
    ],
    [
      "RSA",
      generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
      (key) => sign("sha256", Buffer.from(BYTES), key),
    ],
  ])("by %s is verified by its key, and refused about other bytes", async (_why, key, make) => {
    const { publicKey } = {
      publicKey: pemOfKey((await import("node:crypto")).createPublicKey(key)),
    };
    const line = `${FILE} --key ${keyFile(publicKey)}`;
    const signature = make(key);
    for (const content of [
      signature.toString("base64"),
      `${signature.toString("base64")}\n`,
      signature,
    ]) {
      expect(await verdict(checkoutWith({ ".sig": content }), line)).toMatchObject({ exitCode: 0 });
      expect(await verdict(checkoutWith({ ".sig": content }, "other bytes"), line)).toMatchObject({
        exitCode: 1,
        refused: ["SIGNATURE_INVALID", "SIGNER_UNTRUSTED"].slice(0, 1),
      });
    }
  });

  test("by Ed25519 needs the file, and says so of a digest", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const checkout = checkoutWith({
      ".sig": sign(null, Buffer.from(BYTES), privateKey).toString("base64"),
    });
    const line = `sha256:${sha256(BYTES)} --bundle ${FILE}.sig --key ${keyFile(pemOfKey(publicKey))}`;
    expect(await verdict(checkout, line)).toMatchObject({ refused: ["SIGNATURE_NEEDS_BYTES"] });
  });

  test.each<[why: string, beside: Record<string, string>]>([
    ["a certificate", { ".sig": signatureOf(MESSAGE), ".pem": certificatePem(MESSAGE) }],
    ["one in base64", { ".sig": signatureOf(MESSAGE), ".pem": base64(certificatePem(MESSAGE)) }],
    [
      "one twice in base64",
      { ".sig": signatureOf(MESSAGE), ".crt": base64(base64(certificatePem(MESSAGE))) },
    ],
    ["one named .cert", { ".sig": signatureOf(MESSAGE), ".cert": certificatePem(MESSAGE) }],
    ["none", { ".sig": signatureOf(MESSAGE) }],
  ])("with %s has no time, and the way to get one is named", async (_why, beside) => {
    const { exitCode, refused, findings } = await verdict(checkoutWith(beside), `${FILE} ${BY}`);
    expect({ exitCode, refused }).toEqual({ exitCode: 3, refused: ["SIGNATURE_UNDATED"] });
    expect(findings[0]).toMatchObject({
      message: expect.stringContaining(`${FILE}.sig: expected a log's word for when it was signed`),
      help: expect.stringContaining(`lockseal bundle upgrade ${FILE}.sig`),
    });
  });

  test.each<
    [
      why: string,
      beside: Record<string, string | Uint8Array>,
      line: string,
      refused: string[],
      exitCode: number,
    ]
  >([
    [
      "about other bytes, though a log might know it",
      {
        ".sig": signatureOf(keyless({ message: Buffer.from("x") })),
        ".pem": certificatePem(MESSAGE),
      },
      BY,
      ["SIGNATURE_INVALID"],
      1,
    ],
    [
      "with the certificate of another",
      { ".sig": signatureOf(MESSAGE), ".pem": certificatePem(ENVELOPE) },
      BY,
      ["SIGNATURE_INVALID"],
      1,
    ],
    [
      "with an empty certificate",
      { ".sig": signatureOf(MESSAGE), ".pem": "" },
      BY,
      ["CERTIFICATE_MALFORMED"],
      1,
    ],
    [
      "with a key for a certificate",
      { ".sig": signatureOf(MESSAGE), ".pem": spkiPem(KEY) },
      BY,
      ["SIGNER_KIND_MISMATCH"],
      1,
    ],
    ["that is empty", { ".sig": "" }, BY, ["SIGNATURE_MALFORMED"], 1],
    [
      "of OpenPGP, as if it was not there",
      { ".sig": "-----BEGIN PGP SIGNATURE-----\n\nx\n" },
      BY,
      ["SIGNATURE_NONE"],
      3,
    ],
  ])("%s", async (_why, beside, line, refused, exitCode) => {
    expect(await verdict(checkoutWith(beside), `${FILE} ${line}`)).toMatchObject({
      refused,
      exitCode,
    });
  });

  test("with a certificate is somebody else's where a key is expected", async () => {
    const beside = { ".sig": signatureOf(MESSAGE), ".pem": certificatePem(MESSAGE) };
    const line = `${FILE} --key ${keyFile(spkiPem(KEY))}`;
    expect(await verdict(checkoutWith(beside), line)).toMatchObject({
      exitCode: 1,
      refused: ["SIGNER_KIND_MISMATCH"],
    });
  });

  test("by a key is verified whatever certificate lies beside it", async () => {
    const beside = { ".sig": signatureOf(byKey()), ".pem": certificatePem(MESSAGE) };
    const line = `${FILE} --key ${keyFile(spkiPem(KEY))}`;
    expect(await verdict(checkoutWith(beside), line)).toMatchObject({ exitCode: 0 });
  });

  test("in a folder's place is refused", async () => {
    const checkout = checkoutWith({});
    checkout.write(`${FILE}.sig/x`, "");
    expect(await verdict(checkout, `${FILE} ${BY}`)).toMatchObject({
      exitCode: 2,
      refused: ["FILE_UNREADABLE"],
    });
  });
});

describe("an envelope alone", () => {
  const bare = (bundle: Loose, certificate = false): string =>
    text(asBareEnvelope(bundle, certificate));
  const signed = (claim: object, key: FakeKey = KEY): Loose =>
    byKey({ statement: claim, signer: key });
  const line = `${FILE} --key ${keyFileOf(KEY)}`;

  function keyFileOf(key: FakeKey): string {
    return `env://PUB_${key.hash.toUpperCase()}`;
  }
  async function judged(beside: Record<string, string>, words = line): Promise<Verdict> {
    const { exitCode, stdout } = await checkoutWith(beside).run(`verify ${words} --json`, {
      now: NOW,
      env: { PUB_SHA256: spkiPem(KEY) },
    });
    const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
    const refused = findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : []));
    return { exitCode, findings, refused };
  }

  test.each([".intoto.jsonl", ".intoto.json", ".intoto", ".dsse", ".dsse.json", ".att", ".sig"])(
    "is verified by a key, named FILE%s",
    async (ending) => {
      const { exitCode, findings } = await judged({
        [ending]: bare(signed(statement(PROVENANCE))),
      });
      expect(exitCode).toBe(0);
      expect(findings[0]?.message).toContain(PROVENANCE);
    },
  );

  test("with r and s in a row is verified, as verification summaries have it", async () => {
    const envelope = asBareEnvelope(signed(statement(PROVENANCE)), false);
    const { payload, payloadType } = envelope;
    const data = Buffer.from(payload, "base64");
    const pae = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${data.length} ${data}`);
    const raw = sign("sha256", pae, { key: KEY.privateKey, dsaEncoding: "ieee-p1363" });
    envelope.signatures[0].sig = raw.toString("base64");
    expect(await judged({ ".dsse": text(envelope) })).toMatchObject({ exitCode: 0 });
    envelope.payload = Buffer.from(text(statement(PROVENANCE, "other"))).toString("base64");
    expect(await judged({ ".dsse": text(envelope) })).toMatchObject({
      refused: ["SIGNATURE_INVALID"],
    });
  });

  test.each<
    [
      why: string,
      beside: Record<string, string>,
      words: string,
      refused: string[],
      exitCode: number,
    ]
  >([
    [
      "about another file",
      { ".dsse": bare(signed(statement(PROVENANCE, "other"))) },
      line,
      ["STATEMENT_SUBJECT_MISMATCH"],
      1,
    ],
    [
      "of another payload type",
      { ".dsse": bare(byKey({ statement: statement(PROVENANCE), payloadType: "text/plain" })) },
      line,
      ["DSSE_PAYLOAD_TYPE"],
      1,
    ],
    [
      "of another key",
      { ".dsse": bare(signed(statement(PROVENANCE), fakeKey())) },
      line,
      ["SIGNATURE_INVALID"],
      1,
    ],
    [
      "that judges something",
      { ".dsse": bare(signed(statement("https://slsa.dev/verification_summary/v1"))) },
      line,
      ["PREDICATE_NOT_JUDGED"],
      1,
    ],
    [
      "of another type than asked for",
      { ".dsse": bare(signed(statement(PROVENANCE))) },
      `${line} --predicate-type https://x`,
      ["PREDICATE_TYPE_UNSUPPORTED"],
      1,
    ],
    [
      "with a certificate, by identity",
      { ".intoto.jsonl": bare(ENVELOPE, true) },
      `${FILE} ${BY}`,
      ["SIGNATURE_UNDATED"],
      3,
    ],
    [
      "with a certificate, about another file",
      { ".intoto.jsonl": bare(keyless({ statement: statement(PROVENANCE, "other") }), true) },
      `${FILE} ${BY}`,
      ["STATEMENT_SUBJECT_MISMATCH"],
      1,
    ],
    [
      "without one, by identity",
      { ".intoto.jsonl": bare(ENVELOPE) },
      `${FILE} ${BY}`,
      ["SIGNATURE_UNDATED"],
      3,
    ],
    [
      "with a certificate, by a key",
      { ".intoto.jsonl": bare(ENVELOPE, true) },
      line,
      ["SIGNER_KIND_MISMATCH"],
      1,
    ],
    [
      "that nobody signed, as if it was not there",
      { ".att": text(statement(PROVENANCE)) },
      line,
      ["SIGNATURE_NONE"],
      3,
    ],
  ])("%s", async (_why, beside, words, refused, exitCode) => {
    expect(await judged(beside, words)).toMatchObject({ refused, exitCode });
  });

  test("has a verdict for each of its lines", async () => {
    const lines = [signed(statement(PROVENANCE)), signed(statement(PROVENANCE, "other"))];
    const { exitCode, findings } = await judged({
      ".intoto.jsonl": lines.map((one) => bare(one)).join("\n"),
    });
    expect(exitCode).toBe(1);
    expect(findings.map(({ rule }) => rule)).toEqual([
      expect.any(String),
      "SIGNATURE",
      "STATEMENT_SUBJECT_MISMATCH",
    ]);
  });
});

describe("several forms beside one file", () => {
  test("are all reported: an undated one is no objection where another counts", async () => {
    const checkout = checkoutWith({
      ".sigstore.json": text(keyless({ version: "0.3" })),
      ".bundle": text(asCosignBundle(MESSAGE)),
      ".sig": signatureOf(MESSAGE),
      ".pem": certificatePem(MESSAGE),
      ".intoto.jsonl": text(asBareEnvelope(ENVELOPE)),
    });
    const { exitCode, findings } = await verdict(checkout, `${FILE} ${BY}`);
    expect(exitCode).toBe(0);
    expect(findings.map(({ rule, verdict: is }) => [rule, is])).toEqual([
      ["SIGNATURE", "passed"],
      ["TRUST_ROOT", "passed"],
      ["SIGNATURE", "passed"],
      ["TRUST_ROOT", "passed"],
      ["SIGNATURE_UNDATED", "noted"],
      ["SIGNATURE_UNDATED", "noted"],
    ]);
  });

  test("that disagree are refused", async () => {
    const checkout = checkoutWith({
      ".sigstore.json": text(keyless({ version: "0.3" })),
      ".bundle": text(asCosignBundle(keyless({ message: Buffer.from("other") }))),
    });
    const { exitCode, refused, findings } = await verdict(checkout, `${FILE} ${BY}`);
    expect({ exitCode, refused }).toEqual({ exitCode: 1, refused: ["SIGNATURE_INVALID"] });
    expect(findings.at(-1)?.message).toContain(`${FILE}.bundle: `);
  });

  test("are left out where a folder is verified", async () => {
    const checkout = new Checkout();
    checkout.write("root.json", written(trustedRoot(INSTANCE)));
    const files: Record<string, string> = {
      "": BYTES,
      ".bundle": text(asCosignBundle(MESSAGE)),
      ".sig": signatureOf(MESSAGE),
      ".crt": certificatePem(MESSAGE),
      ".intoto.jsonl": text(asBareEnvelope(ENVELOPE)),
    };
    for (const [ending, content] of Object.entries(files))
      checkout.write(`dist/${FILE}${ending}`, content);
    const { exitCode, findings } = await verdict(checkout, `dist ${BY}`);
    expect(exitCode).toBe(0);
    expect(new Set(findings.map(({ subject }) => subject))).toEqual(new Set([`dist/${FILE}`]));
  });
});
