import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { spkiOf } from "./certificate.ts";

/** A key pair of minisign, made as its documentation says. */
export interface MinisignSigner {
  /** The public key file. */
  readonly publicFile: string;
  readonly sign: (bytes: Uint8Array, comment?: string) => string;
}

/** @see https://jedisct1.github.io/minisign/#signature-format */
export function createMinisignSigner(number: string = "12345678"): MinisignSigner {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = spkiOf(publicKey).subarray(-32);
  const base64 = (...parts: readonly (string | Uint8Array)[]): string =>
    Buffer.concat(parts.map((part) => Buffer.from(part))).toString("base64");
  return {
    publicFile: `untrusted comment: minisign public key\n${base64("Ed", number, key)}\n`,
    sign(bytes, comment = "for the tests") {
      const signature = sign(null, createHash("blake2b512").update(bytes).digest(), privateKey);
      const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey);
      return `untrusted comment: signature\n${base64("ED", number, signature)}\ntrusted comment: ${comment}\n${base64(global)}\n`;
    },
  };
}
