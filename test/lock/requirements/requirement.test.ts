import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { NOWHERE, type Place } from "../../../src/lock/requirements/place.ts";
import { readEditable, readRequirement } from "../../../src/lock/requirements/requirement.ts";

const KINDS: Readonly<Record<string, "file" | "project" | "directory">> = {
  "/app/service": "project",
  "/app/docs": "directory",
  "/app/notes.txt": "file",
};
const APP: Place = { directory: "/app", kindOf: (path) => KINDS[path] ?? "nothing" };
const NONE = { name: null, specifier: null, extras: [], marker: null, url: null, pinned: false };

describe("readRequirement", () => {
  // pip 26.2.1: install_req_from_line(text)
  test.each([
    ["a pin", "alpha==1.0", { ...NONE, name: "alpha", specifier: "==1.0", pinned: true }],
    [
      "a wildcard, which counts as a pin",
      "a==1.*",
      { ...NONE, name: "a", specifier: "==1.*", pinned: true },
    ],
    ["two versions, which do not", "a==1,!=2", { ...NONE, name: "a", specifier: "!=2,==1" }],
    [
      "the same version twice, which does",
      "a==1,==1.0",
      { ...NONE, name: "a", specifier: "==1", pinned: true },
    ],
    ["an empty marker", "a ; ", { ...NONE, name: "a", specifier: "" }],
    [
      "extras behind a name, which become lower case",
      "a[X]",
      { ...NONE, name: "a", specifier: "", extras: ["x"] },
    ],
    [
      "extras before a version, which do not",
      "a[X]==1",
      { ...NONE, name: "a", specifier: "==1", extras: ["X"], pinned: true },
    ],
    [
      "a direct reference",
      "a @ https://h/a.whl",
      { ...NONE, name: "a", specifier: "", url: "https://h/a.whl" },
    ],
    [
      "a wheel by URL, which is a pin",
      "https://h/A-1-py3-none-any.whl",
      { ...NONE, name: "a", specifier: "==1", url: "https://h/A-1-py3-none-any.whl", pinned: true },
    ],
    [
      "a URL with a marker",
      "https://h/x;y; os_name=='a'",
      { ...NONE, url: "https://h/x;y", marker: 'os_name == "a"' },
    ],
    [
      "a URL with an egg",
      "git+https://h/r#egg=n",
      { ...NONE, name: "n", specifier: "", url: "git+https://h/r#egg=n" },
    ],
    [
      "a path to a project",
      "./service[dev]",
      { ...NONE, extras: ["dev"], url: "file:///app/service" },
    ],
    [
      "a path to a wheel",
      "../w/a-1-py3-none-any.whl",
      { ...NONE, name: "a", specifier: "==1", url: "file:///w/a-1-py3-none-any.whl", pinned: true },
    ],
    ["the name of an archive", "a-1.tar.gz", { ...NONE, url: "file:///app/a-1.tar.gz" }],
    [
      "an at sign before the name of an archive",
      "a@1.zip",
      { ...NONE, name: "a", specifier: "", url: "1.zip" },
    ],
    ["a file URL that goes up", "file:x/../y.zip", { ...NONE, url: "file:///app/y.zip" }],
  ])("reads %s", (_why, text, expected) => {
    expect(readRequirement(text, APP)).toEqual(expected);
  });

  test.each([
    [
      "one equals sign",
      "a=1",
      "Invalid requirement: 'a=1': Expected semicolon (after name with no version specifier) or end",
    ],
    [
      "a marker that is none, by the name before it",
      "a==1 ; x",
      "Invalid requirement: 'a==1': Expected a marker variable or quoted string",
    ],
    [
      "a file that is no archive",
      "./notes.txt",
      "Invalid requirement: './notes.txt': Expected package name at the start of dependency specifier",
    ],
    [
      "a directory without a project",
      "./docs",
      "Directory './docs' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.",
    ],
    ["a specifier behind three equals signs", "a===1,b", "Invalid specifier: 'b'"],
    [
      "a semicolon within the URL of a direct reference",
      "a @ https://h/x;y",
      "Invalid requirement: 'a @ https://h/x': Expected a marker variable or quoted string",
    ],
    [
      "a file on another host",
      "a @ file://h/x",
      "non-local file URIs are not supported on this platform: 'file://h/x'",
    ],
  ])("refuses %s", (_why, text, invalid) => {
    expect(readRequirement(text, APP)).toEqual({ invalid });
  });

  test("goes by the look of a path where nobody knows what it names", () => {
    expect(readRequirement("./service", NOWHERE)).toMatchObject({ url: "file:///nowhere/service" });
    expect(readRequirement("./notes.txt", NOWHERE)).toHaveProperty("invalid");
    expect(readRequirement("a @ https://h/r", NOWHERE)).toMatchObject({ url: "https://h/r" });
  });

  test.prop([fc.string({ unit: "binary" })])("gives a value for any text", (text) => {
    for (const prefix of ["", "a @ ", "https://", "./", "a==1;"]) {
      const read = readRequirement(prefix + text, NOWHERE);
      expect("invalid" in read ? read.invalid : read.extras).toBeDefined();
    }
  });
});

describe("readEditable", () => {
  test.each([
    ["a path", "./service", { ...NONE, url: "file:///app/service" }],
    ["a directory without a project", "docs", { ...NONE, url: "file:///app/docs" }],
    [
      "version control",
      "git+https://h/r#egg=n",
      { ...NONE, name: "n", specifier: "", url: "git+https://h/r#egg=n" },
    ],
    [
      "a direct reference",
      "n[x] @ hg+https://h/r ; os_name=='a'",
      {
        ...NONE,
        name: "n",
        specifier: "",
        extras: ["x"],
        marker: 'os_name == "a"',
        url: "hg+https://h/r",
      },
    ],
  ])("reads %s", (_why, text, expected) => {
    expect(readEditable(text, false, APP)).toEqual(expected);
  });

  test.each([
    ["a name", "alpha", /^alpha is not a valid editable requirement/],
    ["no name for version control", "git+https://h/r", /^Could not detect requirement name/],
    ["nothing", "", /is not a valid editable requirement/],
  ])("refuses %s", (_why, text, invalid) => {
    expect(readEditable(text, false, APP)).toEqual({ invalid: expect.stringMatching(invalid) });
  });

  test("refuses a constraint", () => {
    expect(readEditable("./service", true, APP)).toEqual({
      invalid: "Editable requirements are not allowed as constraints",
    });
  });

  test.prop([fc.string({ unit: "binary" })])("gives a value for any text", (text) => {
    expect(readEditable(text, false, NOWHERE)).toBeTypeOf("object");
  });
});
