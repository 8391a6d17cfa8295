import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** Which version of which package. */
export interface NamedPackage {
  /** Of npm with its scope, such as `@acme/app`. */
  readonly name: string;
  readonly version: string;
}

/** npm allows 214 characters for a name, and nothing for what a version may be; both are percent-encoded. */
const MAX_LENGTH = 1024;
const NPM = /^pkg:npm\/((?:%40[A-Za-z0-9._~%-]+\/)?[A-Za-z0-9._~%-]+)@([A-Za-z0-9._~%+-]+)$/;

/**
 * Reads the package URL of a package of npm. Takes the one form that npm writes: a name, a version, nothing after it.
 *
 * @returns undefined for anything else, such as a qualifier or another registry's type.
 * @see https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst
 */
export function parseNpmUrl(text: string): NamedPackage | undefined {
  const [, name, version] = (text.length > MAX_LENGTH ? null : NPM.exec(text)) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const [plainName, plainVersion] = [decoded(name), decoded(version)];
  return plainName === undefined || plainVersion === undefined
    ? undefined
    : { name: plainName, version: plainVersion };
}

/** What is encoded twice, or hides a slash, could be read as another name: only the scope's slash stands for one. */
function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return /^(?:@[A-Za-z0-9._~-]+\/)?[A-Za-z0-9._~+-]+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks a package against what is expected of it, to the letter.
 *
 * @param what names the document in which it was found.
 * @throws Refusal `PACKAGE_NAME_MISMATCH`, `PACKAGE_VERSION_MISMATCH`
 */
export function checkPackage(
  found: NamedPackage,
  expected: Partial<NamedPackage>,
  what: string,
): void {
  if (expected.name !== undefined && expected.name !== found.name)
    throw new Refusal(
      "PACKAGE_NAME_MISMATCH",
      `${what}: expected the package ${quote(expected.name)}, found ${quote(found.name)}`,
      { expected: expected.name, found: found.name },
      { hint: "name the package as its registry does, with its scope: --package-name NAME" },
    );
  if (expected.version !== undefined && expected.version !== found.version)
    throw new Refusal(
      "PACKAGE_VERSION_MISMATCH",
      `${what}: expected version ${quote(expected.version)} of ${found.name}, found ${quote(found.version)}`,
      { expected: expected.version, found: found.version },
      {
        hint: "take the attestations of this very version, or name it: --package-version VERSION",
      },
    );
}
