import { describe, expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { exitCodeOfRule } from "../../src/exit-code.ts";
import { createHttpClient } from "../../src/io/http.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { parseIdentityToken } from "../../src/sigstore/identity-token.ts";
import { type SigningContent, signBundle } from "../../src/sigstore/sign.ts";
import { parseSigningConfig } from "../../src/sigstore/signing-config.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import { startLoopback } from "../fakes/loopback.ts";
import {
  answerOf,
  fakeServices,
  fakeSigningConfig,
  fakeToken,
  type Instead,
} from "../fakes/services.ts";

const instance = createInstance();
const trust = parseTrustRoot(written(trustedRoot(instance)), "root.json");
const MESSAGE = Buffer.from("a message\n");
const STATEMENT = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "message", digest: { sha256: digest("sha256", MESSAGE).hex } }],
  predicateType: "https://example.org/claim/v1",
};
const message: SigningContent = {
  kind: "message",
  name: "message",
  digest: digest("sha256", MESSAGE),
};
const statement: SigningContent = { kind: "statement", payload: written(STATEMENT) };
const FORMS = { message, statement };

function start(log: "v1" | "v2", instead?: Instead, change: (config: Loose) => void = () => {}) {
  const { transport, asked } = fakeServices(instance, SIGNED_AT, instead);
  const json = fakeSigningConfig(log);
  change(json);
  const config = parseSigningConfig(written(json), "config.json");
  const exp = SIGNED_AT.getTime() / 1000 + 300;
  const text = fakeToken({ iss: ISSUER, sub: "somebody", aud: "sigstore", exp });
  const token = parseIdentityToken(text, "token", "sigstore", SIGNED_AT);
  return { options: { token, config, trust, transport, now: SIGNED_AT }, asked };
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  const found = await run.then(
    () => "signed",
    (error: unknown) => error,
  );
  if (typeof found === "string") return found;
  if (found instanceof Refusal) return found.code;
  throw found;
}

test.each([
  ["v1", "message", "hashedrekord", "rekor-v1"],
  ["v1", "statement", "dsse", "rekor-v1"],
  ["v2", "message", "hashedrekord", "rfc3161"],
  ["v2", "statement", "hashedrekord", "rfc3161"],
] as const)("Rekor %s: signs a %s that anybody can verify", async (log, form, kind, time) => {
  const { bytes, evidence } = await signBundle(FORMS[form], start(log).options);
  expect(evidence).toMatchObject({
    signer: { identity: { name: IDENTITY, issuer: ISSUER } },
    entries: [{ kind }],
    times: [{ kind: time, time: SIGNED_AT.getTime() }],
  });
  const identity = { kind: "exact", name: IDENTITY, issuer: ISSUER } as const;
  const expected = { signer: { kind: "identity", identity }, predicateType: null } as const;
  const bundle = parseBundle(bytes, "new.json");
  const again = await verifyBundle({ name: "m", bytes: MESSAGE }, bundle, expected, trust, NOW);
  expect(again.digests).toEqual([digest("sha256", MESSAGE)]);
});

test("signs a statement to the byte as it is given", async () => {
  const payload = Buffer.from(`${JSON.stringify(STATEMENT, null, 3)}\n`);
  const { bytes } = await signBundle({ kind: "statement", payload }, start("v2").options);
  const { dsseEnvelope } = JSON.parse(Buffer.from(bytes).toString());
  expect(Buffer.from(dsseEnvelope.payload, "base64")).toEqual(payload);
});

test("makes a new key for each signature", async () => {
  const keys = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const { evidence } = await signBundle(message, start("v1").options);
    if (evidence.signer.kind === "certificate")
      keys.add(evidence.signer.certificate.key.fingerprint);
  }
  expect(keys.size).toBe(3);
});

test("asks for the certificate first and logs last, and tells the token to the authority alone", async () => {
  const { options, asked } = start("v2");
  await signBundle(message, options);
  expect(asked.map(({ url }) => url)).toEqual([
    "https://ca.fake/api/v2/signingCert",
    "https://tsa.fake/api/v1/timestamp",
    "https://log2.fake/api/v2/log/entries",
  ]);
  const told = asked.map(({ body }) => Buffer.from(body ?? "").includes(options.token.text));
  expect(told).toEqual([true, false, false]);
});

test("never sends a statement to Rekor v2", async () => {
  const { options, asked } = start("v2");
  await signBundle(statement, options);
  const sent = asked.map(({ body }) => Buffer.from(body ?? "").toString()).join();
  expect(sent).not.toContain(Buffer.from("example.org/claim").toString("base64").slice(4, -4));
});

const at =
  (part: string, status: number, body: string | Uint8Array): Instead =>
  ({ url }) =>
    url.includes(part) ? answerOf(status, body) : undefined;

test.each<[string, Instead, string]>([
  ["an authority that refuses the token", at("ca.", 401, "bad token"), "SERVICE_REFUSED"],
  ["an authority that answers with no JSON", at("ca.", 201, "<html>"), "SERVICE_ANSWER_MALFORMED"],
  ["an authority that answers with half of it", at("ca.", 201, '{"a'), "SERVICE_ANSWER_MALFORMED"],
  [
    "a certificate without a log's promise in it",
    at("ca.", 201, '{"signedCertificateDetachedSct":{}}'),
    "SERVICE_ANSWER_MALFORMED",
  ],
  [
    "a chain that is no PEM",
    at("ca.", 201, '{"signedCertificateEmbeddedSct":{"chain":{"certificates":["x"]}}}'),
    "SERVICE_ANSWER_MALFORMED",
  ],
  ["a timestamp authority that refuses", at("tsa.", 400, "no"), "SERVICE_REFUSED"],
  ["a timestamp that is none", at("tsa.", 200, "no"), "SERVICE_ANSWER_MALFORMED"],
  [
    "a timestamp authority that answers that it does not stamp",
    // PKIStatusInfo with the status 2, rejection.
    at("tsa.", 200, Buffer.from("30053003020102", "hex")),
    "TIMESTAMP_NOT_GRANTED",
  ],
  ["a log that refuses", at("log2.", 400, "no"), "SERVICE_REFUSED"],
  ["an entry that is none", at("log2.", 201, "{}"), "SERVICE_ANSWER_MALFORMED"],
])("refuses %s", async (_why, instead, code) => {
  expect(await codeOf(signBundle(message, start("v2", instead).options))).toBe(code);
});

test("refuses the certificate of another key, before it signs anything", async () => {
  const lost = start("v1");
  await signBundle(message, lost.options);
  const [first] = lost.asked;
  if (first === undefined) throw new Error("expected a request");
  const theirs = await fakeServices(instance, SIGNED_AT).transport(first);
  const { options, asked } = start("v1", ({ url }) => (url.includes("ca.") ? theirs : undefined));
  expect(await codeOf(signBundle(message, options))).toBe("SERVICE_ANSWER_MALFORMED");
  expect(asked).toHaveLength(1);
});

test("hands out nothing that the trust root does not vouch for", async () => {
  const { options } = start("v1");
  const other = parseTrustRoot(written(trustedRoot(createInstance())), "root.json");
  expect(await codeOf(signBundle(message, { ...options, trust: other }))).toBe("TLOG_LOG_UNKNOWN");
});

test.each<[string, SigningContent, (config: Loose) => void, string]>([
  [
    "a configuration without an authority",
    message,
    (config) => {
      config.caUrls = [];
    },
    "SIGNING_SERVICE_MISSING",
  ],
  [
    "a statement that is none",
    { kind: "statement", payload: Buffer.from("{}") },
    () => {},
    "STATEMENT_MALFORMED",
  ],
])("sends nothing for %s", async (_why, signing, change, code) => {
  const { options, asked } = start("v2", undefined, change);
  expect(await codeOf(signBundle(signing, options))).toBe(code);
  expect(asked).toEqual([]);
});

test("takes no digest but SHA-256", async () => {
  const signing = { kind: "message", name: "m", digest: digest("sha512", MESSAGE) } as const;
  await expect(signBundle(signing, start("v1").options)).rejects.toThrow(RangeError);
});

describe("over a net", () => {
  const SERVICES = [
    ["the authority", "/api/v2/signingCert"],
    ["the timestamp authority", "/api/v1/timestamp"],
    ["the log", "/api/v2/log/entries"],
  ] as const;
  const FAILURES = [
    ["answers 429", 429, "NETWORK_BUSY"],
    ["answers 500", 500, "NETWORK_BUSY"],
    ["gives half an answer", 0, "NETWORK_UNREACHABLE"],
  ] as const;
  const CASES = SERVICES.flatMap(([name, path]) =>
    FAILURES.map(([how, status, code]) => [`${name} ${how}`, path, status, code] as const),
  );

  /** Signs with services behind a server of which one fails so many times. */
  async function signOverNet(failing: string, status: number, times: number): Promise<string> {
    const { transport } = fakeServices(instance, SIGNED_AT);
    let left = times;
    await using server = await startLoopback(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const path = request.url ?? "";
      const url = `https://${HOSTS.get(path)}${path}`;
      const post = { method: "POST", url, headers: {}, maxBytes: 0 } as const;
      const answer = await transport({ ...post, body: Buffer.concat(chunks) });
      if (path !== failing || left-- <= 0) {
        response.writeHead(answer.status).end(answer.body);
      } else if (status !== 0) {
        response.writeHead(status).end();
      } else {
        response.writeHead(200, { "content-length": `${answer.body.length}` });
        response.write(answer.body.subarray(0, answer.body.length / 2));
        setImmediate(() => response.destroy());
      }
    });
    const { options } = start("v2", undefined, (config) => {
      config.caUrls[0].url = server.url;
      config.rekorTlogUrls[0].url = server.url;
      config.tsaUrls[0].url = `${server.url}/api/v1/timestamp`;
    });
    const http = createHttpClient({ env: {}, attempts: 3, backoffMs: 1, timeoutMs: 10_000 });
    return await codeOf(signBundle(message, { ...options, transport: http }).then(() => "signed"));
  }

  test.each(CASES)("signs when %s twice", async (_why, path, status) => {
    expect(await signOverNet(path, status, 2)).toBe("signed");
  });

  test.each(CASES)("gives up when %s three times", async (_why, path, status, code) => {
    expect(await signOverNet(path, status, 3)).toBe(code);
    expect(exitCodeOfRule(code)).toBe(5);
  });
});

const HOSTS: ReadonlyMap<string, string> = new Map([
  ["/api/v2/signingCert", "ca.fake"],
  ["/api/v1/timestamp", "tsa.fake"],
  ["/api/v2/log/entries", "log2.fake"],
]);
