import { formatCanonicalJson } from "../bytes/canonical-json.ts";
import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asExactObject, asObject, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { jsonOfToml, parseTomlDocument } from "../bytes/toml.ts";
import type { Period } from "../trust/period.ts";
import type { Signer } from "../trust/signers.ts";
import { BUILDER_SETS, type BuilderSet } from "./builder-set.ts";
import { type Expectations, missingTrust, NO_EXPECTATIONS } from "./expectations.ts";
import { readBuilderSet } from "./parse-builder-sets.ts";
import { policyFailure } from "./policy-failure.ts";
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

const MAX_POLICY_BYTES = 1024 * 1024;
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
 * Reads what a policy expects of attestations: its tables `[provenance.NAME]`, with the signers and builders that they name.
 * Reads no key, and leaves the other tables to the policy's own parser.
 *
 * @param what names the file in a refusal.
 * @param signers of the policy, by name.
 * @throws Refusal `POLICY_MALFORMED` — a field that is unknown or cannot be meant; a table that trusts nobody; no table.
 * @throws Refusal `TOML_MALFORMED`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED` — see `parseTomlDocument`.
 */
export function parseExpectations(
  bytes: Uint8Array,
  what: string,
  signers: ReadonlyMap<string, Signer>,
): readonly NamedExpectations[] {
  const document = parseTomlDocument(bytes, { what, maxBytes: MAX_POLICY_BYTES });
  const fail = policyFailure(what, document);
  const root = asObject(jsonOfToml(document.root), "", fail);
  const sets = new Map(BUILDER_SETS);
  for (const [name, value] of Object.entries(tableAt(root.builders, "builders", fail)))
    sets.set(name, readBuilderSet(name, value, fail));
  const sections = Object.entries(tableAt(root.provenance, "provenance", fail)).map(
    ([name, value]) => readSection(name, value, { signers, sets, fail }),
  );
  return sections.length === 0 ? fail("", "a table [provenance.NAME]", "none") : sections;
}

interface Context {
  readonly signers: ReadonlyMap<string, Signer>;
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
  { signers, fail }: Context,
): { readonly signer: Signer; readonly period: Period } {
  const signer = signers.get(name) ?? fail(at, `a signer under [signers.${name}]`, "none");
  const { from, until, revoked } = signer;
  const end = Math.min(until ?? Number.POSITIVE_INFINITY, revoked ?? Number.POSITIVE_INFINITY);
  return { signer, period: { start: from ?? 0, end } };
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

function tableAt(value: JsonValue | undefined, at: string, fail: ShapeFailure): JsonObject {
  return value === undefined ? {} : asObject(value, at, fail);
}
