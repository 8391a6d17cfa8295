import { createHash, sign } from "node:crypto";
import { expect, test } from "vitest";
import type { BundledEntry } from "../../src/sigstore/bundled-entry.ts";
import { verifyPromise } from "../../src/sigstore/set.ts";
import { type Log, parseTrustRoot } from "../../src/trust/trust-root.ts";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";

const instance = createInstance();
const [log] = parseTrustRoot(written(trustedRoot(instance)), "root").logs as [Log];
const logId = createHash("sha256").update(instance.log.spki).digest("hex");
const SECOND = 1_768_478_400;

function entry(change: Partial<BundledEntry> = {}): BundledEntry {
  const body = Buffer.from('{"a":"b"}');
  return { logIndex: 12, logId, kind: "k", version: "v", integratedTime: SECOND, body, ...change };
}

/** Rekor signs these four in the order of their names, without white space. */
const promised = (text: string): Uint8Array =>
  sign("sha256", Buffer.from(text), instance.log.privateKey);
const TEXT = `{"body":"eyJhIjoiYiJ9","integratedTime":${SECOND},"logID":"${logId}","logIndex":12}`;

test("says when, in milliseconds", () => {
  expect(verifyPromise(entry(), promised(TEXT), log)).toEqual({ time: SECOND * 1000 });
});

test.each<[string, BundledEntry, string]>([
  ["another body", entry({ body: Buffer.from("{}") }), TEXT],
  ["another time", entry({ integratedTime: SECOND + 1 }), TEXT],
  ["another index", entry({ logIndex: 13 }), TEXT],
  ["another log", entry({ logId: "00" }), TEXT],
  ["the same with white space", entry(), TEXT.replace(":", ": ")],
  ["no time", entry({ integratedTime: 0 }), TEXT.replace(String(SECOND), "0")],
])("refuses a promise for %s", (_, one, text) => {
  expect(() => verifyPromise(one, promised(text), log)).toThrow(
    expect.objectContaining({ code: "TLOG_PROMISE_INVALID" }),
  );
});

test("refuses a promise from when the key was not in use, and takes its first and last instant", () => {
  const during = (start: number, end: number): Log => ({ ...log, validFor: { start, end } });
  const at = SECOND * 1000;
  expect(verifyPromise(entry(), promised(TEXT), during(at, at)).time).toBe(at);
  for (const other of [during(at + 1, at + 2), during(at - 2, at - 1)])
    expect(() => verifyPromise(entry(), promised(TEXT), other)).toThrow(
      expect.objectContaining({ code: "TLOG_LOG_NOT_VALID" }),
    );
});
