import { describe, expect, test } from "vitest";
import { exitCodeOf } from "../../src/exit-code.ts";
import type { Finding } from "../../src/finding.ts";
import { CHANGE_KINDS } from "../../src/lock/change.ts";
import { LOCK_NAME, type LockDelta } from "../../src/lock/lock-delta.ts";
import { approvalPolicyOf, approvalPolicyOfPolicy } from "../../src/policy/approval-policy.ts";
import { requirementOf } from "../../src/policy/approval-requirement.ts";
import { evaluateGate } from "../../src/policy/evaluate-gate.ts";
import type { GateFacts, LockFacts } from "../../src/policy/gate-facts.ts";
import type { Policy } from "../../src/policy/model.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import type { ApprovalVerdict } from "../../src/policy/verify-approvals.ts";
import { POLICY } from "../fakes/policy.ts";

const NOW = new Date("2026-11-24T03:00:00Z");
const [A, B] = ["a".repeat(64), "b".repeat(64)];
const read = (text: string): Policy => parsePolicy(Buffer.from(text), "lockseal.toml");
const finding = (rule: Finding["rule"], verdict: Finding["verdict"]): Finding => ({
  rule,
  verdict,
  subject: "r",
  message: "m",
});

/** What `verifyApprovals` gives of one update. */
function approvals(
  approved: boolean,
  more: Partial<ApprovalVerdict["changes"][number]> = {},
): ApprovalVerdict {
  const change = {
    change: { kind: "update", name: "x" } as ApprovalVerdict["changes"][number]["change"],
    kind: "update" as const,
    ...{ people: [], approved, emergency: false, holdMs: null, denied: null, tally: null },
    ...more,
  };
  const findings = [
    approved ? finding("APPROVALS", "passed") : finding("APPROVAL_MISSING", "refused"),
  ];
  return { findings, changes: [change], counted: [] };
}

const GONE = {
  change: { kind: "remove", name: LOCK_NAME } as ApprovalVerdict["changes"][number]["change"],
};
const LOCK: LockFacts = {
  path: "requirements.txt",
  format: "pip-requirements",
  base: A,
  head: B,
  sha256: B,
  included: [],
  strict: [finding("LOCK_STRICT", "passed")],
  delta: null,
  names: null,
  approvals: approvals(true),
  hold: null,
  signatures: null,
};
const TOOL = { name: "trivy", version: "0.71.0", findings: [finding("TOOL_DIGEST", "passed")] };
const FACTS: GateFacts = {
  mode: "change",
  policy: { file: "lockseal.toml", base: A, head: A, approvals: null, rules: [], nearer: [] },
  locks: [LOCK],
  tools: [TOOL],
  outputs: [],
  layouts: [],
  rules: new Map([["no-prereleases", { kind: "passed", asked: 1 }]]),
};
const PROBLEM = { unit: 7, expected: "true or false", found: "an int", hint: undefined };
const RELEASED: LockFacts = {
  ...LOCK,
  approvals: null,
  signatures: { findings: [], signers: ["release"], sequence: 5, last: 4 },
};

function judge(facts: Partial<GateFacts>, policy: Policy = read(POLICY), now = NOW) {
  const { findings, isAllowed } = evaluateGate({ ...FACTS, ...facts }, policy, now);
  const refused = findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
  return { isAllowed, refused, rules: findings.map(({ rule }) => rule), findings };
}

test("says of a file with ranges that it has them", () => {
  const lock = { ...LOCK, path: "dev-requirements.txt", approvals: null };
  expect(judge({ locks: [lock] }).rules).toContain("LOCK_RANGES");
});

describe("lets pass", () => {
  test.each<[why: string, facts: Partial<GateFacts>]>([
    ["a change that is strict and approved", {}],
    [
      "a lock as at the base, which nobody approved and is not strict",
      {
        locks: [
          { ...LOCK, head: A, approvals: null, strict: [finding("LOCK_NOT_PINNED", "refused")] },
        ],
      },
    ],
    [
      "a change that is held long enough",
      {
        locks: [
          {
            ...LOCK,
            approvals: approvals(true, { holdMs: 1 }),
            hold: { findings: [finding("HOLD", "passed")], known: new Map() },
          },
        ],
      },
    ],
    [
      "an emergency, of which no hold is asked",
      { locks: [{ ...LOCK, approvals: approvals(true, { holdMs: 1, emergency: true }) }] },
    ],
    [
      "a file with ranges that nobody approves",
      {
        locks: [
          {
            ...LOCK,
            path: "dev-requirements.txt",
            strict: [finding("LOCK_NOT_PINNED", "refused")],
            approvals: null,
          },
        ],
      },
    ],
    [
      "a lock that is taken away, with approval",
      {
        locks: [
          { ...LOCK, head: null, sha256: null, strict: [], approvals: approvals(true, GONE) },
        ],
      },
    ],
    [
      "a policy that its people changed",
      { policy: { ...FACTS.policy, head: B, approvals: approvals(true) } },
    ],
    ["a release that is signed", { mode: "release", locks: [RELEASED] }],
    [
      "the first release",
      {
        mode: "release",
        locks: [
          {
            ...RELEASED,
            signatures: { findings: [], signers: ["release"], sequence: 1, last: null },
          },
        ],
      },
    ],
    [
      "a release of a lock that did not change since it was signed",
      {
        mode: "release",
        locks: [
          {
            ...RELEASED,
            base: B,
            signatures: { findings: [], signers: ["release"], sequence: 4, last: 4 },
          },
        ],
      },
    ],
    [
      "an output that carries what it must",
      { outputs: [{ path: "dist/a", findings: [finding("ATTESTATION", "passed")] }] },
    ],
  ])("%s", (_, facts) => {
    expect(judge(facts)).toMatchObject({ isAllowed: true, refused: [] });
  });
});

describe("refuses", () => {
  const lock = (more: Partial<LockFacts>): Partial<GateFacts> => ({
    locks: [{ ...LOCK, ...more }],
  });
  const policy = (more: Partial<GateFacts["policy"]>): Partial<GateFacts> => ({
    policy: { ...FACTS.policy, ...more },
  });
  const release = (more: Partial<NonNullable<LockFacts["signatures"]>>): Partial<GateFacts> => ({
    mode: "release",
    locks: [
      {
        ...RELEASED,
        signatures: { findings: [], signers: ["release"], sequence: 5, last: 4, ...more },
      },
    ],
  });
  test.each<[why: string, facts: Partial<GateFacts>, refused: readonly string[]]>([
    [
      "a change that is not strict",
      lock({ strict: [finding("LOCK_NOT_PINNED", "refused")] }),
      ["LOCK_NOT_PINNED"],
    ],
    ["a change that nobody approved", lock({ approvals: approvals(false) }), ["APPROVAL_MISSING"]],
    [
      "a change whose refusal was left out",
      lock({ approvals: { ...approvals(false), findings: [] } }),
      ["APPROVAL_MISSING"],
    ],
    ["a change of which nobody looked up who agrees", lock({ approvals: null }), ["GATE_UNJUDGED"]],
    [
      "a change of which nobody looked up the age",
      lock({ approvals: approvals(true, { holdMs: 1 }) }),
      ["GATE_UNJUDGED"],
    ],
    [
      "a policy that comes below, of which nobody looked up who agrees",
      policy({ nearer: [{ file: "app/lockseal.toml", approvals: null }] }),
      ["GATE_UNJUDGED"],
    ],
    [
      "a policy that comes below, to which nobody agreed",
      policy({ nearer: [{ file: "app/lockseal.toml", approvals: approvals(false) }] }),
      ["APPROVAL_MISSING"],
    ],
    [
      "a policy that comes below, of which no file was approved",
      policy({
        nearer: [
          { file: "app/lockseal.toml", approvals: { findings: [], changes: [], counted: [] } },
        ],
      }),
      ["APPROVAL_MISSING"],
    ],
    [
      "a change that is too young",
      lock({ hold: { findings: [finding("HOLD", "refused")], known: new Map() } }),
      ["HOLD"],
    ],
    [
      "a new lock that the policy does not name",
      lock({ path: "r.txt", base: null }),
      ["POLICY_LOCK_NONE"],
    ],
    [
      "a known lock that the policy does not name",
      lock({ path: "r.txt", head: A }),
      ["POLICY_LOCK_NONE"],
    ],
    ["a lock of another format", lock({ format: "lockseal-tools" }), ["LOCK_FORMAT"]],
    [
      "a removal that nobody approved",
      lock({ head: null, sha256: null, approvals: approvals(false, GONE) }),
      ["APPROVAL_MISSING"],
    ],
    [
      "a removal of which something else is approved",
      lock({ head: null, sha256: null, approvals: approvals(true) }),
      ["GATE_UNJUDGED"],
    ],
    [
      "a changed policy that nobody approved",
      policy({ head: B, approvals: approvals(false) }),
      ["APPROVAL_MISSING"],
    ],
    ["a changed policy that nobody looked at", policy({ head: B }), ["GATE_UNJUDGED"]],
    [
      "a changed policy of whose change nothing is said",
      policy({ head: B, approvals: { findings: [], changes: [], counted: [] } }),
      ["APPROVAL_MISSING"],
    ],
    [
      "a lock that a release has no more, and nobody was asked about",
      { mode: "release", locks: [{ ...LOCK, head: null, sha256: null, approvals: null }] },
      ["GATE_UNJUDGED"],
    ],
    [
      "a lock that a release has no more, and nobody agreed to that",
      {
        mode: "release",
        locks: [{ ...LOCK, head: null, sha256: null, approvals: approvals(false, GONE) }],
      },
      ["APPROVAL_MISSING"],
    ],
    ["a policy that was taken away", policy({ head: null }), ["GATE_UNJUDGED"]],
    [
      "a release that nobody signed",
      { mode: "release", locks: [{ ...RELEASED, signatures: null }] },
      ["SIGNATURE_NONE"],
    ],
    [
      "a release that somebody without the role signed",
      release({ signers: ["alice"] }),
      ["THRESHOLD"],
    ],
    [
      "a release whose signature does not hold",
      release({ findings: [finding("SUBJECT_DIGEST", "refused")] }),
      ["SUBJECT_DIGEST"],
    ],
    ["an older lock put back", release({ sequence: 3 }), ["SEQUENCE"]],
    ["a changed lock in the sequence of the last", release({ sequence: 4 }), ["SEQUENCE"]],
    ["a sequence that was left out", release({ sequence: 6 }), ["SEQUENCE"]],
    [
      "a tool in another version than is wanted",
      { tools: [{ ...TOOL, version: "0.70.0" }] },
      ["TOOL_VERSION_DIFFERS"],
    ],
    ["a tool that nobody wants", { tools: [TOOL, { ...TOOL, name: "jq" }] }, ["TOOL_UNWANTED"]],
    ["a tool that is wanted and not pinned", { tools: [] }, ["TOOL_PIN_NONE"]],
    [
      "a tool that is not as pinned",
      { tools: [{ ...TOOL, findings: [finding("TOOL_BYTES_DIFFER", "refused")] }] },
      ["TOOL_BYTES_DIFFER"],
    ],
    [
      "an output that no table is about",
      { outputs: [{ path: "dist/a", findings: null }] },
      ["EXPECTATION_NONE"],
    ],
    [
      "what a rule denies",
      {
        rules: new Map([
          [
            "no-prereleases",
            { kind: "denied", denied: [{ subject: "r", what: "x 1.0rc1 (new)" }] },
          ],
        ]),
      },
      ["RULE_DENIES"],
    ],
    [
      "a rule that fails",
      { rules: new Map([["no-prereleases", { kind: "failed", problem: PROBLEM }]]) },
      ["RULE_FAILED"],
    ],
    ["a rule that nobody evaluated", { rules: new Map() }, ["RULE_FAILED"]],
  ])("%s", (_, facts, refused) => {
    expect(judge(facts)).toMatchObject({ isAllowed: false, refused });
  });

  test("a lock of two sections", () => {
    const text = POLICY.replace('"dev-requirements.txt"', '"*.txt"');
    expect(judge({}, read(text)).refused).toEqual(["POLICY_LOCK_AMBIGUOUS"]);
  });

  test("whatever it is, by an expired policy, with exit code 2", () => {
    const { refused, findings } = judge({}, read(POLICY), new Date("2027-06-30T00:00:00Z"));
    expect([refused, exitCodeOf(findings)]).toEqual([["POLICY_EXPIRED"], 2]);
  });

  test("a changed policy that says nobody decides about it", () => {
    const text = POLICY.replace(/\[policy\]\nrole.*\nthreshold.*\n/, "");
    expect(judge(policy({ head: B, approvals: approvals(true) }), read(text)).refused).toEqual([
      "POLICY_UNGUARDED",
    ]);
  });
});

test("a bootstrap is said first", () => {
  const judged = judge({ policy: { ...FACTS.policy, base: null, head: B } });
  expect(judged).toMatchObject({ isAllowed: true });
  expect(judged.findings[0]).toMatchObject({ rule: "POLICY_BOOTSTRAP", verdict: "warned" });
});

describe("an exemption", () => {
  const EXEMPT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const vendored: LockFacts = {
    ...LOCK,
    path: "vendor/requirements.txt",
    sha256: EXEMPT,
    approvals: null,
    strict: [finding("LOCK_NOT_PINNED", "refused")],
  };
  test.each(["change", "release"] as const)(
    "lets these very bytes pass a %s, and says so",
    (mode) => {
      const judged = judge({ mode, locks: [vendored] });
      expect(judged).toMatchObject({ isAllowed: true });
      expect(judged.findings.find(({ rule }) => rule === "EXEMPTED")).toMatchObject({
        verdict: "warned",
        message: expect.stringContaining("vendored until the next release"),
      });
    },
  );
  test.each<[why: string, lock: LockFacts, now: string]>([
    ["other bytes", { ...vendored, sha256: B }, "2026-11-24T03:00:00Z"],
    ["the day itself", vendored, "2026-12-24T00:00:00Z"],
    [
      "what it includes, and is not exempt",
      { ...vendored, included: [{ path: "vendor/more.txt", sha256: B }] },
      "2026-11-24T03:00:00Z",
    ],
    [
      "what it includes in a way that nobody can follow",
      { ...vendored, included: [{ path: "sub/../more.txt in vendor/a.txt", sha256: null }] },
      "2026-11-24T03:00:00Z",
    ],
  ])("is none for %s", (_, lock, now) => {
    const judged = judge({ locks: [lock] }, read(POLICY), new Date(now));
    expect(judged.refused).toEqual(["POLICY_LOCK_NONE"]);
    expect(judged.rules).toContain("EXEMPTION_NOT_MET");
  });
  test("is none for a file that is not there", () => {
    expect(judge({ locks: [{ ...vendored, head: null, sha256: null }] }).isAllowed).toBe(false);
  });
});

describe("what is asked of approvals", () => {
  const policy = read(POLICY);
  const by = { digest: null, signers: [] };
  test("is what the section says, and nothing for a kind that it does not name", () => {
    const [section] = policy.locks;
    if (section === undefined) throw new Error("no section");
    const asked = approvalPolicyOf(by, section);
    expect(requirementOf(asked, "new")?.roles.get("security")).toBe(1);
    expect(requirementOf(asked, "rehash")?.deny).toBe("same version, other bytes");
    expect(asked.emergency?.lastsMs).toBe(259_200_000);
    const [, , tools] = policy.locks;
    if (tools === undefined) throw new Error("no section");
    expect(requirementOf(approvalPolicyOf(by, tools), "remove")).toBeUndefined();
  });
  test("is the same of every change of the policy itself", () => {
    const asked = approvalPolicyOfPolicy(by, policy.change);
    for (const kind of CHANGE_KINDS)
      expect(requirementOf(asked, kind)).toMatchObject({ people: 1, role: "owner", deny: null });
    expect(approvalPolicyOfPolicy(by, null).requirements.size).toBe(0);
  });
});

describe("a layout", () => {
  const section = (more = ""): Policy =>
    read(
      `${POLICY}\n[[layout]]\nfile = "root.layout"\nowners = ["alice"]\nlinks = "links"\n${more}`,
    );
  const layout = (findings: readonly Finding[] | null, at: string | null = "layout[0]") => ({
    layouts: [{ at, file: "root.layout", findings }],
  });
  test("is what its findings are", () => {
    expect(judge(layout([finding("LAYOUT", "passed")]), section())).toMatchObject({
      isAllowed: true,
      rules: expect.arrayContaining(["LAYOUT"]),
    });
    expect(judge(layout([finding("STEP_THRESHOLD", "refused")]), section()).refused).toEqual([
      "STEP_THRESHOLD",
    ]);
  });
  test.each<[why: string, facts: Partial<GateFacts>]>([
    ["at all", {}],
    ["though it is there", layout(null)],
    ["and found nothing out", layout([])],
    ["but at another one", layout([finding("LAYOUT", "passed")], "layout[1]")],
    ["but at the change's own", layout([finding("LAYOUT", "passed")], null)],
  ])("is refused where nobody looked %s", (_, facts) => {
    expect(judge(facts, section())).toMatchObject({ isAllowed: false, refused: ["GATE_UNJUDGED"] });
  });
  test("of releases is not missed before", () => {
    const policy = section('when = "release"');
    expect(judge({}, policy)).toMatchObject({
      isAllowed: true,
      rules: expect.arrayContaining(["LAYOUT_AT_RELEASE"]),
    });
    expect(judge({ mode: "release", locks: [RELEASED] }, policy).refused).toEqual([
      "GATE_UNJUDGED",
    ]);
  });
  test("of the change alone is named, and judges nothing", () => {
    expect(judge(layout(null, null))).toMatchObject({
      isAllowed: true,
      rules: expect.arrayContaining(["LAYOUT_NEW"]),
    });
  });
});

describe("what came of a rule", () => {
  const [RULE] = read(POLICY).rules;

  test("is said with its name, and where it stands", () => {
    const rules: GateFacts["rules"] = new Map([
      ["no-prereleases", { kind: "failed", problem: PROBLEM }],
    ]);
    expect(judge({ rules }).findings.at(-1)).toEqual({
      rule: "RULE_FAILED",
      verdict: "refused",
      subject: "rule no-prereleases",
      message: "rule no-prereleases: expected true or false, found an int",
      expected: "true or false",
      found: "an int",
      help: "mend deny_if of the rule: lockseal policy check",
      where: { file: "lockseal.toml", ...RULE?.placeOf(7) },
    });
  });

  test("is one denial a lock, which names some of what is denied", () => {
    const denied = ["a", "b", "c", "d", "e", "f", "g"].map((what) => ({ subject: "r.txt", what }));
    const other = { subject: "s.txt", what: "h" };
    const rules: GateFacts["rules"] = new Map([
      ["no-prereleases", { kind: "denied", denied: [...denied, other] }],
    ]);
    const said = judge({ rules }).findings.slice(-2);
    expect(said.map(({ subject, found }) => [subject, found])).toEqual([
      ["r.txt", "a, b, c, d, e and 2 more: pre-release versions need an owner"],
      ["s.txt", "h: pre-release versions need an owner"],
    ]);
  });

  test("is nothing where it was asked about nothing", () => {
    const rules: GateFacts["rules"] = new Map([["no-prereleases", { kind: "passed", asked: 0 }]]);
    expect(judge({ rules }).findings.at(-1)?.message).toBe("is asked about nothing here");
  });

  test("that a change brings and nobody could evaluate is refused", () => {
    const bad = finding("RULE_MALFORMED", "refused");
    const policy = { ...FACTS.policy, head: B, approvals: approvals(true), rules: [bad] };
    expect(judge({ policy }).refused).toEqual(["RULE_MALFORMED"]);
    expect(judge({ policy: { ...policy, base: null } }).refused).toEqual(["RULE_MALFORMED"]);
  });
});

describe("new names", () => {
  const FOUND = {
    ...{ name: "requets", to: "requests", rank: 6, ownRank: null, why: "1 letter missing" },
    where: { file: "requirements.txt", line: 3 },
  };
  const named = (level: "impersonates" | "resembles"): LockFacts => ({
    ...LOCK,
    names: { compared: 2, listed: 15_000, found: [{ ...FOUND, level }] },
  });
  const allowing = (name: string, until: string): Policy =>
    read(`${POLICY}\n[[allow_name]]\nname = "${name}"\nreason = "ours"\nuntil = ${until}\n`);
  const LOOKS =
    "requets looks like requests (1 letter missing; requests is rank 6, requets is not among 15,000)";

  test("one that is hardly ever meant is refused, with the line that would allow it", () => {
    const { findings, refused } = judge({ locks: [named("impersonates")] });
    expect(refused).toEqual(["NAME_IMPERSONATES"]);
    expect(findings.find(({ rule }) => rule === "NAME_IMPERSONATES")).toEqual({
      rule: "NAME_IMPERSONATES",
      verdict: "refused",
      subject: "requirements.txt",
      message: LOOKS,
      expected: "requests, or a name that looks like no other",
      found: "requets",
      where: { file: "requirements.txt", line: 3 },
      help: 'if requests is meant, write that; if requets is, let the owners of lockseal.toml add [[allow_name]] with name = "requets", reason = "…", until = 2026-12-25T00:00:00Z',
    });
  });

  test("one that an honest name may be is warned of", () => {
    const { findings, isAllowed } = judge({ locks: [named("resembles")] });
    expect(isAllowed).toBe(true);
    expect(findings.find(({ rule }) => rule === "NAME_RESEMBLES")).toMatchObject({
      verdict: "warned",
      message: LOOKS,
    });
  });

  test("an allowed one passes until its day, loudly", () => {
    const facts = { locks: [named("impersonates")] };
    const { findings, refused } = judge(facts, allowing("requets", "2026-12-01T00:00:00Z"));
    expect(refused).toEqual([]);
    expect(findings.find(({ rule }) => rule === "NAME_ALLOWED")).toMatchObject({
      verdict: "warned",
      message: `ALLOWED: ${LOOKS} until 2026-12-01T00:00:00Z: "ours"`,
    });
  });

  test.each([
    ["from its day on", "requets", "2026-11-24T03:00:00Z"],
    ["by another name", "requetts", "2026-12-01T00:00:00Z"],
  ])("an allowed one is refused %s", (_, name, until) => {
    const { refused } = judge({ locks: [named("impersonates")] }, allowing(name, until));
    expect(refused).toEqual(["NAME_IMPERSONATES"]);
  });

  test("a day that is over is named", () => {
    const facts = { locks: [named("impersonates")] };
    const { findings } = judge(facts, allowing("requets", "2026-11-01T00:00:00Z"));
    expect(findings.find(({ rule }) => rule === "NAME_IMPERSONATES")?.message).toBe(
      `${LOOKS}; it was allowed until 2026-11-01T00:00:00Z`,
    );
  });

  test("of files with ranges are judged, too", () => {
    const lock = { ...named("impersonates"), path: "dev-requirements.txt", approvals: null };
    expect(judge({ locks: [lock] }).refused).toEqual(["NAME_IMPERSONATES"]);
  });

  test("that resemble none are counted", () => {
    const lock = { ...LOCK, names: { compared: 2, listed: 15_000, found: [] } };
    const { findings } = judge({ locks: [lock] });
    expect(findings.find(({ rule }) => rule === "NAMES")).toMatchObject({
      verdict: "passed",
      message: "names: none resemble a more popular package (2 compared)",
    });
  });

  test("that nobody compared are refused", () => {
    const change = { kind: "new", name: "x" } as LockDelta["changes"][number];
    const delta = { changes: [change] } as unknown as LockDelta;
    expect(judge({ locks: [{ ...LOCK, delta }] }).refused).toEqual(["GATE_UNJUDGED"]);
    const tools = {
      ...LOCK,
      path: "lockseal-tools.lock",
      format: "lockseal-tools" as const,
      delta,
    };
    expect(judge({ locks: [tools] }).refused).toEqual([]);
  });
});
