import { describe, expect, test } from "vitest";
import { chooseIndex, parseIndex, parseIndexes, publishTypeOf } from "../../src/policy/indexes.ts";
import { refusalOf } from "../fakes/refusal.ts";

const POLICY = `version = 1
[indexes]
main = "https://index.example/simple/"
inner = "https://packages.acme.example:8443/simple"
[tools]
`;
const INDEXES = parseIndexes(Buffer.from(POLICY), "lockseal.toml");

test("reads the indexes of a policy", () => {
  expect([...INDEXES].map(([name, { href }]) => [name, href])).toEqual([
    ["main", "https://index.example/simple/"],
    ["inner", "https://packages.acme.example:8443/simple"],
  ]);
  expect(parseIndexes(Buffer.from("version = 1\n"), "lockseal.toml").size).toBe(0);
});

test.each([
  ["version = 1\nindexes = 1", "POLICY_MALFORMED"],
  ["version = 1\n[indexes]\nmain = 1", "POLICY_MALFORMED"],
  ['version = 1\n[indexes]\nmain = "http://index.example/simple/"', "POLICY_MALFORMED"],
  ['version = 1\n[indexes]\nmain = "https://localhost/simple/"', "INDEX_MALFORMED"],
  ["[indexes", "TOML_MALFORMED"],
])("refuses %j", (text, code) => {
  expect(refusalOf(() => parseIndexes(Buffer.from(text), "lockseal.toml")).code).toBe(code);
});

test("a publication claims the type that the index documents", () => {
  expect(publishTypeOf(parseIndex("https://Index.Example:8443/simple/"))).toBe(
    "https://docs.index.example/attestations/publish/v1",
  );
});

test.each([
  [""],
  ["index.example"],
  ["http://index.example/simple/"],
  ["https://user:secret@index.example/simple/"],
  ["https://index.example/simple/?a"],
  ["https://index.example/simple/#a"],
  // No documentation has a host below these.
  ["https://localhost/simple/"],
  ["https://192.0.2.1/simple/"],
  ["https://[2001:db8::1]/simple/"],
])("refuses %j for an index", (text) => {
  expect(refusalOf(() => parseIndex(text)).code).toBe("INDEX_MALFORMED");
});

describe("chooses", () => {
  test("by name, by URL, and the only one where nothing is said", () => {
    const [[name, main] = ["", new URL("https://none.example")]] = INDEXES;
    expect(chooseIndex("inner", INDEXES).hostname).toBe("packages.acme.example");
    expect(chooseIndex("https://other.example/", INDEXES).hostname).toBe("other.example");
    expect(chooseIndex(undefined, new Map([[name, main]]))).toBe(main);
  });

  test.each<[why: string, said: string | undefined, indexes: ReadonlyMap<string, URL>, RegExp]>([
    ["none of several", undefined, INDEXES, /or one of main, inner of lockseal\.toml, found 2/],
    ["none at all", undefined, new Map(), /expected the index that the file is from, found none$/],
    ["another name", "mian", INDEXES, /found "mian"$/],
  ])("and refuses %s", (_, said, indexes, found) => {
    const refusal = refusalOf(() => chooseIndex(said, indexes));
    expect([refusal.code, refusal.message]).toEqual([
      "INDEX_UNKNOWN",
      expect.stringMatching(found),
    ]);
    expect(refusal.hint).toContain("--predicate-type URI");
  });
});
