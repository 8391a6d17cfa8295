import { spawn } from "node:child_process";
import { posix } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { PipRequirement, PipView, SourceFile } from "../../src/lock/model.ts";
import { evaluateMarker, formatMarker, parseMarker } from "../../src/lock/requirements/marker.ts";
import { readLikePip } from "../../src/lock/requirements/pip.ts";
import type { Place } from "../../src/lock/requirements/place.ts";
import {
  formatSpecifiers,
  matchesSpecifier,
  parseSpecifiers,
} from "../../src/lock/requirements/specifier.ts";
import {
  compareVersions,
  formatVersion,
  readVersion,
} from "../../src/lock/requirements/version.ts";
import { Dice } from "../fakes/dice.ts";
import {
  type HostileLock,
  hostileLock,
  hostileMarker,
  hostileSpecifier,
  hostileVersion,
} from "./hostile-requirements.ts";

const SCRIPT = fileURLToPath(new URL("pip_view.py", import.meta.url));

type Case =
  | ({ readonly kind: "view" } & HostileLock)
  | { readonly kind: "marker"; readonly text: string; readonly environment: typeof ENVIRONMENT }
  | { readonly kind: "versions"; readonly texts: readonly [string, string] }
  | { readonly kind: "specifier"; readonly specifier: string; readonly version: string };

const ENVIRONMENT = {
  extra: "",
  implementation_name: "cpython",
  implementation_version: "3.11.7",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "6.1.0-13-amd64",
  platform_system: "Linux",
  platform_version: "#1 SMP",
  python_full_version: "3.12.0a1+",
  python_version: "3.11",
  sys_platform: "linux",
};

/**
 * Compares our view with that of the pip of a Python, on hostile cases that follow from a seed; three of four are
 * locks, the others markers, versions and specifiers. What failed says the case and both views.
 */
export async function comparePipView(
  python: string,
  cases: number,
  seed: number,
): Promise<{ passed: number; failed: string[] }> {
  const dice = new Dice(seed);
  const made = Array.from({ length: cases }, () => makeCase(dice));
  const theirs = await askPip(python, made);
  const failed: string[] = [];
  for (const [index, test] of made.entries()) {
    const difference = compare(test, theirs[index]);
    if (difference !== undefined) failed.push(`${print(test)}\n${difference}`);
  }
  return { passed: cases - failed.length, failed };
}

function makeCase(dice: Dice): Case {
  if (dice.often(76)) return { kind: "view", ...hostileLock(dice) };
  if (dice.often(33))
    return { kind: "marker", text: hostileMarker(dice), environment: ENVIRONMENT };
  const version = hostileVersion(dice);
  if (dice.often(50)) return { kind: "versions", texts: [version, hostileVersion(dice)] };
  const specifier = dice.often(50)
    ? hostileSpecifier(dice)
    : dice.one(["==", "~=", "!=", "<=", ">=", "<", ">", "==="]) +
      hostileVersion(dice) +
      dice.one(["", "", ".*"]);
  return { kind: "specifier", specifier, version };
}

async function askPip(python: string, cases: readonly Case[]): Promise<readonly unknown[]> {
  // In another locale pip would read what is not UTF-8 in that locale's encoding.
  const env = {
    PATH: "/usr/bin:/bin",
    LC_ALL: "C.UTF-8",
    HOME: "/nonexistent",
    PYTHONWARNINGS: "ignore",
  };
  const child = spawn(python, ["-I", SCRIPT], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(
    JSON.stringify(cases, (_key, value) =>
      value?.type === "Buffer" ? Buffer.from(value.data).toString("base64") : value,
    ),
  );
  return JSON.parse(await textOf(child.stdout));
}

function print(test: Case): string {
  return JSON.stringify(test, (_key, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
  );
}

function compare(test: Case, theirs: unknown): string | undefined {
  const pip = theirs as Answer;
  const ours = answer(test, pip);
  const expected = expectation(test, pip);
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(ours)), expected)) return undefined;
  return `ours ${JSON.stringify(ours)}\npip  ${JSON.stringify(expected)}`;
}

interface Failure {
  readonly kind: string;
  readonly message: string;
}

interface Answer {
  readonly error?: Failure | null;
  readonly requirements?: readonly { readonly invalid?: Failure }[];
  readonly option_lines?: readonly unknown[];
}

/** What ours must be equal to: pip's answer, its errors brought to our words. */
function expectation(test: Case, pip: Answer): unknown {
  if (test.kind !== "view") return pip.error === undefined ? pip : { error: true };
  const requirements = pip.requirements?.map((requirement) =>
    requirement.invalid === undefined
      ? requirement
      : { ...requirement, invalid: invalidText(requirement.invalid) },
  );
  return { ...pip, requirements, error: pip.error ? errorText(pip.error) : null };
}

// Messages of Python itself, where ours only has to refuse as well.
const LOOSE = new Set(["SyntaxError", "InvalidEggFragment", "RecursionError", "AssertionError"]);

function invalidText({ kind, message }: Failure): string {
  if (LOOSE.has(kind) || /null bytes/.test(message)) return "refused";
  return firstLine(message);
}

/** Which letters are printable depends on the Unicode of each side, so all but ASCII counts as one sign. */
function firstLine(message: string): string {
  const [line = ""] = message.split("\n", 1);
  return line.replace(/\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})|[^ -~]/gu, "?");
}

function errorText({ kind, message }: Failure): string {
  if (message.includes("recursively references itself")) return "RecursiveRequirements";
  if (message.startsWith("Could not open") || kind === "ValueError") return "CannotOpen";
  return kind === "RequirementsFileParseError" ? `${kind}: ${message}` : kind;
}

function answer(test: Case, pip: Answer): unknown {
  switch (test.kind) {
    case "view":
      return viewAnswer(test, pip);
    case "marker":
      return attempt(() => {
        const marker = parseMarker(test.text);
        return {
          printed: formatMarker(marker),
          truth: evaluateMarker(marker, test.environment) ?? null,
        };
      });
    case "versions": {
      const [left, right] = test.texts.map(readVersion);
      const order = left && right ? Math.sign(compareVersions(left, right)) : null;
      return {
        normal: [left, right].map((version) => (version ? formatVersion(version) : null)),
        order,
      };
    }
    case "specifier":
      return attempt(() => ({
        matches: matchesSpecifier(test.specifier, test.version),
        printed: formatSpecifiers(parseSpecifiers(test.specifier)),
      }));
  }
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return { error: true };
  }
}

const DIRECTORY = "/base/a/b";

function viewAnswer(test: HostileLock, pip: Answer): unknown {
  const file = (name: string): SourceFile | string => {
    const bytes = Object.hasOwn(test.files, name) ? test.files[name] : undefined;
    return bytes === undefined ? "no such file" : { name, bytes };
  };
  const root = file("requirements.txt");
  if (typeof root === "string") throw new Error(root);
  const read = (reference: string, from: string) =>
    file(posix.relative(DIRECTORY, posix.resolve(DIRECTORY, posix.dirname(from), reference)));
  return cutAtError(readLikePip(root, read, test.env, placeOf(test)), pip);
}

function placeOf(test: HostileLock): Place {
  const kindOf: Place["kindOf"] = (path) => {
    const name = posix.relative(DIRECTORY, path);
    if (path === "/" || ["", "..", "../..", "sub"].includes(name)) return "directory";
    if (name === "localdir") return "project";
    return Object.hasOwn(test.files, name) || name === "localdir/pyproject.toml"
      ? "file"
      : "nothing";
  };
  return { directory: DIRECTORY, kindOf };
}

/** pip ends at its first error; what we see behind it has nothing to be compared with. */
function cutAtError({ requirements, optionLines, errors }: PipView, pip: Answer): unknown {
  const [error] = errors;
  const stopped = error !== undefined;
  const seen = pip.requirements?.length ?? 0;
  const lines = pip.option_lines?.length ?? 0;
  return {
    requirements: requirements
      .slice(0, stopped ? seen : undefined)
      .map((requirement, index) => describe(requirement, pip.requirements?.[index]?.invalid)),
    option_lines: optionLines
      .slice(0, stopped ? lines : undefined)
      .map(({ line, file, options }) => ({ line, file, options })),
    error: error === undefined ? null : describeError(error),
  };
}

function describeError({ kind, message }: Failure): string {
  return kind === "RequirementsFileParseError" ? `${kind}: ${message}` : kind;
}

function describe(requirement: PipRequirement, invalid: Failure | undefined): unknown {
  const { line, file, text, editable, constraint, hashes, parsed } = requirement;
  const seen = {
    line,
    file,
    requirement: text,
    editable,
    constraint,
    hashes: Object.fromEntries(hashes),
  };
  if ("invalid" in parsed) {
    const loose = invalid !== undefined && invalidText(invalid) === "refused";
    return { ...seen, invalid: loose ? "refused" : firstLine(parsed.invalid) };
  }
  const { name, specifier, extras, marker, url, pinned } = parsed;
  return { ...seen, name, specifier, extras, marker, url, is_pinned: pinned };
}
