import { describe, expect, test } from "vitest";
import type { ChangeKind } from "../../src/lock/change.ts";
import { compareFiles } from "../../src/lock/file-delta.ts";
import type { SignedApproval } from "../../src/policy/approval.ts";
import type { ApprovalPolicy, ApprovalRequirement } from "../../src/policy/approval-requirement.ts";
import type { Author } from "../../src/policy/author.ts";
import { type ApprovalVerdict, verifyApprovals } from "../../src/policy/verify-approvals.ts";
import {
  ALICE,
  approvedBy,
  BOB,
  type Case,
  change,
  HOUR,
  keyless,
  keyOf,
  lock,
  loggedAt,
  NOW,
  POLICY,
  person,
  SAM,
  sha256,
  signed,
  statementOf,
  UPDATE,
} from "./people.ts";

const judge = (
  of: Case,
  approvals: readonly SignedApproval[],
  policy: ApprovalPolicy = POLICY,
  now: Date = NOW,
): ApprovalVerdict =>
  verifyApprovals("requirements.txt", of.delta, approvals, of.context, policy, now);

const rules = ({ findings }: ApprovalVerdict): string[] =>
  findings.filter(({ verdict }) => verdict !== "passed").map(({ rule }) => rule);
const refused = ({ findings }: ApprovalVerdict): string[] =>
  findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
const text = ({ findings }: ApprovalVerdict): string =>
  findings.map(({ message, help = "" }) => `${message}\n${help}\n`).join("");

const NEW = change(lock("click==8.1.7"), lock("click==8.1.7", "flask==3.0.0"));
const REHASH = change(lock("click==8.1.7"), lock("click==8.1.7=evil"));
const with_ = (of: Case, more: Partial<Case["context"]>): Case => ({
  ...of,
  context: { ...of.context, ...more },
});

describe("people, not keys", () => {
  test("two people approve an update", () => {
    const verdict = judge(UPDATE, approvedBy(UPDATE, "alice", "bob"));
    expect(rules(verdict)).toEqual([]);
    expect(verdict.findings).toEqual([
      {
        rule: "APPROVALS",
        verdict: "passed",
        subject: "requirements.txt",
        message: "1 change approved by alice, bob",
      },
    ]);
    expect(verdict.changes).toMatchObject([
      { approved: true, emergency: false, people: ["alice", "bob"], holdMs: 24 * HOUR },
    ]);
    expect(verdict.counted.map(({ person: name }) => name)).toEqual(["alice", "bob"]);
  });

  const again = statementOf(UPDATE, { reviewer: "alice", claimedAt: "2026-11-24T11:30:00Z" });
  const alice = signed(statementOf(UPDATE, { reviewer: "alice" }));
  test.each<[string, readonly SignedApproval[]]>([
    ["one person twice", [alice, signed(again)]],
    [
      "one person with two keys",
      [alice, signed(again, { kind: "key", fingerprint: keyOf("alice's second") })],
    ],
    ["one person with a key and keyless", [alice, signed(again, keyless("alice"))]],
    ["a duplicated signature", [alice, alice]],
    [
      "the same statement signed by two keys of one person",
      [alice, signed(alice.statement, keyless("alice"))],
    ],
  ])("%s counts once", (_why, approvals) => {
    const verdict = judge(UPDATE, approvals);
    expect(refused(verdict)).toEqual(["APPROVAL_MISSING"]);
    expect(text(verdict)).toContain(
      "update: click 8.1.7 → 8.1.8: expected approvals as the policy asks, found 1 of 2 people (alice)",
    );
    expect(text(verdict)).toContain("lockseal approve requirements.txt");
  });

  test("a key that two signers have is nobody's", () => {
    const policy = { ...POLICY, signers: [ALICE, { ...BOB, keys: ALICE.keys }, SAM] };
    const verdict = judge(UPDATE, approvedBy(UPDATE, "alice", "sam"), policy);
    expect(rules(verdict)).toEqual(["APPROVAL_SIGNER_UNKNOWN", "APPROVAL_MISSING"]);
  });

  test("one keyless and one by key", () => {
    const bob = statementOf(UPDATE, { reviewer: "bob" });
    expect(refused(judge(UPDATE, [alice, signed(bob, keyless("bob"))]))).toEqual([]);
  });

  test("nobody approves: the finding says so", () => {
    expect(text(judge(UPDATE, []))).toContain("found 0 of 2 people\n");
  });
});

describe("roles by today's policy", () => {
  test("a new package without security", () => {
    const verdict = judge(NEW, approvedBy(NEW, "alice", "bob"));
    expect(refused(verdict)).toEqual(["APPROVAL_MISSING"]);
    expect(text(verdict)).toContain("new: flask 3.0.0");
    expect(text(verdict)).toContain("found 2 of 2 people, security missing (alice, bob)");
  });

  test("a new package with security", () => {
    expect(refused(judge(NEW, approvedBy(NEW, "alice", "sam")))).toEqual([]);
  });

  test.each<[string, ApprovalPolicy]>([
    ["removed", { ...POLICY, signers: [BOB, SAM] }],
    ["without a role since", { ...POLICY, signers: [{ ...ALICE, roles: [] }, BOB, SAM] }],
  ])("row 51: a person who was %s does not count", (_why, policy) => {
    expect(refused(judge(UPDATE, approvedBy(UPDATE, "alice", "bob"), policy))).toEqual([
      "APPROVAL_MISSING",
    ]);
  });

  test("a role that everybody needs", () => {
    const owners = { people: 2, roles: new Map(), role: "owner", holdMs: null, deny: null };
    const policy = { ...POLICY, requirements: new Map([["update", owners]] as const) };
    const verdict = judge(UPDATE, approvedBy(UPDATE, "alice", "bob"), policy);
    expect(text(verdict)).toContain("found 1 of 2 people of the role owner");
  });

  test("two of a role, and one is there", () => {
    const two = {
      people: 2,
      roles: new Map([["security", 2]]),
      role: null,
      holdMs: null,
      deny: null,
    };
    const policy = { ...POLICY, requirements: new Map([["update", two]] as const) };
    expect(text(judge(UPDATE, approvedBy(UPDATE, "alice", "sam"), policy))).toContain(
      "1 of 2 of the role security",
    );
  });

  test.each<[string, Partial<typeof ALICE>, Parameters<typeof signed>[2], number]>([
    ["before the key was theirs", { from: Date.parse("2026-12-01T00:00:00Z") }, [], 1],
    ["after the key's end", { until: Date.parse("2026-11-01T00:00:00Z") }, [], 1],
    [
      "proven to be from before the key's end",
      { until: Date.parse("2026-11-01T00:00:00Z") },
      [loggedAt("2026-10-31T00:00:00Z")],
      0,
    ],
    [
      "proven to be from before the key was theirs",
      { from: Date.parse("2026-11-01T00:00:00Z") },
      [loggedAt("2026-10-31T00:00:00Z")],
      1,
    ],
    ["by a revoked key, of no proven time", { revoked: Date.parse("2026-11-20T00:00:00Z") }, [], 1],
    [
      "proven to be from before the revocation",
      { revoked: Date.parse("2026-11-20T00:00:00Z") },
      [loggedAt("2026-11-19T00:00:00Z")],
      0,
    ],
    [
      "from the moment of the revocation",
      { revoked: Date.parse("2026-11-20T00:00:00Z") },
      [loggedAt("2026-11-20T00:00:00Z")],
      1,
    ],
  ])("a signature %s", (_why, period, times, problems) => {
    const policy = { ...POLICY, signers: [{ ...ALICE, ...period }, BOB, SAM] };
    const alice = signed(statementOf(UPDATE), undefined, times);
    const verdict = judge(UPDATE, [alice, ...approvedBy(UPDATE, "bob")], policy);
    expect(rules(verdict)).toEqual(
      problems === 0 ? [] : ["APPROVAL_SIGNER_PERIOD", "APPROVAL_MISSING"],
    );
  });
});

describe("who does not count", () => {
  test.each<[string, SignedApproval, string]>([
    ["CI approving", signed(statementOf(UPDATE, { reviewer: "ci" })), "APPROVAL_BY_MACHINE"],
    [
      "a signer claiming another name",
      signed(statementOf(UPDATE, { reviewer: "sam" }), { kind: "key", fingerprint: keyOf("bob") }),
      "APPROVAL_REVIEWER",
    ],
    [
      "an unknown key",
      signed(statementOf(UPDATE, { reviewer: "bob" }), { kind: "key", fingerprint: keyOf("eve") }),
      "APPROVAL_SIGNER_UNKNOWN",
    ],
    [
      "an identity by another issuer",
      signed(statementOf(UPDATE, { reviewer: "bob" }), {
        kind: "identity",
        identity: { name: "bob@acme.example", issuer: "https://evil.example", claims: {} },
      }),
      "APPROVAL_SIGNER_UNKNOWN",
    ],
  ])("%s", (_why, approval, rule) => {
    const verdict = judge(UPDATE, [...approvedBy(UPDATE, "alice"), approval]);
    expect(rules(verdict)).toEqual([rule, "APPROVAL_MISSING"]);
    expect(verdict.counted.map(({ person: name }) => name)).toEqual(["alice"]);
  });

  test.each<[string, Author]>([
    ["the forge's event", { kind: "github", login: "Alice-ACME" }],
    ["a commit's signature", { kind: "signature", signer: "alice" }],
    ["git's author address", { kind: "git", name: "x", email: "ALICE@acme.example" }],
    ["git's author name", { kind: "git", name: "alice@acme.example", email: "x" }],
    [
      "the address that a forge hides another behind",
      { kind: "git", name: "x", email: "12+alice-acme@users.noreply.github.com" },
    ],
  ])("row 51: the author approving, named by %s", (_why, author) => {
    const of = with_(UPDATE, { authors: [...UPDATE.context.authors, author] });
    const verdict = judge(of, approvedBy(of, "alice", "bob"));
    expect(rules(verdict)).toEqual(["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"]);
  });

  test("where no author is proven, one more person is needed", () => {
    const of = with_(UPDATE, { authors: [{ kind: "git", name: "Eve", email: "eve@x.example" }] });
    const two = judge(of, approvedBy(of, "alice", "bob"));
    expect(rules(two)).toEqual(["APPROVAL_AUTHOR_UNPROVEN", "APPROVAL_MISSING"]);
    expect(text(two)).toContain("found 2 of 3 people");
    expect(refused(judge(of, approvedBy(of, "alice", "bob", "sam")))).toEqual([]);
  });

  test.each<[string, readonly Author[], boolean]>([
    ["the forge's event", [{ kind: "github", login: "eve" }], true],
    ["a signature", [{ kind: "signature", signer: "ci" }], true],
    ["nobody", [], false],
    ["whoever set the event off", [{ kind: "sender", login: "eve" }], false],
    [
      "one signature of two",
      [
        { kind: "signature", signer: "ci" },
        { kind: "unproven", commit: "c".repeat(40), why: "not signed" },
      ],
      false,
    ],
    [
      "the forge's event, whatever the commits have",
      [
        { kind: "github", login: "eve" },
        { kind: "unproven", commit: "c".repeat(40), why: "not signed" },
      ],
      true,
    ],
  ])("the author is proven by %s: %s", (_why, authors, isProven) => {
    const of = with_(UPDATE, { authors });
    const found = rules(judge(of, approvedBy(of, "alice", "bob")));
    expect(found.includes("APPROVAL_AUTHOR_UNPROVEN")).toBe(!isProven);
  });

  test("an author's own word counts where the policy says so, and proof of one is not asked for", () => {
    const one = { people: 1, roles: new Map(), role: null, holdMs: null, deny: null };
    const requirements = new Map([["update", one]] as const);
    const policy = { ...POLICY, requirements, authorMayApprove: true };
    const of = with_(UPDATE, { authors: [{ kind: "github", login: "alice-acme" }] });
    expect(rules(judge(of, approvedBy(of, "alice"), policy))).toEqual([]);
    const unproven = with_(UPDATE, { authors: [] });
    expect(rules(judge(unproven, approvedBy(unproven, "alice"), policy))).toEqual([]);
    expect(refused(judge(of, [], policy))).toEqual(["APPROVAL_MISSING"]);
    expect(refused(judge(of, approvedBy(of, "ci"), policy))).toEqual(["APPROVAL_MISSING"]);
    const strict = { ...policy, authorMayApprove: false };
    expect(refused(judge(of, approvedBy(of, "alice"), strict))).toEqual(["APPROVAL_MISSING"]);
  });

  describe("where authors may approve", () => {
    const policy = { ...POLICY, authorMayApprove: true };
    const byAlice: Author = { kind: "github", login: "alice-acme" };
    const judgeBy = (of: Case, ...names: readonly string[]) =>
      judge(of, approvedBy(of, ...names), policy);

    test("an author is one of the people", () => {
      const of = with_(UPDATE, { authors: [byAlice] });
      expect(rules(judgeBy(of, "alice", "bob"))).toEqual([]);
      expect(rules(judgeBy(of, "alice"))).toEqual(["APPROVAL_MISSING"]);
    });

    test("and of their own roles alone", () => {
      const of = with_(NEW, { authors: [byAlice] });
      expect(text(judgeBy(of, "alice", "bob"))).toContain("security missing");
      expect(rules(judgeBy(of, "alice", "sam"))).toEqual([]);
    });

    test("so that nothing hangs on who it is", () => {
      const of = with_(UPDATE, { authors: [] });
      expect(rules(judgeBy(of, "alice", "bob"))).toEqual([]);
    });

    test("and a machine does not", () => {
      const of = with_(UPDATE, { authors: [{ kind: "signature", signer: "ci" }] });
      expect(rules(judgeBy(of, "alice", "ci"))).toEqual([
        "APPROVAL_BY_MACHINE",
        "APPROVAL_MISSING",
      ]);
    });
  });

  test("git's author text clears nobody", () => {
    const of = with_(UPDATE, {
      authors: [{ kind: "git", name: "bob", email: "bob@acme.example" }],
    });
    expect(refused(judge(of, approvedBy(of, "alice", "sam")))).toEqual(["APPROVAL_MISSING"]);
  });
});

describe("row 50: an approval is about this change", () => {
  const others = (approval: SignedApproval, of: Case = UPDATE): ApprovalVerdict =>
    judge(of, [...approvedBy(of, "alice"), approval]);
  const bobs = (more: Parameters<typeof statementOf>[1], of: Case = UPDATE): SignedApproval =>
    signed(statementOf(of, { reviewer: "bob", ...more }));

  test.each<[string, SignedApproval, string]>([
    [
      "another repository",
      bobs({
        scope: { ...statementOf(UPDATE).scope, repository: "git+https://github.com/acme/b" },
      }),
      "APPROVAL_SCOPE",
    ],
    [
      "no repository",
      bobs({ scope: { ...statementOf(UPDATE).scope, repository: null } }),
      "APPROVAL_SCOPE",
    ],
    [
      "another branch",
      bobs({ scope: { ...statementOf(UPDATE).scope, ref: "refs/heads/release" } }),
      "APPROVAL_SCOPE",
    ],
    ["an old policy", bobs({ policy: sha256("old policy") }), "APPROVAL_POLICY"],
    ["no policy", bobs({ policy: null }), "APPROVAL_POLICY"],
    ["an earlier sequence", bobs({ sequence: 6 }), "APPROVAL_SEQUENCE"],
    ["a later sequence", bobs({ sequence: 8 }), "APPROVAL_SEQUENCE"],
    [
      "a smaller delta than there is",
      bobs({
        delta: {
          digest: compareFiles([], []).digest,
          changes: [],
        },
      }),
      "APPROVAL_DELTA",
    ],
  ])("refuses one for %s", (_why, approval, rule) => {
    expect(rules(others(approval))).toEqual([rule, "APPROVAL_MISSING"]);
  });

  test("refuses one for another path", () => {
    const approval = bobs({
      scope: { ...statementOf(UPDATE).scope, path: "dev.txt" },
      subject: { name: "dev.txt", digest: statementOf(UPDATE).subject.digest },
    });
    expect(rules(others(approval))).toEqual(["APPROVAL_MISSING"]);
  });

  test("row 52: refuses one that has expired", () => {
    const approval = bobs({ expires: "2026-11-24T11:59:59Z" });
    expect(rules(others(approval))).toEqual(["APPROVAL_EXPIRED", "APPROVAL_MISSING"]);
    const last = bobs({ expires: "2026-11-24T12:00:00Z" });
    expect(rules(others(last))).toEqual([]);
  });

  test("an older diff replayed", () => {
    const older = change(
      lock("click==8.1.6", "flask==3.0.0"),
      lock("click==8.1.7", "flask==3.0.0"),
    );
    const verdict = judge(UPDATE, approvedBy(older, "alice", "bob"));
    expect(refused(verdict)).toEqual(["APPROVAL_MISSING"]);
    expect(rules(verdict)).toContain("APPROVAL_COVERS_NOTHING");
  });

  test("the same result from another base", () => {
    const other = change(
      lock("click==8.1.6", "flask==3.0.0"),
      lock("click==8.1.8", "flask==3.0.0"),
    );
    expect(other.context.result).toEqual(UPDATE.context.result);
    expect(refused(judge(UPDATE, approvedBy(other, "alice", "bob")))).toEqual(["APPROVAL_MISSING"]);
  });

  test("a reviewer shown a smaller delta of the same files", () => {
    const both = change(lock("click==8.1.7"), lock("click==8.1.8", "evil==1.0"));
    const shown = change(lock("click==8.1.7"), lock("click==8.1.8"));
    const lie = ["alice", "sam"].map((reviewer) =>
      signed({ ...statementOf(both, { reviewer }), delta: statementOf(shown).delta }),
    );
    const verdict = judge(both, lie);
    expect(rules(verdict)).toEqual([
      "APPROVAL_DELTA",
      "APPROVAL_DELTA",
      "APPROVAL_MISSING",
      "APPROVAL_MISSING",
    ]);
  });

  test.each<[string, object]>([
    ["other hashes", { hashes: [`sha256:${"0".repeat(64)}`] }],
    ["another version", { to: "8.1.9" }],
    ["another kind", { kind: "other" }],
    ["another version before", { from: "8.1.8" }],
    ["other markers", { markers: ["python_version > '3'"] }],
    ["another address", { purl: "pkg:pypi/click@8.1.9" }],
  ])("a reviewer shown %s than are meant", (_why, lie) => {
    const [honest] = statementOf(UPDATE).delta.changes;
    if (honest === undefined) throw new Error("no change");
    const approval = bobs({
      delta: { digest: UPDATE.delta.digest, changes: [{ ...honest, ...lie }] },
    });
    expect(rules(others(approval))).toEqual(["APPROVAL_DELTA", "APPROVAL_MISSING"]);
  });

  test("row 53: other bytes of the same version are refused whoever approves", () => {
    const verdict = judge(REHASH, approvedBy(REHASH, "alice", "bob", "sam"));
    expect(refused(verdict)).toEqual(["APPROVAL_DENIED"]);
    expect(text(verdict)).toContain("same version, other bytes");
  });

  test("a kind that the policy does not speak of is refused", () => {
    const policy = { ...POLICY, requirements: new Map() };
    const verdict = judge(UPDATE, approvedBy(UPDATE, "alice", "bob", "sam"), policy);
    expect(refused(verdict)).toEqual(["APPROVAL_UNREGULATED"]);
  });

  test("options and markers are asked for as an update", () => {
    const options = [{ file: "requirements.txt", text: "--index-url https://index.example/" }];
    const of = change(lock("click==8.1.7"), { ...lock("click==8.1.7"), options });
    expect(of.delta.changes).toMatchObject([{ kind: "other", name: "(options)" }]);
    expect(refused(judge(of, approvedBy(of, "alice")))).toEqual(["APPROVAL_MISSING"]);
    expect(refused(judge(of, approvedBy(of, "alice", "bob")))).toEqual([]);
  });

  test("where nothing differs nobody has to approve", () => {
    const same = change(lock("click==8.1.7"), lock("click==8.1.7"), { authors: [] });
    expect(judge(same, []).findings).toMatchObject([{ rule: "APPROVALS", verdict: "passed" }]);
  });
});

describe("a rebase keeps what did not change", () => {
  const original = change(
    lock("click==8.1.7", "flask==3.0.0"),
    lock("click==8.1.8", "flask==3.0.1"),
  );
  const approvals = approvedBy(original, "alice", "bob");

  test("approvals count on a base that has moved", () => {
    const rebased = change(
      lock("click==8.1.7", "flask==3.0.0", "idna==3.7"),
      lock("click==8.1.8", "flask==3.0.1", "idna==3.7"),
      { sequence: 9 },
    );
    expect(rules(judge(rebased, approvals))).toEqual([]);
  });

  test("what is new in the rebased change is asked for, and nothing else", () => {
    const more = change(lock("click==8.1.7", "flask==3.0.0"), lock("click==8.1.8", "flask==3.0.2"));
    const verdict = judge(more, approvals);
    expect(verdict.changes.map(({ change: { name }, approved }) => [name, approved])).toEqual([
      ["click", true],
      ["flask", false],
    ]);
    expect(refused(verdict)).toEqual(["APPROVAL_MISSING"]);
  });

  test("several approvals together cover a change", () => {
    const whole = change(lock("click==8.1.7"), lock("click==8.1.8", "flask==3.0.0"));
    const part = change(lock("click==8.1.7"), lock("click==8.1.8"));
    const verdict = judge(whole, [
      ...approvedBy(part, "bob"),
      ...approvedBy(whole, "alice", "sam"),
    ]);
    expect(verdict.changes.map(({ people }) => people)).toEqual([
      ["alice", "bob", "sam"],
      ["alice", "sam"],
    ]);
    expect(refused(verdict)).toEqual([]);
  });
});

describe("row 52: A → B → A → B is not replayed", () => {
  const first = change(lock("click==8.1.7"), lock("click==8.1.8"));
  const approvals = approvedBy(first, "alice", "bob");
  const spent = new Set(approvals.map(({ digest }) => digest.hex));

  test("by the sequence, once B and A were signed", () => {
    const again = with_(first, { sequence: 9 });
    expect(rules(judge(again, approvals))).toEqual([
      "APPROVAL_SEQUENCE",
      "APPROVAL_SEQUENCE",
      "APPROVAL_MISSING",
    ]);
  });

  test("by the base, where nothing was signed in between", () => {
    const again = with_(first, { spent });
    expect(rules(judge(again, approvals))).toEqual([
      "APPROVAL_SPENT",
      "APPROVAL_SPENT",
      "APPROVAL_MISSING",
    ]);
  });

  test("beside another change, which makes it another base", () => {
    const again = change(lock("click==8.1.7", "idna==3.7"), lock("click==8.1.8", "idna==3.7"), {
      sequence: 9,
      spent,
    });
    expect(refused(judge(again, approvals))).toEqual(["APPROVAL_MISSING"]);
  });

  test("where the history is not at hand, only approvals of this very base count", () => {
    const again = change(lock("click==8.1.7", "idna==3.7"), lock("click==8.1.8", "idna==3.7"), {
      sequence: 9,
      isHistoryWhole: false,
    });
    expect(rules(judge(again, approvals))).toContain("APPROVAL_SEQUENCE");
    expect(rules(judge(with_(first, { isHistoryWhole: false }), approvals))).toEqual([]);
    expect(rules(judge(with_(first, { isHistoryWhole: false, spent }), approvals))).toContain(
      "APPROVAL_SPENT",
    );
  });

  test("approvals of changes that were made long ago are passed over in silence", () => {
    const other = change(lock("click==8.1.8"), lock("click==8.1.9"), { spent });
    expect(rules(judge(other, approvals))).toEqual(["APPROVAL_MISSING"]);
  });
});

describe("a reject", () => {
  const reject = signed(
    statementOf(UPDATE, {
      reviewer: "sam",
      decision: "reject",
      review: { depth: "read-diff", notes: "opens a socket at import", evidence: [] },
    }),
  );
  const approvals = approvedBy(UPDATE, "alice", "bob");

  test("one beats any number of approvals", () => {
    const verdict = judge(UPDATE, [...approvals, ...approvedBy(UPDATE, "sam"), reject]);
    expect(refused(verdict)).toEqual(["APPROVAL_REJECTED"]);
    expect(text(verdict)).toContain("sam: opens a socket at import");
    expect(text(verdict)).toContain(
      `lockseal approve requirements.txt --supersede ${reject.digest.hex}`,
    );
  });

  test.each<[string, Case, ApprovalPolicy, Date]>([
    ["after it expired", UPDATE, POLICY, new Date("2027-11-24T12:00:00Z")],
    ["by another policy", UPDATE, { ...POLICY, digest: sha256("new") }, NOW],
    ["on another branch", with_(UPDATE, { ref: "refs/heads/release" }), POLICY, NOW],
    ["at another sequence", with_(UPDATE, { sequence: 99 }), POLICY, NOW],
    [
      "although it is part of the base",
      with_(UPDATE, { spent: new Set([reject.digest.hex]) }),
      POLICY,
      NOW,
    ],
    [
      "after a rebase",
      change(lock("click==8.1.7", "idna==3.7"), lock("click==8.1.8", "idna==3.7")),
      POLICY,
      NOW,
    ],
    [
      "beside other changes",
      change(lock("click==8.1.7"), lock("click==8.1.8", "idna==3.7")),
      POLICY,
      NOW,
    ],
  ])("still blocks %s", (_why, of, policy, now) => {
    const good = approvedBy(of, "alice", "bob", "sam").map(({ statement }) =>
      signed({ ...statement, policy: policy.digest, expires: "2028-01-01T00:00:00Z" }),
    );
    expect(refused(judge(of, [...good, reject], policy, now))).toContain("APPROVAL_REJECTED");
  });

  test.each<[string, Case]>([
    ["of another change", change(lock("click==8.1.8"), lock("click==8.1.9"))],
    ["in another repository", with_(UPDATE, { repository: "git+https://github.com/acme/b" })],
    ["of another file", with_(UPDATE, { path: "dev.txt" })],
  ])("says nothing %s", (_why, of) => {
    expect(refused(judge(of, [...approvedBy(of, "alice", "bob"), reject]))).toEqual([]);
  });

  test("by a machine, a stranger or in another's name says nothing", () => {
    const by = (name: string) => ({ kind: "key", fingerprint: keyOf(name) }) as const;
    const verdict = judge(UPDATE, [
      ...approvals,
      signed({ ...reject.statement, reviewer: "ci" }),
      signed(reject.statement, by("eve")),
      signed(reject.statement, by("bob")),
    ]);
    expect(refused(verdict)).toEqual([]);
  });

  test("by the author blocks", () => {
    const of = with_(UPDATE, { authors: [{ kind: "github", login: "sam-acme" }] });
    expect(refused(judge(of, [...approvals, reject]))).toEqual(["APPROVAL_REJECTED"]);
  });

  test("ends when its signer supersedes it", () => {
    const later = signed(statementOf(UPDATE, { reviewer: "sam", supersedes: [reject.digest] }));
    expect(rules(judge(UPDATE, [...approvals, reject, later]))).toEqual([]);
  });

  test("stays ended when what took its place has expired", () => {
    const later = signed(
      statementOf(UPDATE, {
        reviewer: "sam",
        supersedes: [reject.digest],
        expires: "2026-01-01T00:00:00Z",
      }),
    );
    expect(refused(judge(UPDATE, [...approvals, reject, later]))).toEqual([]);
  });

  test("does not end by the word of another", () => {
    const other = signed(statementOf(UPDATE, { reviewer: "alice", supersedes: [reject.digest] }));
    expect(refused(judge(UPDATE, [other, ...approvedBy(UPDATE, "bob"), reject]))).toEqual([
      "APPROVAL_REJECTED",
    ]);
  });

  test("does not end by a key that its signer has given up", () => {
    const second = { kind: "key", fingerprint: keyOf("sam's lost") } as const;
    const lost = person("sam-lost", ["reviewer"], { keys: [second.fingerprint] });
    const policy = { ...POLICY, signers: [...POLICY.signers, lost] };
    const later = signed(
      statementOf(UPDATE, { reviewer: "sam", supersedes: [reject.digest] }),
      second,
    );
    expect(refused(judge(UPDATE, [...approvals, reject, later], policy))).toEqual([
      "APPROVAL_REJECTED",
    ]);
  });

  test("an approval that was superseded by a reject counts no more", () => {
    const [alice] = approvals;
    if (alice === undefined) throw new Error("no approval");
    const back = signed({
      ...statementOf(change(lock("a==1"), lock("a==2"))),
      decision: "reject",
      supersedes: [alice.digest],
    });
    expect(rules(judge(UPDATE, [...approvals, back]))).toEqual(["APPROVAL_MISSING"]);
  });
});

describe("an emergency", () => {
  const emergency = { reason: "remote code execution", advisory: "GHSA-xxxx-yyyy-zzzz" };
  const urgent = (expires: string, ...names: string[]): SignedApproval[] =>
    names.map((reviewer) => signed(statementOf(UPDATE, { reviewer, emergency, expires })));
  const SOON = "2026-11-27T12:00:00Z";

  test("passes before its time, loudly", () => {
    const verdict = judge(UPDATE, urgent(SOON, "alice", "sam"));
    expect(refused(verdict)).toEqual([]);
    expect(verdict.changes).toMatchObject([{ approved: true, emergency: true }]);
    expect(verdict.findings[0]).toMatchObject({ rule: "APPROVAL_EMERGENCY", verdict: "warned" });
    expect(text(verdict)).toContain(
      "EMERGENCY: click 8.1.7 → 8.1.8 passes before its time by the word of alice, sam: remote code execution (GHSA-xxxx-yyyy-zzzz), until 2026-11-27T12:00:00Z",
    );
  });

  test.each<[string, readonly SignedApproval[], ApprovalPolicy, string[]]>([
    ["without the role", urgent(SOON, "alice", "bob"), POLICY, ["APPROVAL_MISSING"]],
    [
      "longer than the policy lets it last",
      urgent("2026-11-27T12:00:01Z", "alice", "sam"),
      POLICY,
      ["APPROVAL_EMERGENCY_LASTS", "APPROVAL_EMERGENCY_LASTS", "APPROVAL_MISSING"],
    ],
    [
      "once it is over",
      urgent("2026-11-24T11:00:00Z", "alice", "sam"),
      POLICY,
      ["APPROVAL_EXPIRED", "APPROVAL_EXPIRED", "APPROVAL_MISSING"],
    ],
    [
      "where the policy knows none",
      urgent(SOON, "alice", "sam"),
      { ...POLICY, emergency: null },
      ["APPROVAL_EMERGENCY_LASTS", "APPROVAL_EMERGENCY_LASTS", "APPROVAL_MISSING"],
    ],
  ])("does not pass %s", (_why, approvals, policy, expected) => {
    expect(rules(judge(UPDATE, approvals, policy))).toEqual(expected);
  });

  test("lifts no ban", () => {
    const approvals = ["alice", "sam"].map((reviewer) =>
      signed(statementOf(REHASH, { reviewer, emergency, expires: SOON })),
    );
    expect(refused(judge(REHASH, approvals))).toEqual(["APPROVAL_DENIED"]);
  });

  test("is not needed where ordinary approvals are there", () => {
    const verdict = judge(UPDATE, [
      ...approvedBy(UPDATE, "alice", "bob"),
      ...urgent(SOON, "alice", "sam"),
    ]);
    expect(verdict.changes).toMatchObject([{ approved: true, emergency: false }]);
    expect(rules(verdict)).toEqual([]);
  });
});

describe("a change of several kinds", () => {
  /** Lines of click: a version, for Pythons that are in use or not, and the bytes of which version. */
  const lines = (...all: readonly (readonly [version: string, marker: string, of: string])[]) => ({
    ...lock(),
    pins: lock(...all.map(([version, , of]) => `click==${version}=click ${of}`)).pins.map(
      (pin, index) => ({ ...pin, marker: all[index]?.[1] ?? null }),
    ),
  });
  const [DEAD, LIVE] = ['python_version < "3.0"', 'python_version >= "3.0"'];
  const OLDER = change(
    lock("click==8.1.7"),
    lines(["8.1.8", LIVE, "8.1.8"], ["8.1.6", DEAD, "8.1.6"]),
  );

  test("is held as the one that is held longest", () => {
    const verdict = judge(OLDER, approvedBy(OLDER, "alice", "sam"));
    expect(OLDER.delta.changes).toMatchObject([{ kind: "downgrade" }]);
    expect(verdict.changes).toMatchObject([{ approved: true, holdMs: 24 * HOUR }]);
  });

  test("is approved as each of them asks", () => {
    const verdict = judge(OLDER, approvedBy(OLDER, "alice", "bob"));
    expect(text(verdict)).toContain("downgrade: click 8.1.7 → 8.1.6, 8.1.8");
    expect(text(verdict)).toContain("security missing");
    const three = { people: 3, roles: new Map(), role: null, holdMs: null, deny: null };
    const policy = {
      ...POLICY,
      requirements: new Map<ChangeKind, ApprovalRequirement>([
        ...POLICY.requirements,
        ["update", three],
      ]),
    };
    const short = judge(OLDER, approvedBy(OLDER, "alice", "sam"), policy);
    expect(text(short)).toContain("update: click 8.1.7 → 8.1.6, 8.1.8");
    expect(text(short)).toContain("found 2 of 3 people");
    expect(short.changes).toMatchObject([{ kind: "update", approved: false }]);
  });

  test("is nobody's to approve where one of them is not, or is not spoken of", () => {
    const evil = change(
      lock("click==8.1.7"),
      lines(["8.1.7", LIVE, "x"], ["8.1.7", DEAD, "8.1.7"]),
    );
    expect(refused(judge(evil, approvedBy(evil, "alice", "sam")))).toEqual(["APPROVAL_DENIED"]);
    const policy = {
      ...POLICY,
      requirements: new Map([...POLICY.requirements].filter(([kind]) => kind !== "update")),
    };
    const verdict = judge(OLDER, approvedBy(OLDER, "alice", "sam"), policy);
    expect(refused(verdict)).toEqual(["APPROVAL_UNREGULATED"]);
    expect(text(verdict)).toContain("approval.update = ");
  });
});

test("a policy's own change is approved by its owners, file by file", () => {
  const file = (name: string, data: string) => ({ name, bytes: Buffer.from(data) });
  const delta = compareFiles(
    [file("lockseal.toml", "a"), file("keys/bob.pub", "b")],
    [file("lockseal.toml", "a"), file("keys/bob.pub", "mallory's")],
  );
  const owners = { people: 1, roles: new Map(), role: "owner", holdMs: null, deny: null };
  const policy = { ...POLICY, requirements: new Map([["update", owners]] as const) };
  const of = { ...UPDATE, delta: delta as Case["delta"] };
  expect(delta.changes).toMatchObject([{ kind: "update", name: "keys/bob.pub" }]);
  expect(refused(judge(of, approvedBy(of, "bob", "sam"), policy))).toEqual(["APPROVAL_MISSING"]);
  expect(refused(judge(of, approvedBy(of, "alice"), policy))).toEqual([]);
  expect(refused(judge(with_(of, { authors: [] }), approvedBy(of, "alice"), policy))).toEqual([
    "APPROVAL_MISSING",
  ]);
});
