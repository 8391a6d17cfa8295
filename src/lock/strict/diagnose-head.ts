import { isVersion } from "../requirements/version.ts";
import { environmentProblem, foreignProblem } from "./option.ts";
import { parseHead, parseWheelReference } from "./requirement.ts";
import { type LockProblem, problemAt, type SourceText } from "./source.ts";

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;

/** One part of a specifier, also one that is left empty: a version and its operator, whatever the version. */
const CLAUSE = /^(?:(?:[=!]={1,2}|[<>~]=?)\s*\S+)?$/;

/**
 * Explains why the part of a line before its options is not in the strict dialect.
 * @param explained whether the options already have a problem; then a sound requirement adds none.
 */
export function diagnoseHead(
  source: SourceText,
  text: string,
  offset: number,
  explained: boolean,
): LockProblem[] {
  const problem = problemOfHead(source, text, offset);
  if (problem !== undefined) return [problem];
  if (explained || parseHead(text) !== undefined) return [];
  return [
    malformed(source, offset, text, "a name, ==, one version, and a marker after a semicolon"),
  ];
}

function problemOfHead(source: SourceText, text: string, offset: number): LockProblem | undefined {
  const variable = /\$\{[A-Z0-9_]+\}/.exec(text);
  if (variable !== null) return environmentProblem(source, offset + variable.index, variable[0]);
  const foreign = /\P{ASCII}/u.exec(text);
  if (foreign !== null) return foreignProblem(source, offset + foreign.index, foreign[0]);
  if (parseHead(text) !== undefined) return undefined;
  const name = NAME.exec(text)?.[0];
  const rest =
    name === undefined
      ? text
      : text
          .slice(name.length)
          .replace(/^[ \t]*\[[^\]]*\]/, "")
          .trimStart();
  if (/^(?:[A-Za-z][A-Za-z0-9+.-]*:|\.|[^ \t@;=<>!~[(]*\/)/.test(text))
    return problemOfReference(source, offset, text);
  if (rest.startsWith("@")) return problemOfReference(source, offset, rest.slice(1).trimStart());
  if (name === undefined) return malformed(source, offset, text, "a package's name");
  return problemOfVersion(source, offset, text, name, rest.replace(/^\(\s*/, ""));
}

function problemOfVersion(
  source: SourceText,
  offset: number,
  text: string,
  name: string,
  rest: string,
): LockProblem {
  const [specifier = "", ...marker] = rest.split(";");
  const wanted = specifier.replace(/\)\s*$/, "").trim();
  const exact = /^={2,3}\s*([^,\s]+)$/.exec(wanted);
  if (wanted !== "" && !/^[=<>!~]/.test(wanted))
    return malformed(source, offset, text, "== after the name");
  if (/^=[^=]/.test(wanted)) return malformed(source, offset, text, "== and not =");
  if (exact === null && !wanted.split(",").every((clause) => CLAUSE.test(clause.trim())))
    return malformed(source, offset, text, "one version after ==");
  if (exact === null || (exact[1] ?? "").endsWith(".*"))
    return notPinned(source, offset, name, wanted);
  if (!isVersion(exact[1] ?? "")) return malformed(source, offset, text, "a version by PEP 440");
  if (marker.length > 0 && marker.join(";").trim() === "")
    return malformed(source, offset, text, "a marker after the semicolon");
  return malformed(source, offset, text, "a name, ==, one version, and a marker after a semicolon");
}

function notPinned(source: SourceText, offset: number, name: string, found: string): LockProblem {
  return problemAt(source, offset, "LOCK_NOT_PINNED", {
    message: `expected ${name} pinned to one version by ==, found ${found === "" ? "no version" : found}; pip 26.1 and later install it all the same`,
    expected: `${name}==VERSION`,
    found: found === "" ? "no version" : found,
    help: "pin the version that is meant, or make the lock anew",
  });
}

function problemOfReference(source: SourceText, offset: number, reference: string): LockProblem {
  const url = reference.split(/[ \t]/, 1)[0] ?? "";
  return problemAt(source, offset, "LOCK_DIRECT_REFERENCE", {
    message: `expected a reference to one wheel, found ${reasonOfReference(url)}`,
    expected: "https:, file: or a path, ending in .whl, of the same name, with a sha256",
    found: url.slice(0, 200),
    help: "build a wheel and lock that, or pin a released version",
  });
}

function reasonOfReference(url: string): string {
  if (/^(?:git|hg|svn|bzr)\+/.test(url))
    return "a version control reference, which pip cannot hash";
  if (/^http:/i.test(url)) return "one over plain http";
  const [location = "", fragment = ""] = url.split("#", 2);
  if (/&(?:md5|sha\d+)=/i.test(location))
    return "one with a hash in its query, which pip accepts beside --hash";
  if (/(?:^|&)(?:md5|sha1|sha224)=/.test(fragment))
    return "one whose fragment has a weak hash, which pip accepts";
  if ((fragment.match(/sha\d+=/g)?.length ?? 0) > 1)
    return "several hashes in a fragment, of which pip reads the first";
  const file = location.split("?", 1)[0] ?? "";
  if (!file.endsWith(".whl")) return "something else, whose build code would run";
  if (parseWheelReference(location) === undefined) return "a file name that is not a wheel's";
  return "a fragment or a name that does not fit the wheel";
}

function malformed(
  source: SourceText,
  offset: number,
  text: string,
  expected: string,
): LockProblem {
  return problemAt(source, offset, "LOCK_REQUIREMENT_MALFORMED", {
    message: `expected ${expected}, found ${JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)}`,
    expected,
    found: text.slice(0, 200),
    help: "write name==version, as PEP 508 has it",
  });
}
