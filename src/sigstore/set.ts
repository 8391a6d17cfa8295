import { verify } from "node:crypto";
import { encodeBase64 } from "../bytes/base64.ts";
import { Refusal } from "../errors.ts";
import { HASH_OF_KEY } from "../key/signature.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { Log } from "../trust/trust-root.ts";
import type { BundledEntry } from "./bundled-entry.ts";

/** When a log of the first version took an entry, in milliseconds since 1970, as the log signed it. */
export interface PromisedTime {
  readonly time: number;
}

/**
 * Verifies a log's promise that it took an entry (the signed entry timestamp), and when. Does not look into the entry.
 *
 * @throws Refusal `TLOG_PROMISE_INVALID` — no time, or not signed by the log over this entry, index and time.
 * @throws Refusal `TLOG_LOG_NOT_VALID` — the log's key was not in use then.
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml `signedEntryTimestamp`
 */
export function verifyPromise(entry: BundledEntry, promise: Uint8Array, log: Log): PromisedTime {
  // RFC 8785 of these four: the names are in order, and none of the values needs an escape.
  const text = `{"body":"${encodeBase64(entry.body)}","integratedTime":${entry.integratedTime},"logID":"${entry.logId}","logIndex":${entry.logIndex}}`;
  const valid =
    entry.integratedTime > 0 &&
    verify(HASH_OF_KEY[log.key.type], Buffer.from(text), log.key.key, promise);
  if (!valid) {
    throw new Refusal(
      "TLOG_PROMISE_INVALID",
      `log entry ${entry.logIndex}: expected a timestamp that ${log.url} signed over it, found one that does not hold`,
      { log: log.url },
    );
  }
  const time = entry.integratedTime * 1000;
  if (isWithin(log.validFor, time)) return { time };
  throw logNotValid(log, time);
}

/** Makes the refusal of a log whose key was not in use at a verified time. */
export function logNotValid(log: Log, time: number): Refusal {
  return new Refusal(
    "TLOG_LOG_NOT_VALID",
    `log ${log.url}: expected a verified time from ${formatPeriod(log.validFor)}, found ${formatInstant(time)}`,
    { log: log.url, time },
  );
}
