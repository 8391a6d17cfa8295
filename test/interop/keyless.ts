import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { digest } from "../../src/bytes/digest.ts";
import { createHttpClient } from "../../src/io/http.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { parseIdentityToken, SIGSTORE_AUDIENCE } from "../../src/sigstore/identity-token.ts";
import { type SigningContent, signBundle } from "../../src/sigstore/sign.ts";
import { parseSigningConfig } from "../../src/sigstore/signing-config.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import { parseTrustRoot, type TrustRoot } from "../../src/trust/trust-root.ts";
import type { Checks } from "./checks.ts";
import { isPresent, type MissingPeer, type Peer } from "./peers.ts";
import { type Programs, preparePrograms } from "./stack/programs.ts";
import { type Stack, startStack } from "./stack/stack.ts";

type Form = "message" | "statement";
type LogVersion = "v1" | "v2";

/** What signs and verifies: ours, or somebody else's. Files are named by path. */
interface Client {
  readonly name: string;
  sign(form: Form, log: LogVersion, bundle: string): Promise<unknown>;
  /** Rejects where the bundle is refused. */
  verify(form: Form, bundle: string, artifact: string): Promise<unknown>;
}

interface Setting {
  readonly stack: Stack;
  readonly folder: string;
  readonly artifact: string;
  readonly other: string;
}

const MESSAGE = Buffer.from("something to sign\n");
const PREDICATE_TYPE = "https://slsa.dev/provenance/v1";
const PREDICATE = {
  buildDefinition: {
    buildType: "https://example.org/build/v1",
    externalParameters: {},
    internalParameters: {},
    resolvedDependencies: [],
  },
  runDetails: { builder: { id: "https://example.org/builder" }, metadata: {} },
};
const STATEMENT = {
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "artifact.txt", digest: { sha256: digest("sha256", MESSAGE).hex } }],
  predicateType: PREDICATE_TYPE,
  predicate: PREDICATE,
};

const CALL_MS = 60_000;

/**
 * Signs without a key against services on loopback, and verifies crosswise: each form, with each version of Rekor, by
 * each client and with each. Every bundle has to be refused about other bytes.
 */
export async function checkKeyless(
  peers: readonly (Peer | MissingPeer)[],
  above: string,
  checks: Checks,
): Promise<void> {
  const folder = join(above, "keyless");
  mkdirSync(folder);
  const programs = programsOrWhyNot();
  if (typeof programs === "string") {
    checks.skip("keyless, against a Sigstore on loopback", programs);
    return;
  }
  const stack = await startStack(programs, folder);
  try {
    const setting = prepare(stack, folder);
    const present = peers.filter(isPresent);
    const clients = [
      ours(setting),
      ...present.filter(({ name }) => name === "cosign").map((peer) => cosign(peer, setting)),
      ...present.filter(({ name }) => name === "sigstore").map((peer) => python(peer, setting)),
    ];
    for (const signer of clients) await checkSigner(signer, clients, setting, checks);
  } finally {
    await stack.stop();
  }
}

/** What cannot be built here is skipped by name, as a peer that is missing is. */
function programsOrWhyNot(): Programs | string {
  try {
    return preparePrograms(process.env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function checkSigner(
  signer: Client,
  verifiers: readonly Client[],
  { folder, artifact, other }: Setting,
  checks: Checks,
): Promise<void> {
  for (const log of ["v1", "v2"] as const) {
    for (const form of ["message", "statement"] as const) {
      const title = `${form} by ${signer.name}, Rekor ${log}`;
      const bundle = join(folder, `${signer.name.replaceAll(" ", "-")}-${form}-${log}.json`);
      let isSigned = false;
      await checks.check(`keyless: ${title}: signed`, async () => {
        await signer.sign(form, log, bundle);
        isSigned = true;
        return undefined;
      });
      if (!isSigned) continue;
      for (const verifier of verifiers) {
        await checks.check(`keyless: ${title}: verified by ${verifier.name}`, async () => {
          await verifier.verify(form, bundle, artifact);
          const refused = await verifier.verify(form, bundle, other).then(
            () => false,
            () => true,
          );
          return refused ? undefined : "expected a refusal of other bytes, found success";
        });
      }
    }
  }
}

function prepare(stack: Stack, folder: string): Setting {
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  write("statement.json", JSON.stringify(STATEMENT));
  write("predicate.json", JSON.stringify(PREDICATE));
  for (const log of ["v1", "v2"] as const) {
    const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
    const config = {
      mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
      trustedRoot: read(stack.trustedRoot),
      signingConfig: read(configOf(stack, log)),
    };
    write(`trust_config_${log}.json`, JSON.stringify(config));
  }
  return {
    stack,
    folder,
    artifact: write("artifact.txt", MESSAGE),
    other: write("other.txt", "something else\n"),
  };
}

function configOf(stack: Stack, log: LogVersion): string {
  return log === "v1" ? stack.signingConfigV1 : stack.signingConfig;
}

function ours({ stack, artifact }: Setting): Client {
  const trust: TrustRoot = parseTrustRoot(readFileSync(stack.trustedRoot), "trusted root");
  const transport = createHttpClient({ env: {} });
  return {
    name: "lockseal",
    async sign(form, log, bundle) {
      const now = new Date();
      const signing: SigningContent =
        form === "message"
          ? { kind: "message", name: artifact, digest: digest("sha256", MESSAGE) }
          : { kind: "statement", payload: Buffer.from(JSON.stringify(STATEMENT)) };
      const config = parseSigningConfig(readFileSync(configOf(stack, log)), "signing config");
      const token = parseIdentityToken(stack.token(), "token", SIGSTORE_AUDIENCE, now);
      const { bytes } = await signBundle(signing, { token, config, trust, transport, now });
      writeFileSync(bundle, bytes);
    },
    async verify(form, bundle, path) {
      const { identity: name, issuer } = stack;
      const identity = { kind: "exact", name, issuer } as const;
      const predicateType = form === "message" ? null : PREDICATE_TYPE;
      const expected = { signer: { kind: "identity", identity }, predicateType } as const;
      const parsed = parseBundle(readFileSync(bundle), bundle);
      const bytes = readFileSync(path);
      await verifyBundle({ name: path, bytes }, parsed, expected, trust, new Date());
    },
  };
}

function cosign({ name, version, program }: Peer, { stack, folder, artifact }: Setting): Client {
  const run = runIn(program, folder);
  const about = ["--trusted-root", stack.trustedRoot, "--bundle"];
  return {
    name: `${name} ${version}`,
    sign(form, log, bundle) {
      const verb = form === "message" ? "sign-blob" : "attest-blob";
      const config = ["--signing-config", configOf(stack, log)];
      const by = ["--yes", "--identity-token", stack.token()];
      const what =
        form === "message" ? [artifact] : ["--statement", join(folder, "statement.json")];
      return run(verb, ...by, ...config, ...about, bundle, ...what);
    },
    verify(form, bundle, path) {
      const by = [
        "--certificate-identity",
        stack.identity,
        "--certificate-oidc-issuer",
        stack.issuer,
      ];
      const verb =
        form === "message"
          ? ["verify-blob"]
          : ["verify-blob-attestation", "--type", PREDICATE_TYPE];
      return run(...verb, ...by, ...about, bundle, path);
    },
  };
}

function python({ name, version, program }: Peer, { stack, folder, artifact }: Setting): Client {
  const run = runIn(program, folder);
  const start = (log: LogVersion): string[] => [
    "-m",
    "sigstore",
    "--trust-config",
    join(folder, `trust_config_${log}.json`),
  ];
  return {
    name: `${name}-python ${version}`,
    sign(form, log, bundle) {
      const claim = ["--predicate", join(folder, "predicate.json")];
      const verb =
        form === "message" ? ["sign"] : ["attest", ...claim, "--predicate-type", PREDICATE_TYPE];
      const by = ["--identity-token", stack.token(), "--bundle", bundle, "--overwrite"];
      return run(...start(log), ...verb, ...by, artifact);
    },
    verify(_form, bundle, path) {
      const by = ["--cert-identity", stack.identity, "--cert-oidc-issuer", stack.issuer];
      return run(...start("v2"), "verify", "identity", ...by, "--bundle", bundle, path);
    },
  };
}

function runIn(program: string, folder: string) {
  // A home of its own, so that neither a trusted root nor a configuration of the user takes part.
  const env = { ...process.env, HOME: folder, TUF_ROOT: join(folder, "tuf") };
  return async (...args: string[]): Promise<unknown> => {
    try {
      return await promisify(execFile)(program, args, { cwd: folder, env, timeout: CALL_MS });
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim().split("\n") ?? [];
      throw new Error(said.slice(-3).join(" | ") || String(error));
    }
  };
}
