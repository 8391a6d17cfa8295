import { formatCanonicalJson } from "../bytes/canonical-json.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import {
  asExactObject,
  asObject,
  asString,
  below,
  type ShapeFailure,
} from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { parseToml } from "../bytes/toml.ts";
import { type Period, parsePeriod } from "../trust/period.ts";
import { parseSigners, policyFailure, type Signer } from "../trust/signers.ts";
import { BUILDER_SETS, type BuilderSet } from "./builder-set.ts";
import { type Expectations, missingTrust, NO_EXPECTATIONS } from "./expectations.ts";
import { readBuilderSet } from "./parse-builder-sets.ts";
import { parseSignerWorkflow } from "./signer-workflow.ts";
import { isSubject } from "./subject-pattern.ts";
import { textOf, textsOf } from "./text-fields.ts";
import { isVersionTag } from "./version-tag.ts";

/** What a policy expects of the attestations of some files. */
export interface NamedExpectations {
  /** The name of its table, under `provenance`. */
  readonly name: string;
  /** Patterns over paths relative to the policy's folder, as `isSubject` has them; none for every file. */
  readonly subjects: readonly string[];
  /** Without the keys, which are in files. */
  readonly expectations: Expectations;
  /** The files of public keys, relative to the policy's folder, and when the signature of each counts. */
  readonly keys: readonly { readonly path: string; readonly period: Period }[];
}

/** What a policy says about attestations. */
export interface AttestationPolicy {
  readonly sections: readonly NamedExpectations[];
  /** What certificates are judged by; null for what is at hand. */
  readonly root: { readonly file: string; readonly sha256: string } | null;
  /** As the command line has it, such as `180d`; null for no limit. */
  readonly maxRootAge: string | null;
  /** `YYYY-MM-DDTHH:MM:SSZ` after which the policy says nothing; null for never. */
  readonly expires: string | null;
}

const MAX_POLICY_BYTES = 1024 * 1024;
/** The tables that are about other things are left to others. */
const TABLES = ["name", "expires", "policy", "trust", "signers", "indexes", "lock", "tools"];
const OTHERS = ["builders", "provenance", "layout", "rule"];
const FIELDS = [
  "subject",
  "predicate",
  "signer",
  "signer_workflow",
  "builder",
  "builders",
  "build_type",
  "source",
  "branch",
  "tag",
  "versioned_tag",
  "source_digest",
  "inputs",
  "external_parameters",
  "package",
  "package_version",
  "deny_self_hosted",
];

/**
 * Reads what a policy expects of attestations: its tables `[provenance.NAME]`, the signers and builders that they name, and the
 * trust that they are judged by. Reads no key, and leaves the other tables to others.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `POLICY_MALFORMED` — a field that is unknown or cannot be meant; a table that trusts nobody; no table.
 * @throws Refusal `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED` — see `parseToml`.
 */
export function parseAttestationPolicy(bytes: Uint8Array, what: string): AttestationPolicy {
  const fail = policyFailure(what);
  const parsed = parseToml(bytes, { what, maxBytes: MAX_POLICY_BYTES });
  const root = asExactObject(parsed, "", ["version"], fail, [...TABLES, ...OTHERS]);
  if (root.version !== 1) fail("version", "1", quote(String(root.version)));
  const signers = parseSigners(root.signers, what);
  const sets = new Map(BUILDER_SETS);
  for (const [name, value] of Object.entries(tableAt(root.builders, "builders", fail)))
    sets.set(name, readBuilderSet(name, value, fail));
  const raw = tableAt(root.signers, "signers", fail);
  const sections = Object.entries(tableAt(root.provenance, "provenance", fail)).map(
    ([name, value]) => readSection(name, value, { signers, raw, sets, fail }),
  );
  if (sections.length === 0) fail("", "a table [provenance.NAME]", "none");
  return { sections, ...readTrust(root.trust, fail), expires: readExpires(root.expires, fail) };
}

interface Context {
  readonly signers: ReadonlyMap<string, Signer>;
  /** The tables of the signers, for when each counts. */
  readonly raw: JsonObject;
  readonly sets: ReadonlyMap<string, BuilderSet>;
  readonly fail: ShapeFailure;
}

function readSection(name: string, value: JsonValue, context: Context): NamedExpectations {
  const { fail, sets } = context;
  const at = `provenance.${name}`;
  const fields = asExactObject(value, at, [], fail, FIELDS);
  const list = (field: string): readonly string[] =>
    fields[field] === undefined ? [] : textsOf(fields[field], below(at, field), fail);
  const some = (field: string): string | null =>
    fields[field] === undefined ? null : textOf(fields[field], below(at, field), fail);
  const versionedTag = some("versioned_tag");
  if (versionedTag !== null && !isVersionTag(versionedTag))
    fail(`${at}.versioned_tag`, "a version such as v1.2", quote(versionedTag));
  const sourceDigest = some("source_digest");
  if (sourceDigest !== null && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sourceDigest))
    fail(`${at}.source_digest`, "40 or 64 lower-case hex digits", quote(sourceDigest));
  const deny = fields.deny_self_hosted ?? false;
  if (typeof deny !== "boolean") fail(`${at}.deny_self_hosted`, "true or false", "another value");
  const subjects = list("subject");
  for (const pattern of subjects) isSubject(pattern, "");
  const named = list("signer").map((one) => signerOf(one, `${at}.signer`, context));
  const parameters = readParameters(fields.external_parameters, `${at}.external_parameters`, fail);
  const expectations: Expectations = {
    ...NO_EXPECTATIONS,
    signer: {
      ...NO_EXPECTATIONS.signer,
      identities: named.flatMap(({ signer }) => signer.keyless),
      workflows: list("signer_workflow").map(
        (text) =>
          parseSignerWorkflow(text) ??
          fail(`${at}.signer_workflow`, "OWNER/NAME/.github/workflows/FILE.yml", quote(text)),
      ),
      periods: new Map(
        named.flatMap(({ signer, period }) => signer.keyless.map((one) => [one, period] as const)),
      ),
    },
    builders: list("builder"),
    builderSets: list("builders").map(
      (one) => sets.get(one) ?? fail(`${at}.builders`, `a set under [builders.${one}]`, "none"),
    ),
    buildTypes: list("build_type"),
    predicateTypes: list("predicate"),
    sources: list("source"),
    branch: some("branch"),
    tag: some("tag"),
    versionedTag,
    sourceDigest,
    inputs: readValues(fields.inputs, `${at}.inputs`, fail),
    ...parameters,
    denySelfHosted: deny === true,
    packageName: some("package"),
    packageVersion: some("package_version"),
  };
  const keys = named.flatMap(({ signer, period }) => signer.keys.map((path) => ({ path, period })));
  const missing = keys.length > 0 ? undefined : missingTrust(expectations);
  if (missing !== undefined) {
    const [, expected = missing, found = "none"] = /^(.*), found (.*)$/s.exec(missing) ?? [];
    fail(at, expected, found);
  }
  return { name, subjects, expectations, keys };
}

function signerOf(
  name: string,
  at: string,
  { signers, raw, fail }: Context,
): { readonly signer: Signer; readonly period: Period } {
  const signer = signers.get(name) ?? fail(at, `a signer under [signers.${name}]`, "none");
  for (const one of signer.keyless)
    if (one.kind === "workflow" && one.ref.slice(0, -1).includes("*"))
      fail(`signers.${name}`, "* at the end of a ref alone", quote(one.ref));
  const { from, until, revoked } = asObject(raw[name], `signers.${name}`, fail);
  const time = (value: JsonValue | undefined, field: string): string | null =>
    value === undefined ? null : asString(value, `signers.${name}.${field}`, fail);
  const ends = [time(until, "until"), time(revoked, "revoked")].filter((one) => one !== null);
  const periods = (ends.length === 0 ? [null] : ends).map(
    (end) =>
      parsePeriod(time(from, "from") ?? "1970-01-01T00:00:00Z", end) ??
      fail(`signers.${name}`, "times in UTC, the end not before the start", quote(String(end))),
  );
  const end = Math.min(...periods.map((one) => one.end));
  return { signer, period: { start: periods[0]?.start ?? 0, end } };
}

/** A list allows names, whatever their values; a table says the values too. */
function readParameters(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Pick<Expectations, "allowedParameters" | "parameters"> {
  if (value === undefined) return { allowedParameters: null, parameters: new Map() };
  if (typeof value === "string" || Array.isArray(value))
    return { allowedParameters: textsOf(value, at, fail), parameters: new Map() };
  return { allowedParameters: [], parameters: readValues(value, at, fail) };
}

function readValues(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tableAt(value, at, fail)).map(([name, one]) => [
      name,
      typeof one === "string" ? one : formatCanonicalJson(one),
    ]),
  );
}

function readTrust(
  value: JsonValue | undefined,
  fail: ShapeFailure,
): Pick<AttestationPolicy, "root" | "maxRootAge"> {
  const fields = asExactObject(value ?? {}, "trust", [], fail, [
    "sigstore_root",
    "max_root_age",
    "time",
    "max_clock_skew",
  ]);
  const age = fields.max_root_age;
  const times = fields.time === undefined ? [] : textsOf(fields.time, "trust.time", fail);
  // Both clocks count here: a policy that takes one alone would be judged by more than it says.
  if (fields.time !== undefined && !["rekor-v1", "rfc3161"].every((one) => times.includes(one)))
    fail("trust.time", '["rekor-v1", "rfc3161"], for both count', times.map(quote).join(", "));
  if (fields.max_clock_skew !== undefined && fields.max_clock_skew !== "5m")
    fail("trust.max_clock_skew", "5m", "another");
  if (fields.sigstore_root === undefined)
    return {
      root: null,
      maxRootAge: age === undefined ? null : textOf(age, "trust.max_root_age", fail),
    };
  const pinned = asExactObject(
    fields.sigstore_root,
    "trust.sigstore_root",
    ["file", "sha256"],
    fail,
  );
  return {
    root: {
      file: textOf(pinned.file, "trust.sigstore_root.file", fail),
      sha256: textOf(pinned.sha256, "trust.sigstore_root.sha256", fail),
    },
    maxRootAge: age === undefined ? null : textOf(age, "trust.max_root_age", fail),
  };
}

function readExpires(value: JsonValue | undefined, fail: ShapeFailure): string | null {
  if (value === undefined) return null;
  const text = textOf(value, "expires", fail);
  return Number.isNaN(Date.parse(text)) ? fail("expires", "a time in UTC", quote(text)) : text;
}

function tableAt(value: JsonValue | undefined, at: string, fail: ShapeFailure): JsonObject {
  return value === undefined ? {} : asObject(value, at, fail);
}
