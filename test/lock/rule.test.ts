import { describe, expect, test } from "vitest";
import { LOCK_RULES, type LockRule } from "../../src/lock/rule.ts";
import { lintClosure } from "../../src/lock/rules.ts";
import { type Files, lintFiles, ONE, TWO } from "./lint-files.ts";

const PIN = `alpha==1.0 --hash=${ONE}\n`;

/** What a finding must say: where it stands, what was expected and what was found there. */
interface Finding {
  readonly place: string;
  readonly expected: string | undefined;
  readonly found: string | undefined;
}

const CASES: Readonly<Partial<Record<LockRule, readonly [Files | string, Finding]>>> = {
  LOCK_NOT_UTF8: [
    { "requirements.txt": Buffer.from([0x23, 0xff]) },
    { place: "undefined:undefined", expected: "UTF-8", found: "bytes that are not UTF-8" },
  ],
  LOCK_CODING_COMMENT: [
    `# coding: utf-7\n# +AAo-\n${PIN}`,
    { place: "1:3", expected: "UTF-8", found: "utf-7" },
  ],
  LOCK_HIDDEN_LINE: [
    `${PIN}# a\u2028b\n`,
    { place: "2:4", expected: "LF or CR LF", found: "U+2028" },
  ],
  LOCK_CONTROL_CHARACTER: [
    `${PIN}# a\u202eb\n`,
    { place: "2:4", expected: "visible text", found: "U+202E" },
  ],
  LOCK_NOT_ASCII: [
    `аlpha==1.0 --hash=${ONE}\n`,
    { place: "1:1", expected: "ASCII", found: "U+0430" },
  ],
  LOCK_CONTINUATION: [
    `${PIN}beta==1.0 \\\n\n`,
    {
      place: "2:11",
      expected: " \\ and --hash on the next line",
      found:
        "an empty line after it, which ends the requirement; a hash after that is checked by nobody",
    },
  ],
  LOCK_COMMENT_SWALLOWS: [
    `${PIN.trim()} # a \\\nbeta==1.0 --hash=${TWO}\n`,
    { place: "1:95", expected: "no backslash at the end of a comment", found: "\\" },
  ],
  LOCK_WHITESPACE: [
    `alpha==1.0\t--hash=${ONE}\n`,
    { place: "1:11", expected: "U+0020", found: '"\\t"' },
  ],
  LOCK_ENVIRONMENT: [
    `alpha==${"${V}"} --hash=${ONE}\n`,
    { place: "1:8", expected: "no ${NAME} but in the credentials of an index URL", found: "${V}" },
  ],
  LOCK_OPTION_ABBREVIATED: [
    `alpha==1.0 --has=${ONE}\n`,
    { place: "1:12", expected: "--hash", found: "--has" },
  ],
  LOCK_OPTION_UNKNOWN: [
    `${PIN}--banana\n`,
    { place: "2:1", expected: expect.stringContaining("--only-binary"), found: "--banana" },
  ],
  LOCK_OPTION_FORBIDDEN: [
    `${PIN}--no-binary alpha\n`,
    { place: "2:1", expected: "no --no-binary", found: "--no-binary alpha" },
  ],
  LOCK_OPTION_SPELLING: [
    `${PIN}-r=a.txt\n`,
    { place: "2:1", expected: undefined, found: "-r=a.txt" },
  ],
  LOCK_TRAILING_TEXT: [
    `${PIN.trim()} beta==1.0\n`,
    { place: "1:91", expected: "--hash=sha256:…", found: "beta==1.0" },
  ],
  LOCK_REQUIREMENT_MALFORMED: [
    `alpha=1.0 --hash=${ONE}\n`,
    { place: "1:1", expected: "== and not =", found: "alpha=1.0" },
  ],
  LOCK_NOT_PINNED: [
    `alpha>=1.0 --hash=${ONE}\n`,
    { place: "1:1", expected: "alpha==VERSION", found: ">=1.0" },
  ],
  LOCK_MARKER: [
    `${PIN}beta==1.0 ; extra == "x" --hash=${TWO}\n`,
    {
      place: "2:1",
      expected: 'variable == "text" or python_version >= "3.9"',
      found: 'extra == "x"',
    },
  ],
  LOCK_HASH_MISSING: [
    `${PIN}beta==1.0\n`,
    { place: "2:1", expected: "--hash=sha256:…", found: "no hash" },
  ],
  LOCK_HASH_MALFORMED: [
    `alpha==1.0 --hash=sha256:abc\n`,
    { place: "1:19", expected: "64 hex digits", found: "abc" },
  ],
  LOCK_HASH_ALGORITHM: [
    `alpha==1.0 --hash=md5:${"a".repeat(32)}\n`,
    { place: "1:19", expected: "sha256, sha384, sha512", found: "md5" },
  ],
  LOCK_HASH_ORPHAN: [
    `${PIN}--hash=${TWO}\n`,
    { place: "2:1", expected: "a hash on the line of its requirement", found: `--hash=${TWO}` },
  ],
  LOCK_HASH_CONFLICT: [
    `alpha @ https://x.example/alpha-1.0-py3-none-any.whl#sha256=${ONE.slice(7)} --hash=${TWO}\n`,
    { place: "1:1", expected: ONE, found: TWO },
  ],
  LOCK_DIRECT_REFERENCE: [
    `alpha @ https://x.example/alpha-1.0.tar.gz --hash=${ONE}\n`,
    {
      place: "1:1",
      expected: expect.stringContaining(".whl"),
      found: "https://x.example/alpha-1.0.tar.gz",
    },
  ],
  LOCK_EDITABLE: [
    `${PIN}-e .\n`,
    { place: "2:1", expected: "a wheel with its hash", found: "-e ." },
  ],
  LOCK_DUPLICATE: [
    `${PIN}alpha==1.1 --hash=${ONE}\n`,
    { place: "2:1", expected: "1.0", found: "1.1" },
  ],
  LOCK_DUPLICATE_LINE: [PIN + PIN, { place: "2:1", expected: undefined, found: undefined }],
  LOCK_CONSTRAINT: [
    { "requirements.txt": `${PIN}-c c.txt\n`, "c.txt": "alpha==1.1\n" },
    { place: "1:1", expected: "1.0", found: "1.1" },
  ],
  LOCK_INCLUDE_REMOTE: [
    `${PIN}-r https://x.example/a.txt\n`,
    { place: "2:1", expected: "a file beside the lock", found: "https://x.example/a.txt" },
  ],
  LOCK_INCLUDE_LOOP: [
    `${PIN}-r requirements.txt\n`,
    { place: "2:1", expected: "includes that end", found: "requirements.txt → requirements.txt" },
  ],
  LOCK_INCLUDE_OUTSIDE: [
    `${PIN}-r ../a.txt\n`,
    { place: "2:1", expected: expect.stringContaining("inside the root"), found: "../a.txt" },
  ],
  LOCK_INCLUDE_UNREADABLE: [
    `${PIN}-r a.txt\n`,
    { place: "2:1", expected: "a file to include: a.txt", found: "no such file" },
  ],
  LOCK_INCLUDE_IN_CONSTRAINT: [
    { "requirements.txt": `${PIN}-c c.txt\n`, "c.txt": "-r a.txt\n" },
    {
      place: "1:1",
      expected: "only pins in a constraint file",
      found: expect.stringContaining("-r a.txt"),
    },
  ],
  LOCK_EMPTY: [
    "# nothing\n",
    {
      place: "undefined:undefined",
      expected: expect.stringContaining("--hash"),
      found: "nothing to install",
    },
  ],
  LOCK_TOO_LARGE: [
    Array.from(
      { length: 65 },
      (_, at) => `alpha==${at} ; python_version == "3.${at}" --hash=${ONE}\n`,
    ).join(""),
    { place: "65:1", expected: "64", found: "65" },
  ],
  LOCK_DIALECT: [
    `${PIN}beta \\\n==1.0 --hash=${TWO}\n`,
    {
      place: "2:1",
      expected: "name==version ; marker --hash=sha256:…",
      found: expect.stringContaining("beta"),
    },
  ],
  // Not a requirement to pip, which looks for a semicolon and a space in a URL.
  LOCK_VIEWS_DIFFER: [
    `alpha @ file://host/alpha-1.0-py3-none-any.whl --hash=${ONE}\n`,
    { place: "1:1", expected: "alpha", found: expect.stringContaining("non-local") },
  ],
  LOCK_PIP_REFUSES: [
    `alpha==1.0 ; os_name == 'l -x' --hash=${ONE}\n`,
    { place: "1:undefined", expected: undefined, found: "RequirementsFileParseError" },
  ],
};

describe("every rule", () => {
  test.each(Object.keys(LOCK_RULES) as LockRule[])(
    "%s has a case that shows where and what",
    (rule) => {
      const [files, finding] = CASES[rule] ?? [];
      const problem = lintFiles(files ?? "").problems.find((one) => one.rule === rule);
      const place = `${problem?.where?.line}:${problem?.where?.column}`;
      expect({ place, expected: problem?.expected, found: problem?.found }).toEqual(finding);
      expect(problem?.message).toMatch(/^expected .+, found .*[^.]$/s);
      expect(problem?.verdict).toBe(rule === "LOCK_DUPLICATE_LINE" ? "warned" : "refused");
    },
  );

  test.each(Object.entries(LOCK_RULES))("%s says in one sentence why it matters", (_rule, why) => {
    expect(why).toMatch(/^[a-zP].*[^.]$/);
  });

  test("but the last says what to do", () => {
    for (const [rule, example] of Object.entries(CASES)) {
      const [problem] = lintFiles(example[0]).problems.filter((one) => one.rule === rule);
      expect([rule, problem?.help]).toEqual([rule, expect.stringMatching(/\S/)]);
    }
  });
});

test("LOCK_TOO_LARGE is a closure of more bytes than any lock has", () => {
  // One line of comment, so that only the sum can be wrong.
  const bytes = Buffer.alloc(64 * 1024 * 1024 + 1, "#");
  const lock = lintClosure({ name: "r.txt", bytes }, () => ({
    why: "unreadable",
    found: "nothing",
  }));
  expect(lock.problems.map(({ rule }) => rule)).toContain("LOCK_TOO_LARGE");
});
