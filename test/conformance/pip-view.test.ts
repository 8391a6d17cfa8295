import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { PipRequirement, PipView, SourceFile } from "../../src/lock/model.ts";
import { evaluateMarker, parseMarker } from "../../src/lock/requirements/marker.ts";
import { readLikePip } from "../../src/lock/requirements/pip.ts";
import type { Place } from "../../src/lock/requirements/place.ts";
import { CASES } from "./cases.ts";

const LOCKS = pathToFileURL(join(CASES, "requirements/"));

interface Expected {
  readonly pip_parse: {
    readonly requirements: readonly ExpectedRequirement[];
    readonly option_lines: readonly unknown[];
    readonly require_hashes: boolean;
    readonly no_require_hashes: boolean;
    readonly hash_mode_auto_on: boolean;
    readonly error: string | null;
  };
  readonly env: Readonly<Record<string, string>>;
}

type ExpectedRequirement = Readonly<Record<string, unknown>> & { readonly invalid?: string };

// The folder that the cases were made in; the expected views call it <ROOT>.
const MADE_IN = "/srv/cases";
// What the server of the cases gave for `remote/base.txt`: a pin of alpha 1.0.
const REMOTE = "http://127.0.0.1:8799/remote/";
const REMOTE_PIN =
  "alpha==1.0 --hash=sha256:5afa2d129b9dba22cfa88273832b3fbd9b77ef543cabda40c113fb4717288ad7\n";

const LINUX_PYTHON_311 = {
  extra: "",
  implementation_name: "cpython",
  implementation_version: "3.11.7",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6.1.0",
  platform_system: "Linux",
  platform_version: "#1 SMP",
  python_full_version: "3.11.7",
  python_version: "3.11",
  sys_platform: "linux",
};

const names = readdirSync(LOCKS).filter((name) => existsSync(new URL(`${name}/`, LOCKS)));
test.each(names.sort())("%s", (name) => {
  const folder = new URL(`${name}/`, LOCKS);
  const expected: Expected = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));
  compare(readCase(name, folder, expected.env), expected.pip_parse);
});

function readCase(name: string, folder: URL, env: Readonly<Record<string, string>>): PipView {
  const file = (path: string): SourceFile | string => {
    const url = new URL(path, folder);
    if (!existsSync(url)) return `[Errno 2] No such file or directory: '${path}'`;
    return { name: path, bytes: readFileSync(url) };
  };
  const root = file("requirements.txt");
  if (typeof root === "string") throw new Error(root);
  const read = (reference: string, from: string): SourceFile | string => {
    const remote = reference.startsWith("http") || from.startsWith("http");
    if (!remote) return file(posix.normalize(posix.join(posix.dirname(from), reference)));
    const url = new URL(reference, from.startsWith("http") ? from : REMOTE).href;
    return { name: url, bytes: Buffer.from(REMOTE_PIN) };
  };
  return readLikePip(root, read, env, placeOf(name, folder));
}

/** pip ran in the folder above the case, where `localdir` and `wheels` lay. */
function placeOf(name: string, folder: URL): Place {
  const kindOf: Place["kindOf"] = (path) => {
    if (path === `${MADE_IN}/localdir` || path === `${MADE_IN}/vcsrepo`) return "project";
    const inCase = path.startsWith(`${MADE_IN}/${name}/`)
      ? path.slice(MADE_IN.length + name.length + 2)
      : null;
    if (inCase === null) return path.startsWith(`${MADE_IN}/wheels/`) ? "file" : "nothing";
    const url = new URL(inCase, folder);
    if (!existsSync(url)) return "nothing";
    return statSync(url).isDirectory() ? "project" : "file";
  };
  return { directory: MADE_IN, kindOf };
}

function compare(view: PipView, expected: Expected["pip_parse"]): void {
  if (expected.error !== null) {
    const [error] = view.errors;
    expect(error?.message.split("\n", 1)[0]).toBeDefined();
    expect(expected.error).toContain(kindInPip(error?.kind ?? ""));
    return;
  }
  expect(view.errors).toEqual([]);
  expect(view.requirements.map(rewrite)).toEqual(expected.requirements.map(withoutClass));
  const optionLines = view.optionLines.map(({ file, line, options }) => ({ line, file, options }));
  expect(rooted(optionLines)).toEqual(expected.option_lines);
  expect(view.requireHashes).toBe(expected.require_hashes);
  expect(view.noRequireHashes).toBe(expected.no_require_hashes);
  const autoOn = !view.noRequireHashes && view.requirements.some(({ hashes }) => hashes.size > 0);
  expect(autoOn).toBe(expected.hash_mode_auto_on);
}

/** pip has two classes for what the view tells apart. */
function kindInPip(kind: string): string {
  if (kind === "CannotOpen") return "InstallationError: Could not open";
  return kind === "RecursiveRequirements" ? "RequirementsFileParseError" : kind;
}

function rewrite(requirement: PipRequirement): unknown {
  const { line, file, text, editable, constraint, hashes, parsed } = requirement;
  const seen = {
    line,
    file,
    requirement: text,
    editable,
    constraint,
    hashes: Object.fromEntries(hashes),
  };
  if ("invalid" in parsed) return rooted({ ...seen, invalid: parsed.invalid });
  const { name, specifier, extras, marker, url, pinned } = parsed;
  const truth = marker === null || evaluateMarker(parseMarker(marker), LINUX_PYTHON_311);
  return rooted({
    ...seen,
    name,
    specifier,
    extras,
    marker,
    marker_true_here: truth,
    url,
    is_pinned: pinned,
  });
}

/** The cases name the class of Python's error before its message, and where it has several lines, only the first. */
function withoutClass(requirement: ExpectedRequirement): unknown {
  if (requirement.invalid === undefined) return requirement;
  return { ...requirement, invalid: requirement.invalid.replace(/^[A-Za-z]+: /, "") };
}

function rooted<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replaceAll(`//${MADE_IN}`, "//<ROOT>").replaceAll(MADE_IN, "<ROOT>"),
  );
}
