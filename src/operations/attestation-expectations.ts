import { BUILDER_SETS, type BuilderSet } from "../attestation/builder-set.ts";
import {
  type Expectations,
  issuerOfWorkflow,
  missingTrust,
  NO_EXPECTATIONS,
} from "../attestation/expectations.ts";
import { parseSignerWorkflow } from "../attestation/signer-workflow.ts";
import { isVersionTag } from "../attestation/version-tag.ts";
import { isThere, readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import { type KeyContext, readPublicKey } from "./key-source.ts";

/** What a command line says about attestations. */
export interface SaidExpectations {
  readonly identity: ExpectedIdentity | undefined;
  readonly issuer: string | undefined;
  readonly signerWorkflows: readonly string[];
  readonly keys: readonly string[];
  readonly builderIds: readonly string[];
  /** Names of sets, or files of them. */
  readonly builders: readonly string[];
  readonly buildTypes: readonly string[];
  readonly predicateTypes: readonly string[];
  readonly sources: readonly string[];
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly versionedTag: string | undefined;
  readonly sourceDigest: string | undefined;
  /** Each `NAME=VALUE`. */
  readonly inputs: readonly string[];
  readonly externalParameters: readonly string[];
  readonly packageName: string | undefined;
  readonly packageVersion: string | undefined;
  readonly denySelfHosted: boolean;
}

/**
 * Makes expectations of what was said, or says what is wrong with it: that nobody is trusted, above all.
 * @throws Refusal `KEY_…` — see `readPublicKey`; `POLICY_MALFORMED` and others — see `parseBuilderSets`.
 */
export async function expectationsOf(
  said: SaidExpectations,
  context: KeyContext,
): Promise<Expectations | string> {
  const { versionedTag, sourceDigest, tag } = said;
  if (versionedTag !== undefined && tag !== undefined)
    return "--source-tag or --source-versioned-tag, found both";
  if (versionedTag !== undefined && !isVersionTag(versionedTag))
    return `--source-versioned-tag such as v1.2 or v1.2.3, found ${versionedTag}`;
  if (sourceDigest !== undefined && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sourceDigest))
    return `--source-digest of 40 or 64 lower-case hex digits, found ${sourceDigest}`;
  const sets = await Promise.all(said.builders.map((name) => setsOf(name, context)));
  const unknown = said.builders[sets.indexOf(undefined)];
  if (unknown !== undefined)
    return `--builders ${[...BUILDER_SETS.keys()].join(" or ")}, or a file with builders, found ${unknown}`;
  const workflows = said.signerWorkflows.map((text) => parseSignerWorkflow(text) ?? text);
  const bad = workflows.find((one) => typeof one === "string");
  if (bad !== undefined)
    return `--signer-workflow such as acme/app/.github/workflows/release.yml, found ${bad}`;
  const inputs = pairsOf(said.inputs);
  if (typeof inputs === "string") return `--build-workflow-input NAME=VALUE, found ${inputs}`;
  const parameters = new Map<string, string | null>(
    said.externalParameters.map((text) => pairOf(text) ?? [text, null]),
  );
  const expectations: Expectations = {
    ...NO_EXPECTATIONS,
    signer: {
      identities: said.identity === undefined ? [] : [said.identity],
      workflows: workflows.filter((one) => typeof one !== "string"),
      keys: said.keys.map((reference) => readPublicKey(reference, context).key),
      periods: new Map(),
      issuer: said.issuer ?? null,
    },
    builders: said.builderIds,
    builderSets: sets.flatMap((one) => one ?? []),
    buildTypes: said.buildTypes,
    predicateTypes: said.predicateTypes,
    sources: said.sources,
    branch: said.branch ?? null,
    tag: tag ?? null,
    versionedTag: versionedTag ?? null,
    sourceDigest: sourceDigest ?? null,
    inputs,
    parameters,
    denySelfHosted: said.denySelfHosted,
    packageName: said.packageName ?? null,
    packageVersion: said.packageVersion ?? null,
  };
  const unvouched = expectations.signer.workflows.find(
    ({ name }) => said.issuer === undefined && issuerOfWorkflow(name) === undefined,
  );
  if (unvouched !== undefined)
    return `--certificate-oidc-issuer with the workflow ${unvouched.name}, found none`;
  return missingTrust(expectations) ?? expectations;
}

/** A set by its name, or all that a file has. */
async function setsOf(
  name: string,
  { cwd }: KeyContext,
): Promise<readonly BuilderSet[] | undefined> {
  const known = BUILDER_SETS.get(name);
  if (known !== undefined) return [known];
  const path = resolvePath(cwd, name);
  if (!isThere(path)) return undefined;
  // What reads TOML is loaded by those who have such a file.
  const { parseBuilderSets } = await import("../attestation/parse-builder-sets.ts");
  return parseBuilderSets(readFile(path, MAX_SETS_BYTES), name);
}

const MAX_SETS_BYTES = 1024 * 1024;

function pairsOf(texts: readonly string[]): ReadonlyMap<string, string> | string {
  const pairs = texts.map((text) => pairOf(text) ?? text);
  const bad = pairs.find((one) => typeof one === "string");
  return bad ?? new Map(pairs.filter((one) => typeof one !== "string"));
}

/** The name ends at the first `=`: a value may have some of its own. */
function pairOf(text: string): [name: string, value: string] | undefined {
  const at = text.indexOf("=");
  return at <= 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}
