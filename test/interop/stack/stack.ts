import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FakeCertificate, fakeCertificate, fakeKey, spkiOf } from "../../fakes/certificate.ts";
import { der } from "../../fakes/der.ts";
import { createInstance, type Instance, purposes, trustedRoot } from "../../fakes/instance.ts";
import { fakeLogV1 } from "../../fakes/log-v1.ts";
import { startCertificateLog } from "./certificate-log.ts";
import { type Issuer, startIssuer } from "./issuer.ts";
import type { Programs } from "./programs.ts";
import { freePorts, type Service, serve, startProgram, waitForPort } from "./service.ts";

/** A Sigstore on loopback. */
export interface Stack {
  /** The files of clients, by path. */
  readonly trustedRoot: string;
  /** With Rekor v2 and the timestamp authority. */
  readonly signingConfig: string;
  /** With Rekor v1 alone, which gives the time itself. */
  readonly signingConfigV1: string;
  /** For clients that know no signing configuration. */
  readonly logV1: string;
  readonly issuer: string;
  /** Who the tokens say that signs, as certificates name it. */
  readonly identity: string;
  token(): string;
  /** For a workflow of another repository: `owner/name/path@ref`, at this commit. */
  tokenOf(workflow: string, commit: string): string;
  /** Who may log in with a browser, and where. The signing configurations name the place. */
  readonly person: {
    readonly name: string;
    readonly issuer: string;
    /** As if they had logged in. */
    token(): string;
  };
  stop(): Promise<void>;
}

const WORKFLOW = "acme/app/.github/workflows/release.yml@refs/tags/v1.2.3";
const SHA = "0123456789abcdef0123456789abcdef01234567";

/** What GitHub says about a run, and Fulcio puts into certificates. */
function claimsOf(workflow: string, sha: string): Readonly<Record<string, string>> {
  const [path = "", ref = ""] = workflow.split("@");
  const [owner = "", name = ""] = path.split("/");
  return {
    sub: `repo:${owner}/${name}:ref:${ref}`,
    job_workflow_ref: workflow,
    job_workflow_sha: sha,
    workflow_ref: workflow,
    workflow_sha: sha,
    workflow: "release",
    event_name: "push",
    sha,
    ref,
    repository: `${owner}/${name}`,
    repository_id: "4242",
    repository_owner: owner,
    repository_owner_id: "42",
    repository_visibility: "public",
    runner_environment: "github-hosted",
    run_id: "1",
    run_attempt: "1",
  };
}

const PERSON = { email: "alice@acme.example", email_verified: true, sub: "alice" };

const HOST = "127.0.0.1";

/** Where the timestamp authority serves its metrics, whatever it is told: two of them cannot run at once. */
const METRICS_PORT = 2112;
const METRICS_WAIT_MS = 10 * 60_000;

/**
 * Starts the services one after the other, and writes a trusted root and signing configurations for them.
 * @param folder takes their keys, their data and the files.
 * @throws Error when one does not start; those that did are stopped.
 */
export async function startStack(programs: Programs, folder: string): Promise<Stack> {
  const started: Service[] = [];
  const stop = async (): Promise<void> => {
    for (const service of started.reverse()) await service.stop();
  };
  const keep = <One extends Service>(service: One): One => {
    started.push(service);
    return service;
  };
  try {
    const instance = createAuthority();
    const issuer = keep(await startIssuer());
    const people = keep(await startIssuer(PERSON));
    const certificateLog = keep(await startCertificateLog(instance.certificateLog));
    const fulcio = keep(
      await startFulcio(programs.fulcio, instance, { issuer, people, certificateLog }, folder),
    );
    const log = await startRekorTiles(programs.rekorTiles, folder);
    keep(log);
    const stamps = keep(await startTimestampAuthority(programs.timestampAuthority));
    const logV1 = keep(await startLogV1(instance));
    const chain = await (await fetch(`${stamps.url}/api/v1/timestamp/certchain`)).text();
    const root = rootOf(instance, { fulcio, certificateLog, log, logV1, stamps, chain });
    const write = (name: string, value: object): string => {
      writeFileSync(join(folder, name), JSON.stringify(value));
      return join(folder, name);
    };
    const v2 = { tlog: service(log.url, 2), tsa: service(`${stamps.url}/api/v1/timestamp`, 1) };
    return {
      trustedRoot: write("trusted_root.json", root),
      signingConfig: write("signing_config.json", configOf(fulcio, people, v2)),
      signingConfigV1: write(
        "signing_config_v1.json",
        configOf(fulcio, people, { tlog: service(logV1.url, 1) }),
      ),
      logV1: logV1.url,
      issuer: issuer.url,
      person: {
        name: PERSON.email,
        issuer: people.url,
        token: () => people.token(PERSON),
      },
      identity: `https://github.com/${WORKFLOW}`,
      token: () => issuer.token(claimsOf(WORKFLOW, SHA)),
      tokenOf: (workflow, commit) => issuer.token(claimsOf(workflow, commit)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The authority needs more than the tests' does: Fulcio and OpenSSL look for key identifiers and purposes. Its keys are of
 * the public instance's kind.
 */
function createAuthority(): Instance {
  const instance = createInstance("P-384");
  const [from, until] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)];
  const make = (name: string, path: number, issuer?: FakeCertificate): FakeCertificate => {
    const key = fakeKey("P-384");
    const own = createHash("sha1").update(key.spki).digest();
    const above = issuer === undefined ? own : createHash("sha1").update(issuer.key.spki).digest();
    const extensions = [
      { oid: "2.5.29.15", critical: true, value: der.of(0x03, Uint8Array.of(1, 0x06)) },
      {
        oid: "2.5.29.19",
        critical: true,
        value: der.sequence(der.boolean(true), der.integer(path)),
      },
      { oid: "2.5.29.14", value: der.octets(own) },
      { oid: "2.5.29.35", value: der.sequence(der.of(0x80, above)) },
      ...(issuer === undefined ? [] : [purposes(["1.3.6.1.5.5.7.3.3"])]),
    ];
    return fakeCertificate({ name, key, from, until, extensions, ...(issuer && { issuer }) });
  };
  const root = make("loopback root", 1);
  return { ...instance, root, intermediate: make("loopback intermediate", 0, root) };
}

async function startFulcio(
  program: string,
  instance: Instance,
  services: {
    readonly issuer: Issuer;
    readonly people: Issuer;
    readonly certificateLog: Service;
  },
  folder: string,
): Promise<Service> {
  const { issuer, people, certificateLog } = services;
  const file = (name: string, text: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const { intermediate, root } = instance;
  const chain = file("ca.pem", pem(intermediate.der) + pem(root.der));
  const key = file(
    "ca.key",
    intermediate.key.privateKey.export({ format: "pem", type: "pkcs8" }) as string,
  );
  const logKey = file(
    "ctlog.pub",
    instance.certificateLog.publicKey.export({ format: "pem", type: "spki" }) as string,
  );
  const config = file(
    "fulcio.json",
    JSON.stringify({
      OIDCIssuers: {
        [issuer.url]: { IssuerURL: issuer.url, ClientID: "sigstore", Type: "github-workflow" },
        [people.url]: { IssuerURL: people.url, ClientID: "sigstore", Type: "email" },
      },
    }),
  );
  // Two ports: with one for both, this version registers its metrics twice and ends.
  const [port, grpc, metrics] = await freePorts(3);
  const args = ["serve", "--host", HOST, "--grpc-host", HOST, "--port", `${port}`];
  args.push("--grpc-port", `${grpc}`, "--metrics-port", `${metrics}`, "--log_type", "prod");
  args.push("--legacy-unix-domain-socket", join(folder, "fulcio.socket"));
  args.push("--ca", "fileca", "--fileca-cert", chain, "--fileca-key", key);
  args.push("--fileca-key-passwd", "", "--fileca-watch=false", "--config-path", config);
  args.push("--ct-log-url", certificateLog.url, "--ct-log-public-key-path", logKey);
  return startProgram(program, args, `http://${HOST}:${port}`, "/healthz");
}

interface Tiles extends Service {
  readonly spki: Buffer;
}

async function startRekorTiles(program: string, folder: string): Promise<Tiles> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = join(folder, "rekor.key");
  writeFileSync(key, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  const storage = join(folder, "rekor");
  mkdirSync(storage);
  const [http, grpc, metrics] = await freePorts(3);
  const args = ["serve", "--http-port", `${http}`, "--grpc-port", `${grpc}`];
  args.push("--http-metrics-port", `${metrics}`, "--hostname", HOST, "--storage-dir", storage);
  args.push("--signer-filepath", key, "--checkpoint-interval", "1s", "--log-level", "warn");
  const url = `http://${HOST}:${http}`;
  return { ...(await startProgram(program, args, url, "/healthz")), spki: spkiOf(publicKey) };
}

async function startTimestampAuthority(program: string): Promise<Service> {
  await waitForPort(METRICS_PORT, METRICS_WAIT_MS);
  const [port] = await freePorts(1);
  const args = ["serve", "--host", HOST, "--port", `${port}`, "--timestamp-signer", "memory"];
  args.push("--disable-ntp-monitoring", "--log-type", "prod");
  return startProgram(program, args, `http://${HOST}:${port}`, "/ping");
}

/** Rekor v1 needs a Trillian and a database; this answers what it would, over a tree of one real entry. */
function startLogV1(instance: Instance): Promise<Service> {
  return serve((path, body) => {
    if (path !== "/api/v1/log/entries") return undefined;
    const answer = fakeLogV1(instance, JSON.parse(body.toString()), new Date());
    const [id = ""] = Object.keys(answer);
    // Clients find the entry by this header, and cosign falls over where it is missing.
    return { status: 201, body: JSON.stringify(answer), headers: { etag: id } };
  });
}

function rootOf(
  instance: Instance,
  services: {
    readonly fulcio: Service;
    readonly certificateLog: Service;
    readonly log: Tiles;
    readonly logV1: Service;
    readonly stamps: Service;
    readonly chain: string;
  },
): object {
  const root = trustedRoot(instance);
  const [logV1, log] = root.tlogs;
  const { spki } = services.log;
  // C2SP signed-note: the name, a line end, 1 for Ed25519, and the key without its envelope.
  const named = Buffer.concat([Buffer.from(`${HOST}\n\u0001`), spki.subarray(-32)]);
  log.baseUrl = services.log.url;
  log.publicKey.rawBytes = spki.toString("base64");
  log.logId.keyId = createHash("sha256").update(named).digest("base64");
  // Its checkpoints bear this name.
  logV1.baseUrl = "https://log.fake";
  root.ctlogs[0].baseUrl = services.certificateLog.url;
  root.certificateAuthorities[0].uri = services.fulcio.url;
  const stamps = services.chain.match(/-----BEGIN[^-]+-----([^-]+)-----END/g) ?? [];
  root.timestampAuthorities[0].uri = services.stamps.url;
  root.timestampAuthorities[0].certChain.certificates = stamps.map((text) => ({
    rawBytes: text.replace(/-----[^-]+-----|-----END|\s/g, ""),
  }));
  return root;
}

function service(url: string, majorApiVersion: number): object {
  const validFor = { start: "2025-01-01T00:00:00Z" };
  return { url, majorApiVersion, validFor, operator: "loopback" };
}

function configOf(
  fulcio: Service,
  issuer: Issuer,
  { tlog, tsa }: { readonly tlog: object; readonly tsa?: object },
): object {
  return {
    mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
    caUrls: [service(fulcio.url, 1)],
    oidcUrls: [service(issuer.url, 1)],
    rekorTlogUrls: [tlog],
    rekorTlogConfig: { selector: "ANY" },
    ...(tsa && { tsaUrls: [tsa], tsaConfig: { selector: "ANY" } }),
  };
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
