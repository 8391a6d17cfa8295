import { HEX_LENGTHS, isDigestAlgorithm } from "../../bytes/digest.ts";
import { abbreviated, completeOption, environmentProblem } from "./option.ts";
import { type LockProblem, problemAt, type SourceText } from "./source.ts";

/**
 * Explains the options of a logical line that is not in the strict dialect. Not every such line has a problem here.
 * @param text from the first option on; `place` gives the offset in the file of a position in it.
 * @param ofRequirement whether a requirement stands before the options; only then is `--hash` one of its own.
 */
export function diagnoseOptions(
  source: SourceText,
  text: string,
  place: (at: number) => number,
  ofRequirement: boolean,
): LockProblem[] {
  const problems: LockProblem[] = [];
  const variable = /\$\{[A-Z0-9_]+\}/.exec(text);
  if (variable !== null)
    problems.push(environmentProblem(source, place(variable.index), variable[0]));
  let expectValue = false;
  for (const match of text.matchAll(/\S+/g)) {
    const token = match[0];
    const at = place(match.index);
    if (expectValue) {
      expectValue = false;
      problems.push(...diagnoseHash(source, token, at));
      continue;
    }
    const name = /^--[A-Za-z-]*/.exec(token)?.[0];
    const full = name === undefined ? undefined : completeOption(name);
    if (name !== undefined && full !== undefined)
      problems.push(abbreviated(source, at, name, full));
    if ((full ?? name) === "--hash" && name !== undefined) {
      if (!ofRequirement) problems.push(orphan(source, at, token));
      if (token.length === name.length) expectValue = true;
      else if (token.charAt(name.length) === "=")
        problems.push(...diagnoseHash(source, token.slice(name.length + 1), at + name.length + 1));
    } else if (full === undefined) {
      if (ofRequirement) problems.push(trailing(source, at, token));
      break;
    }
  }
  if (expectValue) problems.push(noValue(source, place(text.length)));
  return problems;
}

function noValue(source: SourceText, at: number): LockProblem {
  return problemAt(source, at, "LOCK_HASH_MALFORMED", {
    message: "expected algorithm:hex after --hash, found nothing",
    expected: "sha256:…",
    found: "nothing",
    help: "write the hash as --hash=sha256: and 64 hex digits",
  });
}

function orphan(source: SourceText, at: number, token: string): LockProblem {
  return problemAt(source, at, "LOCK_HASH_ORPHAN", {
    message:
      "expected a hash on the line of its requirement, found one that belongs to none; pip ignores it",
    expected: "a hash on the line of its requirement",
    found: token,
    help: "end the line before it with a space and a backslash",
  });
}

function trailing(source: SourceText, at: number, token: string): LockProblem {
  const option = token.startsWith("-");
  return problemAt(source, at, option ? "LOCK_OPTION_UNKNOWN" : "LOCK_TRAILING_TEXT", {
    message: option
      ? `expected only --hash after a requirement, found ${token}, which uv refuses and pip ignores or refuses`
      : "expected only --hash after a requirement, found text that pip drops without a word",
    expected: "--hash=sha256:…",
    found: token,
    help: option
      ? "take the option out"
      : "put a marker before the first --hash, and each requirement on a line of its own",
  });
}

function diagnoseHash(source: SourceText, written: string, at: number): LockProblem[] {
  const quoted = /^(["'])(.*)\1$/.exec(written);
  const value = quoted?.[2] ?? written;
  const start = quoted === null ? at : at + 1;
  if (/\$\{[A-Z0-9_]+\}/.test(value)) return [];
  const [algorithm = "", hex] = value.split(/:(.*)/s, 2);
  if (hex === undefined || !isDigestAlgorithm(algorithm))
    return [problemOfAlgorithm(source, start, value, algorithm, hex)];
  const length = HEX_LENGTHS[algorithm];
  if (hex.length === length && /^[0-9a-f]+$/.test(hex)) return [];
  if (hex.length === length && /^[0-9A-Fa-f]+$/.test(hex)) {
    return [
      problemAt(source, start, "LOCK_HASH_MALFORMED", {
        message:
          "expected lower-case hex, found upper-case, which pip before 24.2 takes for another digest",
        expected: hex.toLowerCase(),
        found: hex,
        help: "write the digest in lower case, or run: lockseal lint --fix",
        edit: {
          start: start + algorithm.length + 1,
          end: start + value.length,
          text: hex.toLowerCase(),
        },
      }),
    ];
  }
  return [
    problemAt(source, start, "LOCK_HASH_MALFORMED", {
      message: `expected ${length} hex digits after ${algorithm}:, found ${describeHex(hex)}`,
      expected: `${length} hex digits`,
      found: hex === "" ? "nothing" : hex.slice(0, 160),
      help: "copy the digest again, or make the lock anew",
    }),
  ];
}

function problemOfAlgorithm(
  source: SourceText,
  at: number,
  value: string,
  algorithm: string,
  hex: string | undefined,
): LockProblem {
  if (hex === undefined) {
    return problemAt(source, at, "LOCK_HASH_MALFORMED", {
      message: "expected algorithm:hex, found no colon",
      expected: "sha256:…",
      found: value.slice(0, 160),
      help: "write the hash as --hash=sha256: and 64 hex digits",
    });
  }
  const lower = algorithm.toLowerCase();
  const known = isDigestAlgorithm(lower);
  return problemAt(source, at, "LOCK_HASH_ALGORITHM", {
    message: `expected sha256, sha384 or sha512, found ${algorithm === "" ? "no algorithm" : algorithm.slice(0, 40)}`,
    expected: "sha256, sha384, sha512",
    found: algorithm.slice(0, 160),
    help: known
      ? `write ${lower} in lower case, or run: lockseal lint --fix`
      : "make the lock anew with sha256",
    // The whole value at once: a digest in upper case would need another run.
    ...(known ? { edit: { start: at, end: at + value.length, text: value.toLowerCase() } } : {}),
  });
}

function describeHex(hex: string): string {
  if (hex === "") return "nothing";
  const bad = hex.search(/[^0-9A-Fa-f]/);
  return bad === -1 ? `${hex.length}` : `${JSON.stringify(hex.charAt(bad))} as digit ${bad + 1}`;
}
