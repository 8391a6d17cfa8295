import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { digest } from "../../src/bytes/digest.ts";
import { formatKeyBundle, type KeyBundle, parseKeyBundle } from "../../src/envelope/bundle.ts";
import {
  signDsseBundle,
  signMessageBundle,
  verifyDsseBundle,
  verifyMessageBundle,
} from "../../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../../src/envelope/dsse.ts";
import {
  decryptPrivateKey,
  encryptPrivateKey,
  generateKeyPair,
  type PrivateKey,
} from "../../src/key/private-key.ts";
import { formatPublicKey, parsePublicKey } from "../../src/key/public-key.ts";
import { formatLockStatement, LOCK_PREDICATE_V01 } from "../../src/statement/lock-statement.ts";

const LOCK = Buffer.from(`alpha==1.0 --hash=sha256:${"a".repeat(64)}\n`);
const PASSWORD = "correct horse";
/** For one call: a cosign without a network gives up at once, one with a slow network waits. */
const TIMEOUT_MS = 60_000;

interface Cosign {
  /** Runs it in the folder of this check; a status other than 0 throws with all that it said. */
  run(...args: string[]): Promise<string>;
  path(name: string): string;
  read(name: string): Promise<Buffer>;
  write(name: string, bytes: Uint8Array | string): Promise<void>;
}

const CHECKS: readonly (readonly [name: string, check: (cosign: Cosign) => Promise<void>])[] = [
  ["we open a key that cosign generated", opensItsKey],
  [
    "cosign opens a P-256 key that we encrypted",
    (cosign) => isOpened(cosign, generateKeyPair("ecdsa-p256")),
  ],
  [
    "cosign opens an Ed25519 key that we encrypted",
    (cosign) => isOpened(cosign, generateKeyPair("ed25519")),
  ],
  [
    "cosign verifies our bundle of a lock statement",
    (cosign) => verifiesOurStatement(cosign, generateKeyPair("ecdsa-p256")),
  ],
  [
    "cosign verifies our bundle of a message",
    (cosign) => verifiesOurMessage(cosign, generateKeyPair("ecdsa-p256")),
  ],
  ["we verify a lock statement that cosign signed with our key", verifiesItsStatement],
  ["we verify a message that cosign signed with our key", verifiesItsMessage],
  // The other way round there is nothing to hold: with --key, cosign verifies SHA-256 on every curve, though
  // it signs SHA-384 on P-384, and does not verify what it signs with Ed25519 either.
  [
    "we verify a message that cosign signed with an imported P-384 key",
    (cosign) =>
      verifiesImported(cosign, generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey),
  ],
  [
    "we verify a message that cosign signed with an imported RSA key",
    (cosign) =>
      verifiesImported(cosign, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey),
  ],
];

/**
 * Holds our keys and bundles against cosign's, both ways. Runs offline: the bundles have no log entry.
 *
 * @param cosign the program, version 3.
 */
export async function checkCosign(cosign: string): Promise<{ passed: string[]; failed: string[] }> {
  const passed: string[] = [];
  const failed: string[] = [];
  for (const [name, check] of CHECKS) {
    const folder = await mkdtemp(join(tmpdir(), "lockseal-cosign-"));
    try {
      await check(inFolder(cosign, folder));
      passed.push(name);
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { passed, failed };
}

function inFolder(program: string, folder: string): Cosign {
  // A home of its own, so that neither a trusted root nor a configuration of the user takes part.
  const env = {
    ...process.env,
    HOME: folder,
    TUF_ROOT: join(folder, "tuf"),
    COSIGN_PASSWORD: PASSWORD,
  };
  return {
    async run(...args) {
      const options = { cwd: folder, env, timeout: TIMEOUT_MS };
      const { stdout } = await promisify(execFile)(program, args, options);
      return stdout;
    },
    path: (name) => join(folder, name),
    read: (name) => readFile(join(folder, name)),
    write: (name, bytes) => writeFile(join(folder, name), bytes),
  };
}

async function opensItsKey(cosign: Cosign): Promise<void> {
  await cosign.run("generate-key-pair");
  const key = await decryptPrivateKey(
    await cosign.read("cosign.key"),
    Buffer.from(PASSWORD),
    "cosign.key",
  );
  const beside = parsePublicKey(await cosign.read("cosign.pub"), "cosign.pub");
  expectEqual("the public key", key.publicKey.fingerprint, beside.fingerprint);
}

async function isOpened(cosign: Cosign, key: PrivateKey): Promise<void> {
  await cosign.write("our.key", await encryptPrivateKey(key, Buffer.from(PASSWORD)));
  const found = await cosign.run("public-key", "--key", "our.key");
  expectEqual("the public key", found, Buffer.from(formatPublicKey(key.publicKey)).toString());
}

async function verifiesOurStatement(cosign: Cosign, key: PrivateKey): Promise<void> {
  await writeSigned(cosign, key, signDsseBundle(IN_TOTO_PAYLOAD_TYPE, lockStatement(), key));
  const verify = ["verify-blob-attestation", "--insecure-ignore-tlog", "--key", "our.pub"];
  const about = ["--type", LOCK_PREDICATE_V01, "--bundle", "lock.sigstore.json"];
  await cosign.run(...verify, ...about, "lock.txt");
  await expectFailure(cosign.run(...verify, ...about, "other.txt"));
}

async function verifiesOurMessage(cosign: Cosign, key: PrivateKey): Promise<void> {
  await writeSigned(cosign, key, signMessageBundle(LOCK, key));
  const verify = [
    "verify-blob",
    "--insecure-ignore-tlog",
    "--key",
    "our.pub",
    "--bundle",
    "lock.sigstore.json",
  ];
  await cosign.run(...verify, "lock.txt");
  await expectFailure(cosign.run(...verify, "other.txt"));
}

async function verifiesItsStatement(cosign: Cosign): Promise<void> {
  const key = await prepareSigning(cosign);
  await cosign.write("statement.json", lockStatement());
  await cosign.run("attest-blob", ...SIGNING, "--statement", "statement.json");
  const bundle = await readSigned(cosign);
  if (bundle.kind !== "dsse") throw new Error(`expected an envelope, found a ${bundle.kind}`);
  const { payload } = verifyDsseBundle(bundle, [key.publicKey]);
  expectEqual(
    "the payload",
    Buffer.from(payload).toString(),
    Buffer.from(lockStatement()).toString(),
  );
}

async function verifiesItsMessage(cosign: Cosign): Promise<void> {
  await verifiesMessageBy(cosign, await prepareSigning(cosign));
}

async function verifiesImported(cosign: Cosign, key: KeyObject): Promise<void> {
  await prepareSigning(cosign);
  await cosign.write("plain.pem", key.export({ format: "pem", type: "pkcs8" }));
  await rm(cosign.path("our.key"));
  await cosign.run("import-key-pair", "--key", "plain.pem", "--output-key-prefix", "our");
  const sealed = await cosign.read("our.key");
  await verifiesMessageBy(
    cosign,
    await decryptPrivateKey(sealed, Buffer.from(PASSWORD), "our.key"),
  );
}

async function verifiesMessageBy(cosign: Cosign, key: PrivateKey): Promise<void> {
  await cosign.run("sign-blob", ...SIGNING, "lock.txt");
  const bundle = await readSigned(cosign);
  if (bundle.kind !== "message") throw new Error(`expected a message, found a ${bundle.kind}`);
  verifyMessageBundle(bundle, [key.publicKey], LOCK);
}

const SIGNING = [
  "--yes",
  "--key",
  "our.key",
  "--signing-config",
  "none.json",
  "--bundle",
  "its.sigstore.json",
];

async function prepareSigning(cosign: Cosign): Promise<PrivateKey> {
  const key = generateKeyPair("ecdsa-p256");
  await cosign.write("our.key", await encryptPrivateKey(key, Buffer.from(PASSWORD)));
  await cosign.write("lock.txt", LOCK);
  // A configuration without any service: no log, no timestamp, no network.
  const mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
  await cosign.write("none.json", JSON.stringify({ mediaType }));
  return key;
}

async function readSigned(cosign: Cosign): Promise<KeyBundle> {
  return parseKeyBundle(await cosign.read("its.sigstore.json"), "its.sigstore.json", "cosign-too");
}

async function writeSigned(cosign: Cosign, key: PrivateKey, bundle: KeyBundle): Promise<void> {
  await cosign.write("our.pub", formatPublicKey(key.publicKey));
  await cosign.write("lock.sigstore.json", formatKeyBundle(bundle));
  await cosign.write("lock.txt", LOCK);
  await cosign.write("other.txt", "something else\n");
}

function lockStatement(): Uint8Array {
  return formatLockStatement({
    subjects: [{ name: "lock.txt", digest: digest("sha256", LOCK) }],
    format: "pip-requirements",
    scope: { repository: "git+https://example.org/acme/app", path: "lock.txt" },
    pins: { count: 1, digest: digest("sha256", Buffer.from("a table of pins")) },
    sequence: 1,
    previous: null,
    expires: null,
    evidence: [],
    signedAt: "2026-11-24T03:00:00Z",
    generator: { name: "lockseal", version: "0.1.0" },
  });
}

function expectEqual(what: string, found: string, expected: string): void {
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}`);
}

async function expectFailure(run: Promise<string>): Promise<void> {
  const output = await run.catch(() => undefined);
  if (output !== undefined)
    throw new Error(`expected a refusal of other bytes, found ${output || "success"}`);
}
