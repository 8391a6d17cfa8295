import { encodeBase64 } from "../bytes/base64.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";
import type { BundledEntry } from "./bundled-entry.ts";
import { readEntry1 } from "./log-answer.ts";
import { malformedAnswer, postJson } from "./service-answer.ts";
import type { ServiceAnswer, Transport } from "./transport.ts";

/** What is known of an entry before it is found. */
export interface LogQuestion {
  /** Entries as they would be proposed: the log finds what it would have made of them. At most `MAX_QUERIES`. */
  readonly proposals: readonly JsonObject[];
  /** SHA-256 digests that the log may have indexed the entry by, in hex, the likeliest first. */
  readonly hashes: readonly string[];
}

/** What a log answered. */
export interface FoundEntries {
  readonly entries: readonly BundledEntry[];
  /** Entries of the index are about one digest, and may be of anybody; those by a proposal should be the very ones. */
  readonly by: "proposal" | "index";
}

const LOG = "transparency log";
/** As many as a log of the first version takes at a time. */
export const MAX_QUERIES = 10;
/** Anybody may log signatures over anything: more entries for one digest than this are not looked through. */
const MAX_FOUND = 50;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Asks a log of the first version for entries about a signature: by what was proposed, and where there is none by its index.
 * **Nothing that it answers is verified**, and entries may be about other signatures. What is asked is not kept by the log,
 * but it learns which signature somebody looks for.
 *
 * @param url of the log, without a slash at the end.
 * @returns entries in the order of the answers; none where the log knows none.
 * @throws Refusal `SERVICE_REFUSED`, `SERVICE_ANSWER_MALFORMED`, and what `transport` throws.
 * @see https://github.com/sigstore/rekor/blob/v1.4.2/openapi.yaml `searchLogQuery`, `searchIndex`
 */
export async function findLogEntries(
  transport: Transport,
  url: string,
  { proposals, hashes }: LogQuestion,
): Promise<FoundEntries> {
  if (proposals.length > 0) {
    const entries = await retrieve(transport, url, { entries: proposals });
    if (entries.length > 0) return { entries, by: "proposal" };
  }
  for (const hash of hashes) {
    const names = await searchIndex(transport, url, hash);
    const found: BundledEntry[] = [];
    for (let at = 0; at < names.length; at += MAX_QUERIES) {
      const entryUUIDs = names.slice(at, at + MAX_QUERIES);
      found.push(...(await retrieve(transport, url, { entryUUIDs })));
    }
    if (found.length > 0) return { entries: found, by: "index" };
  }
  return { entries: [], by: "index" };
}

async function retrieve(
  transport: Transport,
  url: string,
  query: JsonObject,
): Promise<readonly BundledEntry[]> {
  // A proposal that the log would not take, it answers with 400: then it has no such entry.
  const path = `${url}/api/v1/log/entries/retrieve`;
  const answer = await postJson(transport, LOG, path, query, [200, 400]);
  if (answer.status === 400) return [];
  return readList(answer, MAX_QUERIES * 4, (one, at, fail) =>
    readEntry1(asObject(one, at, fail), fail),
  );
}

async function searchIndex(
  transport: Transport,
  url: string,
  hash: string,
): Promise<readonly string[]> {
  const query = { hash: `sha256:${hash}` };
  const answer = await postJson(transport, LOG, `${url}/api/v1/index/retrieve`, query, [200]);
  const names = readList(answer, Number.MAX_SAFE_INTEGER, (one, at, fail) => {
    const name = asString(one, at, fail);
    return /^(?:[0-9a-f]{64}|[0-9a-f]{80})$/.test(name) ? name : fail(at, "an entry's name", name);
  });
  // The oldest are the likeliest: what others log about a known file comes later.
  return [...new Set(names)].slice(0, MAX_FOUND);
}

function readList<Value>(
  answer: ServiceAnswer,
  most: number,
  read: (one: JsonValue, at: string, fail: ShapeFailure) => Value,
): readonly Value[] {
  const fail: ShapeFailure = (at, expected, found) => {
    throw malformedAnswer(LOG, at === "" ? expected : `${expected} at ${at}`, found);
  };
  try {
    const json = parseJson(answer.body, { what: LOG, maxBytes: MAX_ANSWER_BYTES });
    return asArray(json ?? [], "", 0, most, fail).map((one, index) =>
      read(one, `[${index}]`, fail),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || !/^(?:JSON|UTF8|BASE64)_/.test(error.code)) throw error;
    return fail("", "JSON and base64 in their one spelling", error.message);
  }
}

/** Spells what `cosign sign-blob` proposes. */
export function proposeRecord(
  hash: { readonly algorithm: string; readonly hex: string },
  signature: Uint8Array,
  verifierPem: Uint8Array,
): JsonObject {
  return {
    kind: "hashedrekord",
    apiVersion: "0.0.1",
    spec: {
      data: { hash: { algorithm: hash.algorithm, value: hash.hex } },
      signature: {
        content: encodeBase64(signature),
        publicKey: { content: encodeBase64(verifierPem) },
      },
    },
  };
}

/** Spells what generators of provenance, and what cosign proposes of an envelope: the log keeps the digest of this very text. */
export function proposeEnvelope(text: string, verifierPem: Uint8Array): readonly JsonObject[] {
  const verifier = encodeBase64(verifierPem);
  return [
    {
      kind: "intoto",
      apiVersion: "0.0.1",
      spec: { content: { envelope: text }, publicKey: verifier },
    },
    {
      kind: "dsse",
      apiVersion: "0.0.1",
      spec: { proposedContent: { envelope: text, verifiers: [verifier] } },
    },
  ];
}
