import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTomlDocument } from "../../../src/bytes/toml.ts";
import {
  type ComparedPolicy,
  describePolicyChange,
} from "../../../src/policy/change/policy-change.ts";
import { parsePolicy } from "../../../src/policy/policy.ts";
import { POLICY } from "../../fakes/policy.ts";
import { sha256 } from "../people.ts";

const KEYS = ["alice", "bob", "sam", "release"].map((name) => `keys/${name}.pub`);

/** A policy whose keys are as their paths say, unless told otherwise. */
function policy(text: string, others: Readonly<Record<string, string>> = {}): ComparedPolicy {
  const prints = KEYS.map((path) => [path, sha256(others[path] ?? path).hex] as const);
  return {
    root: parseTomlDocument(Buffer.from(text), { what: "lockseal.toml", maxBytes: 1 << 20 }).root,
    digests: new Map(prints),
    fingerprints: new Map(prints),
  };
}

const said = (before: string, after: string): string[] =>
  describePolicyChange(policy(before), policy(after)).map(
    ({ weight, text }) => `${weight} ${text}`,
  );
const LOCK = "requirements*.txt";
const short = (text: string): string => `sha256:${sha256(text).hex.slice(0, 12)}…`;
const MODEL_FREE = /^same /;

/** One change a row: what is replaced by what, and the lines that say it. */
const TABLE: readonly [why: string, from: string, to: string, lines: readonly string[]][] = [
  [
    "a role is gained",
    'roles  = ["reviewer", "security", "owner"]',
    'roles  = ["reviewer", "security", "owner", "releaser"]',
    ['weaker bob: gains the role "releaser"'],
  ],
  [
    "a role is lost",
    'roles  = ["reviewer", "security", "owner"]',
    'roles  = ["reviewer", "owner"]',
    ['stricter bob: loses the role "security"'],
  ],
  [
    "a person more",
    "[signers.sam]",
    '[signers.eve]\nperson = true\nroles = ["owner"]\nkeys = ["keys/eve.pub"]\n\n[signers.sam]',
    ['weaker eve: who signs is new: { keys = ["keys/eve.pub"], person = true, roles = ["owner"] }'],
  ],
  [
    "a person less",
    '[signers.sam]\nperson = true\nroles  = ["reviewer", "security"]\nkeys   = ["keys/sam.pub"]\n',
    "",
    [
      'stricter sam: who signs is gone: was { keys = ["keys/sam.pub"], person = true, roles = ["reviewer", "security"] }',
    ],
  ],
  [
    "a machine that becomes a person",
    "[signers.release]\nperson  = false",
    "[signers.release]\nperson  = true",
    ["weaker release: whether it is a person false → true"],
  ],
  [
    "a key more",
    'keys   = ["keys/bob.pub"]',
    'keys   = ["keys/bob.pub", "keys/alice.pub"]',
    [`weaker bob: gains the key "keys/alice.pub" (${short("keys/alice.pub")})`],
  ],
  [
    "an identity is widened to any tag",
    'ref = "refs/tags/v*", runner = "github-hosted" }]',
    'ref = "refs/tags/*" }]',
    [
      'weaker release: the identity of "acme/app": ref "refs/tags/v*" → "refs/tags/*", runner "github-hosted" → any',
    ],
  ],
  [
    "an identity is narrowed",
    'ref = "refs/tags/v*", runner = "github-hosted" }]',
    'ref = "refs/tags/v1*", runner = "github-hosted", trigger = "push" }]',
    [
      'stricter release: the identity of "acme/app": ref "refs/tags/v*" → "refs/tags/v1*", trigger any → "push"',
    ],
  ],
  [
    "an identity of another repository",
    'repository = "acme/app", repository_id = "1234567", workflow = ".github/workflows/release.yml", ref = "refs/tags/v*", runner = "github-hosted"',
    'repository = "evil/app", workflow = "a.yml", ref = "refs/heads/main"',
    [
      'weaker release: gains the identity { issuer = "https://token.actions.githubusercontent.com", ref = "refs/heads/main", repository = "evil/app", workflow = "a.yml" }',
      'stricter release: loses the identity { issuer = "https://token.actions.githubusercontent.com", ref = "refs/tags/v*", repository = "acme/app", repository_id = "1234567", runner = "github-hosted", workflow = ".github/workflows/release.yml" }',
    ],
  ],
  [
    "an author who is known no more",
    'github  = ["alice-acme"]',
    "",
    ['weaker alice: the name as an author on GitHub is gone: was ["alice-acme"]'],
  ],
  [
    "an earlier beginning",
    "from    = 2026-01-01T00:00:00Z",
    "from    = 2025-01-01T00:00:00Z",
    [
      'weaker alice: the beginning of their time "2026-01-01T00:00:00.000Z" → "2025-01-01T00:00:00.000Z"',
    ],
  ],
  [
    "a lower threshold of approvals",
    "approval.update    = { people = 2",
    "approval.update    = { people = 1",
    [`weaker update in ${LOCK}: how many people approve it 2 → 1`],
  ],
  [
    "a higher one",
    "approval.remove    = { people = 1",
    "approval.remove    = { people = 2",
    [`stricter remove in ${LOCK}: how many people approve it 1 → 2`],
  ],
  [
    "a role that is asked for no more",
    "roles = { security = 1 }, hold",
    "hold",
    [`weaker new in ${LOCK}: the roles that have to approve it is gone: was { security = 1 }`],
  ],
  [
    "a hold is shortened",
    'approval.update    = { people = 2, hold = "24h" }',
    'approval.update    = { people = 2, hold = "60m" }',
    [`weaker update in ${LOCK}: its hold "24h" → "60m"`],
  ],
  [
    "a hold that is written otherwise",
    'approval.update    = { people = 2, hold = "24h" }',
    'approval.update    = { people = 2, hold = "1d" }',
    [`same update in ${LOCK}: its hold "24h" → "1d"`],
  ],
  [
    "a kind that nobody could approve",
    'approval.rehash    = { deny = "same version, other bytes" }',
    "approval.rehash    = { people = 1 }",
    [
      `weaker rehash in ${LOCK}: why nobody may approve it is gone: was "same version, other bytes"`,
      `stricter rehash in ${LOCK}: how many people approve it is new: 1`,
    ],
  ],
  [
    "a kind that was allowed to nobody",
    "ranges = true",
    "ranges = true\napproval.other = { people = 1 }",
    ["weaker other in dev-requirements.txt: who may approve it is new: { people = 1 }"],
  ],
  [
    "an emergency that lasts longer",
    'lasts = "72h"',
    'lasts = "2w"',
    [`weaker emergency in ${LOCK}: how long it lasts "72h" → "2w"`],
  ],
  [
    "authors who may approve",
    "author_may_approve = false",
    "author_may_approve = true",
    [`weaker locks ${LOCK}: whether authors may approve false → true`],
  ],
  [
    "a default that is written out",
    "author_may_approve = false\n",
    "",
    [`same locks ${LOCK}: whether authors may approve is gone: was false`],
  ],
  [
    "an end that moves",
    "expires = 2027-06-30T00:00:00Z",
    "expires = 2028-06-30T00:00:00Z",
    ['weaker the policy: its end "2027-06-30T00:00:00.000Z" → "2028-06-30T00:00:00.000Z"'],
  ],
  [
    "no end at all",
    "expires = 2027-06-30T00:00:00Z\n",
    "",
    ['weaker the policy: its end is gone: was "2027-06-30T00:00:00.000Z"'],
  ],
  [
    "nobody decides about the policy",
    '[policy]\nrole = "owner"\nthreshold = 1\n',
    "",
    [
      'weaker changes of the policy: the role that decides is gone: was "owner"',
      "weaker changes of the policy: how many decide is gone: was 1",
    ],
  ],
  [
    "another index under the same name",
    'main = "https://index.example/simple/"',
    'main = "https://mirror.example/simple/"',
    [
      'weaker the index main: its address "https://index.example/simple/" → "https://mirror.example/simple/"',
    ],
  ],
  [
    "a rule is gone",
    POLICY.slice(POLICY.indexOf("[[rule]]"), POLICY.indexOf("[[exempt]]")),
    "",
    [
      'weaker the rule no-prereleases: what is denied is gone: was { deny_if = "change.kind in [\\"new\\", \\"update\\"] && change.version.matches(\\"(a|b|rc)[0-9]+$\\")", id = "no-prereleases", message = "pre-release versions need an owner", on = "lock.change" }',
    ],
  ],
  [
    "a rule that asks something else",
    'deny_if = \'change.kind in ["new", "update"] && change.version.matches("(a|b|rc)[0-9]+$")\'',
    "deny_if = 'false'",
    [
      'other the rule no-prereleases: what is denied "change.kind in [\\"new\\", \\"update\\"] && change.version.matches(\\"(a|b|rc)[0-9]+$\\")" → "false"',
    ],
  ],
  [
    "an exemption more",
    "[[exempt]]",
    `[[exempt]]\npath = "requirements.txt"\nsha256 = "${"a".repeat(64)}"\nreason = "r"\nuntil = 2027-01-01T00:00:00Z\n\n[[exempt]]`,
    [
      `weaker the exemption of "requirements.txt ${"a".repeat(64)}": that it is let through is new: { path = "requirements.txt", reason = "r", sha256 = "${"a".repeat(64)}", until = "2027-01-01T00:00:00.000Z" }`,
    ],
  ],
  [
    "a name more that may look like another",
    "[[exempt]]",
    '[[allow_name]]\nname = "pyyml"\nreason = "r"\nuntil = 2027-01-01T00:00:00Z\n\n[[exempt]]',
    [
      'weaker the name pyyml: that it may look like another is new: { name = "pyyml", reason = "r", until = "2027-01-01T00:00:00.000Z" }',
    ],
  ],
  [
    "an exemption that lasts longer",
    "until  = 2026-12-24T00:00:00Z",
    "until  = 2027-12-24T00:00:00Z",
    [
      'weaker the exemption of "vendor/requirements.txt 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": its end "2026-12-24T00:00:00.000Z" → "2027-12-24T00:00:00.000Z"',
    ],
  ],
  [
    "a denied version of a tool less",
    'deny      = ["0.69.4", "0.69.5", "0.69.6"]',
    'deny      = ["0.69.4", "0.69.6"]',
    ['weaker the tool trivy: loses the version that is never taken "0.69.5"'],
  ],
  [
    "a tool's signer",
    'signer    = "trivy"',
    'signer    = "release"',
    ['weaker the tool trivy: who signs it "trivy" → "release"'],
  ],
  [
    "a tool's hold down to the usual",
    'hold      = "72h"\n',
    "",
    ['same the tool trivy: its hold is gone: was "72h"'],
  ],
  [
    "a builder more, of which the model knows nothing",
    'builder    = ["https://github.com/actions/runner/github-hosted"]',
    'builder    = ["https://github.com/actions/runner/github-hosted", "https://evil.example/"]',
    ['weaker outputs app: gains the builder "https://evil.example/"'],
  ],
  [
    "a place without words of its own",
    'external_parameters = ["workflow"]',
    'external_parameters = ["workflow", "inputs"]',
    ['other provenance.app.external_parameters: gains "inputs"'],
  ],
  [
    "a clock more",
    'time           = ["rekor-v1", "rfc3161"]',
    'time           = ["rfc3161"]',
    ['stricter times: loses the clock "rekor-v1"'],
  ],
  [
    "how far ahead evidence may be",
    'max_clock_skew = "5m"',
    'max_clock_skew = "1h"',
    ['weaker times: how far ahead they may be "5m" → "1h"'],
  ],
  [
    "a comment",
    "[[exempt]]",
    "# more\n[[exempt]]",
    ["same comments, order and layout alone: it says what it said"],
  ],
];

describe("says by meaning what changed", () => {
  test.each(TABLE)("%s", (_why, from, to, lines) => {
    expect(POLICY).toContain(from);
    expect(said(POLICY, POLICY.replace(from, to))).toEqual(lines);
  });

  test.each(TABLE)("%s, and back", (_why, from, to) => {
    const forth = said(POLICY, POLICY.replace(from, to)).filter((line) => !MODEL_FREE.test(line));
    const back = said(POLICY.replace(from, to), POLICY).filter((line) => !MODEL_FREE.test(line));
    expect(back).toHaveLength(forth.length);
    const isOneWay = (lines: readonly string[], weight: string) =>
      lines.length > 0 && lines.every((line) => line.startsWith(weight));
    // What is weaker in one direction alone is not weaker in the other, unless somebody is put in another's place.
    if (isOneWay(forth, "stricter")) expect(isOneWay(back, "stricter")).toBe(false);
  });

  test("what allows more comes first", () => {
    const after = POLICY.replace(
      "approval.remove    = { people = 1",
      "approval.remove    = { people = 3",
    )
      .replace('lasts = "72h"', 'lasts = "2w"')
      .replace('name    = "acme-app"', 'name    = "app"');
    expect(said(POLICY, after).map((line) => line.split(" ")[0])).toEqual([
      "weaker",
      "other",
      "stricter",
    ]);
  });

  test("a key swapped under its name is another key", () => {
    const lines = describePolicyChange(policy(POLICY), policy(POLICY, { "keys/bob.pub": "eve" }));
    expect(lines).toEqual([
      {
        weight: "weaker",
        text: `the key "keys/bob.pub" of bob is another one now: ${short("keys/bob.pub")} → ${short("eve")}`,
      },
    ]);
  });

  test("a key that is written otherwise, or lies elsewhere, is the same key", () => {
    const [before, after] = [policy(POLICY), policy(POLICY)];
    const digests = new Map(after.digests).set("keys/bob.pub", sha256("with a comment").hex);
    expect(describePolicyChange(before, { ...after, digests })).toEqual([
      { weight: "same", text: 'the key "keys/bob.pub" is written otherwise, and is the same key' },
    ]);
    const moved = policy(POLICY.replace("keys/bob.pub", "keys/moved.pub"));
    const print = sha256("keys/bob.pub").hex;
    const fingerprints = new Map(moved.fingerprints).set("keys/moved.pub", print);
    expect(
      describePolicyChange(before, { ...moved, fingerprints }).map(({ weight }) => weight),
    ).toEqual(["same", "same"]);
  });

  test("a file that is none of the signers' keys", () => {
    const after = policy(POLICY);
    const named = (hex: string) => ({ ...after, digests: new Map([["root.layout", hex]]) });
    expect(describePolicyChange(named("a".repeat(64)), named("b".repeat(64)))).toEqual([
      {
        weight: "weaker",
        text: 'the file "root.layout" is another one now: sha256:aaaaaaaaaaaa… → sha256:bbbbbbbbbbbb…',
      },
    ]);
  });

  test("a first policy has a line for everything that it says", () => {
    const lines = describePolicyChange(undefined, policy(POLICY));
    const starts = ["bob: who signs", "locks dev-requirements.txt", "the tool trivy"];
    for (const start of starts)
      expect(lines).toContainEqual({
        weight: expect.any(String),
        text: expect.stringMatching(new RegExp(`^${start}`)),
      });
  });

  test("a policy that goes", () => {
    expect(describePolicyChange(policy(POLICY), undefined)).toMatchObject([{ weight: "weaker" }]);
  });

  test("a date in the place of the text that spells it is no comment", () => {
    const inputs = (value: string) => `${POLICY}\n[provenance.b]\ninputs = { at = ${value} }\n`;
    expect(said(inputs("2026-01-01T00:00:00Z"), inputs('"2026-01-01T00:00:00.000Z"'))).toEqual([
      "other values are written otherwise: look at the file itself",
    ]);
  });
});

/** What may take the place of a value, by what it looks like. */
const LIKE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\d+$/, ["1", "2", "3"]],
  [/^(?:true|false)$/, ["true", "false"]],
  [/^\d{4}-/, ["2026-01-01T00:00:00Z", "2027-06-30T00:00:00Z", "2029-01-01T00:00:00Z"]],
  [/^"\d+[a-z]"$/, ['"1h"', '"24h"', '"1d"', '"72h"', '"2w"']],
  [/^\["reviewer/, ['["reviewer"]', '["reviewer", "owner"]', '["owner", "security"]']],
  [/^\{ people/, ["{ people = 1 }", '{ people = 2, hold = "1h" }', '{ deny = "no" }']],
  [/./, ['"other"', '["other"]', '["a", "b"]']],
];
/** Each assignment of the policy, by where its value stands. */
const VALUES = [...POLICY.matchAll(/^([\w. ]+?) *= (.+)$/gm)].map((match) => ({
  start: match.index + match[0].length - (match[2] ?? "").length,
  end: match.index + match[0].length,
  line: match.index,
  others: LIKE.find(([pattern]) => pattern.test(match[2] ?? ""))?.[1] ?? [],
}));
const edit = fc.nat(VALUES.length - 1).chain((at) =>
  fc.record({
    at: fc.constant(at),
    to: fc.option(fc.constantFrom(...(VALUES[at]?.others ?? []))),
  }),
);
type Edit = { readonly at: number; readonly to: string | null };

function edited(edits: readonly Edit[]): string {
  const chosen = new Map(edits.map((one) => [one.at, one.to]));
  return [...chosen]
    .sort(([one], [other]) => other - one)
    .reduce((text, [at, to]) => {
      const { start = 0, end = 0, line = 0 } = VALUES[at] ?? {};
      return to === null
        ? text.slice(0, line) + text.slice(end + 1)
        : text.slice(0, start) + to + text.slice(end);
    }, POLICY);
}

/** What a policy comes to, without where it stands in its file. */
function modelOf(text: string): string | undefined {
  try {
    const { placeOf: _, ...model } = parsePolicy(Buffer.from(text), "lockseal.toml");
    return JSON.stringify(model, (_name, one) =>
      one instanceof Map ? [...one] : one === Number.POSITIVE_INFINITY ? "inf" : one,
    );
  } catch {
    return undefined;
  }
}

describe("is never silent", () => {
  test("of two policies that differ in what they come to, drawn", () => {
    let drawn = 0;
    fc.assert(
      fc.property(
        fc.array(edit, { maxLength: 3 }),
        fc.array(edit, { maxLength: 3 }),
        (one, other) => {
          const [before, after] = [edited(one), edited(other)];
          const [had, has] = [modelOf(before), modelOf(after)];
          if (had === undefined || has === undefined) return;
          const lines = said(before, after);
          expect(lines.length).toBeGreaterThan(0);
          if (had === has) return;
          drawn += 1;
          expect(lines).not.toEqual([
            "same comments, order and layout alone: it says what it said",
          ]);
        },
      ),
      { numRuns: 1500 },
    );
    expect(drawn).toBeGreaterThan(100);
  });

  test("of any two documents that differ, whatever they say", () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom("a", "b", "1h"));
    const { document } = fc.letrec<{ document: object; node: unknown }>((tie) => ({
      document: fc.dictionary(
        fc.constantFrom("a", "b", "lock", "signers", "approval"),
        tie("node"),
        {
          maxKeys: 4,
        },
      ),
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("node"), { maxLength: 3 }),
        tie("document"),
      ),
    }));
    const toml = (one: unknown): string =>
      Array.isArray(one)
        ? `[${one.map(toml).join(", ")}]`
        : typeof one === "object" && one !== null
          ? `{ ${Object.entries(one)
              .map(([name, of]) => `${name} = ${toml(of)}`)
              .join(", ")} }`
          : JSON.stringify(one);
    const whole = (one: object) =>
      Object.entries(one)
        .map(([name, of]) => `${name} = ${toml(of)}\n`)
        .join("");
    const sorted = (one: unknown): unknown =>
      Array.isArray(one)
        ? one.map(sorted)
        : typeof one === "object" && one !== null
          ? // An empty table is no empty list.
            {
              table: Object.entries(one)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([name, of]) => [`${name}:`, sorted(of)]),
            }
          : one;
    fc.assert(
      fc.property(document, document, (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        const lines = said(whole(one), whole(other));
        const silent = lines.length === 1 && (lines[0] ?? "").startsWith("same comments");
        expect(silent).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });
});
