import { beforeEach, describe, expect, test } from "vitest";
import { countKeys, pickStatement, thresholdOf } from "../../src/operations/count-signers.ts";
import type { TrustedKey } from "../../src/operations/key-source.ts";
import { ALICE, BOB, CAROL, Checkout, pin } from "../fakes/checkout.ts";

const LOCK = "requirements.txt";
const trusted = (reference: string, { key }: typeof ALICE): TrustedKey => ({
  reference,
  key: key.publicKey,
  path: null,
});

describe("thresholdOf", () => {
  const two = [trusted("a", ALICE), trusted("b", BOB)];
  test.each<
    [why: string, asked: number | undefined, keys: readonly TrustedKey[], expected: number]
  >([
    ["one key and nothing said", undefined, two.slice(0, 1), 1],
    ["one of two", 1, two, 1],
    ["two of two", 2, two, 2],
  ])("takes %s", (_why, asked, keys, expected) => {
    expect(thresholdOf(asked, keys)).toBe(expected);
  });

  test.each<[why: string, asked: number | undefined, keys: readonly TrustedKey[]]>([
    ["two keys and nothing said", undefined, two],
    ["more than there are keys", 3, two],
    ["one key under two names", 2, [trusted("a", ALICE), trusted("b", ALICE)]],
    ["none", 0, two],
    ["a negative one", -1, two],
    ["a fraction", 1.5, two],
    ["no number", Number.NaN, two],
  ])("refuses %s", (_why, asked, keys) => {
    expect(() => thresholdOf(asked, keys)).toThrow(
      expect.objectContaining({ code: "THRESHOLD_OUT_OF_REACH" }),
    );
  });
});

test("no signature is no choice, and counts none", () => {
  expect(pickStatement([])).toBeUndefined();
  expect(countKeys([])).toBe(0);
});

describe("a lock that several signed", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
    checkout.write(LOCK, pin("click", "8.1.7"));
  });
  const key = (name: string) => `--key ${checkout.keys.at(`${name}.pub`)}`;
  const countersign = (by: string, whose: string, at?: Date) =>
    checkout.sign(
      `${LOCK} --countersign ${checkout.keys.at(`${whose}.pub`)}`,
      by,
      at === undefined ? {} : { now: at },
    );

  test("two keys without --threshold are a usage error", async () => {
    const { exitCode, stderr } = await checkout.run(`verify ${LOCK} ${key("alice")} ${key("bob")}`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /expected --threshold N with 2 keys, found none\n.*hint: --threshold 2 demands them all/,
    );
  });

  test("more than there are keys is one, too, and one key twice is one key", async () => {
    const twice = await checkout.run(
      `verify ${LOCK} ${key("alice")} ${key("alice")} --threshold 2`,
    );
    expect(twice.exitCode).toBe(2);
    expect(twice.stderr).toMatch(/threshold: expected a whole number from 1 to 1, .*, found 2/);
  });

  test("a countersignature, later, makes two of two", async () => {
    await checkout.sign(LOCK);
    const alone = await checkout.refusals(`${LOCK} ${key("bob")} --threshold 2`);
    expect(alone).toMatchObject({ exitCode: 1, rules: ["THRESHOLD"] });
    expect(alone.text).toContain("expected 2 different keys to sign the same statement, found 1");
    expect((await countersign("bob", "alice", new Date("2026-11-25T00:00:00Z"))).exitCode).toBe(0);
    const both = await checkout.refusals(`${LOCK} ${key("bob")} --threshold 2`);
    expect(both).toMatchObject({ exitCode: 0, rules: [] });
    expect(both.text).toContain("signed by 2 of 2 required");
  });

  test("two of three are enough, whoever they are", async () => {
    await checkout.sign(LOCK, "bob");
    await countersign("carol", "bob");
    const three = `${LOCK} ${key("bob")} ${key("carol")}`;
    expect((await checkout.refusals(`${three} --threshold 2`)).exitCode).toBe(0);
    expect((await checkout.refusals(`${three} --threshold 3`)).rules).toEqual(["THRESHOLD"]);
  });

  test("statements that differ in expiry do not add up, and it is said in what they differ", async () => {
    await checkout.sign(`${LOCK} --expires 9d`);
    await checkout.sign(LOCK, "bob");
    const { rules, text } = await checkout.refusals(`${LOCK} ${key("bob")} --threshold 2`);
    expect(rules).toEqual(["THRESHOLD"]);
    expect(text).toMatch(/warned OTHER_STATEMENT: .*with another expiry, so it does not count/);
    expect((await checkout.refusals(`${LOCK} ${key("bob")} --threshold 1`)).exitCode).toBe(0);
  });

  test("the same bundle twice is one signature", async () => {
    await checkout.sign(LOCK);
    checkout.write(`${LOCK}.0123456789ab.sigstore.json`, checkout.read(`${LOCK}.sigstore.json`));
    expect((await checkout.refusals(`${LOCK} ${key("bob")} --threshold 2`)).rules).toEqual([
      "THRESHOLD",
    ]);
  });

  test.each<[why: string, prepare: () => unknown, found: RegExp]>([
    [
      "nothing to countersign",
      () => {},
      /expected a bundle by key [0-9a-f]{64} to countersign, found none/,
    ],
    [
      "a statement about other bytes",
      async () => {
        await checkout.sign(LOCK);
        checkout.write(LOCK, pin("click", "8.1.8"));
      },
      /expected a statement about this very lock, found one over other bytes/,
    ],
    [
      "a signature that does not hold",
      async () => {
        await checkout.sign(LOCK, "carol");
        const forged = checkout
          .read(`${LOCK}.sigstore.json`)
          .replace(CAROL.key.publicKey.hint, ALICE.key.publicKey.hint);
        checkout.write(`${LOCK}.sigstore.json`, forged);
      },
      /expected .*, found /,
    ],
  ])(
    "a countersignature is refused for %s, and nothing is written",
    async (_why, prepare, found) => {
      await prepare();
      const before = checkout.list();
      const { exitCode, stdout } = await countersign("bob", "alice");
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(found);
      expect(checkout.list()).toEqual(before);
    },
  );

  test("a countersigner may not move the expiry", async () => {
    await checkout.sign(`${LOCK} --expires 9d`);
    const other = await checkout.sign(
      `${LOCK} --expires 8d --countersign ${checkout.keys.at("alice.pub")}`,
      "bob",
    );
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toMatch(
      /expected the expiry 2026-12-02T03:00:00Z, found 2026-12-03T03:00:00Z/,
    );
  });

  test("a newer statement that one signed alone is not hidden by an older that two signed", async () => {
    await checkout.sign(LOCK);
    await countersign("bob", "alice");
    checkout.write(LOCK, pin("click", "8.1.8"));
    await checkout.sign(LOCK);
    const { rules } = await checkout.refusals(`${LOCK} ${key("bob")} --threshold 2`);
    expect(rules).toEqual(["THRESHOLD"]);
  });
});
