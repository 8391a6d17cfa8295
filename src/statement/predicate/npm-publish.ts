import { asObject, asString, type ShapeFailure } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { checkPackage, type NamedPackage, parseNpmUrl } from "../package-url.ts";
import type { Statement } from "../statement.ts";

/** What npm's registry says when it takes a package. */
export const NPM_PUBLISH_V01 = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1";

/** A publication as npm's registry states it. */
export interface NpmPublish extends NamedPackage {
  /** The registry's own address; undefined where nothing is said. Not judged. */
  readonly registry: string | undefined;
}

/**
 * Reads the publish predicate of npm, version 0.1: one subject, whose package URL says the same as the predicate, with a
 * SHA-512. Ignores unknown fields. Does not look at who signed, nor compares the digest.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate, or another version of it.
 * @throws Refusal `NPM_PUBLISH_MALFORMED` — a field is missing or of another type, several subjects, no SHA-512.
 * @throws Refusal `PACKAGE_NAME_MISMATCH`, `PACKAGE_VERSION_MISMATCH` — subject and predicate disagree.
 * @see https://github.com/npm/attestation/tree/main/specs/publish/v0.1
 */
export function parseNpmPublish(statement: Statement): NpmPublish {
  const { predicateType, predicate } = statement;
  if (predicateType !== NPM_PUBLISH_V01)
    throw new Refusal(
      "PREDICATE_TYPE_UNSUPPORTED",
      `statement: expected ${NPM_PUBLISH_V01}, found ${quote(predicateType)}`,
      { expected: NPM_PUBLISH_V01, found: predicateType.slice(0, 256) },
    );
  const fail = failure("publish attestation");
  const fields = asObject(predicate, "predicate", fail);
  const name = asString(fields.name, "predicate.name", fail);
  const version = asString(fields.version, "predicate.version", fail);
  const registry = fields.registry ?? undefined;
  const named = npmSubject(statement, "publish attestation");
  checkPackage({ name, version }, named, "predicate of the publish attestation");
  return {
    name,
    version,
    registry: registry === undefined ? undefined : asString(registry, "predicate.registry", fail),
  };
}

/**
 * Reads which package a statement is about: its one subject, by its package URL, with a SHA-512.
 *
 * @param what names the statement in a refusal.
 * @throws Refusal `NPM_PUBLISH_MALFORMED` — several subjects, no package URL of npm, no SHA-512.
 */
export function npmSubject({ subjects }: Statement, what: string): NamedPackage {
  const fail = failure(what);
  const [subject, ...more] = subjects;
  if (subject === undefined || more.length > 0)
    return fail("subject", "one subject", `${subjects.length}`);
  const named = parseNpmUrl(subject.name ?? "");
  if (named === undefined)
    return fail(
      "subject[0].name",
      "pkg:npm/NAME@VERSION",
      subject.name === undefined ? "nothing" : quote(subject.name),
    );
  if (!subject.digests.has("sha512"))
    fail("subject[0].digest", "sha512", subject.algorithms.map(quote).join(", "));
  return named;
}

function failure(what: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal(
      "NPM_PUBLISH_MALFORMED",
      `${what}: expected ${expected} at ${at}, found ${found}`,
      { at },
    );
  };
}
