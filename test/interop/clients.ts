import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { digest } from "../../src/bytes/digest.ts";
import { LOCK_PREDICATE_V01 } from "../../src/statement/lock-statement.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Peer } from "./peers.ts";
import type { Stack } from "./stack/stack.ts";

/** What is signed: bytes, or a statement about them. */
export type Form = "message" | "statement";
/** Who signs: whoever a certificate names, or a key. */
export type By = "identity" | "key";
/** Who saw it; a key may do without. */
export type Log = "v1" | "v2" | "none";

/** One kind of bundle. */
export interface Kind {
  readonly form: Form;
  readonly by: By;
  readonly log: Log;
}

/** What was signed, and by what file it is to be verified. */
export interface Signed extends Kind {
  readonly bundle: string;
  readonly artifact: string;
  /** Of the same sort as the artifact, and not what was signed. */
  readonly other: string;
  readonly predicateType: string;
}

/** What signs and verifies: ours, or somebody else's. */
export interface Client {
  readonly name: string;
  /** Says why it does not make bundles of a kind; undefined where it does. */
  cannotSign(kind: Kind): string | undefined;
  sign(kind: Kind, bundle: string): Promise<Signed>;
  /** Says why it does not verify bundles of a kind; undefined where it does. */
  cannotVerify(kind: Kind): string | undefined;
  /** Rejects where the bundle is refused. */
  verify(signed: Signed, artifact: string): Promise<unknown>;
}

/** What all clients share: services, a key that all can open, and what to sign. */
export interface Setting {
  readonly stack: Stack;
  readonly folder: string;
  readonly artifact: string;
  readonly other: string;
  readonly lock: string;
  readonly otherLock: string;
  /** Without its ending: `.key` and `.pub` are there. */
  readonly key: string;
}

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

const PASSWORD = "correct horse";
const CALL_MS = 60_000;

/** Writes what is to be signed, and has our program make the key. */
export async function prepareSetting(stack: Stack, folder: string): Promise<Setting> {
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const message = Buffer.from("something to sign\n");
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "artifact.bin", digest: { sha256: digest("sha256", message).hex } }],
    predicateType: PREDICATE_TYPE,
    predicate: PREDICATE,
  };
  write("statement.json", JSON.stringify(statement));
  write("predicate.json", JSON.stringify(PREDICATE));
  write("no_services.json", `{"mediaType": "${CONFIG_TYPE}"}`);
  for (const log of ["v1", "v2"] as const) {
    const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
    const config = {
      mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
      trustedRoot: read(stack.trustedRoot),
      signingConfig: read(configOf(stack, log)),
    };
    write(`trust_config_${log}.json`, JSON.stringify(config));
  }
  mkdirSync(join(folder, "other"));
  const key = join(folder, "signer");
  await runIn(process.execPath, folder)(PROGRAM, "keygen", "-o", key);
  return {
    stack,
    folder,
    key,
    artifact: write("artifact.bin", message),
    other: write("other.bin", "something else\n"),
    lock: write("requirements.txt", `alpha==1.0 --hash=sha256:${"a".repeat(64)}\n`),
    otherLock: write("other/requirements.txt", `alpha==1.0 --hash=sha256:${"b".repeat(64)}\n`),
  };
}

const CONFIG_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

export function configOf(stack: Stack, log: "v1" | "v2"): string {
  return log === "v1" ? stack.signingConfigV1 : stack.signingConfig;
}

/** Our program, as users type it. Statements of its own are those about locks. */
export function lockseal(setting: Setting): Client {
  const { stack, folder, key, artifact, other, lock, otherLock } = setting;
  const run = runIn(process.execPath, folder);
  return {
    name: "lockseal",
    cannotSign: ({ by, log }) =>
      by === "key" && log !== "none" ? "logs nothing that a key signed" : undefined,
    async sign(kind, bundle) {
      const { form, log } = kind;
      const services =
        log === "none"
          ? ["--key", `${key}.key`]
          : ["--identity-token", stack.token(), "--signing-config", configOf(stack, log)].concat(
              "--trusted-root",
              stack.trustedRoot,
            );
      const what = form === "message" ? [artifact, "--message"] : [lock];
      await run(PROGRAM, "sign", ...what, ...services, "--bundle", bundle);
      return form === "message"
        ? { ...kind, bundle, artifact, other, predicateType: "" }
        : { ...kind, bundle, artifact: lock, other: otherLock, predicateType: LOCK_PREDICATE_V01 };
    },
    cannotVerify: () => undefined,
    verify({ by, bundle }, path) {
      const { identity, issuer, trustedRoot } = stack;
      const whom =
        by === "key"
          ? ["--key", `${key}.pub`]
          : ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer].concat(
              "--trusted-root",
              trustedRoot,
            );
      return run(PROGRAM, "verify", path, "--bundle", bundle, ...whom);
    },
  };
}

/** What Sigstore's conformance suite drives of ours; with keys it holds log entries against the trusted root too. */
export function conformanceClient(setting: Setting): Client {
  const { stack, folder, key, artifact, other } = setting;
  const client = join(import.meta.dirname, "../../bin/conformance.ts");
  const run = runIn(process.execPath, folder);
  return {
    name: "lockseal's conformance client",
    cannotSign: ({ by }) => (by === "key" ? "signs without keys alone" : undefined),
    async sign(kind, bundle) {
      const { form, log } = kind;
      const config = log === "none" ? [] : ["--signing-config", configOf(stack, log)];
      const about = ["--trusted-root", stack.trustedRoot, ...config];
      const [flags, file] = form === "message" ? [[], artifact] : [["--in-toto"], "statement.json"];
      const by = ["--identity-token", stack.token(), "--bundle", bundle];
      await run(client, "sign-bundle", ...flags, ...by, ...about, file);
      return { ...kind, bundle, artifact, other, predicateType: PREDICATE_TYPE };
    },
    cannotVerify: () => undefined,
    verify({ by, bundle }, path) {
      const { identity, issuer, trustedRoot } = stack;
      const whom =
        by === "key"
          ? ["--key", `${key}.pub`]
          : ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer];
      return run(
        client,
        "verify-bundle",
        "--bundle",
        bundle,
        ...whom,
        "--trusted-root",
        trustedRoot,
        path,
      );
    },
  };
}

export function cosign3({ name, version, program }: Peer, setting: Setting): Client {
  const { stack, folder, key, artifact, other } = setting;
  const run = runIn(program, folder);
  const about = ["--trusted-root", stack.trustedRoot, "--bundle"];
  return {
    name: `${name} ${version}`,
    cannotSign: () => undefined,
    async sign(kind, bundle) {
      const { form, by, log } = kind;
      const verb = form === "message" ? "sign-blob" : "attest-blob";
      const config = log === "none" ? "no_services.json" : configOf(stack, log);
      const who = by === "key" ? ["--key", `${key}.key`] : ["--identity-token", stack.token()];
      const what = form === "message" ? [artifact] : ["--statement", "statement.json"];
      await run(verb, "--yes", ...who, "--signing-config", config, ...about, bundle, ...what);
      return { ...kind, bundle, artifact, other, predicateType: PREDICATE_TYPE };
    },
    cannotVerify: () => undefined,
    verify: (signed, path) => run(...cosignVerb(signed, setting), ...about, signed.bundle, path),
  };
}

/** The version before: it knows no signing configuration and no Rekor v2, and writes bundles only when told to. */
export function cosign2({ name, version, program }: Peer, setting: Setting): Client {
  const { stack, folder, key, artifact, other } = setting;
  const run = runIn(program, folder);
  return {
    name: `${name} ${version}`,
    cannotSign: ({ by, log }) =>
      by === "identity" ? "takes no trusted root for that" : log === "v2" ? NO_V2 : undefined,
    async sign(kind, bundle) {
      const { form, log } = kind;
      const where = log === "none" ? ["--tlog-upload=false"] : ["--rekor-url", stack.logV1];
      const by = ["--yes", "--key", `${key}.key`, "--new-bundle-format", "--bundle", bundle];
      const claim = ["--predicate", "predicate.json", "--type", PREDICATE_TYPE];
      const verb = form === "message" ? ["sign-blob"] : ["attest-blob", ...claim];
      await run(...verb, ...by, ...where, artifact);
      return { ...kind, bundle, artifact, other, predicateType: PREDICATE_TYPE };
    },
    cannotVerify: ({ log }) => (log === "v2" ? NO_V2 : undefined),
    verify: (signed, path) =>
      run(
        ...cosignVerb(signed, setting),
        "--new-bundle-format",
        "--trusted-root",
        stack.trustedRoot,
        "--bundle",
        signed.bundle,
        path,
      ),
  };
}

const NO_V2 = "knows no Rekor v2";

function cosignVerb(
  { form, by, log, predicateType }: Signed,
  { stack, key }: Setting,
): readonly string[] {
  const { identity, issuer } = stack;
  return [
    ...(form === "message"
      ? ["verify-blob"]
      : ["verify-blob-attestation", "--type", predicateType]),
    ...(by === "key"
      ? ["--key", `${key}.pub`]
      : ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer]),
    ...(log === "none" ? ["--insecure-ignore-tlog"] : []),
  ];
}

export function sigstorePython({ name, version, program }: Peer, setting: Setting): Client {
  const { stack, folder, artifact, other } = setting;
  const run = runIn(program, folder);
  const start = (log: "v1" | "v2"): string[] =>
    ["-m", "sigstore", "--trust-config"].concat(`trust_config_${log}.json`);
  const noKeys = ({ by }: Kind): string | undefined => (by === "key" ? "knows no keys" : undefined);
  return {
    name: `${name}-python ${version}`,
    cannotSign: noKeys,
    async sign(kind, bundle) {
      const { form, log } = kind;
      const claim = ["--predicate", "predicate.json", "--predicate-type", PREDICATE_TYPE];
      const verb = form === "message" ? ["sign"] : ["attest", ...claim];
      const by = ["--identity-token", stack.token(), "--bundle", bundle, "--overwrite"];
      await run(...start(log === "v1" ? "v1" : "v2"), ...verb, ...by, artifact);
      return { ...kind, bundle, artifact, other, predicateType: PREDICATE_TYPE };
    },
    cannotVerify: noKeys,
    verify({ bundle }, path) {
      const by = ["--cert-identity", stack.identity, "--cert-oidc-issuer", stack.issuer];
      return run(...start("v2"), "verify", "identity", ...by, "--bundle", bundle, path);
    },
  };
}

/** Makes what runs a program; a status other than 0 throws with the last that it said. */
export function runIn(program: string, folder: string) {
  // A home of its own, so that neither a trusted root nor a configuration of the user takes part; nor does an
  // identity of the build service that this runs on.
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TUF_ROOT: join(folder, "tuf"),
    COSIGN_PASSWORD: PASSWORD,
    LOCKSEAL_PASSWORD: PASSWORD,
  };
  return async (...args: string[]): Promise<string> => {
    const running = promisify(execFile)(program, args, { cwd: folder, env, timeout: CALL_MS });
    running.child.stdin?.end();
    try {
      return (await running).stdout;
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim().split("\n") ?? [];
      throw new Error(said.slice(-3).join(" | ") || String(error));
    }
  };
}
