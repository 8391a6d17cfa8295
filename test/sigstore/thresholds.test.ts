import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { type Evidence, verifyBundle } from "../../src/sigstore/verify.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const instance = createInstance();
const MESSAGE = Buffer.from("a message\n");

/** What a trust root has, a list left out for each letter that is not there: logs, certificate logs, timestamps. */
type Lists = "" | "L" | "C" | "T" | "LC" | "LT" | "CT" | "LCT";

async function verdict(lists: Lists, sign: SignOptions): Promise<Evidence | string> {
  const root: Loose = trustedRoot(instance);
  if (!lists.includes("L")) delete root.tlogs;
  if (!lists.includes("C")) root.ctlogs = [];
  if (!lists.includes("T")) delete root.timestampAuthorities;
  const identity = { kind: "exact", name: IDENTITY, issuer: ISSUER } as const;
  try {
    return await verifyBundle(
      { name: "artifact", bytes: MESSAGE },
      parseBundle(written(signBundle(instance, { message: MESSAGE, ...sign })), "bundle"),
      { signer: { kind: "identity", identity }, predicateType: null },
      parseTrustRoot(written(root), "root"),
      NOW,
    );
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const bare = { withPromise: false } as const;
/** As GitHub's own instance signs: a timestamp, and neither a log entry nor a certificate log's promise. */
const LIKE_GITHUB: SignOptions = { log: "none", timestamp: true, leaf: bare };

describe("a trust root demands what it has the keys for, whatever the bundle leaves out", () => {
  test.each<[Lists, string, SignOptions, string]>([
    // A root of certificates and timestamps alone.
    ["T", "a timestamp", LIKE_GITHUB, "verified"],
    [
      "T",
      "a timestamp and a promise that nobody can judge",
      { ...LIKE_GITHUB, leaf: {} },
      "verified",
    ],
    ["T", "nothing", { log: "none", leaf: bare }, "VERIFIED_TIME_MISSING"],
    ["T", "an entry of a log", { log: "v1", leaf: bare }, "TLOG_LOG_UNKNOWN"],
    [
      "T",
      "an entry beside the timestamp",
      { log: "v1", timestamp: true, leaf: bare },
      "TLOG_LOG_UNKNOWN",
    ],
    // Nobody in it says when.
    ["", "nothing", { log: "none", leaf: bare }, "VERIFIED_TIME_MISSING"],
    ["", "a timestamp", LIKE_GITHUB, "TIMESTAMP_AUTHORITY_UNKNOWN"],
    ["C", "nothing", { log: "none" }, "VERIFIED_TIME_MISSING"],
    ["L", "nothing", { log: "none", leaf: bare }, "TLOG_ENTRY_MISSING"],
    // With certificate logs the promise has to be there.
    ["CT", "a timestamp and a promise", { ...LIKE_GITHUB, leaf: {} }, "verified"],
    ["CT", "a timestamp", LIKE_GITHUB, "SCT_MISSING"],
    // With logs the entry has to be there.
    ["LT", "an entry and a timestamp", { log: "v2", leaf: bare }, "verified"],
    ["LT", "an entry that has a time", { log: "v1", leaf: bare }, "verified"],
    ["LT", "a timestamp", LIKE_GITHUB, "TLOG_ENTRY_MISSING"],
    [
      "LT",
      "an entry that has no time",
      { log: "v2", timestamp: false, leaf: bare },
      "VERIFIED_TIME_MISSING",
    ],
    ["L", "an entry that has a time", { log: "v1", leaf: bare }, "verified"],
    ["LC", "an entry that has a time, and a promise", { log: "v1" }, "verified"],
    ["LC", "an entry that has a time", { log: "v1", leaf: bare }, "SCT_MISSING"],
    // The public instance has them all.
    ["LCT", "all", { log: "v2" }, "verified"],
    ["LCT", "no entry", { log: "none", timestamp: true }, "TLOG_ENTRY_MISSING"],
    ["LCT", "no promise", { log: "v1", leaf: bare }, "SCT_MISSING"],
    ["LCT", "a timestamp", LIKE_GITHUB, "TLOG_ENTRY_MISSING"],
  ])("root %s, bundle with %s", async (lists, _what, sign, expected) => {
    const found = await verdict(lists, sign);
    expect(typeof found === "string" ? found : "verified").toBe(expected);
  });

  test("and the evidence has no more than was verified", async () => {
    expect(await verdict("T", { ...LIKE_GITHUB, leaf: {} })).toMatchObject({
      signer: { kind: "certificate", certificateLogs: [] },
      times: [{ kind: "rfc3161", by: "https://tsa.fake" }],
      entries: [],
    });
  });
});
