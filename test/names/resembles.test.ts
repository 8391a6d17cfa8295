import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { KNOWN_NAMES } from "../../src/names/known-names.ts";
import { describeResemblance } from "../../src/names/name-findings.ts";
import { loadPopularNames, parseNameList } from "../../src/names/name-list.ts";
import { POPULAR_NAMES_MONTH, PROTECTED_NAMES } from "../../src/names/protected-names.ts";
import { resembles } from "../../src/names/resembles.ts";

/** So many that others can stand behind them, in the order of their popularity. */
function listOf(...top: readonly string[]): ReturnType<typeof parseNameList> {
  return parseNameList([...top, ...Array(5000 - top.length).fill("-"), "tail-package"].join("\n"));
}

const LIST = listOf(
  "requests",
  "urllib3",
  "python-dateutil",
  "mypy-boto3-ec2",
  "six",
  "djangorestframework",
);

describe("a name", () => {
  test.each<[why: string, name: string, to: string, level: string, how: string]>([
    ["that lacks a letter", "requets", "requests", "impersonates", "1 letter missing"],
    ["with a letter twice", "requestss", "requests", "impersonates", "1 letter too many"],
    ["that lacks one of two", "urlib3", "urllib3", "impersonates", "1 letter missing"],
    ["with two letters swapped", "reqeusts", "requests", "impersonates", "2 letters swapped"],
    ["with a neighbour's key", "requedts", "requests", "impersonates", "1 letter other"],
    ["with one for l", "ur1lib3", "urllib3", "impersonates", "letters that look alike"],
    ["without its last letter", "request", "requests", "resembles", "1 letter missing"],
    [
      "with two slips",
      "reqeustts",
      "requests",
      "resembles",
      "2 letters swapped, 1 letter too many",
    ],
    [
      "with its words swapped",
      "dateutil-python",
      "python-dateutil",
      "resembles",
      "its words in another order",
    ],
    [
      "without its hyphen",
      "pythondateutil",
      "python-dateutil",
      "resembles",
      "its hyphens elsewhere",
    ],
    ["with a word before", "python-requests", "requests", "resembles", "with python added"],
    [
      "with a word behind, and another that begins it",
      "python-dateutil-dev",
      "python-dateutil",
      "resembles",
      "with dev added",
    ],
    ["with a word behind", "requests-latest", "requests", "resembles", "with latest added"],
  ])("%s: %s looks like %s", (_, name, to, level, why) => {
    expect(resembles(name, LIST)).toMatchObject({ name, to, level, why, ownRank: null });
  });

  test.each<[why: string, name: string]>([
    ["that is popular itself", "requests"],
    ["of another version", "urllib2"],
    ["of the same family", "mypy-boto3-ecs"],
    ["as short as this", "sic"],
    ["with another word", "requests-toolbelt"],
    ["of its own", "acme-internal"],
    ["that stands for none in the list", "-"],
    ["of nothing", ""],
  ])("%s resembles none: %s", (_, name) => {
    expect(resembles(name, LIST)).toBeNull();
  });

  test("that is known, and not protected, is only warned of", () => {
    const text = [...Array(5000).fill("-").with(0, "requests"), "requets", "request"].join("\n");
    const list = parseNameList(text);
    expect(resembles("requets", list)).toMatchObject({ level: "resembles", ownRank: 5001 });
    expect(resembles("request", list)).toBeNull();
  });

  test("of two that are as likely, the more popular is meant", () => {
    expect(resembles("tensorfow", listOf("tensorflow", "tensorfowl"))?.to).toBe("tensorflow");
  });
});

test("says why in a line", () => {
  const found = resembles("requets", LIST);
  expect(found && describeResemblance(found, 15_000)).toBe(
    "requets looks like requests (1 letter missing; requests is rank 1, requets is not among 15,000)",
  );
  expect(found && describeResemblance({ ...found, ownRank: 9001 }, 15_000)).toContain(
    "requets is rank 9,001)",
  );
});

describe("the names that the program comes with", () => {
  test("are normalised, each once, and as many as are said", () => {
    const names = `${PROTECTED_NAMES}\n${KNOWN_NAMES}`.split("\n");
    expect(PROTECTED_NAMES.split("\n")).toHaveLength(5000);
    expect(names).toHaveLength(15_000);
    expect(names.filter((name) => !/^(?:-|[a-z0-9]+(?:-[a-z0-9]+)*)$/.test(name))).toEqual([]);
    const known = names.filter((name) => name !== "-");
    expect(new Set(known).size).toBe(known.length);
    expect(POPULAR_NAMES_MONTH).toMatch(/^\d{4}-\d\d$/);
  });

  test("have the letters that are said of them", async () => {
    const { masks, text } = await loadPopularNames();
    expect(masks).toEqual(parseNameList(text).masks);
  });

  // Names of attacks that were published, by hand.
  test.each([
    ["requets", "requests", "impersonates"],
    ["urlib3", "urllib3", "impersonates"],
    ["beautifulsup4", "beautifulsoup4", "impersonates"],
    ["selemium", "selenium", "impersonates"],
    ["tensoflow", "tensorflow", "impersonates"],
    ["jeilyfish", "jellyfish", "resembles"],
    ["colourama", "colorama", "resembles"],
    ["dajngo", "django", "resembles"],
    ["setup-tools", "setuptools", "resembles"],
    ["customtkimter", "customtkinter", "resembles"],
  ])("show that %s looks like %s", async (name, to, level) => {
    expect(resembles(name, await loadPopularNames())).toMatchObject({ to, level });
  });

  test("resemble none where they are protected", async () => {
    const list = await loadPopularNames();
    const names = PROTECTED_NAMES.split("\n").filter((_, index) => index % 50 === 0);
    expect(names.filter((name) => resembles(name, list) !== null)).toEqual([]);
  });
});

property.prop([fc.stringMatching(/^[ -~]{0,40}$/)])("takes whatever name there is", (name) => {
  const found = resembles(name, LIST);
  expect(found === null || found.to !== name).toBe(true);
});
