import { describe, expect, test } from "vitest";
import { diagnoseHead } from "../../../src/lock/strict/diagnose-head.ts";

const head = (text: string, explained = false) =>
  diagnoseHead({ name: "r.txt", text, bom: false }, text, 0, explained);

describe("diagnoseHead", () => {
  test.each([
    [
      "no version",
      "alpha",
      "expected alpha pinned to one version by ==, found no version; pip 26.1 and later install it all the same",
    ],
    [
      "a range",
      "alpha >=1, <2",
      "expected alpha pinned to one version by ==, found >=1, <2; pip 26.1 and later install it all the same",
    ],
    ["a version that is none", "alpha==x!", 'expected a version by PEP 440, found "alpha==x!"'],
    ["no operator", "alpha 1.0", 'expected == after the name, found "alpha 1.0"'],
    ["no name", "==1.0", `expected a package's name, found "==1.0"`],
    [
      "two words behind ==",
      "alpha==1.0 2.0",
      'expected one version after ==, found "alpha==1.0 2.0"',
    ],
    [
      "an empty marker",
      "alpha==1.0 ; ",
      'expected a marker after the semicolon, found "alpha==1.0 ; "',
    ],
    [
      "a letter that looks like another",
      "аlpha==1.0",
      "expected ASCII outside comments, found U+0430",
    ],
    [
      "version control",
      "git+https://x.example/a",
      "expected a reference to one wheel, found a version control reference, which pip cannot hash",
    ],
    [
      "plain http",
      "a @ http://x.example/a-1-py3-none-any.whl",
      "expected a reference to one wheel, found one over plain http",
    ],
    [
      "a weak hash in a fragment",
      "a @ https://x.example/a-1-py3-none-any.whl#md5=00",
      "expected a reference to one wheel, found one whose fragment has a weak hash, which pip accepts",
    ],
    [
      "two hashes in a fragment",
      "a @ https://x.example/a-1-py3-none-any.whl#sha256=00&sha512=00",
      "expected a reference to one wheel, found several hashes in a fragment, of which pip reads the first",
    ],
    [
      "a source archive",
      "./a-1.tar.gz",
      "expected a reference to one wheel, found something else, whose build code would run",
    ],
    [
      "a wheel's name that is none",
      "./a.whl",
      "expected a reference to one wheel, found a file name that is not a wheel's",
    ],
    [
      "another package's wheel",
      "b @ https://x.example/a-1-py3-none-any.whl",
      "expected a reference to one wheel, found a fragment or a name that does not fit the wheel",
    ],
  ])("says of %s", (_why, text, message) => {
    expect(head(text).map((problem) => problem.message)).toEqual([message]);
  });

  test("says nothing of a sound one whose options are explained, and something if they are not", () => {
    expect(head("alpha==1.0", true)).toEqual([]);
    expect(head("alpha==1.0", false)).toEqual([]);
  });

  test("keeps a long text out of the message", () => {
    const [problem] = head(`==${"x".repeat(1e5)}`);
    expect(problem?.message.length).toBeLessThan(200);
    expect(problem?.found?.length).toBeLessThan(201);
  });
});
