import { verify } from "node:crypto";
import { decodeBase64 } from "../bytes/base64.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { HASH_OF_KEY } from "../key/signature.ts";
import type { Log } from "../trust/trust-root.ts";

/** The head of a log that the log signed. */
export interface Checkpoint {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
}

interface NoteSignature {
  readonly name: string;
  /** The first four bytes of the key's id, in hex. */
  readonly keyHint: string;
  readonly signature: Uint8Array;
}

/** A log's and a dozen of witnesses; each with the log's key hint costs a check. */
const MAX_SIGNATURES = 32;

/**
 * Verifies that a log signed a checkpoint. Signatures of witnesses and of keys that are not the log's decide nothing,
 * wherever among the lines they stand. Does not check that the head belongs to any proof.
 *
 * @param note a signed note: origin, size, root hash in base64, further lines, an empty line, signature lines.
 * @throws Refusal `TLOG_CHECKPOINT_MALFORMED` — not such a note.
 * @throws Refusal `TLOG_CHECKPOINT_INVALID` — no signature under the name and the key of the log, or none that holds.
 * @see https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
 * @see https://github.com/C2SP/C2SP/blob/main/signed-note.md
 */
export function verifyCheckpoint(note: string, log: Log): Checkpoint {
  const split = note.lastIndexOf("\n\n");
  if (split === -1) throw malformed("an empty line before the signatures", "none");
  const text = note.slice(0, split + 1);
  const signatures = parseSignatures(note.slice(split + 2));
  const checkpoint = parseHead(text);
  const names = namesOf(log);
  const ours = signatures.filter(
    ({ name, keyHint }) => names.includes(name) && log.checkpointId.startsWith(keyHint),
  );
  const signed = Buffer.from(text);
  const valid = ours.some(({ name, signature }) => {
    // An origin is the name of its log; the first version of Rekor puts the number of its tree behind it.
    const named = checkpoint.origin === name || checkpoint.origin.startsWith(`${name} - `);
    return named && verify(HASH_OF_KEY[log.key.type], signed, log.key.key, signature);
  });
  if (valid) return checkpoint;
  const found =
    ours.length > 0
      ? "one that does not hold"
      : `one by ${signatures.map(({ name, keyHint }) => `${quote(name)} (key ${keyHint})`).join(", ")}`;
  throw new Refusal(
    "TLOG_CHECKPOINT_INVALID",
    `checkpoint: expected a signature by ${log.url} (key ${log.checkpointId.slice(0, 8)}), found ${found}`,
    { log: log.url },
  );
}

function parseHead(text: string): Checkpoint {
  const [origin = "", size = "", root = "", ...rest] = text.slice(0, -1).split("\n");
  if (origin === "") throw malformed("an origin", "an empty line");
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size)) throw malformed("a size", quote(size));
  // Further lines are of the log's own choice, but none is empty: that would be the end of the text.
  if (rest.includes("")) throw malformed("lines with text", "an empty one");
  return { origin, treeSize: Number(size), rootHash: decode(root, "a root hash of 32 bytes", 32) };
}

function parseSignatures(text: string): readonly NoteSignature[] {
  if (!text.endsWith("\n")) throw malformed("a line end after each signature", "none");
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES)
    throw malformed(`at most ${MAX_SIGNATURES} signatures`, `${lines.length}`);
  return lines.map((line) => {
    const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    if (name === undefined || base64 === undefined)
      throw malformed("a dash, a name and a signature", quote(line));
    const bytes = decode(base64, "a key hint and a signature");
    if (bytes.length < 5) throw malformed("a key hint and a signature", `${bytes.length} bytes`);
    const keyHint = Buffer.from(bytes.subarray(0, 4)).toString("hex");
    return { name, keyHint, signature: bytes.subarray(4) };
  });
}

/** A log signs as its URL without the scheme, or as the host of it alone. */
function namesOf(log: Log): readonly string[] {
  const [, rest = log.url] = /^[a-z][a-z0-9+.-]*:\/\/(.*?)\/*$/i.exec(log.url) ?? [];
  const [host = rest] = rest.split("/");
  return [rest, host, host.replace(/:\d+$/, "")];
}

function decode(base64: string, expected: string, length?: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = decodeBase64(base64);
  } catch (cause) {
    throw malformed(expected, quote(base64), cause);
  }
  if (length === undefined || bytes.length === length) return bytes;
  throw malformed(expected, `${bytes.length} bytes`);
}

function malformed(expected: string, found: string, cause?: unknown): Refusal {
  return new Refusal(
    "TLOG_CHECKPOINT_MALFORMED",
    `checkpoint: expected ${expected}, found ${found}`,
    { found },
    { cause },
  );
}
