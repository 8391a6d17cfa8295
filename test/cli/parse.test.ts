import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/command.ts";
import { COMMANDS, findCommand } from "../../src/cli/commands.ts";
import { parseArguments } from "../../src/cli/parse.ts";

function parse(line: string) {
  const [name = "", ...words] = line.split(" ");
  const command = findCommand(name.split(" "));
  if (command === undefined) throw new Error(`no command ${name}`);
  return parseArguments(command, words);
}

describe("parseArguments", () => {
  test.each<[why: string, line: string, positionals: readonly string[]]>([
    ["a number stays text", "lint 1e3", ["1e3"]],
    ["leading zeros stay", "lint 007 0x10", ["007", "0x10"]],
    ["a repeated option takes one word", "verify --key k.pub r.txt", ["r.txt"]],
    ["files may stand on both sides", "verify a.txt --key k.pub b.txt", ["a.txt", "b.txt"]],
    ["-- ends the options", "lint -- -x --fix", ["-x", "--fix"]],
    ["-- after an option's value", "verify --key k -- --key", ["--key"]],
    ["a dash is a file", "lint -", ["-"]],
    ["a flag takes no next word", "lint --fix true", ["true"]],
    ["nor does it take false", "verify --key k --message false", ["false"]],
    ["a value after =", "verify --key=k.pub r.txt", ["r.txt"]],
    ["dots make no objects", "verify --key a.b r.txt", ["r.txt"]],
  ])("positionals: %s", (_why, line, positionals) => {
    expect(parse(line).positionals).toEqual(positionals);
  });

  test("gives each type of option as its own", () => {
    const args = parse("verify r.txt --key a --key b=c --threshold 2 --message --root=x=y");
    expect(args.many("key")).toEqual(["a", "b=c"]);
    expect(args.integer("threshold")).toBe(2);
    expect(args.flag("message")).toBe(true);
    expect(args.flag("json")).toBe(false);
    expect(args.text("root")).toBe("x=y");
    expect([args.text("bundle"), args.many("copy-to"), args.integer("min-sequence")]).toEqual([
      undefined,
      [],
      undefined,
    ]);
  });

  test.each<[why: string, line: string]>([
    ["in the next word", "keygen -o name"],
    ["after =", "keygen -o=name"],
    ["by its long name", "keygen --output name"],
  ])("takes a short option %s", (_why, line) => {
    expect(parse(line).text("output")).toBe("name");
  });

  test.each<[why: string, line: string, message: string, hint: string | undefined]>([
    ["no file", "lint", "lint: expected FILE…, found none", undefined],
    ["too few files", "diff a", "diff: expected OLD NEW, found a", undefined],
    ["too many files", "inspect a b", "inspect: expected BUNDLE, found 2: a b", undefined],
    ["a file where there is none", "keygen a", "keygen: expected no file, found 1: a", undefined],
    [
      "an empty word",
      "lint ",
      "lint: expected FILE…, found an empty word",
      "check the variable that was to name it",
    ],
    [
      "an unknown option",
      "lint a --bogus",
      "lint: expected an option of lint, found --bogus",
      undefined,
    ],
    [
      "a mistyped option",
      "verify a --kye k",
      "verify: expected an option of verify, found --kye",
      "did you mean --key?",
    ],
    [
      "a part of an option",
      "verify a --thresh 2",
      "verify: expected an option of verify, found --thresh",
      "did you mean --threshold?",
    ],
    [
      "an unknown short option",
      "lint a -x",
      "lint: expected an option of lint, found -x",
      undefined,
    ],
    [
      "short options in a row",
      "lint a -abc",
      "lint: expected an option of lint, found -abc",
      undefined,
    ],
    [
      "a negated flag",
      "lint a --no-json",
      "lint: expected an option of lint, found --no-json",
      undefined,
    ],
    [
      "a name that objects have",
      "lint a --constructor",
      "lint: expected an option of lint, found --constructor",
      undefined,
    ],
    [
      "another command's option",
      "lint a --key k",
      "lint: expected an option of lint, found --key",
      undefined,
    ],
    [
      "an option twice",
      "verify a --key k --root a --root b",
      "verify: expected --root once, found it 2 times",
      undefined,
    ],
    [
      "an alias and its option",
      "keygen -o a --output b",
      "keygen: expected --output once, found it 2 times",
      undefined,
    ],
    [
      "no value at the end",
      "verify a --key",
      "verify: expected --key PUB, found no value",
      undefined,
    ],
    [
      "an option for a value",
      "verify a --key --json",
      "verify: expected --key PUB, found no value",
      undefined,
    ],
    [
      "an empty value",
      "verify a --key=",
      "verify: expected a value after --key, found none",
      undefined,
    ],
    [
      "a flag with a value",
      "lint a --json=false",
      "lint: expected --json without a value, found false",
      undefined,
    ],
    [
      "a choice that is none",
      "keygen --type rsa",
      "keygen: expected --type ecdsa-p256 or ed25519, found rsa",
      undefined,
    ],
    [
      "an exponent",
      "verify a --key k --threshold 1e3",
      "verify: expected a whole number from 1 after --threshold, found 1e3",
      undefined,
    ],
    [
      "zero",
      "verify a --key k --threshold 0",
      "verify: expected a whole number from 1 after --threshold, found 0",
      undefined,
    ],
    [
      "hex",
      "verify a --key k --min-sequence 0x10",
      "verify: expected a whole number from 1 after --min-sequence, found 0x10",
      undefined,
    ],
    [
      "a fraction",
      "verify a --key k --min-sequence 1.0",
      "verify: expected a whole number from 1 after --min-sequence, found 1.0",
      undefined,
    ],
    [
      "more than a number holds",
      "verify a --key k --min-sequence 10000000000000000",
      "verify: expected a whole number from 1 after --min-sequence, found 10000000000000000",
      undefined,
    ],
  ])("refuses %s: %s", (_why, line, message, hint) => {
    let caught: unknown;
    try {
      parse(line);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UsageError);
    expect(caught).toMatchObject({ message, hint });
  });

  test("refuses __proto__ whichever way it is written", () => {
    for (const line of ["lint a --__proto__", "lint a --__proto__=x", "lint a --__proto__.json=x"])
      expect(() => parse(line)).toThrow(UsageError);
  });
});

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  "the table of %s names what is required among its options",
  (_name, command) => {
    expect(Object.keys(command.options)).toEqual(expect.arrayContaining([...command.required]));
    // What a tool prints is its own, and a script is one.
    if (!["tool exec", "completion"].includes(command.name))
      expect(Object.keys(command.options)).toContain("json");
    expect(command.count.least).toBeLessThanOrEqual(command.count.most);
  },
);
