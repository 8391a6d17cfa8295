import { parseSignerKey, type SignerKey } from "../envelope/signer-key.ts";
import { detectOwnFormat } from "../key/own-format.ts";
import { type PublicKey, parsePublicKey } from "../key/public-key.ts";
import type { PinnedKey } from "../tool/pinned.ts";

/** A pinned key, read: of a bundle or a bare signature, or of a format of its own. */
export type ReadKey =
  | { readonly kind: "pem"; readonly key: PublicKey }
  | { readonly kind: "own"; readonly key: SignerKey };

/** What a line of minisign or signify is said to be of, before it: without a word it is minisign's. */
const NUMBERED: Readonly<Record<string, string>> = {
  "signify:": "untrusted comment: signify public key\n",
  "numbered:": "untrusted comment: a key\n",
};

/** An OpenPGP key has many lines: it is pinned as the whole file in base64. */
const OPENPGP = "openpgp:";

/**
 * Reads a public key file into the one line that it is pinned by: the SPKI in base64, minisign's and signify's line,
 * OpenSSH's two words, or an OpenPGP key's file in base64.
 * @throws Refusal `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED` — see `parsePublicKey`, `parseSignerKey`.
 */
export async function pinnedKeyOf(file: Uint8Array, what: string): Promise<PinnedKey> {
  const format = detectOwnFormat(file);
  if (format === undefined) {
    const { spki } = parsePublicKey(file, what);
    return { kind: "key", key: Buffer.from(spki).toString("base64") };
  }
  const read = await parseSignerKey(file, undefined, what);
  if (format === "openpgp")
    return { kind: "key", key: OPENPGP + Buffer.from(file).toString("base64") };
  const lines = Buffer.from(file).toString("latin1").trim().split(/\r?\n/);
  const line = lines.at(-1)?.trim() ?? "";
  const words = line.split(/[ \t]+/);
  if (format === "ssh") return { kind: "key", key: words.slice(0, 2).join(" ") };
  const tool = read.kind === "numbered" ? read.key.tool : null;
  const word = tool === "minisign" ? "" : tool === "signify" ? "signify:" : "numbered:";
  return { kind: "key", key: word + line };
}

/**
 * Reads a key from the line that it is pinned by.
 * @throws Refusal as {@link pinnedKeyOf} does.
 */
export async function readPinnedKey({ key }: PinnedKey, what: string): Promise<ReadKey> {
  const line = key.startsWith(OPENPGP)
    ? Buffer.from(key.slice(OPENPGP.length), "base64")
    : Buffer.from(`${key.replace(/^[a-z]+:/, (word) => NUMBERED[word] ?? word)}\n`);
  if (detectOwnFormat(line) !== undefined)
    return { kind: "own", key: await parseSignerKey(line, undefined, what) };
  const body = (key.match(/.{1,64}/g) ?? []).join("\n");
  const pem = `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`;
  return { kind: "pem", key: parsePublicKey(Buffer.from(pem), what) };
}
