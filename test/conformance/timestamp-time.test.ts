import { expect, test } from "vitest";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { NOW, rootOf, signerOf, suiteCases } from "./bundles.ts";

const one = suiteCases().find(({ name }) => name === "rekor2-timestamp-with-incorrect-time_fail");

test.skipIf(one === undefined)(
  "a timestamp of the wrong time is refused for its time, without line ends in its base64",
  async () => {
    if (one === undefined) return;
    const text = Buffer.from(one.bundle).toString();
    const straight = text.replace(/"signedTimestamp":\s*"[^"]*"/, (field) =>
      field.replaceAll(/\\[nr]/g, ""),
    );
    expect(straight).not.toBe(text);
    const verified = verifyBundle(
      { name: "artifact", bytes: one.artifact },
      parseBundle(Buffer.from(straight), "bundle"),
      { signer: signerOf(one), predicateType: null },
      rootOf(one),
      NOW,
    );
    await expect(verified).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:TIMESTAMP_|CERTIFICATE_NOT_VALID)/),
    });
  },
);
