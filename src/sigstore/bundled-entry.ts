import { decodeBase64 } from "../bytes/base64.ts";
import type { JsonValue } from "../bytes/json.ts";
import {
  asArray,
  asExactObject,
  asString,
  nameJson,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";

/** What a bundle says about an entry of a transparency log. Nothing in it is verified. */
export interface BundledEntry {
  readonly logIndex: number;
  /** In hex. */
  readonly logId: string;
  readonly kind: string;
  readonly version: string;
  /** In seconds since 1970; 0 where the log gives no time. Worth nothing without the promise. */
  readonly integratedTime: number;
  /** The log's signature over entry and time (Rekor v1). */
  readonly promise?: Uint8Array;
  readonly proof?: BundledProof;
  /** The entry itself, as the log hashed it. */
  readonly body: Uint8Array;
}

export interface BundledProof {
  readonly logIndex: number;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  /** From the leaf up, 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** A signed note; early bundles lack it. */
  readonly checkpoint?: string;
}

/** A tree of 2^63 leaves has proofs of 63 hashes. */
const MAX_HASHES = 64;
const HASH_BYTES = 32;

/**
 * Reads one of a bundle's log entries. Checks shape and encoding only.
 * A zero may be left out, as the JSON of protocol buffers does.
 */
export function readEntry(value: JsonValue, at: string, fail: ShapeFailure): BundledEntry {
  const fields = asExactObject(value, at, ["logId", "kindVersion", "canonicalizedBody"], fail, [
    "logIndex",
    "integratedTime",
    "inclusionPromise",
    "inclusionProof",
  ]);
  const { keyId } = asExactObject(fields.logId, `${at}.logId`, ["keyId"], fail);
  const kindAt = `${at}.kindVersion`;
  const { kind, version } = asExactObject(fields.kindVersion, kindAt, ["kind", "version"], fail);
  const promise = fields.inclusionPromise ?? null;
  const proof = fields.inclusionProof ?? null;
  return {
    logIndex: readCount(fields.logIndex, `${at}.logIndex`, fail),
    logId: Buffer.from(bytesAt(keyId, `${at}.logId.keyId`, fail)).toString("hex"),
    kind: asString(kind, `${kindAt}.kind`, fail),
    version: asString(version, `${kindAt}.version`, fail),
    integratedTime: readCount(fields.integratedTime, `${at}.integratedTime`, fail),
    ...(promise === null ? {} : { promise: readPromise(promise, `${at}.inclusionPromise`, fail) }),
    ...(proof === null ? {} : { proof: readProof(proof, `${at}.inclusionProof`, fail) }),
    body: bytesAt(fields.canonicalizedBody, `${at}.canonicalizedBody`, fail),
  };
}

function readPromise(value: JsonValue, at: string, fail: ShapeFailure): Uint8Array {
  const { signedEntryTimestamp } = asExactObject(value, at, ["signedEntryTimestamp"], fail);
  return bytesAt(signedEntryTimestamp, `${at}.signedEntryTimestamp`, fail);
}

function readProof(value: JsonValue, at: string, fail: ShapeFailure): BundledProof {
  const fields = asExactObject(value, at, ["rootHash", "treeSize"], fail, [
    "logIndex",
    "hashes",
    "checkpoint",
  ]);
  const checkpoint = fields.checkpoint ?? null;
  return {
    logIndex: readCount(fields.logIndex, `${at}.logIndex`, fail),
    treeSize: readCount(fields.treeSize, `${at}.treeSize`, fail),
    rootHash: readHash(fields.rootHash, `${at}.rootHash`, fail),
    hashes: asArray(fields.hashes ?? [], `${at}.hashes`, 0, MAX_HASHES, fail).map((hash, index) =>
      readHash(hash, `${at}.hashes[${index}]`, fail),
    ),
    ...(checkpoint === null
      ? {}
      : { checkpoint: readCheckpoint(checkpoint, `${at}.checkpoint`, fail) }),
  };
}

function readCheckpoint(value: JsonValue, at: string, fail: ShapeFailure): string {
  const { envelope } = asExactObject(value, at, ["envelope"], fail);
  return asString(envelope, `${at}.envelope`, fail);
}

function readHash(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  const bytes = bytesAt(value, at, fail);
  return bytes.length === HASH_BYTES ? bytes : fail(at, `${HASH_BYTES} bytes`, `${bytes.length}`);
}

/**
 * Reads bytes in base64; none is no value.
 *
 * @throws Refusal `BUNDLE_MALFORMED` — no base64 in its one spelling: not even line ends, which some readers pass over.
 */
export function bytesAt(value: JsonValue | undefined, at: string, fail: ShapeFailure): Uint8Array {
  const bytes = decode(asString(value, at, fail), at, fail);
  return bytes.length > 0 ? bytes : fail(at, "bytes", "none");
}

function decode(base64: string, at: string, fail: ShapeFailure): Uint8Array {
  try {
    return decodeBase64(base64);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail(at, "base64 in its one spelling", error.message);
  }
}

/** The JSON of protocol buffers has 64-bit integers as strings, and takes numbers. */
function readCount(value: JsonValue | undefined, at: string, fail: ShapeFailure): number {
  if (value === undefined || value === null) return 0;
  const count =
    typeof value === "string" && /^(?:0|[1-9][0-9]{0,15})$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0
    ? count
    : fail(at, "a whole number from 0 to 9007199254740991", nameJson(value));
}
