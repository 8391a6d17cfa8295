import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digest, parseDigest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import { type ExpectedSigner, verifyBundle } from "../../src/sigstore/verify.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";

const CASES = join(import.meta.dirname, "../../../shared/conformance/sigstore");

/** What the suite's protocol says where a case has no file of its own for it. */
const IDENTITY =
  "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
const ISSUER = "https://token.actions.githubusercontent.com";

/** Later than the evidence of every case. */
const NOW = new Date("2026-11-24T00:00:00Z");

/** Why each case that must fail does: another reason would be luck. */
const CODES: Readonly<Record<string, string>> = {
};

describe("sigstore", () => {
  if (!existsSync(CASES)) {
    test.skip("the conformance cases are not beside the project", () => {});
    return;
  }
  for (const name of readdirSync(CASES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)) {
    const expected = name.endsWith("_fail") ? (CODES[name] ?? "a code in the table") : "verified";
    for (const form of ["path", "digest"] as const) {
      test(`${name} by ${form}: ${expected}`, async () => {
        expect(await outcome(name, form)).toBe(expected);
      });
    }
  }
});

async function outcome(name: string, form: "path" | "digest"): Promise<string> {
  const folder = join(CASES, name);
  const own = (file: string): Uint8Array | undefined => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  const line = (file: string, otherwise: string): string =>
    own(file) === undefined ? otherwise : readFileSync(join(folder, file), "utf8").trim();
  try {
    const bundle = parseBundle(own("bundle.sigstore.json") ?? new Uint8Array(), "bundle");
    const root = own("trusted_root.json");
    const key = own("key.pub");
    const signer: ExpectedSigner =
      key === undefined
        ? {
            kind: "identity",
            identity: {
              kind: "exact",
              name: line("identity", IDENTITY),
              issuer: line("issuer", ISSUER),
            },
          }
        : { kind: "key", key: parsePublicKey(key, "key.pub") };
    const evidence = await verifyBundle(
      artifactOf(own("artifact") ?? readFileSync(join(CASES, "a.txt")), form),
      bundle,
      { signer, predicateType: null },
      root === undefined ? productionRoot() : parseTrustRoot(root, "trusted_root.json"),
      NOW,
    );
    return evidence.digests.length > 0 ? "verified" : "nothing verified";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** The protocol's digests are SHA-256 always. */
function artifactOf(bytes: Uint8Array, form: "path" | "digest"): Artifact {
  if (form === "path") return { name: "artifact", bytes };
  const { hex } = digest("sha256", bytes);
  return { name: `sha256:${hex}`, digests: new Map([["sha256", parseDigest("sha256", hex)]]) };
}
