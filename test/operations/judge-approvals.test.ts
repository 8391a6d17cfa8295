import { describe, expect, test } from "vitest";
import { formatKeyBundle } from "../../src/envelope/bundle.ts";
import { signDsseBundle } from "../../src/envelope/bundle-signature.ts";
import { parseSshKey } from "../../src/key/ssh-key.ts";
import type { ChangeKind } from "../../src/lock/change.ts";
import { type JudgedApprovals, judgeApprovals } from "../../src/operations/judge-approvals.ts";
import { parseRootFile } from "../../src/operations/trust-root-file.ts";
import type { ApprovalPolicy, ApprovalRequirement } from "../../src/policy/approval-requirement.ts";
import type { PolicySigner } from "../../src/policy/signer.ts";
import { ChangedLock } from "../fakes/changed-lock.ts";
import { ALICE, BOB, Folder, pin, type Signer } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  SIGNED_AT,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import { SshSigner } from "../fakes/ssh.ts";
import { NOW } from "../fakes/streams.ts";

const FOLDER = ".lockseal/approvals";

const person = (name: string, { key }: Signer): PolicySigner => ({
  name,
  person: true,
  roles: ["reviewer"],
  keys: [key.publicKey.fingerprint],
  sshKeys: [],
  identities: [],
  git: [`${name}@acme.example`],
  github: [`${name}-acme`],
  from: null,
  until: null,
  revoked: null,
});
const TWO: ApprovalRequirement = {
  people: 2,
  roles: new Map(),
  role: null,
  holdMs: null,
  deny: null,
};
const POLICY: ApprovalPolicy = {
  digest: null,
  signers: [person("alice", ALICE), person("bob", BOB)],
  requirements: new Map<ChangeKind, ApprovalRequirement>([
    ["update", TWO],
    ["downgrade", TWO],
  ]),
  emergency: null,
  authorMayApprove: false,
};

/** An event of GitHub's, in which mallory opened the pull request. */
function eventOf(event: string | object): Record<string, string> {
  const folder = new Folder();
  const opened = typeof event === "string" ? { pull_request: { user: { login: event } } } : event;
  folder.write("event.json", JSON.stringify(opened));
  return { GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: folder.at("event.json") };
}

const judge = (
  repository: ChangedLock,
  more: Partial<Parameters<typeof judgeApprovals>[0]> = {},
): Promise<JudgedApprovals> =>
  judgeApprovals({
    file: "requirements.txt",
    cwd: repository.path,
    env: eventOf("mallory"),
    policy: POLICY,
    trust: {
      signers: POLICY.signers,
      keys: [ALICE.key.publicKey, BOB.key.publicKey],
      roots: null,
    },
    now: NOW,
    ...more,
  });
const rules = ({ findings }: JudgedApprovals): string[] =>
  findings.filter(({ verdict }) => verdict !== "passed").map(({ rule }) => rule);

async function approved(...names: readonly string[]): Promise<ChangedLock> {
  const repository = new ChangedLock();
  for (const name of names) await repository.approve(name);
  repository.commit("approve");
  return repository;
}

describe("counts what is committed", () => {
  test("two people", async () => {
    const judged = await judge(await approved("alice", "bob"));
    expect(judged.findings).toEqual([
      {
        rule: "APPROVALS",
        verdict: "passed",
        subject: "requirements.txt",
        message: "1 change approved by alice, bob",
      },
    ]);
    expect(judged.exitCode).toBe(0);
  });

  test("one person", async () => {
    const judged = await judge(await approved("alice"));
    expect(rules(judged)).toEqual(["APPROVAL_MISSING"]);
    expect(judged.exitCode).toBe(1);
  });

  test("what is not committed only where that is asked for", async () => {
    const repository = await approved("alice");
    await repository.approve("bob");
    expect(rules(await judge(repository))).toEqual(["APPROVAL_MISSING"]);
    expect(rules(await judge(repository, { isWorkingTree: true }))).toEqual([]);
  });

  test("after a rebase onto a base that has moved", async () => {
    const repository = await approved("alice", "bob");
    repository.git("checkout", "-q", "main");
    const lock = pin("click", "8.1.7") + pin("flask", "3.0.0");
    const moved = repository.write("requirements.txt", lock + pin("idna", "3.7")).commit("idna");
    repository.git("update-ref", "refs/remotes/origin/main", moved);
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "origin/main");
    expect(repository.read("requirements.txt")).toBe(
      pin("click", "8.1.8") + pin("flask", "3.0.0") + pin("idna", "3.7"),
    );
    expect(rules(await judge(repository))).toEqual([]);
  });

  test("a lock that two tools read differently is nobody's to approve", async () => {
    const repository = await approved("alice", "bob");
    repository.write("requirements.txt", "click>=8\n").commit();
    const judged = await judge(repository);
    expect([judged.verdict, judged.exitCode]).toEqual([null, 1]);
  });
});

describe("row 55: a reject that vanished still blocks", () => {
  async function withReject(): Promise<ChangedLock> {
    const repository = await approved("bob");
    await repository.approve("alice", " --reject --reason socket");
    repository.commit("reject");
    return repository;
  }

  test("as it lies there", async () => {
    expect(rules(await judge(await withReject()))).toContain("APPROVAL_REJECTED");
  });

  test("deleted in a commit after it", async () => {
    const repository = await withReject();
    repository.remove(FOLDER).commit("clean up");
    const judged = await judge(repository);
    expect(rules(judged)).toContain("APPROVAL_REJECTED");
    expect(judged.findings.map(({ message }) => message).join()).toContain("by alice: socket");
  });

  test("dropped by a merge that keeps the other side", async () => {
    const repository = new ChangedLock();
    await repository.approve("bob");
    repository.commit("approve");
    repository.git("checkout", "-q", "-b", "side");
    await repository.approve("alice", " --reject --reason socket");
    repository.commit("reject");
    repository.git("checkout", "-q", "update");
    repository.git("commit", "-q", "--allow-empty", "-m", "other");
    repository.git("merge", "-q", "-s", "ours", "--no-edit", "side");
    expect(rules(await judge(repository))).toContain("APPROVAL_REJECTED");
  });

  test("until its signer takes it back", async () => {
    const repository = await withReject();
    await repository.approve("alice");
    repository.commit("approve after all");
    expect(rules(await judge(repository))).toEqual([]);
  });

  test("a force-push that takes its commit away hides it: a documented limit", async () => {
    const repository = await withReject();
    repository.git("reset", "-q", "--hard", "HEAD~1");
    expect(rules(await judge(repository))).toEqual(["APPROVAL_MISSING"]);
  });
});

describe("row 52: what served once serves no more", () => {
  /** The update is merged, and unmade; then somebody makes it again. */
  async function again(clean: boolean): Promise<ChangedLock> {
    const repository = await approved("alice", "bob");
    if (clean) {
      repository.git("checkout", "-q", "-b", "kept");
      repository.git("checkout", "-q", "update");
      repository.remove(FOLDER).commit("take out what has served");
    }
    const lock = pin("click", "8.1.7") + pin("flask", "3.0.0");
    const undone = repository.write("requirements.txt", lock).commit("undo");
    repository.git("update-ref", "refs/remotes/origin/main", undone);
    repository.git("checkout", "-q", "-b", "again");
    if (clean) repository.git("checkout", "-q", "kept", "--", FOLDER);
    repository.write("requirements.txt", pin("click", "8.1.8") + pin("flask", "3.0.0"));
    repository.commit("again");
    return repository;
  }

  test.each([
    ["that is part of the base", false],
    ["that was taken out of the base, and is put back", true],
  ])("an approval %s", async (_why, clean) => {
    const judged = await judge(await again(clean));
    expect(rules(judged)).toEqual(["APPROVAL_SPENT", "APPROVAL_SPENT", "APPROVAL_MISSING"]);
  });
});

describe("looks at who made the change", () => {
  test("the author whom the forge's event names does not count", async () => {
    const judged = await judge(await approved("alice", "bob"), { env: eventOf("bob-acme") });
    expect(rules(judged)).toEqual(["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"]);
  });

  test.each([
    ["pushed", { pusher: { name: "bob-acme" } }],
    [
      "set the event off",
      { pull_request: { user: { login: "eve" } }, sender: { login: "bob-acme" } },
    ],
  ])("who %s does not count", async (_why, event) => {
    const judged = await judge(await approved("alice", "bob"), { env: eventOf(event) });
    expect(rules(judged)).toEqual(["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"]);
  });

  test("git's author text excludes", async () => {
    const repository = await approved("alice", "bob");
    const lock = pin("click", "8.1.8") + pin("flask", "3.0.0");
    repository.write("requirements.txt", `# by bob\n${lock}`);
    repository.git("commit", "-q", "-a", "--author=Bob <bob@acme.example>", "-m", "more");
    expect(rules(await judge(repository))).toEqual(["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"]);
  });

  test("who only adds an approval to the branch has not made the change", async () => {
    const repository = new ChangedLock();
    await repository.approve("alice");
    await repository.approve("bob");
    repository.git("add", "-A");
    repository.git("commit", "-q", "--author=Bob <bob@acme.example>", "-m", "approve");
    expect(rules(await judge(repository))).toEqual([]);
  });

  test("who takes other bytes in with a merge has made the change", async () => {
    const repository = await approved("alice", "bob");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("other", "x").commit();
    repository.git("checkout", "-q", "update");
    repository.write("another", "x").commit();
    repository.git("merge", "-q", "--no-commit", "--no-ff", "side");
    const lock = pin("click", "8.1.8") + pin("flask", "3.0.0");
    repository.write("requirements.txt", `# evil\n${lock}`);
    repository.git("add", "-A");
    repository.git("commit", "-q", "--author=Bob <bob@acme.example>", "-m", "merge");
    expect(rules(await judge(repository))).toContain("APPROVAL_BY_AUTHOR");
  });

  test.each<[why: string, lock: string, rules: readonly string[]]>([
    ["has not made the change where git would do the same", "update", []],
    [
      "has made it who keeps the state that the base has replaced",
      "old",
      ["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"],
    ],
  ])("who merges %s", async (_why, kept, expected) => {
    const repository = new ChangedLock();
    // The base goes on elsewhere; and an old branch never had the update.
    repository.git("checkout", "-q", "-b", "old", repository.base);
    repository.write("other", "x").commit();
    repository.git("checkout", "-q", "update");
    if (kept === "old") repository.git("update-ref", "refs/remotes/origin/main", "update");
    repository.git("merge", "-q", "--no-commit", "--no-ff", "old");
    repository.git("checkout", "-q", kept, "--", "requirements.txt");
    repository.git("commit", "-q", "--author=Bob <bob@acme.example>", "-m", "merge");
    await repository.approve("alice");
    await repository.approve("bob");
    repository.commit("approve");
    expect(rules(await judge(repository))).toEqual(expected);
  });

  test.each<[string, () => Record<string, string>]>([
    ["no event", () => ({})],
    ["an event of no forge", () => ({ ...eventOf("x"), GITHUB_ACTIONS: "" })],
    ["an event that is not there", () => ({ ...eventOf("x"), GITHUB_EVENT_PATH: "/nowhere" })],
    ["an event that names nobody", () => eventOf("")],
    ["an event that somebody set off", () => eventOf({ sender: { login: "mallory" } })],
  ])("with %s nobody is proven to be the author", async (_why, env) => {
    const judged = await judge(await approved("alice", "bob"), { env: env() });
    expect(rules(judged)).toEqual(["APPROVAL_AUTHOR_UNPROVEN", "APPROVAL_MISSING"]);
  });
});

describe("takes a commit's signature for proof", () => {
  const KEY = new SshSigner("ssh-ed25519");
  const { id } = parseSshKey(Buffer.from(KEY.line), "carol.pub");
  const CAROL = { ...person("carol", ALICE), keys: [], sshKeys: [id] };
  const signers = [...POLICY.signers, CAROL];
  const policy = { ...POLICY, signers };

  /** Signs the newest commit as `git commit -S` does. */
  function sign(repository: ChangedLock): void {
    const commit = `${repository.git("cat-file", "commit", "HEAD")}\n`;
    const signature = KEY.sign(Buffer.from(commit), { namespace: "git" }).trimEnd();
    const header = `\ngpgsig ${signature.replaceAll("\n", "\n ")}\n\n`;
    repository.write(
      ".git/signed",
      commit.replace("\n\n", () => header),
    );
    const signed = repository.git(
      "hash-object",
      "-t",
      "commit",
      "-w",
      repository.at(".git/signed"),
    );
    repository.git("update-ref", "HEAD", signed);
  }

  async function changed(...lines: readonly string[]): Promise<ChangedLock> {
    const repository = new ChangedLock();
    sign(repository);
    for (const line of lines) {
      repository.write("requirements.txt", `# ${line}\n${repository.read("requirements.txt")}`);
      repository.commit(line);
    }
    await repository.approve("alice");
    await repository.approve("bob");
    repository.commit("approve");
    return repository;
  }

  test("where each commit that changed the lock has one", async () => {
    expect(rules(await judge(await changed(), { env: {}, policy }))).toEqual([]);
  });

  test("where a merge that nobody signed took it as it was", async () => {
    const repository = await changed();
    repository.git("checkout", "-q", "--detach", "refs/remotes/origin/main");
    repository.git("update-ref", "refs/remotes/origin/main", repository.write("R", "").commit());
    repository.git("merge", "-q", "--no-ff", "-m", "as a forge merges to try it", "update");
    expect(rules(await judge(repository, { env: {}, policy }))).toEqual([]);
  });

  test("and none where one has not", async () => {
    const judged = await judge(await changed("more"), { env: {}, policy });
    expect(rules(judged)).toEqual(["APPROVAL_AUTHOR_UNPROVEN", "APPROVAL_MISSING"]);
    expect(judged.findings.map(({ message }) => message).join()).toMatch(
      /proven to have made the change \([0-9a-f]{12}: not signed\), so/,
    );
  });

  test("which excludes them", async () => {
    const bob = signers.map((one) =>
      one.name === "bob" ? { ...one, sshKeys: [id] } : { ...one, sshKeys: [] },
    );
    const judged = await judge(await changed(), { env: {}, policy: { ...policy, signers: bob } });
    expect(rules(judged)).toEqual(["APPROVAL_BY_AUTHOR", "APPROVAL_MISSING"]);
  });
});

describe("reads the clock as the policy says", () => {
  const instance = createInstance();
  const root = parseRootFile(written(trustedRoot(instance)), "root.json");
  const roots = [
    { root, name: "root.json", date: null, kind: "pinned", sha256: "", path: null },
  ] as const;
  const minutes = 60_000;

  /** Bob's approval is signed keyless, at `SIGNED_AT`, and counts until a day later. */
  async function judgeKeyless(
    after: number,
    time: {
      readonly clocks?: readonly ("rekor-v1" | "rfc3161")[];
      readonly skew?: number;
      readonly days?: number;
    } = {},
  ): Promise<JudgedApprovals> {
    const repository = await approved("alice", "bob");
    const path =
      Object.keys(repository.list()).find((one) => one.endsWith("/bob.sigstore.json")) ?? "";
    const { payload } = JSON.parse(repository.read(path)).dsseEnvelope;
    const statement = JSON.parse(Buffer.from(payload, "base64").toString());
    repository.write(path, written(signBundle(instance, { statement })));
    repository.git("commit", "-q", "-a", "--amend", "--no-edit");
    const identities = [{ kind: "exact", name: IDENTITY, issuer: ISSUER }] as const;
    const until = SIGNED_AT.getTime() + 24 * 60 * minutes;
    const signers = POLICY.signers.map((one) =>
      one.name === "bob" ? { ...one, keys: [], identities, until } : one,
    );
    const { clocks = ["rekor-v1", "rfc3161"], skew = 5 * minutes, days = null } = time;
    const maxRootAgeMs = days === null ? null : days * 24 * 60 * minutes;
    return judge(repository, {
      policy: { ...POLICY, signers },
      trust: {
        signers,
        keys: [ALICE.key.publicKey],
        roots,
        time: { clocks, maxClockSkewMs: skew, maxRootAgeMs },
      },
      now: new Date(SIGNED_AT.getTime() + after),
    });
  }

  test.each<[string, Parameters<typeof judgeKeyless>, readonly string[]]>([
    ["an approval counts by the time of its log", [48 * 60 * minutes], []],
    [
      "and not where the policy takes no log for a clock",
      [48 * 60 * minutes, { clocks: ["rfc3161"] }],
      ["APPROVAL_SIGNER_PERIOD", "APPROVAL_MISSING"],
    ],
    ["one that is newer by less than the skew counts", [-3 * minutes], []],
    [
      "one that is newer by more is refused",
      [-3 * minutes, { skew: 2 * minutes }],
      ["CLOCK_BEHIND", "APPROVAL_MISSING"],
    ],
    ["by as much as the policy says", [-50 * minutes, { skew: 60 * minutes }], []],
    ["a root that is as old as the policy takes it", [0, { days: 380 }], []],
    [
      "one that is older judges no approval, and no rejection",
      [0, { days: 379 }],
      ["TRUST_ROOT_STALE", "APPROVAL_MISSING"],
    ],
  ])("%s", async (_why, args, expected) => {
    const judged = await judgeKeyless(...args);
    expect(rules(judged)).toEqual(expected);
    expect(judged.exitCode).toBe(expected.length === 0 ? 0 : 1);
  });
});

describe("believes no bundle that does not hold", () => {
  /** An approval by bob whose payload is as a test says, signed as it then is. */
  async function withPayload(
    change: (payload: string) => string,
    type = "application/vnd.in-toto+json",
  ): Promise<ChangedLock> {
    const repository = await approved("alice", "bob");
    const path = Object.keys(repository.list()).find((one) => one.endsWith("/bob.sigstore.json"));
    const bundle = JSON.parse(repository.read(path ?? ""));
    const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString();
    const signed = signDsseBundle(type, Buffer.from(change(payload)), BOB.key);
    repository.write(path ?? "", formatKeyBundle(signed));
    repository.git("add", "-A");
    repository.git("commit", "-q", "--amend", "--no-edit");
    return repository;
  }

  test("a signature of its own over the same words", async () => {
    expect(rules(await judge(await withPayload((payload) => payload)))).toEqual([]);
  });

  test.each<[string, (payload: string) => string, string]>([
    [
      "row 50, a duplicate key that flips the decision",
      (payload) =>
        payload.replace('"decision":"approve"', '"decision":"reject","decision":"approve"'),
      "JSON_MALFORMED",
    ],
    [
      "an unknown field",
      (payload) => payload.replace('"decision":', '"madeAfter":null,"decision":'),
      "APPROVAL_MALFORMED",
    ],
    [
      "another predicate",
      (payload) => payload.replace("lock-approval/v0.1", "lock-approval/v0.2"),
      "PREDICATE_TYPE_UNSUPPORTED",
    ],
    ["no JSON", () => "x", "JSON_MALFORMED"],
  ])("%s", async (_why, change, rule) => {
    expect(rules(await judge(await withPayload(change)))).toEqual([rule, "APPROVAL_MISSING"]);
  });

  test("row 50, a payload of type text/plain", async () => {
    const judged = await judge(await withPayload((payload) => payload, "text/plain"));
    expect(rules(judged).at(-1)).toBe("APPROVAL_MISSING");
    expect(rules(judged)).toHaveLength(2);
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["no JSON", "hello"],
    [
      "a keyless bundle of nobody's",
      '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"certificate":{"rawBytes":"AAAA"}}}',
    ],
  ])("a file of %s", async (_why, text) => {
    const repository = await approved("alice");
    repository.write(`${FOLDER}/0/eve.sigstore.json`, text).commit();
    const judged = await judge(repository);
    expect(rules(judged)).toHaveLength(2);
    expect(rules(judged)[1]).toBe("APPROVAL_MISSING");
  });

  test("every byte of an approval counts", async () => {
    const repository = await approved("alice", "bob");
    const path =
      Object.keys(repository.list()).find((one) => one.endsWith("/bob.sigstore.json")) ?? "";
    const bytes = Buffer.from(repository.read(path));
    for (let at = 7; at < bytes.length; at += Math.ceil(bytes.length / 12)) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      repository.write(path, changed);
      repository.git("add", "-A");
      repository.git("commit", "-q", "--amend", "--no-edit");
      expect(rules(await judge(repository)).at(-1), `byte ${at}`).toBe("APPROVAL_MISSING");
    }
  });

  test("what was never of the kind is passed over", async () => {
    const repository = await approved("alice", "bob");
    repository.write(`${FOLDER}/README.md`, "what lies here").commit();
    expect(rules(await judge(repository))).toEqual([]);
  });
});
