/** What is known about a kind of build. */
export interface BuildType {
  /** The parameters that its specification names. Any other could be one that changes what is built. */
  readonly parameters: readonly string[];
  /** The user's workflow fills it in, so that every claim of it has to be certified. */
  readonly forgeable: boolean;
  /** A build may be of a commit without a ref of its own. */
  readonly commitAlone: boolean;
}

const GENERATOR = "https://github.com/slsa-framework/slsa-github-generator";
const WORKFLOW: BuildType = {
  parameters: ["workflow", "inputs", "vars"],
  forgeable: true,
  commitAlone: false,
};
const NPM: BuildType = { parameters: [], forgeable: true, commitAlone: true };

/** GitHub's own type has two names: its specification moved. */
export const WORKFLOW_BUILD_TYPES: readonly string[] = [
  "https://actions.github.io/buildtypes/workflow/v1",
  "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
];
/** What npm wrote in provenance of version 0.2. */
export const NPM_BUILD_TYPES: readonly string[] = [
  "https://github.com/npm/cli/gha@v1",
  "https://github.com/npm/cli/gha/v1",
  "https://github.com/npm/cli/gha/v2",
];

/** A build by hand, of ours: see the documentation of `provenance create`. */
export const LOCAL_BUILD_TYPE = "https://lockseal.dev/buildtypes/local/v1";

/** The kinds of builds whose parameters are known. A user declares those of others. */
export const BUILD_TYPES: ReadonlyMap<string, BuildType> = new Map([
  ...WORKFLOW_BUILD_TYPES.map((uri): [string, BuildType] => [uri, WORKFLOW]),
  ...NPM_BUILD_TYPES.map((uri): [string, BuildType] => [uri, NPM]),
  [LOCAL_BUILD_TYPE, { parameters: ["source"], forgeable: false, commitAlone: true }],
  [
    `${GENERATOR}/delegator-generic@v0`,
    { parameters: ["inputs", "vars", "workflow", "source"], forgeable: false, commitAlone: true },
  ],
  [
    "https://slsa.dev/container-based-build/v0.1?draft",
    {
      parameters: ["source", "builderImage", "configPath", "buildConfig"],
      forgeable: false,
      commitAlone: false,
    },
  ],
]);
