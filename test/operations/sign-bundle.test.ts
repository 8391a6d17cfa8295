import { describe, expect, test } from "vitest";
import {
  loadSigningConfig,
  loadTrustRoot,
  parseDigest,
  parseSignatures,
  type SigningContent,
  signBundle,
  verifyBundle,
} from "../../src/index.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";
import { createInstance, IDENTITY, ISSUER, SIGNED_AT } from "../fakes/instance.ts";
import { type ServedInstance, serveInstance } from "../fakes/served.ts";
import { fakeToken } from "../fakes/services.ts";

const instance = createInstance();
const HEX = sha256("the bytes");
const message: SigningContent = {
  kind: "message",
  name: "app.bin",
  digest: parseDigest("sha256", HEX),
};
const statement: SigningContent = {
  kind: "statement",
  payload: Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "app.bin", digest: { sha256: HEX } }],
      predicateType: "https://example.org/claim/v1",
    }),
  ),
};

function optionsOf(served: ServedInstance) {
  const folder = new Folder()
    .write("config.json", served.signingConfig)
    .write("root.json", served.trustedRoot);
  return {
    token: served.token,
    config: loadSigningConfig("config.json", folder.path),
    trust: loadTrustRoot("root.json", folder.path).root,
    env: {},
    now: SIGNED_AT,
  };
}

describe("signBundle", () => {
  test.each([
    ["v1", "message", message, "rekor-v1"],
    ["v1", "statement", statement, "rekor-v1"],
    ["v2", "message", message, "rfc3161"],
    ["v2", "statement", statement, "rfc3161"],
  ] as const)(
    "Rekor %s: what it gives of a %s verifies by the digest",
    async (log, form, content, kind) => {
      await using served = await serveInstance(instance, SIGNED_AT, log);
      const options = optionsOf(served);
      const { bytes } = await signBundle(content, options);
      const [bundle] = parseSignatures(bytes, "new.json");
      if (bundle === undefined) throw new Error("expected a bundle");
      const evidence = await verifyBundle(
        { name: "app.bin", digests: new Map([["sha256", parseDigest("sha256", HEX)]]) },
        bundle,
        {
          signer: { kind: "identity", identity: { kind: "exact", name: IDENTITY, issuer: ISSUER } },
          predicateType: null,
        },
        options.trust,
        SIGNED_AT,
      );
      expect(evidence).toMatchObject({
        signer: {
          kind: "certificate",
          identity: {
            name: IDENTITY,
            issuer: ISSUER,
            claims: { sourceRepositoryIdentifier: "4242" },
          },
        },
        times: [{ kind, time: SIGNED_AT.getTime() }],
        entries: [{ log: { url: expect.any(String) } }],
        digests: [{ algorithm: "sha256", hex: HEX }],
      });
      expect(evidence.statement?.predicateType).toBe(
        form === "statement" ? "https://example.org/claim/v1" : undefined,
      );
    },
  );

  test.each([
    ["a token that is none", "x", "IDENTITY_TOKEN_MALFORMED"],
    [
      "a token for somebody else",
      fakeToken({ iss: ISSUER, sub: "a", aud: "other", exp: 9e9 }),
      "IDENTITY_TOKEN_AUDIENCE",
    ],
    [
      "a token of before",
      fakeToken({ iss: ISSUER, sub: "a", aud: "sigstore", exp: 1 }),
      "IDENTITY_TOKEN_NOT_VALID",
    ],
  ])("asks nobody with %s", async (_why, token, code) => {
    await using served = await serveInstance(instance, SIGNED_AT, "v2");
    await expect(signBundle(message, { ...optionsOf(served), token })).rejects.toMatchObject({
      code,
    });
    expect(served.asked).toEqual([]);
  });
});
