import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALICE, Folder, pin, sha256 } from "../../fakes/checkout.ts";
import { Drilled, LOOSEST, WITH_OUTPUTS } from "../../fakes/drilled.ts";
import { Repository } from "../../fakes/repository.ts";

/** Git is started some six times an attack. */
const PATIENCE_MS = 240_000;

interface Drill {
  readonly exitCode: number;
  /** By the name of an attack what came of it, and by which rules. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, string>>;
  readonly rules: readonly string[];
  readonly text: string;
}

async function drill(one: Folder, more = ""): Promise<Drill> {
  const { stdout, exitCode } = await one.run(`drill${more} --json`);
  const { findings, attacks = [] } = JSON.parse(stdout);
  const all = attacks as readonly {
    name: string;
    lock: string | null;
    outcome: { kind: string; rules?: readonly string[]; line?: string };
  }[];
  return {
    exitCode,
    outcomes: Object.fromEntries(
      all.map(({ name, lock, outcome: { kind, rules = [] } }) => [
        lock === "lockseal-tools.lock" ? `${name}@${lock}` : name,
        [kind, ...rules].join(" ").trim(),
      ]),
    ),
    lines: Object.fromEntries(
      all.flatMap(({ name, outcome }) =>
        outcome.line === undefined ? [] : [[name, outcome.line]],
      ),
    ),
    rules: findings.map(({ rule }: { rule: string }) => rule),
    text: stdout,
  };
}

/** What has to stop each attack where the policy asks for everything, and what nothing stops: by the rules' own meaning. */
const BY_STRICTEST: Readonly<Record<string, string>> = {
  "abbreviated-option": "stopped LOCK_OPTION_ABBREVIATED",
  "added-digest": "stopped APPROVAL_MISSING",
  "added-package": "stopped APPROVAL_MISSING",
  "altered-after-the-gate": "out-of-reach",
  "approval-by-another-policy": "stopped APPROVAL_POLICY",
  "approval-expired": "stopped APPROVAL_EXPIRED",
  "approval-for-an-earlier-state": "stopped APPROVAL_SEQUENCE",
  "approval-for-another-branch": "stopped APPROVAL_SCOPE",
  "approval-for-another-file": "stopped APPROVAL_MISSING",
  "approval-for-another-repository": "stopped APPROVAL_SCOPE",
  "approval-in-anothers-name": "stopped APPROVAL_REVIEWER",
  "approval-of-another-diff": "stopped APPROVAL_MISSING APPROVAL_COVERS_NOTHING",
  "approved-by-nobody": "stopped APPROVAL_MISSING",
  "archive-reference": "stopped LOCK_HASH_MISSING",
  "author-approves": "stopped APPROVAL_BY_AUTHOR",
  "author-in-disguise": "not-tried",
  "bidirectional-text": "stopped LOCK_CONTROL_CHARACTER",
  "clock-set-ahead": "out-of-reach",
  "clock-set-back": "stopped CLOCK_BEHIND",
  "comment-that-swallows": "stopped LOCK_COMMENT_SWALLOWS",
  "downgrade-approved": "stopped APPROVAL_MISSING",
  editable: "stopped LOCK_EDITABLE",
  "encoding-comment": "stopped LOCK_CODING_COMMENT",
  "environment-variable": "stopped LOCK_ENVIRONMENT",
  "everybodys-keys": "out-of-reach",
  "evidence-from-the-future": "stopped CLOCK_BEHIND HOLD_UNKNOWN",
  "expired-approval-and-clock-set-back": "stopped CLOCK_BEHIND",
  "extra-index": "stopped APPROVAL_MISSING",
  "fewer-people": "stopped APPROVAL_MISSING",
  "forge-administrator": "out-of-reach",
  "fresh-release": "stopped HOLD",
  "hashes-switched-off": "stopped LOCK_OPTION_FORBIDDEN",
  "hidden-by-force": "out-of-reach",
  "include-outside": "stopped LOCK_INCLUDE_OUTSIDE",
  "included-file": "stopped LOCK_NOT_PINNED",
  "included-lock": "stopped APPROVAL_MISSING",
  "invisible-letter": "stopped LOCK_NOT_ASCII",
  "later-expiry": "stopped APPROVAL_MISSING",
  "line-behind-a-separator": "stopped LOCK_HIDDEN_LINE",
  "line-in-a-comment": "stopped LOCK_HIDDEN_LINE",
  "lock-is-a-link": "stopped GATE_HEAD_DIFFERS",
  "lock-leads-out": "stopped PATH_OUTSIDE_ROOT",
  "lock-removed": "stopped APPROVAL_MISSING",
  "machine-approves": "stopped APPROVAL_BY_MACHINE",
  "made-unmade-and-made-again": "stopped APPROVAL_SPENT",
  "malicious-release": "out-of-reach",
  "never-seen": "stopped HOLD_UNKNOWN",
  "no-hold": "stopped APPROVAL_MISSING",
  "no-section": "stopped APPROVAL_MISSING",
  "older-version": "stopped APPROVAL_MISSING",
  "one-owner": "stopped APPROVAL_MISSING",
  "one-person": "stopped APPROVAL_MISSING",
  "one-person-two-keys": "stopped APPROVAL_MISSING",
  "other-index": "stopped APPROVAL_MISSING",
  "other-marker": "stopped APPROVAL_MISSING",
  "own-exemption": "stopped APPROVAL_MISSING",
  "nearer-policy": "stopped APPROVAL_MISSING",
  "own-key": "stopped APPROVAL_MISSING",
  "policy-expired": "stopped POLICY_EXPIRED",
  "policy-removed": "stopped APPROVAL_MISSING",
  "record-by-a-key": "stopped HOLD_UNKNOWN HOLD_EVIDENCE",
  "record-by-a-person": "stopped HOLD_UNKNOWN HOLD_EVIDENCE",
  "record-by-a-stranger": "stopped HOLD_UNKNOWN IDENTITY_MISMATCH",
  "record-of-other-files": "stopped HOLD_UNKNOWN",
  "rehash-approved": "stopped APPROVAL_DENIED",
  "remote-include": "stopped LOCK_INCLUDE_REMOTE",
  "removed-digest": "stopped LOCK_HASH_MISSING",
  "removed-package": "stopped APPROVAL_MISSING",
  "removed-reject": "stopped APPROVAL_REJECTED",
  "repository-reference": "stopped LOCK_DIRECT_REFERENCE",
  "revoked-key": "stopped APPROVAL_SIGNER_PERIOD",
  "second-spelling": "stopped LOCK_DUPLICATE",
  "stranger-approves": "stopped SIGNATURE_KEY_UNKNOWN",
  "swapped-digest": "stopped APPROVAL_DENIED",
  "swapped-key-file": "stopped APPROVAL_MISSING",
  "swapped-trust-root": "stopped POLICY_MALFORMED",
  "trailing-zero-byte": "stopped LOCK_CONTROL_CHARACTER",
  "trusted-host": "stopped APPROVAL_MISSING",
  "typo-squat-approved": "stopped NAME_IMPERSONATES",
  "typo-squatted-name": "stopped NAME_IMPERSONATES",
  "new-package-approved": "stopped APPROVAL_MISSING",
  "unpinned-version": "stopped LOCK_NOT_PINNED",
  "approvals-are-a-link": "stopped APPROVAL_MISSING",
  "byte-order-mark-after-signing": "stopped SUBJECT_DIGEST",
  "foreign-objects": "stopped APPROVAL_MISSING",
  "hostile-attributes": "stopped APPROVAL_MISSING",
  "hostile-configuration": "stopped APPROVAL_MISSING",
  "key-is-a-link": "stopped APPROVAL_MISSING",
  "keys-are-a-submodule": "stopped POLICY_MALFORMED",
  "line-ends-after-signing": "stopped SUBJECT_DIGEST",
  "lock-is-a-submodule": "stopped FILE_UNREADABLE",
  "lock-is-a-submodule@lockseal-tools.lock": "stopped FILE_UNREADABLE",
  "lock-renamed-by-a-look-alike": "stopped APPROVAL_MISSING",
  "lock-renamed-by-case": "stopped APPROVAL_MISSING",
  "policy-is-a-link": "stopped APPROVAL_MISSING",
  "policy-is-a-submodule": "stopped FILE_UNREADABLE",
  "zero-byte-after-signing": "stopped LOCK_CONTROL_CHARACTER SUBJECT_DIGEST",
  "weak-digest": "stopped LOCK_HASH_ALGORITHM",
  "reviewer-shown-something-else": "stopped APPROVAL_DELTA",
  "approval-that-says-two-things": "stopped JSON_MALFORMED",
  "record-that-says-two-things": "stopped JSON_MALFORMED",
  "emergency-without-end": "stopped APPROVAL_MISSING HOLD_UNKNOWN APPROVAL_EMERGENCY_LASTS",
  "false-emergency": "out-of-reach",
  "no-rules": "stopped APPROVAL_MISSING",
  "any-branch": "not-tried",
  "base-is-the-head": "stopped GATE_BASE_IS_HEAD",
  "branch-named-like-a-tag": "stopped THRESHOLD",
  "bundle-altered": "stopped SIGNATURE_INVALID",
  "bundles-swapped": "stopped SUBJECT_DIGEST PINS_TABLE",
  "called-from-elsewhere": "stopped THRESHOLD",
  "comment-after-signing": "stopped SUBJECT_DIGEST",
  "digest-swapped-after-signing": "stopped SUBJECT_DIGEST PINS_TABLE",
  "grafted-history": "stopped APPROVAL_MISSING",
  "hidden-by-a-merge": "stopped APPROVAL_REJECTED",
  "hidden-line-signed": "stopped LOCK_HIDDEN_LINE",
  "history-cut-off": "stopped GIT_SHALLOW",
  "layout-changed": "not-tried",
  "link-altered": "not-tried",
  "link-removed": "not-tried",
  "look-alike-repository": "stopped THRESHOLD",
  "lock-leads-out@lockseal-tools.lock": "stopped PATH_OUTSIDE_ROOT",
  "lock-removed@lockseal-tools.lock": "stopped APPROVAL_UNREGULATED",
  "older-lock": "stopped SEQUENCE",
  "one-signer": "stopped THRESHOLD",
  "one-signer-two-keys": "stopped THRESHOLD",
  "other-issuer": "stopped THRESHOLD",
  "output-by-a-stranger": "stopped IDENTITY_MISMATCH",
  "output-without-provenance": "stopped ATTESTATION_NONE",
  "pull-request-of-a-fork": "stopped THRESHOLD",
  "replaced-commit": "stopped APPROVAL_MISSING",
  "repository-registered-anew": "stopped THRESHOLD",
  "revoked-signer": "stopped SIGNER_UNTRUSTED THRESHOLD",
  "runner-of-their-own": "stopped THRESHOLD",
  "sequence-reused": "stopped SEQUENCE",
  "sequence-skipped": "stopped SEQUENCE",
  "signature-expired": "stopped EXPIRY",
  "signature-for-another-path": "stopped SCOPE_PATH",
  "signature-for-another-repository": "stopped SCOPE_REPOSITORY",
  "signed-by-a-stranger": "stopped SIGNER_UNTRUSTED THRESHOLD",
  "signed-without-the-role": "stopped SIGNER_UNTRUSTED THRESHOLD",
  "tool-at-a-branch": "stopped IDENTITY_MISMATCH",
  "tool-by-another-workflow": "stopped IDENTITY_MISMATCH",
  "tool-cache-poisoned": "stopped TOOL_SIZE TOOL_DIGEST",
  "tool-denied-version": "stopped TOOL_DENIED",
  "tool-digest-swapped": "stopped APPROVAL_DENIED",
  "tool-evidence-altered": "stopped TOOL_EVIDENCE_ALTERED",
  "tool-evidence-removed": "stopped TOOL_EVIDENCE_MISSING",
  "tool-file-longer": "stopped TOOL_SIZE",
  "tool-file-swapped": "stopped TOOL_DIGEST",
  "tool-from-elsewhere": "stopped APPROVAL_MISSING",
  "tool-known-bad": "stopped TOOL_KNOWN_BAD",
  "tool-older-version": "stopped TOOL_VERSION_DIFFERS",
  "tool-pin-removed": "stopped TOOL_PIN_NONE",
  "tool-signer-dropped": "stopped APPROVAL_MISSING TOOL_UNSIGNED",
  "tool-unwanted": "stopped TOOL_UNWANTED",
  "unfinished-merge": "stopped GIT_UNFINISHED",
  "unmade-in-the-branch": "stopped APPROVAL_SPENT",
  "unrelated-history": "stopped GIT_COMMIT_UNKNOWN",
  unsigned: "stopped SIGNATURE_NONE",
  "wider-workflow": "stopped THRESHOLD",
  "wider-identity": "stopped APPROVAL_MISSING",
  "workflow-without-a-gate": "out-of-reach",
};

/** Which lines a policy lacks that asks for as little as it can. */
const LACKING: readonly (readonly [attack: string, line: string])[] = [
  ["one-person", "approval.update = { people = 2 }"],
  ["one-person-two-keys", "approval.update = { people = 2 }"],
  ["author-in-disguise", 'github = ["their-login"]'],
  ["rehash-approved", 'approval.rehash = { deny = "same version, other bytes" }'],
  ["new-package-approved", "approval.new = { people = 2, roles = { security = 1 } }"],
  ["downgrade-approved", "approval.downgrade = { people = 2, roles = { security = 1 } }"],
  ["fresh-release", 'approval.update = { people = 1, hold = "72h" }'],
  ["never-seen", 'approval.update = { people = 1, hold = "72h" }'],
  ["expired-approval-and-clock-set-back", 'approval.update = { people = 1, hold = "72h" }'],
  ["policy-expired", "expires = 2027-06-30T00:00:00Z"],
  ["one-owner", "threshold = 2"],
  ["one-signer", 'signatures = { role = "owner", threshold = 2 }'],
  ["one-signer-two-keys", 'signatures = { role = "owner", threshold = 2 }'],
  [
    "tool-digest-swapped",
    '[[lock]] with path = "lockseal-tools.lock", format = "lockseal-tools", approval.update = { people = 2 }',
  ],
];

/** Which words an identity lacks that says as little as it can. */
const LACKING_IDENTITY: readonly (readonly [attack: string, line: string])[] = [
  ["repository-registered-anew", 'repository_id = "the number that the repository has"'],
  ["pull-request-of-a-fork", 'trigger = "push"'],
  ["runner-of-their-own", 'runner = "github-hosted"'],
  ["any-branch", 'ref = "refs/heads/main"'],
];

/** A workflow that may sign at any branch, and a key that stands beside it. */
const BARE_IDENTITY = LOOSEST.replace(
  'role = "owner", threshold = 1 }\napproval',
  'role = "releaser", threshold = 1 }\napproval',
).replace(
  "[[lock]]",
  `[signers.release]
person  = false
roles   = ["releaser"]
keyless = [{ issuer = "https://token.actions.githubusercontent.com", repository = "acme/app", workflow = ".github/workflows/release.yml", ref = "refs/heads/*" }]

[[lock]]`,
);

describe("drill", () => {
  test(
    "by the strictest policy every attack is stopped for its own sake, or documented",
    async () => {
      const one = new Drilled(WITH_OUTPUTS);
      const before = one.list();
      const { outcomes, exitCode } = await drill(one);
      expect(outcomes).toEqual(BY_STRICTEST);
      expect(exitCode).toBe(0);
      // Nothing of the repository was touched, git's own files neither.
      expect(one.list()).toEqual(before);
    },
    PATIENCE_MS,
  );

  test(
    "by the loosest policy says which line would stop what passes",
    async () => {
      const only = LACKING.map(([name]) => ` --only ${name}`).join("");
      const { lines, outcomes, exitCode } = await drill(new Drilled(LOOSEST), only);
      expect(lines).toEqual(Object.fromEntries(LACKING));
      expect(Object.values(outcomes).every((one) => one.startsWith("stricter "))).toBe(true);
      expect(exitCode).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    "says which words an identity lacks",
    async () => {
      const only = LACKING_IDENTITY.map(([name]) => ` --only ${name}`).join("");
      const { lines, outcomes } = await drill(new Drilled(BARE_IDENTITY), only);
      expect(lines).toEqual(Object.fromEntries(LACKING_IDENTITY));
      expect(Object.values(outcomes).every((one) => one.startsWith("stricter "))).toBe(true);
    },
    PATIENCE_MS,
  );

  test(
    "lets a layout be judged by its owners' own keys, and attacks its links",
    async () => {
      const one = new Drilled(
        `${LOOSEST}\n[[layout]]\nfile = "trust/root.layout"\nkeys = ["trust/owner.pub"]\nlinks = "links"\n`,
      );
      const vectors = join(import.meta.dirname, "../../../testdata/layouts");
      const own = join(vectors, "plain/01-a-layout-of-one-step");
      const [link = ""] = readdirSync(join(own, "links")).map((name) => `links/${name}`);
      one
        .write("trust/root.layout", readFileSync(join(own, "root.layout")))
        .write("trust/owner.pub", readFileSync(join(vectors, "owner.pub")))
        .write(link, readFileSync(join(own, link)));
      const only = ["layout-changed", "link-removed", "link-altered"];
      const { outcomes } = await drill(one, only.map((name) => ` --only ${name}`).join(""));
      expect(outcomes).toEqual({
        "layout-changed": "stopped APPROVAL_MISSING",
        "link-altered": "stopped STEP_THRESHOLD LINK_SIGNATURE",
        "link-removed": "stopped STEP_THRESHOLD",
      });
    },
    PATIENCE_MS,
  );

  test(
    "by the policy that init writes nothing passes that no line would stop",
    async () => {
      const one = new Repository()
        .write("requirements.txt", pin("click", "8.1.7") + pin("flask", "3.0.0"))
        .write("lockseal.pub", ALICE.publicFile);
      expect((await one.run("init")).exitCode).toBe(0);
      const { exitCode, outcomes } = await drill(one);
      const kinds = Object.entries(outcomes).map(([name, outcome]) => [
        name,
        outcome.split(" ")[0],
      ]);
      expect(
        kinds.filter(([, kind]) => /^(?:passed|stopped-by-accident)$/.test(kind ?? "")),
      ).toEqual([]);
      const outOfReach = kinds.filter(([, kind]) => kind === "out-of-reach");
      expect(outOfReach).toHaveLength(7);
      expect(exitCode).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    "refuses what a stricter policy would stop where that is asked for",
    async () => {
      const { exitCode, rules } = await drill(
        new Drilled(LOOSEST),
        " --only policy-expired --strict",
      );
      expect([exitCode, rules]).toEqual([1, ["DRILL_STAND_INS", "DRILL_STRICTER"]]);
    },
    PATIENCE_MS,
  );

  test("says that nothing was proven where the gate refuses without any attack", async () => {
    const tool = `\n[tools.jq]\nversion = "1.7"\nsource = "https://host.example/{version}/{platform}"\nplatforms = ["linux-x64"]\n`;
    const one = new Drilled(`${LOOSEST}${tool}`);
    const { exitCode, rules, text, outcomes } = await drill(one);
    expect([exitCode, rules, outcomes]).toEqual([3, ["DRILL_BASELINE"], {}]);
    expect(text).toContain("TOOL_PIN_NONE");
  });

  test("says that nothing was attacked where there is nothing to attack", async () => {
    const one = new Drilled(LOOSEST.replace('"requirements.txt"', '"locks/*.txt"'));
    const { exitCode, rules } = await drill(one);
    expect([exitCode, rules]).toEqual([3, ["DRILL_NOTHING"]]);
  });

  /** Every requirements file in one section, the first by name let pass as it is. */
  const withExempt = (name: string, text: string): Drilled => {
    const until = "2027-02-01T00:00:00Z";
    const exempt = `\n[[exempt]]\npath   = "${name}"\nsha256 = "${sha256(text)}"\nreason = "not hash-locked"\nuntil  = ${until}\n`;
    return new Drilled(
      LOOSEST.replace('path   = "requirements.txt"', 'path   = "*requirements.txt"') + exempt,
    ).write(name, text) as Drilled;
  };

  test(
    "attacks a lock that the gate judges, and not one that is exempt, whatever their names",
    async () => {
      const one = withExempt("dev-requirements.txt", "pytest>=8\n");
      const { outcomes, rules } = await drill(one, " --only swapped-digest");
      expect(outcomes["swapped-digest"]).toBe("stopped APPROVAL_MISSING");
      expect(rules).not.toContain("DRILL_NOTHING");
    },
    PATIENCE_MS,
  );

  test("says at first where the gate judges no lock of a section", async () => {
    const one = withExempt("requirements.txt", "pytest>=8\n");
    const { rules, outcomes } = await drill(one, " --only swapped-digest");
    expect(outcomes).toEqual({ "swapped-digest": "not-tried" });
    expect(rules).toContain("DRILL_NOTHING");
  });

  test("looks at what lies there, and not at what was committed", async () => {
    const one = new Drilled(LOOSEST);
    const emergency = 'approval.emergency = { people = 1, lasts = "1h" }';
    one.write("lockseal.toml", LOOSEST.replace("approval.other", `${emergency}\napproval.other`));
    one.write("requirements.txt", "click>=8\n");
    const { outcomes } = await drill(one, " --only lock-removed --only swapped-digest");
    expect(outcomes).toEqual({
      "lock-removed": "stopped APPROVAL_MISSING",
      "swapped-digest": "not-tried",
    });
  });

  test("outside of git there is no gate to try", async () => {
    const one = new Drilled(LOOSEST);
    one.remove(".git");
    const { exitCode, rules } = await drill(one);
    expect([exitCode, rules]).toEqual([2, ["GIT_CHECKOUT_NONE"]]);
  });

  test("--list names every attack, each once, in one line", async () => {
    const { stdout, exitCode } = await new Folder().run("drill --list");
    const names = [...stdout.matchAll(/^([a-z-]+): somebody .+$/gm)].map(([, name = ""]) => name);
    expect(exitCode).toBe(0);
    expect(names.length).toBe(stdout.trimEnd().split("\n").length);
    expect(names.sort()).toEqual(
      Object.keys(BY_STRICTEST)
        .filter((name) => !name.includes("@"))
        .sort(),
    );
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  test("refuses an attack that there is not", async () => {
    const { stderr, exitCode } = await new Folder().run("drill --only swaped-digest");
    expect(stderr).toContain("did you mean --only swapped-digest?");
    expect(exitCode).toBe(2);
  });

  test("every attack that is out of reach is on its page, and no other", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/drill.md"), "utf8");
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = ""]) => name);
    const outOfReach = Object.entries(BY_STRICTEST).flatMap(([name, outcome]) =>
      outcome === "out-of-reach" ? [name] : [],
    );
    expect(documented.sort()).toEqual(outOfReach.sort());
  });

  test("nothing that it imports reaches the net", () => {
    const seen = importsOf(join(import.meta.dirname, "../../../src/operations/drill.ts"));
    expect(seen.size).toBeGreaterThan(100);
    const names = [...seen].map((path) => path.replace(/^.*\/src\//, "src/"));
    expect(names).toContain("src/operations/gate.ts");
    expect(names.filter((name) => NET.test(name))).toEqual([]);
  });
});

const NET =
  /^src\/io\/(?:http|download|redirect|follow-redirects|run-program|cloud)\.ts$|^node:(?:https?|net|tls|dgram|dns|http2)$/;

/** All that a module imports when it is loaded, and all that this imports; what it only may load later is not among it. */
function importsOf(path: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  if (!path.endsWith(".ts")) return seen;
  const text = readFileSync(path, "utf8");
  for (const [, word = "", name = ""] of text.matchAll(
    /^(import|export) (?!type )[^;]*?"([^"]+)";$/gms,
  )) {
    expect(word).not.toBe("");
    importsOf(name.startsWith(".") ? join(dirname(path), name) : name, seen);
  }
  return seen;
}
