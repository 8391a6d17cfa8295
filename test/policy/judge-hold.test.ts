import { describe, expect, test } from "vitest";
import type { HoldEvidence } from "../../src/policy/hold-evidence.ts";
import { type HeldChange, type HoldVerdict, judgeHold } from "../../src/policy/judge-hold.ts";
import type { SignedBy, TrustedTime } from "../../src/policy/signer.ts";
import type { IndexWord } from "../../src/statement/first-seen-statement.ts";
import {
  CI,
  HOUR,
  hash,
  keyless,
  keyOf,
  loggedAt,
  NOW,
  POLICY,
  person,
  REPOSITORY,
} from "./people.ts";

const WHEEL = hash("wheel");
const SDIST = hash("sdist");
const CLICK: HeldChange = { name: "click 8.1.8", added: [WHEEL], holdMs: 24 * HOUR };
const BOT: SignedBy = { kind: "key", fingerprint: keyOf("ci") };
const ago = (hours: number): string =>
  new Date(NOW.getTime() - hours * HOUR).toISOString().replace(".000Z", "Z");

function record(
  times: readonly TrustedTime[],
  index: Partial<IndexWord> | null = null,
  more: { readonly hashes?: readonly string[]; readonly by?: SignedBy } = {},
): HoldEvidence {
  return {
    kind: "first-seen",
    source: "record.sigstore.json",
    by: more.by ?? BOT,
    times,
    record: {
      scope: { repository: REPOSITORY, path: "requirements.txt" },
      files: (more.hashes ?? [WHEEL]).map((one) => ({
        name: "click",
        version: "8.1.8",
        hash: one,
        index:
          index === null
            ? null
            : {
                name: "main",
                file: "click.whl",
                uploadTime: null,
                size: 1,
                attestation: null,
                ...index,
              },
      })),
      generator: { name: "lockseal", version: "0.1.0" },
    },
  };
}

const publisher = (
  times: readonly TrustedTime[],
  more: Partial<Extract<HoldEvidence, { kind: "publisher" }>> = {},
): HoldEvidence => ({
  kind: "publisher",
  source: "click.whl.publish.attestation",
  hashes: [WHEEL],
  by: keyless("publisher"),
  publisher: "github:acme/click/release.yml",
  times,
  seenBy: { source: "record.sigstore.json", by: BOT, times: [] },
  uploadTime: null,
  ...more,
});

const judge = (
  evidence: readonly HoldEvidence[],
  changes: readonly HeldChange[] = [CLICK],
  more: { readonly now?: Date; readonly clocks?: readonly TrustedTime["kind"][] } = {},
): HoldVerdict =>
  judgeHold("requirements.txt", changes, evidence, {
    signers: POLICY.signers,
    clocks: more.clocks ?? ["rekor-v1", "rfc3161"],
    now: more.now ?? NOW,
    maxSkewMs: 5 * 60_000,
  });

const said = ({ findings }: HoldVerdict): string[] =>
  findings.map(({ rule, verdict, message }) => `${verdict} ${rule}: ${message}`);

describe("is judged by evidence", () => {
  test.each<[string, readonly HoldEvidence[], readonly string[]]>([
    [
      "the publisher's log time",
      [publisher([loggedAt(ago(24))])],
      [
        "passed HOLD: 1 file known for long enough, by the publisher's attestation by publisher@acme.example (https://github.com/login/oauth), dated by https://log.example (strength 1 of 3)",
      ],
    ],
    [
      "a record's own time",
      [record([loggedAt(ago(30))])],
      [
        "passed HOLD: 1 file known for long enough, by a first-seen record by ci, dated by https://log.example (strength 2 of 3)",
      ],
    ],
    [
      "an index's word inside a record that is young",
      [record([loggedAt(ago(1))], { uploadTime: ago(300) })],
      [
        "passed HOLD: 1 file known for long enough, by the word of the index main in a first-seen record by ci, dated by https://log.example (strength 3 of 3)",
      ],
    ],
    [
      "the strongest of several",
      [record([loggedAt(ago(90))], { uploadTime: ago(300) }), publisher([loggedAt(ago(25))])],
      [
        "passed HOLD: 1 file known for long enough, by the publisher's attestation by publisher@acme.example (https://github.com/login/oauth), dated by https://log.example (strength 1 of 3)",
      ],
    ],
    [
      "the strongest that is old enough",
      [record([loggedAt(ago(90))]), publisher([loggedAt(ago(2))])],
      [
        "passed HOLD: 1 file known for long enough, by a first-seen record by ci, dated by https://log.example (strength 2 of 3)",
      ],
    ],
    [
      "the prototype's 3 hours",
      [record([loggedAt(ago(3))])],
      [
        "refused HOLD: click 8.1.8: expected files known for 24 hours, found one known for 3 hours, by a first-seen record by ci, dated by https://log.example (strength 2 of 3)",
      ],
    ],
    [
      "a minute too early",
      [record([{ ...loggedAt(ago(24)), time: NOW.getTime() - 24 * HOUR + 1 }])],
      [
        "refused HOLD: click 8.1.8: expected files known for 24 hours, found one known for 23 hours, by a first-seen record by ci, dated by https://log.example (strength 2 of 3)",
      ],
    ],
    [
      "nothing",
      [],
      [
        `refused HOLD_UNKNOWN: click 8.1.8: expected files known for 24 hours, found 1 of 1 of unknown age: ${WHEEL.slice(0, 19)}…`,
      ],
    ],
  ])("%s", (_why, evidence, expected) => {
    expect(said(judge(evidence))).toEqual(expected);
  });

  test("the finding says until when, and how it goes faster", () => {
    const [finding] = judge([record([loggedAt(ago(3))])]).findings;
    expect(finding?.help).toBe(
      "wait until 2026-11-25T09:00:00.000Z; where it cannot wait: lockseal approve requirements.txt --emergency --reason TEXT --advisory ID",
    );
    expect(judge([]).findings[0]?.help).toContain("lockseal observe requirements.txt");
  });

  test("every file of a change counts, the youngest decides", () => {
    const both = { ...CLICK, added: [WHEEL, SDIST] };
    const old = record([loggedAt(ago(100))]);
    expect(said(judge([old], [both]))[0]).toContain("1 of 2 of unknown age");
    const young = record([loggedAt(ago(5))], null, { hashes: [SDIST] });
    expect(said(judge([old, young], [both]))[0]).toContain("found one known for 5 hours");
    const older = record([loggedAt(ago(25))], null, { hashes: [SDIST] });
    expect(said(judge([old, older], [both]))).toEqual([
      expect.stringContaining("passed HOLD: 2 files"),
    ]);
  });

  test("bytes that change begin anew", () => {
    expect(said(judge([record([loggedAt(ago(100))], null, { hashes: [SDIST] })]))).toEqual([
      expect.stringContaining("HOLD_UNKNOWN"),
    ]);
  });

  test("what brings no new file is not held", () => {
    expect(judge([], [{ ...CLICK, added: [] }]).findings).toEqual([]);
  });

  test("gives for each file by what it is known", () => {
    const { known } = judge([record([loggedAt(ago(30))])]);
    expect([...known]).toEqual([
      [WHEEL, expect.objectContaining({ strength: "record", time: NOW.getTime() - 30 * HOUR })],
    ]);
  });
});

describe("row 54: what has no clock is no evidence", () => {
  test.each<[string, HoldEvidence]>([
    ["a record by a key alone", record([])],
    [
      "a record by a key alone with an old upload",
      record([], { uploadTime: "2020-01-01T00:00:00Z" }),
    ],
    ["a publisher's signature by a key alone", publisher([])],
    [
      "a publisher's attestation that a person brings along",
      publisher([loggedAt(ago(99))], {
        seenBy: {
          source: "record.sigstore.json",
          by: { kind: "key", fingerprint: keyOf("alice") },
          times: [],
        },
      }),
    ],
    [
      "a publisher's attestation that a stranger brings along",
      publisher([loggedAt(ago(99))], {
        seenBy: { source: "record.sigstore.json", by: keyless("eve"), times: [] },
      }),
    ],
    [
      "a record by a person",
      record([loggedAt(ago(99))], null, { by: { kind: "key", fingerprint: keyOf("alice") } }),
    ],
    [
      "a record by a stranger",
      record([loggedAt(ago(99))], null, { by: { kind: "key", fingerprint: keyOf("eve") } }),
    ],
  ])("%s", (_why, evidence) => {
    const verdict = judge([evidence]);
    expect(verdict.findings.map(({ rule }) => rule)).toEqual(["HOLD_EVIDENCE", "HOLD_UNKNOWN"]);
  });

  test("a record by a machine of another role", () => {
    const signers = [person("ci", ["releaser"], { person: false })];
    const { findings } = judgeHold("r", [CLICK], [record([loggedAt(ago(99))])], {
      signers,
      clocks: ["rekor-v1"],
      now: NOW,
      maxSkewMs: 0,
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["HOLD_EVIDENCE", "HOLD_UNKNOWN"]);
  });

  test("a record from after the observer's end", () => {
    const signers = [{ ...CI, until: NOW.getTime() - 100 * HOUR }];
    const { findings } = judgeHold("r", [CLICK], [record([loggedAt(ago(99))])], {
      signers,
      clocks: ["rekor-v1"],
      now: NOW,
      maxSkewMs: 0,
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["HOLD_EVIDENCE", "HOLD_UNKNOWN"]);
  });

  test("a clock that the policy does not name", () => {
    const verdict = judge([record([loggedAt(ago(99))])], [CLICK], { clocks: ["rfc3161"] });
    expect(verdict.findings.map(({ rule }) => rule)).toEqual(["HOLD_EVIDENCE", "HOLD_UNKNOWN"]);
  });

  test("an upload that an index dates after the record", () => {
    const verdict = judge([record([loggedAt(ago(2))], { uploadTime: ago(1) })]);
    expect(said(verdict)[0]).toContain("found one known for 2 hours, by a first-seen record");
  });

  test("of several times over one signature the earliest counts: it existed by then", () => {
    const times: TrustedTime[] = [
      loggedAt(ago(1)),
      { kind: "rfc3161", time: NOW.getTime() - 40 * HOUR, by: "https://tsa.example" },
    ];
    expect(said(judge([record(times)]))[0]).toContain("dated by https://tsa.example");
  });
});

describe("what is signed and kept back is known to nobody", () => {
  const signedLongAgo = (uploadTime: string, seen: readonly TrustedTime[] = []): HoldEvidence =>
    publisher([loggedAt(ago(99))], {
      uploadTime,
      seenBy: { source: "record.sigstore.json", by: BOT, times: seen },
    });

  test.each<[string, HoldEvidence, string]>([
    [
      "an upload after the signature counts from then on",
      signedLongAgo(ago(3), [loggedAt(ago(2))]),
      "found one known for 3 hours, by the publisher's attestation by publisher@acme.example (https://github.com/login/oauth), dated by https://log.example, and uploaded later (strength 1 of 3)",
    ],
    [
      "also where the record itself has no time",
      signedLongAgo(ago(3)),
      "found one known for 3 hours",
    ],
    ["an upload before the signature makes nothing older", signedLongAgo(ago(300)), "passed HOLD"],
    [
      "an upload that an index dates after the record",
      signedLongAgo(ago(3), [loggedAt(ago(50))]),
      "passed HOLD",
    ],
  ])("%s", (_why, evidence, expected) => {
    expect(said(judge([evidence]))[0]).toContain(expected);
  });

  test("nor does it make the signature older", () => {
    const evidence = publisher([loggedAt(ago(2))], { uploadTime: ago(300) });
    expect(said(judge([evidence]))[0]).toContain("found one known for 2 hours");
  });
});

describe("row 54: the clock", () => {
  test("evidence from later than the clock by more than the skew: the clock is behind", () => {
    const verdict = judge([record([loggedAt(ago(99))]), record([loggedAt(ago(-0.1))])]);
    expect(said(verdict)).toEqual([
      "refused CLOCK_BEHIND: the clock is behind: expected evidence up to now, 2026-11-24T12:00:00.000Z, found some of 2026-11-24T12:06:00.000Z",
    ]);
  });

  test("within the skew the evidence moves the clock on", () => {
    const times = [
      loggedAt(ago(24)),
      { ...loggedAt(ago(0)), time: NOW.getTime() - 24 * HOUR + 60_000 },
    ];
    const young = record([times[1] ?? loggedAt(ago(0))]);
    expect(said(judge([young]))[0]).toContain("refused HOLD");
    const other = record([{ ...loggedAt(ago(0)), time: NOW.getTime() + 60_000 }], null, {
      hashes: [SDIST],
    });
    expect(said(judge([young, other]))).toEqual([expect.stringContaining("passed HOLD")]);
  });
});
