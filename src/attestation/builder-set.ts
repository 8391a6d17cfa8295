/** Builders that belong together, and how to tell them: data, which users can add theirs to. */
export interface BuilderSet {
  readonly name: string;
  /** Builders that are certified themselves. */
  readonly builders: readonly string[];
  /** Builders that sign for others, whom the predicate then names. */
  readonly delegators: readonly string[];
  /** How a builder that is signed for has to begin where none is asked for by its id; null for none. */
  readonly delegated: string | null;
  /** Where the builders of a repository release under tags that end so. */
  readonly tagSuffixes: ReadonlyMap<string, string>;
  /** What the project tries its own builders on before it releases them, and from which ref; null for nothing. */
  readonly trial: { readonly source: string; readonly ref: string } | null;
  /** Of a builder or a delegator, the build types that it makes; those of others are not limited by it. */
  readonly buildTypes: ReadonlyMap<string, readonly string[]>;
}

const GENERATOR = "https://github.com/slsa-framework/slsa-github-generator";
const WORKFLOWS = `${GENERATOR}/.github/workflows/`;
const DELEGATORS = [
  `${WORKFLOWS}delegator_generic_slsa3.yml`,
  `${WORKFLOWS}delegator_lowperms-generic_slsa3.yml`,
];

/** What one project offers for GitHub: the five builders that its own verifier takes unasked. */
export const SLSA_GITHUB_GENERATOR: BuilderSet = {
  name: "slsa-github-generator",
  builders: [
    `${WORKFLOWS}generator_generic_slsa3.yml`,
    `${WORKFLOWS}builder_go_slsa3.yml`,
    `${WORKFLOWS}builder_container-based_slsa3.yml`,
    ...DELEGATORS,
  ],
  delegators: DELEGATORS,
  delegated: WORKFLOWS,
  tagSuffixes: new Map([["https://github.com/jreleaser/release-action/", "-java"]]),
  // A release of the example's was built by a builder that had none yet: its own verifier takes it where it tests itself.
  trial: { source: "https://github.com/slsa-framework/example-package", ref: "refs/heads/main" },
  buildTypes: new Map([
    [`${WORKFLOWS}generator_generic_slsa3.yml`, [`${GENERATOR}/generic@v1`]],
    [`${WORKFLOWS}generator_container_slsa3.yml`, [`${GENERATOR}/container@v1`]],
    [
      `${WORKFLOWS}builder_go_slsa3.yml`,
      [`${GENERATOR}/go@v1`, `${GENERATOR}-go@v1`, `${GENERATOR}@v1`],
    ],
    [
      `${WORKFLOWS}builder_container-based_slsa3.yml`,
      ["https://slsa.dev/container-based-build/v0.1?draft"],
    ],
    ...DELEGATORS.map((name): [string, readonly string[]] => [
      name,
      [`${GENERATOR}/delegator-generic@v0`],
    ]),
  ]),
};

/** The sets that are known by name. */
export const BUILDER_SETS: ReadonlyMap<string, BuilderSet> = new Map([
  [SLSA_GITHUB_GENERATOR.name, SLSA_GITHUB_GENERATOR],
]);

/** What npm and actions/attest call the machine that ran a workflow; what ran on it, the workflow's author decided. */
export const RUNNER = "https://github.com/actions/runner";
export const RUNNERS: readonly string[] = [`${RUNNER}/github-hosted`, `${RUNNER}/self-hosted`];
