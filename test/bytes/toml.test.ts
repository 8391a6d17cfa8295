import { describe, expect, test } from "vitest";
import { parseTomlDocument, type TomlDocument, type TomlNode } from "../../src/bytes/toml.ts";
import { Refusal } from "../../src/errors.ts";

const read = (text: string): TomlDocument =>
  parseTomlDocument(Buffer.from(text), { what: "p.toml", maxBytes: 1 << 20 });

/** Every node as `at key-line:column value-line:column`. */
function placesIn(text: string): string[] {
  const { root, placeOf } = read(text);
  const show = (offset: number): string => {
    const { line, column } = placeOf(offset);
    return `${line}:${column}`;
  };
  const walk = (node: TomlNode): string[] => [
    `${node.at} ${show(node.keyOffset)} ${show(node.offset)}`,
    ...childrenOf(node).flatMap(walk),
  ];
  return childrenOf(root).flatMap(walk);
}

function childrenOf({ value }: TomlNode): readonly TomlNode[] {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? [...value.values()] : [];
}

describe("where names and values stand", () => {
  test.each<[why: string, text: string, places: string[]]>([
    ["a pair", "a = 1", ["a 1:1 1:5"]],
    ["after comments and blank lines", "# x\n\n  a=1 # b = 2\n", ["a 3:3 3:5"]],
    ["a header", "[t]\na = 1\n", ["t 1:2 1:2", "t.a 2:1 2:5"]],
    ["a dotted header", "[t . u]\na = 1", ["t 1:2 1:2", "t.u 1:6 1:6", "t.u.a 2:1 2:5"]],
    ["a dotted name", "a.b = 1\na.c = 2", ["a 1:1 1:1", "a.b 1:3 1:7", "a.c 2:3 2:7"]],
    [
      "an array of tables",
      "[[l]]\na = 1\n[[l]]\na = 2\n[l.x]\nb = 3",
      [
        "l 1:3 1:3",
        "l[0] 1:3 1:3",
        "l[0].a 2:1 2:5",
        "l[1] 3:3 3:3",
        "l[1].a 4:1 4:5",
        "l[1].x 5:4 5:4",
        "l[1].x.b 6:1 6:5",
      ],
    ],
    [
      "an inline table in an array over lines",
      "k = [\n  { i = \"x\", e = 'y' }, # }]\n  2,\n]\nz = 1",
      [
        "k 1:1 1:5",
        "k[0] 2:3 2:3",
        "k[0].i 2:5 2:9",
        "k[0].e 2:14 2:18",
        "k[1] 3:3 3:3",
        "z 5:1 5:5",
      ],
    ],
    [
      "quoted names, one with escapes",
      '"a b" = 1\n\'c.d\' = 2\n"\\u0065" = 3',
      ['"a b" 1:1 1:9', '"c.d" 2:1 2:9', "e 3:1 3:12"],
    ],
    [
      "strings that hold what would end them",
      'a = "]#\\"="\nb = """\n"" ]\n\\""""\nc = \'\'\'\'x\'\'\'\'\nd = 1',
      ["a 1:1 1:5", "b 2:1 2:5", "c 5:1 5:5", "d 6:1 6:5"],
    ],
    ["columns in code points", 'a = { "𝒳𝒳" = 1 }', ["a 1:1 1:5", 'a."𝒳𝒳" 1:7 1:14']],
    ["lines that end with CR and LF", "a = 1\r\nb = 2\r\n", ["a 1:1 1:5", "b 2:1 2:5"]],
    ["a date with a blank in it", "a = 2027-01-01 00:00:00Z\nb = 2", ["a 1:1 1:5", "b 2:1 2:5"]],
  ])("%s", (_, text, places) => {
    expect(placesIn(text)).toEqual(places);
  });

  test("a line of a hundred thousand values is read at once", () => {
    const { root, placeOf } = read(`a = [${"1,".repeat(100_000)}]`);
    const list = root.value instanceof Map ? root.value.get("a")?.value : undefined;
    const last = Array.isArray(list) ? (list.at(-1) as TomlNode) : undefined;
    expect(last === undefined ? undefined : placeOf(last.offset)).toEqual({
      line: 1,
      column: 6 + 2 * 99_999,
    });
  });
});

describe("values", () => {
  test("are those of the parser, a time as a number where it has a zone", () => {
    const { root } = read("a = 2027-01-01T00:00:00+01:00\nb = 2027-01-01\nc = 1979-05-27T07:32:00");
    const valueAt = (name: string): unknown =>
      root.value instanceof Map ? root.value.get(name)?.value : undefined;
    expect(valueAt("a")).toMatchObject({ time: Date.parse("2026-12-31T23:00:00Z") });
    expect(valueAt("b")).toMatchObject({ time: null, text: "2027-01-01" });
    expect(valueAt("c")).toMatchObject({ time: null });
  });

  test.each<[why: string, text: string, message: string]>([
    ["no TOML", "a 1", "p.toml:1:3: expected TOML"],
    ["a name twice", "a = 1\na = 2", "p.toml:2:1: expected TOML"],
    ["a name of JavaScript's own", "\n__proto__ = 1", "p.toml:2:"],
    ["not a number", "a = 1\nb = nan", "p.toml:2:5: expected TOML, found the number NaN"],
    [
      "more than a double holds",
      "a = 9007199254740993",
      "p.toml:1:5: expected TOML, found the number",
    ],
    ["too deep", `a = ${"[".repeat(17)}${"]".repeat(17)}`, "p.toml:1:"],
  ])("%s is refused where it stands", (_, text, message) => {
    expect(() => read(text)).toThrow(Refusal);
    expect(() => read(text)).toThrow(message);
  });
});

describe("where a letter of a string stands", () => {
  test.each<[why: string, text: string, unit: number, place: string]>([
    ["of a literal one", "a = 'x && y'", 5, "1:11"],
    ["of a basic one", '\na = "x && y"', 5, "2:11"],
    ["of several lines", "a = '''\nx &&\ny'''", 5, "3:1"],
    ["of several lines, from the first on", 'a = """x &&\n y"""', 6, "2:2"],
    ["behind a line break of two", "a = '''\r\nx &&\r\ny'''", 0, "2:1"],
    ["behind letters of two units", "a = '\u{1F600}x'", 2, "1:7"],
    ["before an escape", 'a = "x \\" y"', 1, "1:7"],
    ["behind an escape, where it is the string's", 'a = "x \\" y"', 3, "1:5"],
    ["of an empty one", "a = ''", 0, "1:6"],
    ["of what is no string", "a = 1", 0, "1:5"],
  ])("%s", (_why, text, unit, place) => {
    const { root, placeWithin } = read(text);
    const [node] = childrenOf(root);
    if (node === undefined) throw new Error("expected a value");
    const { line, column } = placeWithin(node, unit);
    expect(`${line}:${column}`).toBe(place);
  });
});
