import { verify } from "node:crypto";
import { contextTag, DerReader, derHeader, TAG } from "../bytes/der.ts";
import { digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { Log } from "../trust/trust-root.ts";
import type { Certificate } from "../trust/x509.ts";

const SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";

interface Sct {
  readonly logId: string;
  /** In milliseconds since 1970. */
  readonly time: number;
  /** Version, log, time and extensions lie in here as they are signed. */
  readonly timestamp: Uint8Array;
  readonly extensions: Uint8Array;
  readonly hash: number;
  readonly algorithm: number;
  readonly signature: Uint8Array;
}

/**
 * Verifies that a certificate log of the trust root promised to log a certificate. A timestamp by a log that is not in
 * the root, or was not in use then, says nothing, as to sigstore-go; one that a known log did not sign is refused, although
 * another holds. Does not ask the logs whether they kept their promise.
 *
 * @param issuer the certificate whose key verifiably signed `leaf`: the promise names that key.
 * @returns the URLs of the logs, at least one.
 * @throws Refusal `SCT_MISSING` — the certificate holds no timestamp.
 * @throws Refusal `SCT_MALFORMED` — a list or a timestamp that is none, or two of one log.
 * @throws Refusal `SCT_LOG_UNKNOWN` — only logs that are not in the trust root, or were not in use then.
 * @throws Refusal `SCT_INVALID` — the log did not sign this certificate.
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-3.2
 */
export function verifyScts(
  leaf: Certificate,
  issuer: Certificate,
  logs: readonly Log[],
): readonly string[] {
  const extension = leaf.extensions.get(SCT_LIST);
  const scts = extension === undefined ? [] : parseList(extension.value);
  if (scts.length === 0) {
    throw new Refusal(
      "SCT_MISSING",
      "certificate: expected a signed certificate timestamp, found none",
      { logs: logs.map(({ url }) => url) },
    );
  }
  if (new Set(scts.map(({ logId }) => logId)).size < scts.length)
    throw malformed("one timestamp of each log", "two of one");
  const entry = precertificate(leaf, issuer);
  const urls = scts.flatMap((sct) => {
    const log = logs.find(({ id, validFor }) => id === sct.logId && isWithin(validFor, sct.time));
    return log === undefined ? [] : [verifySct(sct, entry, log)];
  });
  const [first] = scts;
  if (urls.length === 0 && first !== undefined) throw unknownLog(first, scts.length - 1, logs);
  return urls;
}

function verifySct(sct: Sct, entry: Uint8Array, log: Log): string {
  // RFC 5246 §7.4.1.4.1: SHA-256 is 4; RSA is 1 and ECDSA 3. Logs sign with nothing else (RFC 6962 §2.1.4).
  const algorithm = log.key.type === "rsa" ? 1 : log.key.type === "ecdsa-p256" ? 3 : -1;
  if (sct.hash !== 4 || sct.algorithm !== algorithm)
    throw malformed(
      "SHA-256 with the log's kind of key",
      `algorithms ${sct.hash} and ${sct.algorithm}`,
    );
  const signed = Buffer.concat([
    // v1, certificate_timestamp
    Uint8Array.of(0, 0),
    sct.timestamp,
    // precert_entry
    Uint8Array.of(0, 1),
    entry,
    Uint8Array.of(sct.extensions.length >> 8, sct.extensions.length & 0xff),
    sct.extensions,
  ]);
  if (verify("sha256", signed, log.key.key, sct.signature)) return log.url;
  throw new Refusal(
    "SCT_INVALID",
    `certificate: expected a timestamp that ${log.url} signed for it, found one that is not by its key`,
    { log: log.url },
  );
}

function parseList(value: Uint8Array): readonly Sct[] {
  try {
    const reader = new DerReader(value);
    const list = reader.content(TAG.octetString);
    reader.finish();
    const scts: Sct[] = [];
    const view = new Cursor(list);
    const end = view.uint16() + 2;
    if (end !== list.length) throw malformed(`${list.length - 2} bytes`, `${end - 2}`);
    let others = 0;
    while (view.at < end) {
      const bytes = view.take(view.uint16());
      // RFC 6962 §3.3: each stands by itself, so that those of a later version can be passed over.
      if (bytes.length > 0 && bytes[0] !== 0) others += 1;
      else scts.push(parseSct(bytes));
    }
    if (scts.length === 0 && others > 0) throw malformed("one of version 1", "others alone");
    return scts;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "DER_MALFORMED") throw error;
    throw malformed("an octet string", error.message, error);
  }
}

function parseSct(bytes: Uint8Array): Sct {
  const view = new Cursor(bytes);
  view.take(1);
  const logId = Buffer.from(view.take(32)).toString("hex");
  const timestamp = view.take(8);
  const extensions = view.take(view.uint16());
  const [hash = -1, algorithm = -1] = view.take(2);
  const signature = view.take(view.uint16());
  if (view.at !== bytes.length) throw malformed("the end", "more bytes");
  const time = Number(Buffer.from(timestamp).readBigUInt64BE());
  return { logId, time, timestamp, extensions, hash, algorithm, signature };
}

/**
 * Makes the entry that the log signed: the hash of the issuer's key, and the certificate without this extension.
 * Nothing else is encoded anew: the lengths of what encloses the extension shrink, all other bytes stay.
 */
function precertificate(leaf: Certificate, issuer: Certificate): Uint8Array {
  const tbs = new DerReader(leaf.tbs).enter(TAG.sequence);
  const bodyStart = tbs.at;
  while (tbs.nextTag !== contextTag(3, "constructed")) tbs.element();
  const extensionsStart = tbs.at;
  const list = tbs.enter(contextTag(3, "constructed")).enter(TAG.sequence);
  const kept: Uint8Array[] = [];
  while (list.nextTag !== -1) {
    const element = list.element(TAG.sequence);
    // `parseCertificate` has refused a second extension of the same name.
    if (new DerReader(element).enter(TAG.sequence).oid() !== SCT_LIST) kept.push(element);
  }
  const extensions = wrap(contextTag(3, "constructed"), [wrap(TAG.sequence, kept)]);
  const body = wrap(TAG.sequence, [leaf.tbs.subarray(bodyStart, extensionsStart), extensions]);
  const issuerKeyHash = Buffer.from(digest("sha256", issuer.key.spki).hex, "hex");
  const length = Uint8Array.of(body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff);
  return Buffer.concat([issuerKeyHash, length, body]);
}

function wrap(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([derHeader(tag, length), ...parts]);
}

/** Reads the fixed and the counted fields of TLS, which are no DER. */
class Cursor {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.at, this.at + length);
    if (taken.length !== length) throw malformed(`${length} bytes`, `${taken.length}`);
    this.at += length;
    return taken;
  }

  uint16(): number {
    const [high = 0, low = 0] = this.take(2);
    return high * 256 + low;
  }
}

function unknownLog(sct: Sct, others: number, logs: readonly Log[]): Refusal {
  const more = others === 0 ? "" : `, and ${others} more`;
  const time = formatInstant(sct.time);
  const known = logs.find(({ id }) => id === sct.logId);
  return new Refusal(
    "SCT_LOG_UNKNOWN",
    known === undefined
      ? `certificate: expected a timestamp by ${logs.map(({ url }) => url).join(" or ") || "a log of the trust root"}, found one by log ${sct.logId}${more}`
      : `certificate: expected a timestamp by ${known.url} from ${formatPeriod(known.validFor)}, found one of ${time}${more}`,
    { log: sct.logId, time: sct.time },
  );
}

function malformed(expected: string, found: string, cause?: unknown): Refusal {
  return new Refusal(
    "SCT_MALFORMED",
    `certificate timestamp: expected ${expected}, found ${found}`,
    { found },
    { cause },
  );
}
