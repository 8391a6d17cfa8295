import { type Digest, digest } from "../../src/bytes/digest.ts";
import type { ChangeKind } from "../../src/lock/change.ts";
import { compareLocks, type LockContent, type LockDelta } from "../../src/lock/lock-delta.ts";
import type { Pin } from "../../src/lock/pins.ts";
import type { ApprovalContext, SignedApproval } from "../../src/policy/approval.ts";
import type { ApprovalPolicy, ApprovalRequirement } from "../../src/policy/approval-requirement.ts";
import type { PolicySigner, SignedBy, TrustedTime } from "../../src/policy/signer.ts";
import {
  type ApprovalStatement,
  formatApprovalStatement,
} from "../../src/statement/approval-statement.ts";

export const NOW: Date = new Date("2026-11-24T12:00:00Z");
export const REPOSITORY = "git+https://github.com/acme/app";
export const HOUR = 3_600_000;

/** A digest that stands for some bytes. */
export const sha256 = (text: string): Digest => digest("sha256", Buffer.from(text));
/** A hash as locks have it. */
export const hash = (text: string): string => `sha256:${sha256(text).hex}`;
/** The SPKI digest of a key that stands for one of this name. */
export const keyOf = (name: string): string => sha256(`key of ${name}`).hex;

const GITHUB = "https://github.com/login/oauth";

export function person(
  name: string,
  roles: readonly string[],
  more: Partial<PolicySigner> = {},
): PolicySigner {
  return {
    name,
    person: true,
    roles,
    keys: [keyOf(name)],
    sshKeys: [],
    identities: [{ kind: "exact", name: `${name}@acme.example`, issuer: GITHUB }],
    git: [`${name}@acme.example`],
    github: [`${name}-acme`],
    from: null,
    until: null,
    revoked: null,
    ...more,
  };
}

export const ALICE: PolicySigner = person("alice", ["reviewer", "owner"], {
  keys: [keyOf("alice"), keyOf("alice's second")],
});
export const BOB: PolicySigner = person("bob", ["reviewer"]);
export const SAM: PolicySigner = person("sam", ["reviewer", "security"]);
export const CI: PolicySigner = person("ci", ["releaser", "observer", "reviewer"], {
  person: false,
});

const asked = (people: number, more: Partial<ApprovalRequirement> = {}): ApprovalRequirement => ({
  people,
  roles: new Map(),
  role: null,
  holdMs: null,
  deny: null,
  ...more,
});
const SECURITY = new Map([["security", 1]]);

/** As the example of a policy has it. */
export const POLICY: ApprovalPolicy = {
  digest: sha256("policy"),
  signers: [ALICE, BOB, SAM, CI],
  requirements: new Map<ChangeKind, ApprovalRequirement>([
    ["update", asked(2, { holdMs: 24 * HOUR })],
    ["new", asked(2, { roles: SECURITY, holdMs: 24 * HOUR })],
    ["downgrade", asked(2, { roles: SECURITY })],
    ["rehash", asked(2, { deny: "same version, other bytes" })],
    ["remove", asked(1)],
  ]),
  emergency: { people: 2, roles: SECURITY, role: null, lastsMs: 72 * HOUR },
  authorMayApprove: false,
};

/** A lock of these packages: `name==version`, or with `=bytes` behind for others than that version's own. */
export function lock(...pins: readonly string[]): LockContent {
  return {
    format: "pip-requirements",
    options: [],
    pins: pins.map((text, index): Pin => {
      const [, name = "", version = "", bytes = `${name} ${version}`] =
        /^([^=]+)==([^=]+)(?:=(.+))?$/.exec(text) ?? [];
      return {
        name,
        version,
        extras: [],
        marker: null,
        hashes: bytes.split(",").map(hash),
        url: null,
        file: "requirements.txt",
        line: index + 1,
      };
    }),
  };
}

/** One change of a lock, with all that there is to say of it. */
export interface Case {
  readonly delta: LockDelta;
  readonly context: ApprovalContext;
}

const fileOf = (content: LockContent | undefined) =>
  content === undefined ? null : sha256(JSON.stringify(content));

/** A change by mallory, whom the forge names and nobody knows. */
export function change(
  before: LockContent | undefined,
  after: LockContent,
  more: Partial<ApprovalContext> = {},
): Case {
  return {
    delta: compareLocks(before, after),
    context: {
      repository: REPOSITORY,
      path: "requirements.txt",
      ref: "refs/heads/main",
      base: fileOf(before),
      result: fileOf(after),
      sequence: 7,
      authors: [{ kind: "github", login: "mallory" }],
      spent: new Set(),
      isHistoryWhole: true,
      unmade: new Map(),
      ...more,
    },
  };
}

export const UPDATE: Case = change(
  lock("click==8.1.7", "flask==3.0.0"),
  lock("click==8.1.8", "flask==3.0.0"),
);

/** What a person would sign who looks at a case. */
export function statementOf(
  { delta, context }: Case,
  more: Partial<ApprovalStatement> = {},
): ApprovalStatement {
  const { repository, path, ref, base, result, sequence } = context;
  return {
    subject: { name: path, digest: result ?? base ?? sha256("") },
    decision: "approve",
    scope: { repository, path, ref },
    base,
    sequence,
    delta: {
      digest: delta.digest,
      changes: delta.changes.map(({ kind, name, purl, from, to, hashes, markers, digest: of }) => ({
        kind,
        name,
        purl,
        from,
        to,
        hashes,
        markers,
        digest: of,
      })),
    },
    policy: POLICY.digest,
    reviewer: "alice",
    review: { depth: "read-diff", notes: "", evidence: [] },
    emergency: null,
    expires: "2026-12-24T00:00:00Z",
    supersedes: [],
    claimedAt: "2026-11-24T11:00:00Z",
    generator: { name: "lockseal", version: "0.1.0" },
    ...more,
  };
}

/** That statement, signed: by the key of its reviewer unless another one is named. */
export function signed(
  statement: ApprovalStatement,
  by: SignedBy = { kind: "key", fingerprint: keyOf(statement.reviewer) },
  times: readonly TrustedTime[] = [],
): SignedApproval {
  const payload = formatApprovalStatement(statement);
  return {
    source: `${statement.reviewer}.sigstore.json`,
    statement,
    digest: digest("sha256", payload),
    by,
    times,
  };
}

/** An approval of a case by each of these people. */
export function approvedBy(of: Case, ...names: readonly string[]): SignedApproval[] {
  return names.map((reviewer) => signed(statementOf(of, { reviewer })));
}

export const keyless = (name: string): SignedBy => ({
  kind: "identity",
  identity: { name: `${name}@acme.example`, issuer: GITHUB, claims: {} },
});

export const loggedAt = (time: string): TrustedTime => ({
  kind: "rekor-v1",
  time: Date.parse(time),
  by: "https://log.example",
});
