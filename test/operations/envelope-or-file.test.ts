import { describe, expect, test } from "vitest";
import { signMessageBundle } from "../../src/envelope/bundle-signature.ts";
import { refusePreAuthEncoding } from "../../src/envelope/dsse.ts";
import { generateKeyPair } from "../../src/key/private-key.ts";
import { fakeKey } from "../fakes/certificate.ts";
import { Checkout, sha256 } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  signBundle,
  spkiPem,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const INSTANCE = createInstance();
const BY = `--certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json`;
const TARGET = "the bytes that the statement is about";
const STATEMENT = JSON.stringify({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "app", digest: { sha256: sha256(TARGET) } }],
  predicateType: "https://example.test/claim/v1",
  predicate: {},
});
const TYPE = "application/vnd.in-toto+json";
/** DSSE protocol.md: what an envelope's signature is over, as the bytes of a file. */
const FILE = `DSSEv1 ${TYPE.length} ${TYPE} ${STATEMENT.length} ${STATEMENT}`;

function checkoutWith(name: string, data: string, bundle: Loose): Checkout {
  const checkout = new Checkout();
  checkout.write("root.json", written(trustedRoot(INSTANCE))).write(name, data);
  return checkout.write(`${name}.sigstore.json`, written(bundle));
}

async function rules(checkout: Checkout, line: string): Promise<readonly string[]> {
  const { stdout } = await checkout.run(`verify ${line} --json`, { now: NOW });
  const { findings } = JSON.parse(stdout) as { findings: { verdict: string; rule: string }[] };
  return findings.flatMap(({ verdict, rule }) => (verdict === "refused" ? [rule] : []));
}

/** Makes of a signature over a file the envelope that the file spells out. */
function asEnvelope(log: "v1" | "v2"): Loose {
  const { messageSignature, ...bundle } = signBundle(INSTANCE, { message: Buffer.from(FILE), log });
  return {
    ...bundle,
    dsseEnvelope: {
      payload: Buffer.from(STATEMENT).toString("base64"),
      payloadType: TYPE,
      signatures: [{ sig: messageSignature.signature }],
    },
  };
}

describe("a file that spells out an envelope", () => {
  const asFile = signBundle(INSTANCE, { message: Buffer.from(FILE) });

  test("is refused with a signature over its bytes, which is one of a statement too", async () => {
    expect(await rules(checkoutWith("app", FILE, asFile), `app ${BY}`)).toEqual([
      "SIGNATURE_AMBIGUOUS",
    ]);
  });

  test("passes by its digest, which shows nobody what it begins with", async () => {
    const checkout = checkoutWith("app", FILE, asFile);
    const line = `sha256:${sha256(FILE)} --bundle app.sigstore.json ${BY}`;
    expect(await rules(checkout, line)).toEqual([]);
  });

  test.each([
    ["as any file", "app"],
    ["as it is", "app --message"],
  ])("is refused %s with a key's signature that another program made", async (_how, line) => {
    const signer = fakeKey();
    const options = { message: Buffer.from(FILE), managed: true, signer, log: "none" } as const;
    const checkout = checkoutWith("app", FILE, signBundle(INSTANCE, options));
    checkout.write("k.pub", spkiPem(signer));
    expect(await rules(checkout, `${line} --key k.pub`)).toContain("SIGNATURE_AMBIGUOUS");
  });

  test("is not signed by a key", async () => {
    const checkout = new Checkout();
    checkout.write("app", FILE);
    const before = checkout.list();
    const { exitCode, stdout } = await checkout.sign("app --message");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("SIGNATURE_AMBIGUOUS");
    expect(checkout.list()).toEqual(before);
  });

  test("signed by another program is no statement in a log that has a kind for these", async () => {
    expect(await rules(checkoutWith("app", TARGET, asEnvelope("v1")), `app ${BY}`)).toEqual([
      "TLOG_ENTRY_MISMATCH",
    ]);
  });

  // Rekor v2 logs a statement by the bytes that its signature is over: nothing tells the two apart, which is why
  // nobody should sign such a file.
  test("signed by another program is one in a log that has not", async () => {
    expect(await rules(checkoutWith("app", TARGET, asEnvelope("v2")), `app ${BY}`)).toEqual([]);
  });
});

test.each([
  ["DSSEv1 ", true],
  ["DSSEv1 28 x", true],
  ["DSSEv1", false],
  ["DSSEv2 ", false],
  [" DSSEv1 ", false],
  ["", false],
])("bytes that begin %j are taken for an envelope: %s", (start, expected) => {
  const refuse = () => refusePreAuthEncoding(Buffer.from(start), "app");
  if (expected) expect(refuse).toThrow(expect.objectContaining({ code: "SIGNATURE_AMBIGUOUS" }));
  else expect(refuse).not.toThrow();
});

test("a key does not sign such bytes, whoever asks", () => {
  expect(() => signMessageBundle(Buffer.from(FILE), generateKeyPair("ecdsa-p256"))).toThrow(
    expect.objectContaining({ code: "SIGNATURE_AMBIGUOUS" }),
  );
});
