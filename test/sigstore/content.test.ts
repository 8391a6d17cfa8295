import { generateKeyPairSync, sign } from "node:crypto";
import { ed25519ph } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import { type DigestAlgorithm, digest } from "../../src/bytes/digest.ts";
import { parseSpki } from "../../src/key/spki.ts";
import type { BundledContent } from "../../src/sigstore/bundle.ts";
import { type Artifact, digestAlgorithms, verifyContent } from "../../src/sigstore/content.ts";
import { STATEMENT_V1 } from "../../src/statement/statement.ts";
import { spkiOf } from "../fakes/certificate.ts";

const MESSAGE = Buffer.from("a message\n");
const whole: Artifact = { name: "a", bytes: MESSAGE };
const byDigest = (algorithm: DigestAlgorithm): Artifact => ({
  name: "a",
  digests: new Map([[algorithm, digest(algorithm, MESSAGE)]]),
});
const message = (algorithm: DigestAlgorithm, signature: Uint8Array): BundledContent => ({
  kind: "message",
  digest: digest(algorithm, MESSAGE),
  signature,
});

test("names the digests that a bundle needs", () => {
  expect(digestAlgorithms(message("sha384", Buffer.of(1)))).toEqual(["sha384"]);
  const payload = Buffer.from(
    JSON.stringify({
      _type: STATEMENT_V1,
      subject: [
        {
          digest: { sha512: digest("sha512", MESSAGE).hex, sha256: digest("sha256", MESSAGE).hex },
        },
        { digest: { sha256: digest("sha256", MESSAGE).hex, md5: "00" } },
      ],
      predicateType: "x:y",
    }),
  );
  const envelope = { payload, payloadType: "application/vnd.in-toto+json", signatures: [] };
  const content = { kind: "dsse", signature: Buffer.of(1), envelope } as const;
  expect(digestAlgorithms(content).toSorted()).toEqual(["sha256", "sha512"]);
});

describe("Ed25519", () => {
  const pair = generateKeyPairSync("ed25519");
  const key = parseSpki(spkiOf(pair.publicKey), "key");
  const seed = pair.privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32);
  const pure = sign(null, MESSAGE, pair.privateKey);
  const prehashed = ed25519ph.sign(MESSAGE, seed);

  test.each<[string, BundledContent, Artifact]>([
    ["pure, with the bytes", message("sha256", pure), whole],
    ["prehashed, with the bytes", message("sha512", prehashed), whole],
    ["prehashed, by the digest", message("sha512", prehashed), byDigest("sha512")],
  ])("verifies %s", async (_, content, artifact) => {
    expect(await verifyContent(content, key, artifact)).toEqual({
      digests: [content.kind === "message" ? content.digest : undefined],
      statement: undefined,
    });
  });

  test.each<[string, BundledContent, Artifact, string]>([
    ["pure, by the digest", message("sha256", pure), byDigest("sha256"), "SIGNATURE_NEEDS_BYTES"],
    ["prehashed under another digest", message("sha256", prehashed), whole, "SIGNATURE_INVALID"],
    [
      "of another message",
      message("sha256", sign(null, Buffer.from("b"), pair.privateKey)),
      whole,
      "SIGNATURE_INVALID",
    ],
  ])("refuses %s", async (_, content, artifact, code) => {
    await expect(verifyContent(content, key, artifact)).rejects.toMatchObject({ code });
  });
});

describe("RSA", () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = parseSpki(spkiOf(pair.publicKey), "key");
  const content = message("sha256", sign("sha256", MESSAGE, pair.privateKey));

  test.each([
    ["the bytes", whole],
    ["the digest", byDigest("sha256")],
  ])("verifies by %s", async (_, artifact) => {
    expect((await verifyContent(content, key, artifact)).digests.length).toBe(1);
  });
});
