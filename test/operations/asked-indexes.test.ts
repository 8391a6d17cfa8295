import { describe, expect, test } from "vitest";
import type { LockContent } from "../../src/lock/lock-delta.ts";
import { indexesOfPip, settingsOfVariables } from "../../src/lock/pip-settings.ts";
import { findIndexes, type IndexSources } from "../../src/operations/asked-indexes.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import { POLICY } from "../fakes/policy.ts";

const policy = parsePolicy(Buffer.from(POLICY), "lockseal.toml");
const MAIN = "https://index.example/simple/";
const OWN = "https://own.example/simple/";

const lock = (...options: readonly string[]): LockContent => ({
  format: "pip-requirements",
  pins: [],
  options: options.map((text) => ({ file: "requirements.txt", text })),
});

type Sources = Partial<IndexSources> & { readonly env?: Readonly<Record<string, string>> };

const all = ({ env = {}, ...more }: Sources) =>
  findIndexes({
    policy: undefined,
    path: "requirements.txt",
    before: lock(),
    after: lock(),
    pip: () => ({
      indexes: indexesOfPip([{ name: "variables", settings: settingsOfVariables(env) }]),
      findings: [],
    }),
    ...more,
  });
const find = (more: Sources) => {
  const { indexes, findings } = all(more);
  return {
    urls: indexes.map(({ url }) => url),
    names: indexes.map(({ name }) => name),
    rules: findings.map(({ rule, verdict }) => `${verdict} ${rule}`),
  };
};

describe("which indexes are asked", () => {
  test.each<[string, Sources, readonly string[]]>([
    ["none is assumed", {}, []],
    ["the policy's for the lock", { policy }, [MAIN]],
    [
      "the policy's before the lock's own and the environment's",
      {
        policy,
        before: lock(`--index-url ${OWN}`),
        after: lock(`--index-url ${OWN}`),
        env: { PIP_INDEX_URL: OWN },
      },
      [MAIN],
    ],
    ["none of the policy's for another lock", { policy, path: "dev-requirements.txt" }, []],
    [
      "the lock's own",
      {
        before: lock(`--extra-index-urls ${MAIN} ${OWN} --index-url https://a.example/`),
        after: lock(`--extra-index-urls ${MAIN} ${OWN} --index-url https://a.example/`),
      },
      ["https://a.example/", MAIN, OWN],
    ],
    ["not one that the change brings along", { after: lock(`--index-url ${OWN}`) }, []],
    ["not one in a lock that is new", { before: undefined, after: lock(`--index-url ${OWN}`) }, []],
    [
      "not one that the change puts in the place of another",
      { before: lock(`--index-url ${MAIN}`), after: lock(`--index-url ${OWN}`) },
      [],
    ],
    [
      "what pip is told by its environment",
      { env: { PIP_INDEX_URL: MAIN, PIP_EXTRA_INDEX_URL: `${OWN} ${MAIN}` } },
      [MAIN, OWN],
    ],
    ["an empty variable is none", { env: { PIP_INDEX_URL: "" } }, []],
  ])("%s", (_why, more, urls) => {
    expect(find(more).urls).toEqual(urls);
  });

  test("by the policy's name, else by the address", () => {
    expect(find({ policy }).names).toEqual(["main"]);
    expect(find({ env: { PIP_INDEX_URL: OWN } }).names).toEqual([OWN]);
  });

  test.each<[why: string, url: string]>([
    ["a user and a password", "https://me:secret@index.example/simple/"],
    ["a token in their place", "https://secret@index.example/simple/"],
    ["a password with a slash, which makes it no address", "https://me:sec/secret@index.example/"],
    ["a password with an at sign", "https://me:x@secret@index.example/simple/"],
    ["a password without a scheme", "me:secret@index.example/simple/"],
    ["a query", "https://index.example/simple/?token=secret"],
    ["a fragment", "https://index.example/simple/#secret"],
  ])("one with %s is not asked, and that is said without it", (_why, url) => {
    const { indexes, findings } = all({ env: { PIP_INDEX_URL: url } });
    expect(indexes).toEqual([]);
    expect(findings).toMatchObject([
      { rule: "INDEX_URL_REFUSED", verdict: "warned" },
      { rule: "OBSERVED_INDEX", verdict: "noted" },
    ]);
    expect(findings[0]?.message).toContain("named by PIP_INDEX_URL and not asked: ");
    expect(JSON.stringify(findings)).not.toContain("secret");
  });

  test.each<[why: string, more: Sources, said: string]>([
    ["the policy", { policy }, "asked the index main, named by [indexes] of the policy"],
    [
      "the lock",
      { before: lock(`--index-url ${OWN}`), after: lock(`--index-url ${OWN}`) },
      `asked the index ${OWN}, named by the lock's own options`,
    ],
    [
      "pip, twice",
      { env: { PIP_INDEX_URL: MAIN, PIP_EXTRA_INDEX_URL: OWN } },
      `asked the index ${MAIN}, ${OWN}, named by PIP_INDEX_URL, PIP_EXTRA_INDEX_URL`,
    ],
    [
      "nobody",
      {},
      "no index was asked: neither the policy, nor the lock at the base, nor pip names one",
    ],
  ])("who named them is said: %s", (_why, more, said) => {
    expect(all(more).findings.map(({ message }) => message)).toEqual([said]);
  });
});
