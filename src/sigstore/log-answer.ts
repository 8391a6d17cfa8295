import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asInteger, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";
import { type BundledEntry, readEntry } from "./bundled-entry.ts";

/**
 * Reads an entry as a log of the first version answers with it: an object of one field, whose name is the entry's, with hex
 * where a bundle has base64. Nothing in it is verified.
 *
 * @see https://github.com/sigstore/rekor/blob/v1.4.2/openapi.yaml `LogEntry`
 */
export function readEntry1(object: JsonObject, fail: ShapeFailure): BundledEntry {
  const [[, value] = [], ...rest] = Object.entries(object);
  if (value === undefined || rest.length > 0) return fail("", "one entry", `${rest.length + 1}`);
  const entry = asObject(value, "entry", fail);
  const verification = asObject(entry.verification, "verification", fail);
  const proof = asObject(verification.inclusionProof, "inclusionProof", fail);
  const body = asString(entry.body, "body", fail);
  return readBundled(
    {
      logIndex: asInteger(entry.logIndex, "logIndex", 0, fail),
      logId: { keyId: base64OfHex(entry.logID, "logID", fail) },
      kindVersion: readKind(body, fail),
      integratedTime: asInteger(entry.integratedTime, "integratedTime", 1, fail),
      inclusionPromise: {
        signedEntryTimestamp: asString(
          verification.signedEntryTimestamp,
          "signedEntryTimestamp",
          fail,
        ),
      },
      inclusionProof: {
        logIndex: asInteger(proof.logIndex, "inclusionProof.logIndex", 0, fail),
        treeSize: asInteger(proof.treeSize, "inclusionProof.treeSize", 1, fail),
        rootHash: base64OfHex(proof.rootHash, "inclusionProof.rootHash", fail),
        hashes: Array.isArray(proof.hashes)
          ? proof.hashes.map((hash) => base64OfHex(hash, "inclusionProof.hashes", fail))
          : [],
        checkpoint: { envelope: asString(proof.checkpoint, "inclusionProof.checkpoint", fail) },
      },
      canonicalizedBody: body,
    },
    fail,
  );
}

/** What sort an entry is stands in it alone. */
function readKind(body: string, fail: ShapeFailure): JsonObject {
  let entry: { kind?: unknown; apiVersion?: unknown };
  try {
    entry = JSON.parse(Buffer.from(body, "base64").toString());
  } catch {
    return fail("body", "JSON in base64", "other text");
  }
  const { kind, apiVersion } = entry;
  return typeof kind === "string" && typeof apiVersion === "string"
    ? { kind, version: apiVersion }
    : fail("body", "a kind and a version", "none");
}

function base64OfHex(value: JsonValue | undefined, at: string, fail: ShapeFailure): string {
  const hex = asString(value, at, fail);
  if (!/^(?:[0-9a-f]{2})+$/.test(hex)) return fail(at, "lower-case hex", "other text");
  return Buffer.from(hex, "hex").toString("base64");
}

/** Reads an entry as a bundle holds it, and as logs of the second version answer. */
export function readBundled(object: JsonObject, fail: ShapeFailure): BundledEntry {
  try {
    return readEntry(object, "entry", fail);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "BUNDLE_MALFORMED") throw error;
    return fail("entry", "what a bundle holds", error.message);
  }
}
