import { describe, expect, test } from "vitest";
import { parseHead, parseWheelReference } from "../../../src/lock/strict/requirement.ts";
import { ONE, TWO, verdictOf } from "../lint-files.ts";

const HEX = ONE.slice("sha256:".length);
const WHEEL = "alpha-1.0-py3-none-any.whl";

describe("versions", () => {
  test.each([
    ["c01 ==", "alpha==1.0", "accepted"],
    ["c02 a range", "alpha>=1.0", "LOCK_NOT_PINNED 1:1"],
    ["c03 ~=", "alpha~=1.0", "LOCK_NOT_PINNED 1:1"],
    ["c04 ===", "alpha===1.0", "accepted"],
    ["c05 a wildcard", "alpha==1.*", "LOCK_NOT_PINNED 1:1"],
    ["c06 a wildcard behind ===", "alpha===1.*", "LOCK_NOT_PINNED 1:1"],
    ["c07 two specifiers", "alpha==1.0,!=2.0", "LOCK_NOT_PINNED 1:1"],
    ["c08 the same specifier twice", "alpha==1.0,==1.0", "LOCK_NOT_PINNED 1:1"],
    ["c09 a comma behind the version", "alpha==1.0,", "LOCK_NOT_PINNED 1:1"],
    ["c10 parentheses", "alpha (==1.0)", "accepted"],
    ["c10 parentheses with white space inside", "alpha ( == 1.0 )", "accepted"],
    ["c10 a parenthesis that nothing closes", "alpha (==1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["c11 fewer places", "alpha==1", "accepted"],
    ["c12 a local version", "alpha==1.0+local.1", "accepted"],
    ["c14 an epoch", "alpha==1!1.0", "accepted"],
    ["c15 a release candidate", "alpha==1.0rc1", "accepted"],
    ["c16 another spelling of it", "alpha==1.0-RC.1", "accepted"],
    ["c17 another spelling of the name", "Al.pha_-x==1.0", "accepted"],
    ["c18 =", "alpha=1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["c19 a v", "alpha==v1.0", "accepted"],
    ["c20 a Cyrillic letter in the name", "аlpha==1.0", "LOCK_NOT_ASCII 1:1 U+0430"],
    ["c21 a fullwidth digit", "alpha==１.0", "LOCK_NOT_ASCII 1:8 U+FF11"],
    ["c23 white space around ==", "alpha  ==\t1.0", "accepted"],
    ["c24 !=", "alpha!=2.0", "LOCK_NOT_PINNED 1:1"],
    ["c25 <", "alpha<2", "LOCK_NOT_PINNED 1:1"],
    ["c26 >= and <", "alpha>=1.0,<2", "LOCK_NOT_PINNED 1:1"],
    ["c27 no version", "alpha", "LOCK_NOT_PINNED 1:1"],
    ["c29 a post release by a dash", "alpha==1.0-1", "accepted"],
    ["c31 a development release", "alpha==1.0.dev3", "accepted"],
    ["c32 what is no version", "alpha==banana", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["c33 what is no version behind ===", "alpha===banana", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["c34 ====", "alpha====1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["two versions", "alpha==1.0 1.1", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["a name that ends in a dash", "alpha-==1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["a name that starts with a dot", "_alpha==1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["a version in quotes", 'alpha=="1.0"', "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["extras", "alpha[b,a]==1.0", "accepted"],
    ["extras with white space", "alpha [ b , a ] ==1.0", "accepted"],
    ["no extra", "alpha[]==1.0", "accepted"],
    ["a comma behind the last extra", "alpha[a,]==1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["an extra that is no name", "alpha[-a]==1.0", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["d12 a marker without white space", 'alpha==1.0;python_version>="3"', "accepted"],
    // uv refuses it.
    ["d15 an empty marker", "alpha==1.0 ;", "LOCK_REQUIREMENT_MALFORMED 1:1"],
    ["h06 a variable for the requirement", "${REQ}", "LOCK_ENVIRONMENT 1:1"],
    ["h02 a variable for the version", "alpha==${V}", "LOCK_ENVIRONMENT 1:8"],
    [
      "h03 a variable in lower case, which is none",
      "alpha==${v}",
      "LOCK_REQUIREMENT_MALFORMED 1:1",
    ],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(`${text} --hash=${ONE}\n`)).toBe(expected);
  });

  test("are given as written, with the extras normalised, sorted, each once", () => {
    expect(parseHead('Al_pha [B_c, a,b-C] (== v1.0) ; os_name == "nt"')).toEqual({
      name: "Al_pha",
      version: "v1.0",
      extras: ["a", "b-c"],
      marker: 'os_name == "nt"',
      url: null,
      urlHash: null,
    });
  });
});

describe("references", () => {
  const hashed = ` --hash=${ONE}`;
  test.each([
    ["f28 a wheel beside the lock", `./${WHEEL}${hashed}`, "accepted"],
    ["f28 a wheel in a folder", `w/${WHEEL}${hashed}`, "accepted"],
    ["f28 a wheel by its full path", `/srv/w/${WHEEL}${hashed}`, "accepted"],
    [
      "f28 a wheel with a local version",
      `./w/alpha-1.0+cu118-cp39-cp39-linux_x86_64.whl${hashed}`,
      "accepted",
    ],
    [
      "f28 a wheel with a build number",
      `./w/alpha-1.0-1-py2.py3-none-any.whl${hashed}`,
      "accepted",
    ],
    ["f29 a wheel without a hash", `./${WHEEL}`, "LOCK_HASH_MISSING 1:1"],
    ["f30 a name and a file", `alpha @ file:///srv/${WHEEL}${hashed}`, "accepted"],
    ["f30 a name and a URL", `alpha @ https://x.example/${WHEEL}${hashed}`, "accepted"],
    ["f30 extras", `alpha[x] @ https://x.example/${WHEEL}${hashed}`, "accepted"],
    ["f30 a URL alone", `https://x.example/${WHEEL}${hashed}`, "accepted"],
    ["f30 a query", `alpha @ https://x.example/${WHEEL}?a=b${hashed}`, "accepted"],
    ["f30 a marker", `alpha @ https://x.example/${WHEEL} ; os_name == "nt"${hashed}`, "accepted"],
    ["f31 sha256 in the fragment", `alpha @ https://x.example/${WHEEL}#sha256=${HEX}`, "accepted"],
    [
      "f32 md5 in the fragment",
      `alpha @ https://x.example/${WHEEL}#md5=${"a".repeat(32)}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f33 sha1 in the fragment",
      `alpha @ https://x.example/${WHEEL}#sha1=${"a".repeat(40)}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f33 md5 in the fragment and a hash",
      `alpha @ https://x.example/${WHEEL}#md5=${"a".repeat(32)}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f34 another hash in the fragment",
      `alpha @ https://x.example/${WHEEL}#sha256=${HEX} --hash=${TWO}`,
      "LOCK_HASH_CONFLICT 1:1",
    ],
    [
      "f35 the same and another",
      `alpha @ https://x.example/${WHEEL}#sha256=${HEX}${hashed} --hash=${TWO}`,
      "LOCK_HASH_CONFLICT 1:1",
    ],
    [
      "f35 the same hash in the fragment",
      `alpha @ https://x.example/${WHEEL}#sha256=${HEX}${hashed}`,
      "accepted",
    ],
    [
      "f36 egg and sha256",
      `alpha @ https://x.example/${WHEEL}#egg=Alpha&sha256=${HEX}`,
      "accepted",
    ],
    [
      "f36 egg of another package",
      `https://x.example/${WHEEL}#egg=beta${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f37 two hashes in the fragment",
      `alpha @ https://x.example/${WHEEL}#sha256=${HEX}&sha256=${HEX}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    ["f38 no hash at all", `alpha @ https://x.example/${WHEEL}`, "LOCK_HASH_MISSING 1:1"],
    [
      "f39 a hash in the query",
      `alpha @ https://x.example/${WHEEL}?sha256=${HEX}`,
      "LOCK_HASH_MISSING 1:1",
    ],
    ["f40 no white space around @", `alpha@https://x.example/${WHEEL}${hashed}`, "accepted"],
    ["f27 a folder", `./alpha${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    [
      "f41 version control",
      `alpha @ git+https://x.example/alpha@main${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f42 version control at a commit",
      `git+https://x.example/alpha@${"a".repeat(40)}#egg=alpha`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "f43 a source archive",
      `alpha @ https://x.example/alpha-1.0.tar.gz${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    ["f43 a zip", `./alpha-1.0.zip${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    ["f43 a .tar", `https://x.example/alpha-1.0.tar${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    ["f44 plain http", `alpha @ http://x.example/${WHEEL}${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    ["f44 ftp", `alpha @ ftp://x.example/${WHEEL}${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    ["f56 a path that is no archive", "./requirements.txt", "LOCK_DIRECT_REFERENCE 1:1"],
    // pip reads the second hash and takes a wheel that has either.
    [
      "a hash behind an ampersand in the query",
      `alpha @ https://x.example/${WHEEL}?a=b&sha256=${HEX} --hash=${TWO}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "md5 behind an ampersand in the query",
      `alpha @ https://x.example/${WHEEL}?a=b&md5=${"a".repeat(32)}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a hash behind an ampersand in the path",
      `alpha @ https://x.example/a&sha256=${HEX}&/${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "another ampersand in the query",
      `alpha @ https://x.example/${WHEEL}?a=b&c=d${hashed}`,
      "accepted",
    ],
    [
      "an archive that is named like a wheel in its query",
      `alpha @ https://x.example/alpha.zip?f=${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "an archive that is named like a wheel in its fragment",
      `alpha @ https://x.example/alpha.zip#/${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "an upper-case extension",
      `./alpha-1.0-py3-none-any.WHL${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "the wheel of another package",
      `alpha @ https://x.example/beta-1.0-py3-none-any.whl${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a path behind a name, which only uv opens",
      `alpha @ ./${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    ["a folder up", `../${WHEEL}${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    ["a detour", `https://x.example/a/../${WHEEL}${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
    [
      "a detour in percent escapes",
      `https://x.example/a/%2E./${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a percent escape in a path, which pip does not decode",
      `./%61lpha-1.0-py3-none-any.whl${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a slash in a percent escape",
      `https://x.example/x%2F${WHEEL}${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a character no tag has, which pip 26.3 refuses",
      `./alpha-1.0-py3-no@ne-any.whl${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a wheel with four tags",
      `./alpha-1.0-1-py3-none-any-x.whl${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    [
      "a variable in a URL",
      `alpha @ https://\${TOKEN}@x.example/${WHEEL}${hashed}`,
      "LOCK_ENVIRONMENT 1:17",
    ],
    [
      "a marker without a space before its semicolon",
      `alpha @ https://x.example/${WHEEL}; os_name == "nt"${hashed}`,
      "LOCK_DIRECT_REFERENCE 1:1",
    ],
    ["extras behind a path", `./${WHEEL}[x]${hashed}`, "LOCK_DIRECT_REFERENCE 1:1"],
  ])("%s", (_why, text, expected) => {
    expect(verdictOf(`${text}\n`)).toBe(expected);
  });

  test("give the version of the wheel's name, with a dash for an underscore", () => {
    expect(parseWheelReference("./w/al_pha-1.0_1-py3-none-any.whl")).toEqual({
      name: "al_pha",
      version: "1.0-1",
      urlHash: null,
    });
  });
});
