import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { proposeEnvelope, proposeRecord } from "../../src/sigstore/log-lookup.ts";
import { asBareEnvelope, asCosignBundle, certificatePem } from "../fakes/bare.ts";
import { fakeKey } from "../fakes/certificate.ts";
import { Checkout, Folder, type ReportedFinding, sha256 } from "../fakes/checkout.ts";
import {
  CLAIMS,
  createInstance,
  fulcioExtensions,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  type SignOptions,
  signBundle,
  spkiPem,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import { FakeLogV1 } from "../fakes/log-v1.ts";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";

const INSTANCE = createInstance();
const FILE = "app.tar.gz";
const BYTES = "the bytes";
const LEAF = { extensions: fulcioExtensions({ 1: ISSUER, 8: ISSUER, ...CLAIMS }) };
const KEY = fakeKey();
const text = (json: Loose): string => JSON.stringify(json);

const keyless = (options: SignOptions = {}): Loose =>
  signBundle(INSTANCE, { leaf: LEAF, version: "0.1", message: Buffer.from(BYTES), ...options });
const statement = (data = BYTES): object => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: FILE, digest: { sha256: sha256(data) } }],
  predicateType: "https://slsa.dev/provenance/v1",
  predicate: {},
});
const MESSAGE = keyless();
const ENVELOPE = keyless({ statement: statement() });
const signatureOf = (bundle: Loose): Buffer =>
  Buffer.from(bundle.messageSignature.signature, "base64");
const pem = (bundle: Loose): Buffer => Buffer.from(certificatePem(bundle));
const record = (bundle: Loose, data = BYTES, signer = pem(bundle)): Loose =>
  proposeRecord({ algorithm: "sha256", hex: sha256(data) }, signatureOf(bundle), signer);
const [asIntoto, asDsse] = proposeEnvelope(text(asBareEnvelope(ENVELOPE)), pem(ENVELOPE));
const payloadHash = sha256(Buffer.from(ENVELOPE.dsseEnvelope.payload, "base64"));

const SIG = { ".sig": signatureOf(MESSAGE).toString("base64"), ".pem": certificatePem(MESSAGE) };
const PROVENANCE = { ".intoto.jsonl": text(asBareEnvelope(ENVELOPE)) };

function checkoutWith(
  beside: Readonly<Record<string, string>>,
  data: string | null = BYTES,
): Checkout {
  const checkout = new Checkout();
  checkout.keys.write("root.json", written(trustedRoot(INSTANCE)));
  if (data !== null) checkout.write(FILE, data);
  for (const [ending, content] of Object.entries(beside)) checkout.write(FILE + ending, content);
  return checkout;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => unknown;

function serve(log: FakeLogV1, instead?: Respond): Promise<Loopback> {
  return startLoopback(async (request, response) => {
    if (instead !== undefined) return instead(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = log.answer(request.url ?? "", Buffer.concat(chunks));
    response.statusCode = answer === undefined ? 404 : 200;
    return response.end(text(answer ?? {}));
  });
}

interface Verdict {
  readonly exitCode: number;
  readonly refused: readonly string[];
  readonly findings: readonly ReportedFinding[];
  readonly upgraded: readonly { readonly file: string; readonly bundle: string }[];
}

async function ask(checkout: Checkout, line: string): Promise<Verdict> {
  const { exitCode, stdout } = await checkout.run(
    `${line} --trusted-root ${checkout.keys.at("root.json")} --json`,
    { now: NOW },
  );
  const { findings, upgraded = [] } = JSON.parse(stdout) as Verdict;
  const refused = findings.flatMap((one) => (one.verdict === "refused" ? [one.rule] : []));
  return { exitCode, findings, refused, upgraded };
}

const upgrade = (checkout: Checkout, log: Loopback, what: string): Promise<Verdict> =>
  ask(checkout, `bundle upgrade ${what} --rekor-url ${log.url}`);
const verify = (checkout: Checkout, what = FILE): Promise<Verdict> =>
  ask(
    checkout,
    `verify ${what} --certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER}`,
  );

describe("what a log knows becomes a bundle that is verified offline", () => {
  test.each<
    [
      why: string,
      beside: Readonly<Record<string, string>>,
      named: string,
      log: FakeLogV1,
      asked: number,
    ]
  >([
    [
      "a signature with its certificate",
      SIG,
      `${FILE}.sig`,
      new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT),
      1,
    ],
    [
      "one by the name of its file",
      SIG,
      FILE,
      new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT),
      1,
    ],
    [
      "one without its certificate, by the index",
      { ".sig": SIG[".sig"] },
      `${FILE}.sig`,
      new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT, [sha256(BYTES)]),
      2,
    ],
    [
      "cosign's bundle without an entry",
      { ".bundle": text(asCosignBundle(keylessWithout(MESSAGE))) },
      `${FILE}.bundle`,
      new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT),
      1,
    ],
    [
      "an envelope, logged by its text",
      PROVENANCE,
      `${FILE}.intoto.jsonl`,
      new FakeLogV1(INSTANCE).add(asIntoto, SIGNED_AT),
      1,
    ],
    [
      "an envelope, logged by its payload",
      PROVENANCE,
      `${FILE}.intoto.jsonl`,
      new FakeLogV1(INSTANCE).add(asDsse, SIGNED_AT),
      1,
    ],
    [
      "an envelope that only the index knows by its payload",
      { ".intoto.jsonl": text(asBareEnvelope(ENVELOPE, false)) },
      `${FILE}.intoto.jsonl`,
      new FakeLogV1(INSTANCE).add(asDsse, SIGNED_AT, [payloadHash]),
      2,
    ],
    [
      "an envelope that only the index knows by its file",
      { ".intoto.jsonl": text(asBareEnvelope(ENVELOPE, false)) },
      `${FILE}.intoto.jsonl`,
      new FakeLogV1(INSTANCE).add(asDsse, SIGNED_AT, [sha256(BYTES)]),
      3,
    ],
    [
      "one of several entries over the same bytes",
      { ".sig": SIG[".sig"] },
      `${FILE}.sig`,
      new FakeLogV1(INSTANCE)
        .add(record(keyless()), SIGNED_AT, [sha256(BYTES)])
        .add(record(MESSAGE), SIGNED_AT, [sha256(BYTES)]),
      2,
    ],
  ])("%s", async (_why, beside, named, fake, asked) => {
    const checkout = checkoutWith(beside);
    await using log = await serve(fake);
    const { exitCode, findings, upgraded } = await upgrade(checkout, log, named);
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        "BUNDLE_UPGRADED",
        expect.stringContaining(
          `signed by ${IDENTITY} (${ISSUER}), logged at 2026-01-15T12:00:00.000Z`,
        ),
      ],
    ]);
    expect(exitCode).toBe(0);
    expect(findings[0]?.message).toContain("whether to trust this signer is for verify to say");
    expect(upgraded.map(({ bundle }) => bundle)).toEqual([checkout.at(`${FILE}.sigstore.json`)]);
    expect(log.asked).toHaveLength(asked);
    expect(await verify(checkout)).toMatchObject({ exitCode: 0, refused: [] });
    expect(log.asked).toHaveLength(asked);
  });

  test("an envelope whose file is not at hand", async () => {
    const checkout = checkoutWith(PROVENANCE, null);
    await using log = await serve(new FakeLogV1(INSTANCE).add(asDsse, SIGNED_AT));
    expect(await upgrade(checkout, log, `${FILE}.intoto.jsonl`)).toMatchObject({ exitCode: 0 });
    checkout.write(FILE, BYTES);
    expect(await verify(checkout)).toMatchObject({ exitCode: 0 });
  });

  test("each of several envelopes in one file", async () => {
    const second = keyless({ statement: { ...statement(), predicate: { more: 1 } } });
    const [, other] = proposeEnvelope(text(asBareEnvelope(second)), pem(second));
    const checkout = checkoutWith({
      ".intoto.jsonl": [ENVELOPE, second].map((one) => text(asBareEnvelope(one))).join("\n"),
    });
    await using log = await serve(
      new FakeLogV1(INSTANCE).add(asDsse, SIGNED_AT).add(other, SIGNED_AT),
    );
    const { upgraded } = await upgrade(checkout, log, `${FILE}.intoto.jsonl`);
    expect(upgraded.map(({ bundle }) => bundle.slice(checkout.path.length + 1))).toEqual([
      `${FILE}.sigstore.json`,
      expect.stringMatching(/^app\.tar\.gz\.[0-9a-f]{12}\.sigstore\.json$/),
    ]);
    const { exitCode, findings } = await verify(checkout);
    expect(exitCode).toBe(0);
    expect(findings.filter(({ rule }) => rule === "SIGNATURE")).toHaveLength(2);
  });

  test("a signature by a key", async () => {
    const signed = keyless({ managed: true, log: "none", signer: KEY });
    const checkout = checkoutWith({ ".sig": signatureOf(signed).toString("base64") });
    const proposal = record(signed, BYTES, Buffer.from(spkiPem(KEY)));
    await using log = await serve(
      new FakeLogV1(INSTANCE).add(proposal, SIGNED_AT, [sha256(BYTES)]),
    );
    const { exitCode, findings } = await upgrade(checkout, log, `${FILE}.sig`);
    expect({ exitCode, message: findings[0]?.message }).toEqual({
      exitCode: 0,
      message: expect.stringContaining("signed by the key "),
    });
    const folder = new Folder();
    folder.write("k.pub", spkiPem(KEY));
    const line = `verify ${FILE} --key ${folder.at("k.pub")}`;
    expect((await checkout.run(line, { now: NOW })).exitCode).toBe(0);
  });

  test("cosign's bundle with its entry, without a question", async () => {
    const checkout = checkoutWith({ ".bundle": text(asCosignBundle(MESSAGE)) });
    await using log = await serve(new FakeLogV1(INSTANCE));
    const { exitCode, findings } = await upgrade(checkout, log, `${FILE}.bundle`);
    expect({ exitCode, message: findings[0]?.message }).toEqual({
      exitCode: 0,
      message: expect.stringContaining("asked nobody"),
    });
    expect(log.asked).toEqual([]);
    const bundle = JSON.parse(readFileSync(checkout.at(`${FILE}.sigstore.json`), "utf8")) as Loose;
    // A promise without a proof is what bundles of this version have.
    expect(bundle.mediaType).toBe("application/vnd.dev.sigstore.bundle+json;version=0.1");
    expect(await verify(checkout)).toMatchObject({ exitCode: 0 });
  });

  test("once: the second time it is there, and stays as it is", async () => {
    const checkout = checkoutWith(SIG);
    await using log = await serve(new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT));
    await upgrade(checkout, log, FILE);
    const before = readFileSync(checkout.at(`${FILE}.sigstore.json`));
    expect(await upgrade(checkout, log, FILE)).toMatchObject({
      exitCode: 2,
      refused: ["FILE_EXISTS"],
    });
    expect(readFileSync(checkout.at(`${FILE}.sigstore.json`))).toEqual(before);
    expect(await upgrade(checkout, log, `${FILE}.sig --output other.json`)).toMatchObject({
      exitCode: 0,
    });
    expect(readFileSync(checkout.at("other.json"))).toEqual(before);
  });
});

describe("nothing is written", () => {
  const empty = new FakeLogV1(INSTANCE);
  test.each<
    [
      why: string,
      beside: Readonly<Record<string, string>>,
      named: string,
      log: FakeLogV1,
      exitCode: number,
      refused: string[],
    ]
  >([
    ["where the log knows nothing", SIG, `${FILE}.sig`, empty, 3, ["LOG_ENTRY_NOT_FOUND"]],
    [
      "where it knows another signature over the same bytes",
      { ".sig": SIG[".sig"] },
      `${FILE}.sig`,
      new FakeLogV1(INSTANCE).add(record(keyless()), SIGNED_AT, [sha256(BYTES)]),
      3,
      ["LOG_ENTRY_NOT_FOUND"],
    ],
    [
      "of a signature over another file",
      { ...SIG, ".sig": signatureOf(keyless({ message: Buffer.from("x") })).toString("base64") },
      `${FILE}.sig`,
      empty,
      1,
      ["SIGNATURE_INVALID"],
    ],
    [
      "of an envelope about another file",
      { ".intoto.jsonl": text(asBareEnvelope(keyless({ statement: statement("x") }))) },
      `${FILE}.intoto.jsonl`,
      empty,
      1,
      ["STATEMENT_SUBJECT_MISMATCH"],
    ],
    [
      "where it was logged after the certificate's end",
      SIG,
      `${FILE}.sig`,
      new FakeLogV1(INSTANCE).add(record(MESSAGE), new Date("2026-01-16T00:00:00Z")),
      1,
      ["CERTIFICATE_NOT_VALID"],
    ],
    [
      "by a log that is not trusted",
      SIG,
      `${FILE}.sig`,
      new FakeLogV1(createInstance()).add(record(MESSAGE), SIGNED_AT),
      1,
      ["TLOG_LOG_UNKNOWN"],
    ],
    [
      "of a bundle",
      { ".sigstore.json": text(MESSAGE) },
      `${FILE}.sigstore.json`,
      empty,
      3,
      ["UPGRADE_NOTHING"],
    ],
    ["of a file with nothing beside it", {}, FILE, empty, 3, ["UPGRADE_NOTHING"]],
    ["of a file that is not there", {}, "other.sig", empty, 2, ["FILE_MISSING"]],
    ["of an empty signature", { ".sig": "" }, `${FILE}.sig`, empty, 1, ["SIGNATURE_MALFORMED"]],
    [
      "of an envelope with two signatures",
      {
        ".intoto.jsonl": text({
          ...asBareEnvelope(ENVELOPE),
          signatures: [{ sig: "AAAA" }, { sig: "AAAA" }],
        }),
      },
      `${FILE}.intoto.jsonl`,
      empty,
      1,
      ["BUNDLE_UNSUPPORTED"],
    ],
    [
      "of cosign's bundle whose promise does not hold",
      { ".bundle": text(tampered(asCosignBundle(MESSAGE))) },
      `${FILE}.bundle`,
      empty,
      1,
      ["TLOG_PROMISE_INVALID"],
    ],
  ])("%s", async (_why, beside, named, fake, exitCode, refused) => {
    const checkout = checkoutWith(beside);
    const before = checkout.list();
    await using log = await serve(fake);
    expect(await upgrade(checkout, log, named)).toMatchObject({ exitCode, refused, upgraded: [] });
    expect(checkout.list()).toEqual(before);
  });

  test("of a signature whose file is not at hand", async () => {
    await using log = await serve(empty);
    const checkout = checkoutWith(SIG, null);
    expect(await upgrade(checkout, log, `${FILE}.sig`)).toMatchObject({
      exitCode: 2,
      refused: ["FILE_MISSING"],
    });
    expect(existsSync(checkout.at(`${FILE}.sigstore.json`))).toBe(false);
  });

  test.each<[why: string, change: (entry: Loose) => void, refused: string]>([
    [
      "another time",
      (one) => {
        one.integratedTime += 1;
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "another root",
      (one) => {
        one.verification.inclusionProof.rootHash = "00".repeat(32);
      },
      "TLOG_CHECKPOINT_MISMATCH",
    ],
    [
      "a proof of another entry",
      (one) => {
        one.verification.inclusionProof.hashes.reverse().push("00".repeat(32));
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "an entry of another signature",
      (one) => {
        one.body = Buffer.from(
          text({
            ...JSON.parse(Buffer.from(one.body, "base64").toString()),
            spec: { ...record(keyless()).spec },
          }),
        ).toString("base64");
      },
      "TLOG_ENTRY_MISMATCH",
    ],
  ])("where the log answers with %s", async (_why, change, refused) => {
    const fake = new FakeLogV1(INSTANCE).add(record(MESSAGE), SIGNED_AT);
    const [answer] = fake.answer(
      "/api/v1/log/entries/retrieve",
      Buffer.from(text({ entries: [record(MESSAGE)] })),
    );
    change(Object.values(answer)[0]);
    const checkout = checkoutWith(SIG);
    await using log = await serve(fake, (_request, response) => response.end(text([answer])));
    expect(await upgrade(checkout, log, `${FILE}.sig`)).toMatchObject({
      exitCode: 1,
      refused: [refused],
    });
    expect(existsSync(checkout.at(`${FILE}.sigstore.json`))).toBe(false);
  });

  test.each<[why: string, respond: Respond, exitCode: number, refused: string]>([
    ["garbage", (_request, response) => response.end("<html>"), 5, "SERVICE_ANSWER_MALFORMED"],
    ["an object", (_request, response) => response.end("{}"), 5, "SERVICE_ANSWER_MALFORMED"],
    [
      "a list of nothing",
      (_request, response) => response.end("[7]"),
      5,
      "SERVICE_ANSWER_MALFORMED",
    ],
    [
      "a refusal",
      (_request, response) => {
        response.statusCode = 403;
        response.end("no");
      },
      1,
      "SERVICE_REFUSED",
    ],
  ])("where the log answers with %s", async (_why, respond, exitCode, refused) => {
    const checkout = checkoutWith(SIG);
    await using log = await serve(empty, respond);
    expect(await upgrade(checkout, log, `${FILE}.sig`)).toMatchObject({
      exitCode,
      refused: [refused],
    });
    expect(existsSync(checkout.at(`${FILE}.sigstore.json`))).toBe(false);
  });

  test("where the log is broken, after it was asked again", async () => {
    const checkout = checkoutWith(SIG);
    await using log = await serve(empty, (_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    expect(await upgrade(checkout, log, `${FILE}.sig`)).toMatchObject({
      exitCode: 5,
      refused: ["NETWORK_BUSY"],
    });
    expect(log.asked.length).toBeGreaterThan(1);
    expect(existsSync(checkout.at(`${FILE}.sigstore.json`))).toBe(false);
  }, 30_000);
});

test.each([
  [
    `bundle upgrade ${FILE} --rekor-url http://log.example`,
    /expected an https URL after --rekor-url/,
  ],
  [`bundle upgrade ${FILE} ${FILE} --output x`, /expected one FILE with --output/],
  ["bundle upgrade", /expected FILE…, found none/],
  ["bundle", /bundle: expected upgrade, found nothing/],
])("%s is a usage error", async (line, message) => {
  const { exitCode, stderr } = await checkoutWith(SIG).run(line, { now: NOW });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});

function keylessWithout(bundle: Loose): Loose {
  const { tlogEntries: _, ...verificationMaterial } = bundle.verificationMaterial;
  return { ...bundle, verificationMaterial };
}

function tampered(bundle: Loose): Loose {
  bundle.rekorBundle.Payload.integratedTime += 1;
  return bundle;
}
