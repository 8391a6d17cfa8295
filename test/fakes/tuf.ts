import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from "node:crypto";
import type { Loose } from "./instance.ts";
import { type Loopback, startLoopback } from "./loopback.ts";

export type FakeRole = "root" | "timestamp" | "snapshot" | "targets";
const ROLES: readonly FakeRole[] = ["root", "timestamp", "snapshot", "targets"];

/** A key of a TUF repository, as its root names it. */
export interface FakeTufKey {
  readonly id: string;
  /** As it stands in `signed.keys`. */
  readonly value: Loose;
  readonly sign: (bytes: Uint8Array) => Buffer;
}

export type FakeTufKeyKind = "ecdsa" | "ecdsa-sha2-nistp256" | "ecdsa-p384" | "ed25519" | "rsa";

/** Makes a key; its id is nothing but a name, as real repositories have old ones. */
export function fakeTufKey(kind: FakeTufKeyKind = "ecdsa"): FakeTufKey {
  const { keyPair, scheme, keytype, sign } = MAKERS[kind]();
  const pem = String(keyPair.publicKey.export({ type: "spki", format: "pem" }));
  const raw = keyPair.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const text = kind === "ed25519" ? raw.toString("hex") : pem;
  return {
    id: createHash("sha256").update(pem).digest("hex"),
    value: { keytype, scheme, keyval: { public: text } },
    sign: (bytes) => sign(bytes, keyPair.privateKey),
  };
}

interface Made {
  readonly keyPair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly keytype: string;
  readonly scheme: string;
  readonly sign: (bytes: Uint8Array, key: KeyObject) => Buffer;
}

const elliptic =
  (namedCurve: string, keytype: string, scheme: string, hash: string) => (): Made => ({
    keyPair: generateKeyPairSync("ec", { namedCurve }),
    keytype,
    scheme,
    sign: (bytes, key) => signBytes(hash, bytes, key),
  });

const MAKERS: Readonly<Record<FakeTufKeyKind, () => Made>> = {
  ecdsa: elliptic("P-256", "ecdsa", "ecdsa-sha2-nistp256", "sha256"),
  "ecdsa-sha2-nistp256": elliptic("P-256", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "sha256"),
  "ecdsa-p384": elliptic("P-384", "ecdsa", "ecdsa-sha2-nistp384", "sha384"),
  ed25519: () => ({
    keyPair: generateKeyPairSync("ed25519"),
    keytype: "ed25519",
    scheme: "ed25519",
    sign: (bytes, key) => signBytes(null, bytes, key),
  }),
  rsa: () => ({
    keyPair: generateKeyPairSync("rsa", { modulusLength: 2048 }),
    keytype: "rsa",
    scheme: "rsassa-pss-sha256",
    sign: (bytes, key) =>
      signBytes("sha256", bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  }),
};

/** Signs a value as metadata, with as many keys as are given. */
export function signMetadata(signed: Loose, keys: readonly FakeTufKey[]): Buffer {
  const bytes = Buffer.from(olpc(signed));
  const signatures = keys.map(({ id, sign }) => ({ keyid: id, sig: sign(bytes).toString("hex") }));
  return Buffer.from(JSON.stringify({ signatures, signed }));
}

/** OLPC's spelling, by the grammar on its page. */
function olpc(value: Loose): string {
  if (Array.isArray(value)) return `[${value.map(olpc).join(",")}]`;
  if (typeof value === "string")
    return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  if (typeof value !== "object" || value === null) return String(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${olpc(name)}:${olpc(value[name])}`).join(",")}}`;
}

/** A TUF repository in memory, whose every file a test may change. */
export class FakeTuf {
  readonly keys: Record<FakeRole, FakeTufKey[]> = {
    root: [fakeTufKey(), fakeTufKey()],
    timestamp: [fakeTufKey()],
    snapshot: [fakeTufKey()],
    targets: [fakeTufKey()],
  };
  readonly thresholds: Record<FakeRole, number> = {
    root: 2,
    timestamp: 1,
    snapshot: 1,
    targets: 1,
  };
  readonly versions: Record<FakeRole, number> = { root: 1, timestamp: 1, snapshot: 1, targets: 1 };
  /** Ends of the roles. */
  readonly expires: Record<FakeRole, string> = {
    root: "2027-06-01T00:00:00Z",
    timestamp: "2026-12-01T00:00:00Z",
    snapshot: "2027-06-01T00:00:00Z",
    targets: "2027-06-01T00:00:00Z",
  };
  consistent: boolean = true;
  /** By path under the mirror. */
  readonly files: Map<string, Uint8Array> = new Map();
  readonly targets: Map<string, Uint8Array>;

  constructor(targets: Readonly<Record<string, Uint8Array>>) {
    this.targets = new Map(Object.entries(targets));
    this.publishRoot();
    this.publish();
  }

  /** Writes the root of this version, signed by the given keys too. */
  publishRoot(others: readonly FakeTufKey[] = []): Buffer {
    const all = ROLES.flatMap((role) => this.keys[role]);
    const signed = {
      ...this.#head("root"),
      consistent_snapshot: this.consistent,
      keys: Object.fromEntries(all.map(({ id, value }) => [id, value])),
      roles: Object.fromEntries(
        ROLES.map((role) => [
          role,
          { keyids: this.keys[role].map(({ id }) => id), threshold: this.thresholds[role] },
        ]),
      ),
    };
    const bytes = signMetadata(signed, [...new Set([...this.keys.root, ...others])]);
    this.files.set(`${this.versions.root}.root.json`, bytes);
    return bytes;
  }

  /** Makes the next root, with other keys for one role, signed by those before as well. */
  rotate(role: FakeRole): Buffer {
    const before = this.keys.root;
    this.keys[role] = this.keys[role].map(() => fakeTufKey());
    this.versions.root += 1;
    return this.publishRoot(before);
  }

  /** Writes targets, snapshot and timestamp anew. */
  publish(): void {
    const digestsOf = (bytes: Uint8Array) => ({
      length: bytes.length,
      hashes: { sha256: createHash("sha256").update(bytes).digest("hex") },
    });
    const prefix = (text: string | number) => (this.consistent ? `${text}.` : "");
    const listed = [...this.targets].map(([name, bytes]) => [name, digestsOf(bytes)] as const);
    for (const [name, { hashes }] of listed)
      this.files.set(
        `targets/${prefix(hashes.sha256)}${name}`,
        this.targets.get(name) ?? Buffer.of(),
      );
    const targets = this.sign("targets", { targets: Object.fromEntries(listed) });
    this.files.set(`${prefix(this.versions.targets)}targets.json`, targets);
    const snapshot = this.sign("snapshot", {
      meta: { "targets.json": { version: this.versions.targets, ...digestsOf(targets) } },
    });
    this.files.set(`${prefix(this.versions.snapshot)}snapshot.json`, snapshot);
    const meta = { "snapshot.json": { version: this.versions.snapshot, ...digestsOf(snapshot) } };
    this.files.set("timestamp.json", this.sign("timestamp", { meta }));
  }

  /** Publishes once more, each version one up. */
  republish(): void {
    this.versions.timestamp += 1;
    this.versions.snapshot += 1;
    this.versions.targets += 1;
    this.publish();
  }

  sign(role: FakeRole, body: Loose): Buffer {
    return signMetadata({ ...this.#head(role), ...body }, this.keys[role]);
  }

  #head(role: FakeRole): Loose {
    return {
      _type: role,
      spec_version: "1.0.31",
      version: this.versions[role],
      expires: this.expires[role],
    };
  }

  /** Serves the files on loopback, as they are when they are asked for. */
  serve(): Promise<Loopback> {
    return startLoopback((request, response) => {
      const body = this.files.get((request.url ?? "").slice(1));
      if (body === undefined) response.writeHead(404).end("no such file");
      else response.end(body);
    });
  }
}
