import { describe, expect, test } from "vitest";
import type { LockContent } from "../../src/lock/lock-delta.ts";
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

const find = (more: Partial<IndexSources>) => {
  const { indexes, findings } = findIndexes({
    policy: undefined,
    path: "requirements.txt",
    before: lock(),
    after: lock(),
    env: {},
    ...more,
  });
  return {
    urls: indexes.map(({ url }) => url),
    names: indexes.map(({ name }) => name),
    rules: findings.map(({ rule, verdict }) => `${verdict} ${rule}`),
  };
};

describe("which indexes are asked", () => {
  test.each<[string, Partial<IndexSources>, readonly string[]]>([
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

  test("one with a password is not asked, and that is said", () => {
    const env = { PIP_INDEX_URL: "https://me:secret@index.example/simple/" };
    expect(find({ env })).toMatchObject({ urls: [], rules: ["warned INDEX_URL_REFUSED"] });
    const { findings } = findIndexes({
      policy: undefined,
      path: "r",
      before: lock(),
      after: lock(),
      env,
    });
    expect(JSON.stringify(findings)).not.toContain("secret");
  });
});
