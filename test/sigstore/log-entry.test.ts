import { describe, expect, test } from "vitest";
import { type BundleVersion, parseBundle } from "../../src/sigstore/bundle.ts";
import { verifyEntry } from "../../src/sigstore/log-entry.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import {
  createInstance,
  type Loose,
  SIGNED_AT,
  type SignOptions,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";

const instance = createInstance();
const { logs } = parseTrustRoot(written(trustedRoot(instance)), "root");
const MESSAGE = Buffer.from("a message\n");

function verifyChanged(
  options: Partial<SignOptions> = {},
  change: (entry: Loose) => void = () => {},
  trusted = logs,
) {
  const json = signBundle(instance, { message: MESSAGE, ...options });
  change(json.verificationMaterial.tlogEntries[0]);
  const bundle = parseBundle(written(json), "bundle");
  const [entry] = bundle.entries;
  if (entry === undefined || bundle.signer.kind !== "certificate") throw new RangeError("no entry");
  const subject = { content: bundle.content, signer: bundle.signer.chain[0] };
  return verifyEntry(entry, bundle.version, subject, trusted);
}

test.each<[string, Partial<SignOptions>, (entry: Loose) => void, object]>([
  [
    "promise and proof",
    {},
    () => {},
    { inclusion: "promise and proof", time: SIGNED_AT.getTime() },
  ],
  [
    "a proof alone, which says no time",
    { log: "v2" },
    () => {},
    { inclusion: "proof", time: undefined },
  ],
  [
    "a promise alone in v0.1",
    { version: "0.1" },
    (entry) => {
      delete entry.inclusionProof;
    },
    { inclusion: "promise" },
  ],
  [
    "a promise beside a proof without checkpoint in v0.1",
    { version: "0.1" },
    (entry) => {
      delete entry.inclusionProof.checkpoint;
    },
    { inclusion: "promise" },
  ],
  [
    "a time that no promise covers, by leaving it aside",
    {},
    (entry) => {
      delete entry.inclusionPromise;
    },
    { inclusion: "proof", time: undefined },
  ],
])("takes %s", (_, options, change, expected) => {
  expect(verifyChanged(options, change)).toMatchObject(expected);
});

describe("refuses", () => {
  const flip = (base64: string): string => {
    const bytes = Buffer.from(base64, "base64");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    return bytes.toString("base64");
  };
  const noProof = (entry: Loose): void => {
    delete entry.inclusionProof;
  };

  test.each<[string, BundleVersion, "v1" | "v2", (entry: Loose) => void, string]>([
    [
      "a log that is not in the root",
      "0.3",
      "v1",
      (entry) => {
        entry.logId.keyId = Buffer.alloc(32).toString("base64");
      },
      "TLOG_LOG_UNKNOWN",
    ],
    ["no proof in v0.2", "0.2", "v1", noProof, "TLOG_PROOF_MISSING"],
    ["no proof in v0.3", "0.3", "v2", noProof, "TLOG_PROOF_MISSING"],
    ["no promise in v0.1", "0.1", "v2", () => {}, "TLOG_PROMISE_MISSING"],
    [
      "a flipped promise",
      "0.3",
      "v1",
      (entry) => {
        entry.inclusionPromise.signedEntryTimestamp = flip(
          entry.inclusionPromise.signedEntryTimestamp,
        );
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "a promise for another index",
      "0.3",
      "v1",
      (entry) => {
        entry.logIndex = "1004";
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "a promise without a time",
      "0.3",
      "v1",
      (entry) => {
        delete entry.integratedTime;
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "a promise for another body",
      "0.3",
      "v1",
      (entry) => {
        entry.canonicalizedBody = Buffer.from("{}").toString("base64");
      },
      "TLOG_PROMISE_INVALID",
    ],
    [
      "a proof for another body",
      "0.3",
      "v2",
      (entry) => {
        entry.canonicalizedBody = Buffer.from("{}").toString("base64");
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "a flipped hash",
      "0.3",
      "v2",
      (entry) => {
        entry.inclusionProof.hashes[1] = flip(entry.inclusionProof.hashes[1]);
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "a hash too few",
      "0.3",
      "v2",
      (entry) => {
        entry.inclusionProof.hashes.pop();
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "another root than the checkpoint's",
      "0.3",
      "v2",
      (entry) => {
        entry.inclusionProof.rootHash = flip(entry.inclusionProof.rootHash);
      },
      "TLOG_CHECKPOINT_MISMATCH",
    ],
    [
      "another size than the checkpoint's",
      "0.3",
      "v2",
      (entry) => {
        entry.inclusionProof.treeSize = "12";
      },
      "TLOG_CHECKPOINT_MISMATCH",
    ],
    [
      "no checkpoint",
      "0.3",
      "v2",
      (entry) => {
        delete entry.inclusionProof.checkpoint;
      },
      "TLOG_CHECKPOINT_MISSING",
    ],
    [
      "a bad proof beside a good promise in v0.1",
      "0.1",
      "v1",
      (entry) => {
        entry.inclusionProof.hashes.pop();
      },
      "TLOG_PROOF_INVALID",
    ],
    [
      "another kind than the body's",
      "0.3",
      "v2",
      (entry) => {
        entry.kindVersion = { kind: "dsse", version: "0.0.2" };
      },
      "TLOG_ENTRY_MALFORMED",
    ],
    [
      "a kind that is not known",
      "0.3",
      "v2",
      (entry) => {
        entry.kindVersion = { kind: "rpm", version: "0.0.1" };
      },
      "TLOG_ENTRY_UNSUPPORTED",
    ],
  ])("%s", (_, version, log, change, code) => {
    expect(() => verifyChanged({ version, log }, change)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("a promise after the log's key was given up", () => {
    const trusted = logs.map((log) => ({
      ...log,
      validFor: { start: 0, end: SIGNED_AT.getTime() - 1 },
    }));
    expect(() => verifyChanged({}, () => {}, trusted)).toThrow(
      expect.objectContaining({ code: "TLOG_LOG_NOT_VALID" }),
    );
    const last = logs.map((log) => ({ ...log, validFor: { start: 0, end: SIGNED_AT.getTime() } }));
    expect(verifyChanged({}, () => {}, last).time).toBe(SIGNED_AT.getTime());
  });
});

describe("a log that stands in the root twice", () => {
  const at = SIGNED_AT.getTime();
  const [past, present] = [
    { start: 0, end: at - 1 },
    { start: at, end: Number.POSITIVE_INFINITY },
  ];
  const twice = (first: object, second: object) =>
    logs.flatMap((log) => [
      { ...log, ...first },
      { ...log, ...second },
    ]);

  test.each([
    ["the period that covers the entry", { validFor: past }, { validFor: present }, present],
    ["that period, whichever is first", { validFor: present }, { validFor: past }, present],
    ["the name that the checkpoint has", { url: "https://old.fake" }, {}, logs[0]?.validFor],
  ])("counts with %s", (_, first, second, validFor) => {
    for (const log of ["v1", "v2"] as const) {
      // A proof alone says no time: which period counts is decided where the times are.
      if (log === "v2" && "validFor" in first) continue;
      const found = verifyChanged({ log }, () => {}, twice(first, second));
      expect(found.log).toMatchObject({ validFor, url: expect.stringMatching(/log2?\.fake$/) });
    }
  });

  test("is refused where neither period covers the entry, for the first one", () => {
    expect(() =>
      verifyChanged({}, () => {}, twice({ validFor: past }, { validFor: { start: 0, end: 1 } })),
    ).toThrow(expect.objectContaining({ code: "TLOG_LOG_NOT_VALID" }));
  });
});
