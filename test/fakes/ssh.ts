import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** Joins bytes with their lengths before them, as the protocol of SSH does. */
export function wire(...parts: readonly (Uint8Array | string)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part as string, "latin1");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** A positive number: a zero goes before a high bit, and none goes anywhere else. */
export function positive(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const number = Buffer.from(bytes.subarray(start === -1 ? bytes.length : start));
  return (number[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), number]) : number;
}

/** What a signature is made of; every field can be made wrong. */
export interface SshParts {
  readonly magic: string;
  readonly version: number;
  readonly key: Uint8Array;
  readonly namespace: string;
  readonly reserved: string;
  readonly hash: string;
  readonly proof: Uint8Array;
  readonly tail: Uint8Array;
}

/** Writes a signature file as ssh-keygen does. */
export function armor(parts: SshParts): string {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(parts.version);
  const bytes = Buffer.concat([
    Buffer.from(parts.magic),
    version,
    wire(parts.key, parts.namespace, parts.reserved, parts.hash, parts.proof),
    parts.tail,
  ]);
  const lines = bytes.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n");
}

/** What the key signs. */
export function toBeSigned(message: Uint8Array, namespace: string, hash: string): Buffer {
  const digest = createHash(hash).update(message).digest();
  return Buffer.concat([Buffer.from("SSHSIG"), wire(namespace, "", hash, digest)]);
}

/** A key as ssh-keygen would make it, in this process. */
export class SshSigner {
  readonly type: string;
  readonly blob: Buffer;
  readonly #secret: KeyObject;
  readonly #application: string | undefined;

  constructor(type: string) {
    this.type = type;
    this.#application = type.startsWith("sk-") ? "ssh:" : undefined;
    const curve = /nistp(256|384|521)/.exec(type)?.[1];
    const { publicKey, privateKey } =
      curve === undefined
        ? generateKeyPairSync("ed25519")
        : generateKeyPairSync("ec", { namedCurve: `P-${curve}` });
    this.#secret = privateKey;
    const spki = publicKey.export({ format: "der", type: "spki" });
    const point = curve === undefined ? spki.subarray(-32) : spki.subarray(-pointBytes(curve));
    this.blob = Buffer.concat([
      wire(type),
      curve === undefined ? wire(point) : wire(`nistp${curve}`, point),
      this.#application === undefined ? Buffer.of() : wire(this.#application),
    ]);
  }

  /** The line of a `.pub` file. */
  get line(): string {
    return `${this.type} ${this.blob.toString("base64")} made for a test\n`;
  }

  /** The signature proper over bytes; `flags` and `counter` are a security key's. */
  prove(signed: Uint8Array, flags = 1, counter = 7): Buffer {
    const device = Buffer.alloc(5);
    device.writeUInt8(flags);
    device.writeUInt32BE(counter, 1);
    const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();
    const message =
      this.#application === undefined
        ? signed
        : Buffer.concat([sha256(this.#application), device, sha256(signed)]);
    const curve = /nistp(256|384|521)/.exec(this.type)?.[1];
    const tail = this.#application === undefined ? Buffer.of() : device;
    if (curve === undefined)
      return Buffer.concat([wire(this.type, sign(null, message, this.#secret)), tail]);
    const hash = { 256: "sha256", 384: "sha384", 521: "sha512" }[curve];
    const raw = sign(hash, message, { key: this.#secret, dsaEncoding: "ieee-p1363" });
    const half = raw.length / 2;
    const numbers = wire(positive(raw.subarray(0, half)), positive(raw.subarray(half)));
    return Buffer.concat([wire(this.type, numbers), tail]);
  }

  /** Signs a message as `ssh-keygen -Y sign` does, or with some parts otherwise. */
  sign(
    message: Uint8Array,
    more: Partial<SshParts> & { flags?: number; counter?: number } = {},
  ): string {
    const { namespace = "file", hash = "sha512" } = more;
    return armor({
      magic: "SSHSIG",
      version: 1,
      key: this.blob,
      reserved: "",
      tail: Buffer.of(),
      proof: this.prove(toBeSigned(message, namespace, hash), more.flags, more.counter),
      ...more,
      namespace,
      hash,
    });
  }
}

function pointBytes(curve: string): number {
  return 1 + 2 * Math.ceil(Number(curve) / 8);
}
