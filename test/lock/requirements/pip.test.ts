import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { PipView } from "../../../src/lock/model.ts";
import { MAX_LINES, readLikePip } from "../../../src/lock/requirements/pip.ts";

function view(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): PipView {
  const file = (name: string) => {
    const text = files[name];
    return text === undefined ? "no such file" : { name, bytes: Buffer.from(text) };
  };
  return readLikePip({ name: "r.txt", bytes: Buffer.from(files["r.txt"] ?? "") }, file, env);
}

const seen = (found: PipView) =>
  found.requirements.map(({ file, line, text, constraint }) => [file, line, text, constraint]);

describe("readLikePip", () => {
  test.each([
    [
      "options end the requirement",
      "a==1 --hash=sha256:x ; os_name=='y'",
      [["r.txt", 1, "a==1", false]],
    ],
    [
      "a tab separates no options",
      "a==1\t--hash=sha256:x",
      [["r.txt", 1, "a==1\t--hash=sha256:x", false]],
    ],
    [
      "spaces at the end of a requirement stay",
      "a==1  --hash=sha256:x",
      [["r.txt", 1, "a==1 ", false]],
    ],
    ["a dash within a word starts no options", "a-b ==1", [["r.txt", 1, "a-b ==1", false]]],
    ["only the first -e counts", "-e ./a -e ./b", [["r.txt", 1, "./a", false]]],
    [
      "a requirement keeps a line from being an include",
      "a==1 -r c.txt",
      [["r.txt", 1, "a==1", false]],
    ],
    ["only the first -r counts", "-r c.txt -r d.txt", [["c.txt", 1, "c==1", false]]],
    ["-r comes before -c", "-c d.txt -r c.txt", [["c.txt", 1, "c==1", false]]],
    ["-c makes constraints", "-c d.txt", [["d.txt", 1, "d==1", true]]],
    [
      "-r within them makes requirements again",
      "-c e.txt",
      [
        ["c.txt", 1, "c==1", false],
        ["e.txt", 2, "e==1", true],
      ],
    ],
    [
      "one file may be included twice",
      "-r c.txt\n-r c.txt",
      [
        ["c.txt", 1, "c==1", false],
        ["c.txt", 1, "c==1", false],
      ],
    ],
  ])("%s", (_why, text, expected) => {
    const found = view({
      "r.txt": text,
      "c.txt": "c==1",
      "d.txt": "d==1",
      "e.txt": "-r c.txt\ne==1",
    });
    expect(found.errors).toEqual([]);
    expect(seen(found)).toEqual(expected);
  });

  test("takes -e with a requirement for an editable of that name, and drops the hash", () => {
    const [requirement] = view({ "r.txt": "a==1 -e ./b --hash=sha256:x" }).requirements;
    expect(requirement).toMatchObject({ text: "a==1", editable: true, hashes: new Map() });
  });

  test("drops the options of a line with -r", () => {
    const found = view({ "r.txt": "-r c.txt --require-hashes", "c.txt": "" });
    expect(found).toMatchObject({ requireHashes: false, optionLines: [] });
  });

  test("sees an option of an included file, also one that is shortened", () => {
    expect(view({ "r.txt": "-r c.txt", "c.txt": "--no-req" }).noRequireHashes).toBe(true);
  });

  test("keeps a hash without a requirement as an option line", () => {
    expect(view({ "r.txt": "--hash=sha256:x" }).optionLines).toEqual([
      { file: "r.txt", line: 1, options: { hashes: { sha256: ["x"] } } },
    ]);
  });

  test("replaces variables by options, and not by comments", () => {
    const env = { OPTIONS: "--hash=sha256:x", NOTE: "a #b" };
    const found = view({ "r.txt": "a==1 $" + "{OPTIONS}\n$" + "{NOTE}" }, env);
    expect(found.requirements.map(({ text, hashes }) => [text, hashes.size])).toEqual([
      ["a==1", 1],
      ["a #b", 0],
    ]);
  });

  test("lists every file that was read once, the root first", () => {
    const found = view({
      "r.txt": "-r c.txt\n-c d.txt\n-r c.txt",
      "c.txt": "-c d.txt",
      "d.txt": "",
    });
    expect(found.files.map(({ name }) => name)).toEqual(["r.txt", "c.txt", "d.txt"]);
  });

  test.each([
    [
      "an include that is not there",
      "-r x.txt",
      "CannotOpen",
      "Could not open requirements file: no such file",
    ],
    [
      "a constraint file that is not there",
      "-c x.txt",
      "CannotOpen",
      "Could not open constraint file: no such file",
    ],
    [
      "a file that includes itself",
      "-r r.txt",
      "RecursiveRequirements",
      "r.txt recursively references itself in r.txt",
    ],
    [
      "files that include each other",
      "-r c.txt",
      "RecursiveRequirements",
      "r.txt recursively references itself in c.txt",
    ],
    [
      "an unknown option, and goes on",
      "--nonsense\na==1",
      "RequirementsFileParseError",
      "Invalid requirement: --nonsense\npip: error: no such option: --nonsense",
    ],
  ])("tells of %s", (_why, text, kind, message) => {
    expect(view({ "r.txt": text, "c.txt": "-r r.txt" }).errors).toEqual([
      expect.objectContaining({ line: 1, kind, message }),
    ]);
  });

  test("goes on behind an error", () => {
    const found = view({ "r.txt": "-r x.txt\n--hash=md5:x\na==1\n-x" });
    expect(found.errors.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(seen(found)).toEqual([["r.txt", 3, "a==1", false]]);
  });

  test("tells that a whole file cannot be decoded", () => {
    const bytes = Buffer.from([0xff]);
    const { errors, files } = readLikePip({ name: "r", bytes }, () => "none", {});
    expect(errors).toEqual([expect.objectContaining({ line: 0, kind: "UnicodeDecodeError" })]);
    expect(files).toHaveLength(1);
  });

  test("stops at includes that double with every level", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [`${level}`, `-r ${level + 1}\n-r ${level + 1}\n`]),
    );
    const { errors } = view({ ...files, "40": "a==1", "r.txt": "-r 0" });
    expect(errors).toEqual([expect.objectContaining({ kind: "TooManyIncludes" })]);
  });

  test.prop([fc.uint8Array({ maxLength: 400 })])("gives a view of any bytes", (bytes) => {
    const root = { name: "r", bytes };
    expect(readLikePip(root, () => root, {}).files).toEqual([root]);
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom(..."-rec=\\'\" \n#;@:/[]()", "--hash=", "sha256:", "a==1", `\${A}`),
    }),
  ])("gives a view of any text", (text) => {
    expect(view({ "r.txt": text }, { A: text }).files).toHaveLength(1);
  });
});

test("ends after more lines than anybody locks, and says so", () => {
  const bytes = Buffer.from("a==1\n".repeat(MAX_LINES + 5));
  const view = readLikePip({ name: "r.txt", bytes }, () => "nothing", {});
  expect(view.requirements).toHaveLength(MAX_LINES);
  expect(view.errors).toMatchObject([{ kind: "TooManyLines", line: MAX_LINES + 1 }]);
});
