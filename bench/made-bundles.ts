import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digest } from "../src/bytes/digest.ts";
import { createHttpClient } from "../src/io/http.ts";
import { parseIdentityToken, SIGSTORE_AUDIENCE } from "../src/sigstore/identity-token.ts";
import { type SigningContent, signBundle } from "../src/sigstore/sign.ts";
import { parseSigningConfig, type SigningConfig } from "../src/sigstore/signing-config.ts";
import { parseTrustRoot } from "../src/trust/trust-root.ts";
import { preparePrograms } from "../test/interop/stack/programs.ts";
import { type Stack, startStack } from "../test/interop/stack/stack.ts";

/** A bundle, and what it is about. */
export interface MadeBundle {
  readonly name: string;
  readonly artifact: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Different bundles of one instance, and whom they are by. */
export interface MadeBundles {
  readonly trustedRoot: Uint8Array;
  readonly identity: { readonly name: string; readonly issuer: string };
  readonly bundles: readonly MadeBundle[];
}

/** Rekor v2 answers with its next checkpoint, a second later: so many wait for it together. */
const AT_ONCE = 50;

/**
 * Has the Sigstore of the interoperability checks, on this machine, sign `count` different artifacts, each with a key and a
 * certificate of its own: bytes and statements by turns, half of them in Rekor v1 and half in v2 with a timestamp.
 * @throws Error where the services cannot be built or started.
 */
export async function makeBundles(count: number): Promise<MadeBundles> {
  const folder = mkdtempSync(join(tmpdir(), "lockseal-bench-stack-"));
  const stack = await startStack(preparePrograms(process.env), folder);
  try {
    const configs = [stack.signingConfigV1, stack.signingConfig].map((path) =>
      parseSigningConfig(readFileSync(path), path),
    );
    const bundles: MadeBundle[] = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const indexes = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => from + at);
      bundles.push(...(await Promise.all(indexes.map((index) => make(index, stack, configs)))));
    }
    const { identity: name, issuer } = stack;
    const trustedRoot = readFileSync(stack.trustedRoot);
    return { trustedRoot, identity: { name, issuer }, bundles };
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function make(
  index: number,
  stack: Stack,
  configs: readonly SigningConfig[],
): Promise<MadeBundle> {
  const name = `artifact ${index}`;
  const artifact = Buffer.from(`${name}\n`);
  const config = configs[index % 2];
  if (config === undefined) throw new RangeError("config: expected one, found none");
  const now = new Date();
  const { bytes } = await signBundle(contentOf(name, artifact, index % 4 < 2), {
    token: parseIdentityToken(stack.token(), "token", SIGSTORE_AUDIENCE, now),
    config,
    trust: parseTrustRoot(readFileSync(stack.trustedRoot), "trusted root"),
    transport: createHttpClient({ env: {} }),
    now,
  });
  return { name, artifact, bytes };
}

function contentOf(name: string, artifact: Uint8Array, asMessage: boolean): SigningContent {
  const sha256 = digest("sha256", artifact);
  if (asMessage) return { kind: "message", name, digest: sha256 };
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name, digest: { sha256: sha256.hex } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: { buildDefinition: {}, runDetails: {} },
  };
  return { kind: "statement", payload: Buffer.from(JSON.stringify(statement)) };
}
