import type { PublicKey } from "../key/public-key.ts";
import type { ExpectedIdentity } from "../trust/identity.ts";
import type { Period } from "../trust/period.ts";
import type { BuilderSet } from "./builder-set.ts";

/** What an attestation has to say, and who has to say it. An empty list or null asks for nothing, but for the signer. */
export interface Expectations {
  readonly signer: ExpectedSigners;
  /** Any of these, each with or without a ref. */
  readonly builders: readonly string[];
  readonly builderSets: readonly BuilderSet[];
  readonly buildTypes: readonly string[];
  /** Empty for provenance of every version that is read. */
  readonly predicateTypes: readonly string[];
  readonly sources: readonly string[];
  readonly branch: string | null;
  readonly tag: string | null;
  readonly versionedTag: string | null;
  /** The commit, in hex. */
  readonly sourceDigest: string | null;
  /** What a person gave a build that they started. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What parameters may be there at all: null for those that the build type has. */
  readonly allowedParameters: readonly string[] | null;
  /** What they have to be, by name or by path; each is allowed thereby. Null for any value. */
  readonly parameters: ReadonlyMap<string, string | null>;
  readonly denySelfHosted: boolean;
  readonly packageName: string | null;
  readonly packageVersion: string | null;
}

/** Whose signature counts: any of these. With none of them, that of a builder that is asked for. */
export interface ExpectedSigners {
  readonly identities: readonly ExpectedIdentity[];
  readonly workflows: readonly SignerWorkflow[];
  readonly keys: readonly PublicKey[];
  /** When the signature of an identity or a key counts; always, for those that are not in here. */
  readonly periods: ReadonlyMap<ExpectedIdentity | PublicKey, Period>;
  /** Who vouches for builders and workflows; null for the one that is known to vouch for those of their host. */
  readonly issuer: string | null;
}

/** A workflow that signs, whatever it is started by. */
export interface SignerWorkflow {
  /** Such as `https://github.com/acme/app/.github/workflows/release.yml`. */
  readonly name: string;
  /** Such as `refs/tags/v1.2.3`; null for any. */
  readonly ref: string | null;
}

/** Nothing expected of anybody: what a caller begins with. */
export const NO_EXPECTATIONS: Expectations = {
  signer: { identities: [], workflows: [], keys: [], periods: new Map(), issuer: null },
  builders: [],
  builderSets: [],
  buildTypes: [],
  predicateTypes: [],
  sources: [],
  branch: null,
  tag: null,
  versionedTag: null,
  sourceDigest: null,
  inputs: new Map(),
  allowedParameters: null,
  parameters: new Map(),
  denySelfHosted: false,
  packageName: null,
  packageVersion: null,
};

/** Who certifies the workflows of a host, where everybody knows. */
const ISSUERS: ReadonlyMap<string, string> = new Map([
  ["https://github.com", "https://token.actions.githubusercontent.com"],
  ["https://gitlab.com", "https://gitlab.com"],
]);

/** Names the issuer that vouches for a workflow by its host; nothing where nobody is known to. */
export function issuerOfWorkflow(name: string): string | undefined {
  return ISSUERS.get(/^https:\/\/[^/]+/.exec(name)?.[0] ?? "");
}

/** Says what is wrong with expectations that no attestation could be judged by; nothing where all is well. */
export function missingTrust(expectations: Expectations): string | undefined {
  const { signer, builders, builderSets, sources } = expectations;
  const isNamed = signer.identities.length + signer.workflows.length + signer.keys.length > 0;
  if (isNamed) return undefined;
  if (builders.length + builderSets.length === 0)
    return "a builder, an identity with its issuer, a workflow or a key that is trusted, found none";
  const unknown = [...builders, ...builderSets.flatMap((set) => set.builders)].find(
    (id) => signer.issuer === null && issuerOfWorkflow(id) === undefined,
  );
  if (unknown !== undefined)
    return `an issuer, or an identity with its issuer, with the builder ${unknown}, whose host nobody is known to vouch for, found none`;
  // Everybody's workflows run on these machines: without a source their signature says nothing.
  const open = builders.find((id) => id.startsWith("https://github.com/actions/runner"));
  if (open !== undefined && sources.length === 0)
    return `a source with the builder ${open}, which runs anybody's workflows, found none`;
  return undefined;
}
