import type { JsonValue } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import type { CertificateNames } from "./certificate-names.ts";

/** What the certificate of a functionary has to say. `*` alone allows anything, an empty list nothing. */
export interface CertificateConstraint {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly emails: readonly string[];
  readonly organizations: readonly string[];
  readonly uris: readonly string[];
  /** Names of roots of the layout that may have issued it. */
  readonly roots: readonly string[];
}

const MAX_VALUES = 256;

/** Reads a certificate constraint, a form of the Go implementation. A list that is not there allows nothing. */
export function parseCertificateConstraint(
  value: JsonValue,
  at: string,
  fail: ShapeFailure,
): CertificateConstraint {
  const constraint = asObject(value, at, fail);
  const list = (name: string): readonly string[] =>
    asArray(constraint[name] ?? [], `${at}.${name}`, 0, MAX_VALUES, fail)
      .map((one, index) => asString(one, `${at}.${name}[${index}]`, fail))
      .filter((one, _, all) => one !== "" || all.length > 1);
  return {
    commonName: asString(constraint.common_name ?? "", `${at}.common_name`, fail),
    dnsNames: list("dns_names"),
    emails: list("emails"),
    organizations: list("organizations"),
    uris: list("uris"),
    roots: list("roots"),
  };
}

/**
 * Says what of a certificate's names does not satisfy a constraint: each value that is wanted has to be there once, and
 * no other. Who issued the certificate is not looked at.
 *
 * @returns undefined where all do.
 * @see https://github.com/in-toto/ITE/blob/master/ITE/7/README.adoc
 */
export function flawOfNames(
  constraint: CertificateConstraint,
  names: CertificateNames,
): string | undefined {
  const commonName = constraint.commonName === "" ? [] : [constraint.commonName];
  const checks: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["common name", commonName, names.commonNames],
    ["DNS names", constraint.dnsNames, names.dnsNames],
    ["e-mail addresses", constraint.emails, names.emails],
    ["organizations", constraint.organizations, names.organizations],
    ["URIs", constraint.uris, names.uris],
  ];
  for (const [what, wanted, found] of checks) {
    if (isAny(wanted)) continue;
    const isEqual = JSON.stringify([...wanted].sort()) === JSON.stringify([...found].sort());
    if (!isEqual) return `${what} ${show(found)} where ${show(wanted)} is expected`;
  }
  return undefined;
}

/**
 * Says whom a constraint takes a certificate for, by the names that it wants; where it wants none of those that people and
 * machines have, by all of these. An organization is many, and tells nobody apart.
 */
export function holderOf(constraint: CertificateConstraint, names: CertificateNames): string {
  const commonName = constraint.commonName === "" ? [] : [constraint.commonName];
  const all: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["common name", commonName, names.commonNames],
    ["DNS names", constraint.dnsNames, names.dnsNames],
    ["e-mail addresses", constraint.emails, names.emails],
    ["URIs", constraint.uris, names.uris],
  ];
  const wanted = all.filter(([, values]) => values.length > 0 && !isAny(values));
  const told = wanted.length > 0 ? wanted : all;
  return JSON.stringify(told.map(([what, , found]) => [what, [...found].sort()]));
}

/** Tells whether a constraint allows certificates of a root. */
export function allowsRoot({ roots }: CertificateConstraint, keyid: string): boolean {
  return isAny(roots) || roots.includes(keyid);
}

function isAny(values: readonly string[]): boolean {
  return values.length === 1 && values[0] === "*";
}

function show(values: readonly string[]): string {
  return values.length === 0 ? "none" : values.map((value) => quote(value)).join(", ");
}
