import { decodeBase64 } from "../bytes/base64.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { lineAt, objectToComment, UNTRUSTED_COMMENT } from "./comment-lines.ts";
import { malformedKey } from "./malformed-key.ts";
import type { PublicKey } from "./public-key.ts";
import { ed25519Key } from "./spki.ts";

/** An Ed25519 key as minisign and signify publish it: with a random number that its signatures name. */
export interface NumberedKey {
  /** The number as minisign prints it: 16 upper-case hex digits, the last of its bytes first. */
  readonly id: string;
  /** Whose key the file says it is; a bare line is minisign's. Null where the comment says something else. */
  readonly tool: "minisign" | "signify" | null;
  readonly key: PublicKey;
}

/** `Ed`, eight bytes of number, thirty-two of key. */
const KEY_BYTES = 42;
/** A comment of 1024 characters and a line of base64, twice over. */
const MAX_FILE_BYTES = 4096;

/**
 * Reads a public key of minisign or signify: the file of a comment and a line, or minisign's line alone.
 * Says nothing about whose key it is. The comment decides nothing but `tool`.
 *
 * @throws Refusal `KEY_MALFORMED` — text around it, base64 that is not canonical, another length or algorithm.
 * @throws Refusal `KEY_WRONG_KIND` — a secret key.
 * @see https://jedisct1.github.io/minisign/#public-key-format
 */
export function parseNumberedKey(file: Uint8Array, what: string): NumberedKey {
  if (file.length > MAX_FILE_BYTES)
    throw malformedKey(what, `at most ${MAX_FILE_BYTES} bytes`, `${file.length}`);
  const text = Buffer.from(file).toString("latin1");
  let line = lineAt(text, 0);
  let tool: NumberedKey["tool"] = "minisign";
  if (line?.text.startsWith("RW") !== true) {
    const objection = objectToComment(line?.text ?? "");
    if (line === undefined || objection !== undefined)
      throw malformedKey(
        what,
        `a line that begins with "${UNTRUSTED_COMMENT}"`,
        objection ?? "none",
      );
    tool = toolOf(line.text);
    line = lineAt(text, line.next);
  }
  if (line === undefined) throw malformedKey(what, "a line of base64", "the end");
  // A key file is its user's own: an editor's blank line at its end is no attack.
  if (!/^[\r\n]*$/.test(text.slice(line.next)))
    throw malformedKey(what, "one key alone", "text behind it");
  const bytes = decode(line.text, what);
  if (!isEd25519(bytes)) throw wrongBytes(bytes, what);
  return {
    id: formatKeyId(bytes.subarray(2, 10)),
    tool,
    key: ed25519Key(bytes.subarray(10), what),
  };
}

/** Writes a key's number as minisign prints it. */
export function formatKeyId(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString("hex").toUpperCase();
}

function toolOf(comment: string): NumberedKey["tool"] {
  const said = comment.slice(UNTRUSTED_COMMENT.length);
  if (/^minisign public key\b/.test(said)) return "minisign";
  // signify puts the words behind its user's own comment.
  return /(?:^| )public key$/.test(said) ? "signify" : null;
}

function decode(text: string, what: string): Uint8Array {
  try {
    return decodeBase64(text);
  } catch (cause) {
    throw malformedKey(what, "canonical base64 alone in its line", quote(text), cause);
  }
}

function isEd25519(bytes: Uint8Array): boolean {
  return bytes.length === KEY_BYTES && bytes[0] === 0x45 && bytes[1] === 0x64;
}

function wrongBytes(bytes: Uint8Array, what: string): Refusal {
  // minisign's secret key is 158 bytes, signify's 104; both begin with the same two letters.
  if ((bytes.length === 158 || bytes.length === 104) && bytes[0] === 0x45 && bytes[1] === 0x64) {
    return new Refusal(
      "KEY_WRONG_KIND",
      `${what}: expected a public key, found a secret one of minisign or signify`,
      { found: "a secret key" },
      { hint: "give the .pub file that was written beside it, and keep this one to yourself" },
    );
  }
  return malformedKey(
    what,
    `${KEY_BYTES} bytes that begin with Ed`,
    `${bytes.length} that begin with ${quote(Buffer.from(bytes.subarray(0, 2)).toString("latin1"))}`,
  );
}
