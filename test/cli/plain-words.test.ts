import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { UsageError } from "../../src/cli/command.ts";
import { COMMANDS, findCommand } from "../../src/cli/commands.ts";
import { sortByParser } from "../../src/cli/parse.ts";
import { type SortedWords, sortPlainWords } from "../../src/cli/plain-words.ts";

const command = fc.constantFrom(...COMMANDS);
const TEXTS = ["a", "a b", "7", "1e3", "true", "false", "a=b", "é", "0x1", "a.b", "[x]", "no-json"];
const ODD = ["", "-", "--", "-o", "-h", "--no", "--no-json", "'a'", '"a"', "'", "--key=", "-1"];

/** Words that a command knows, words that no command knows, and words that parsers have ideas about. */
const words = command.chain((one) => {
  const names = Object.keys(one.options).map((name) => `--${name}`);
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names, "--json") },
    { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  );
  return fc.tuple(fc.constant(one), fc.array(word, { maxLength: 8 }));
});

describe("sortPlainWords", () => {
  test.prop([words], { numRuns: 5000 })(
    "sorts as the parser does, or not at all",
    ([one, list]) => {
      const plain = sortPlainWords(one, list);
      if (plain !== undefined) expect(flat(plain)).toEqual(flat(sortByParser(one, list)));
    },
  );

  // Else it would be quick by doing nothing.
  test.each([
    ["verify", "a.txt --key k.pub --key l.pub --threshold 2 --json", 1],
    ["verify", "a b --certificate-identity n --certificate-oidc-issuer u --trusted-root r", 2],
    ["sign", "r.txt --message --bundle out.json", 1],
    ["lint", "r.txt", 1],
  ])("takes: %s %s", (name, line, files) => {
    const spec = findCommand([name]);
    if (spec === undefined) throw new Error(`no command ${name}`);
    const sorted = sortPlainWords(spec, line.split(" "));
    expect(sorted?.given).toHaveLength(files);
  });

  test.each([
    ["a value after =", "r.txt --key=k"],
    ["an option that is none", "r.txt --kye k"],
    ["a flag twice", "r.txt --json --json"],
    ["an option twice that counts once", "r.txt --root a --root b"],
    ["an option without a value", "r.txt --key"],
    ["an option with an option for a value", "r.txt --key --json"],
    ["the end of options", "--key k -- r.txt"],
    ["a quotation mark", "r.txt --key 'k'"],
  ])("leaves to the parser: %s", (_why, line) => {
    const spec = findCommand(["verify"]);
    if (spec === undefined) throw new Error("no command verify");
    expect(sortPlainWords(spec, line.split(" "))).toBeUndefined();
  });

  test.prop([words])("throws nothing", ([one, list]) => {
    sortPlainWords(one, list);
    try {
      sortByParser(one, list);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
    }
  });
});

function flat({ given, values }: SortedWords): unknown {
  return { given, values: Object.fromEntries(values) };
}
