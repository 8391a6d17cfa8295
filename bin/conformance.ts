import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseDigest } from "../src/bytes/digest.ts";
import { refusePreAuthEncoding } from "../src/envelope/dsse.ts";
import { Refusal } from "../src/errors.ts";
import { exitCodeOfRule } from "../src/exit-code.ts";
import { digestFile } from "../src/io/digest-file.ts";
import { isThere, readFile } from "../src/io/files.ts";
import { parsePublicKey } from "../src/key/public-key.ts";
import { signBundle } from "../src/operations/sign-bundle.ts";
import { loadSigningConfig } from "../src/operations/signing-config-source.ts";
import { loadTrustRoot } from "../src/operations/trust-source.ts";
import { type Bundle, parseBundle } from "../src/sigstore/bundle.ts";
import { MAX_SIGSTORE_BUNDLE_BYTES } from "../src/sigstore/bundle-limit.ts";
import { type Artifact, digestAlgorithms } from "../src/sigstore/content.ts";
import type { SigningContent } from "../src/sigstore/sign.ts";
import { type ExpectedSigner, verifyBundle } from "../src/sigstore/verify.ts";

// The client that Sigstore's conformance suite drives. No part of the package: the suite's protocol counts the exit code alone,
// trusts a staging instance by a flag, and hands secrets over on the command line.
//
// @see https://github.com/sigstore/sigstore-conformance/blob/main/docs/cli_protocol.md

/** What the client takes from the process. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** For what a person reads: why it was refused. */
  readonly say: (line: string) => void;
}

const USAGE = `usage:
  conformance sign-bundle [--staging] [--in-toto] --identity-token TOKEN --bundle OUT [--trusted-root F] [--signing-config F] FILE
  conformance verify-bundle [--staging] --bundle F (--certificate-identity ID --certificate-oidc-issuer URL | --key PEM) [--trusted-root F] FILE_OR_DIGEST`;

const STAGING = join(import.meta.dirname, "../testdata/staging");

class Usage extends Error {}

/** Runs one command of the protocol. Gives 0 where it signed or verified, and what lockseal would end with otherwise. */
export async function conform(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const [command, ...rest] = args;
    if (command === "sign-bundle") await sign(rest, around);
    else if (command === "verify-bundle") await verify(rest, around);
    else throw new Usage(`expected sign-bundle or verify-bundle, found ${command ?? "nothing"}`);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Refusal) {
      around.say(`conformance: ${error.code}: ${message}`);
      return exitCodeOfRule(error.code);
    }
    const isUsage = error instanceof Usage || codeOf(error).startsWith("ERR_PARSE_ARGS_");
    around.say(`conformance: ${message}${isUsage ? `\n${USAGE}` : ""}`);
    return isUsage ? 2 : 70;
  }
}

async function sign(args: readonly string[], { cwd, env, now }: Surroundings): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...INSTANCE,
      "in-toto": { type: "boolean" },
      "identity-token": { type: "string" },
      bundle: { type: "string" },
      "signing-config": { type: "string" },
    },
  });
  const file = resolve(cwd, only(positionals));
  const out = resolve(cwd, demand(values.bundle, "--bundle"));
  const token = demand(values["identity-token"], "--identity-token");
  const config = fileOf(values["signing-config"], values.staging, "signing_config.json");
  const content: SigningContent = values["in-toto"]
    ? { kind: "statement", payload: readFileSync(file) }
    : { kind: "message", name: file, digest: sha256Of(file) };
  const { bytes } = await signBundle(content, {
    token,
    config: loadSigningConfig(config, cwd),
    trust: trustOf(values, cwd),
    env,
    now,
  });
  writeFileSync(out, bytes);
}

async function verify(args: readonly string[], { cwd, now }: Surroundings): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...INSTANCE,
      bundle: { type: "string" },
      "certificate-identity": { type: "string" },
      "certificate-oidc-issuer": { type: "string" },
      key: { type: "string" },
    },
  });
  const subject = only(positionals);
  const path = demand(values.bundle, "--bundle");
  const signer = signerOf(values, cwd);
  const trust = trustOf(values, cwd);
  const bundle = parseBundle(readFile(resolve(cwd, path), MAX_SIGSTORE_BUNDLE_BYTES), path);
  const artifact = artifactOf(subject, bundle, cwd);
  await verifyBundle(artifact, bundle, { signer, predicateType: null }, trust, now);
}

const INSTANCE = {
  staging: { type: "boolean" },
  "trusted-root": { type: "string" },
} as const;

interface SignerOptions {
  readonly "certificate-identity"?: string;
  readonly "certificate-oidc-issuer"?: string;
  readonly key?: string;
}

function signerOf(values: SignerOptions, cwd: string): ExpectedSigner {
  const { "certificate-identity": name, "certificate-oidc-issuer": issuer, key } = values;
  if (key !== undefined) {
    if (name !== undefined || issuer !== undefined)
      throw new Usage("expected --key or an identity, found both");
    return { kind: "key", key: parsePublicKey(readFileSync(resolve(cwd, key)), key) };
  }
  const identity = {
    kind: "exact",
    name: demand(name, "--certificate-identity"),
    issuer: demand(issuer, "--certificate-oidc-issuer"),
  } as const;
  return { kind: "identity", identity };
}

function trustOf(
  values: { readonly staging?: boolean; readonly "trusted-root"?: string },
  cwd: string,
) {
  return loadTrustRoot(fileOf(values["trusted-root"], values.staging, "trusted_root.json"), cwd)
    .root;
}

/** A file that is named counts more than the instance. */
function fileOf(
  given: string | undefined,
  staging: boolean | undefined,
  name: string,
): string | undefined {
  return given ?? (staging === true ? join(STAGING, name) : undefined);
}

/** The protocol: a digest is `sha256:` and 64 hex digits where no file has that name. A file is never held. */
function artifactOf(subject: string, { content }: Bundle, cwd: string): Artifact {
  const path = resolve(cwd, subject);
  const hex = /^sha256:([0-9a-f]{64})$/.exec(subject)?.[1];
  if (hex !== undefined && !isThere(path))
    return { name: subject, digests: new Map([["sha256", parseDigest("sha256", hex)]]) };
  const { digests, head } = digestFile(path, ["sha256", ...digestAlgorithms(content)]);
  return { name: subject, digests, head };
}

function sha256Of(path: string) {
  const { digests, head } = digestFile(path, ["sha256"]);
  refusePreAuthEncoding(head, path);
  const digest = digests.get("sha256");
  if (digest === undefined) throw new TypeError("digest: expected sha256, found none");
  return digest;
}

function only(positionals: readonly string[]): string {
  const [one, ...more] = positionals;
  if (one === undefined || more.length > 0)
    throw new Usage(`expected one file or digest, found ${positionals.length}`);
  return one;
}

function demand(value: string | undefined, name: string): string {
  if (value === undefined) throw new Usage(`expected ${name}, found none`);
  return value;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

if (import.meta.main) {
  process.exitCode = await conform(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    now: new Date(),
    say: (line) => process.stderr.write(`${line}\n`),
  });
}
