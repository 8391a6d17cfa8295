import { BUILD_TYPES } from "./build-type.ts";
import { anyOf, type Check, type CheckRule, check, foundIn, type Reading } from "./check.ts";
import { certified, claimed, type Facts, readings } from "./facts.ts";
import { parseSourceUri } from "./source-uri.ts";

const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/** What was built, and who says so. */
export interface SourceReadings {
  /** The repository, by all who name it. */
  readonly repositories: readonly Reading[];
  /** The ref, by all who name it. */
  readonly refs: readonly Reading[];
  /** The predicate names what started the build, and what it was built from, as GitHub's builders do. */
  readonly isComplete: boolean;
  /** What was built is a commit that no ref is said of, as delegated builders may. */
  readonly isCommitAlone: boolean;
}

/** Says whether GitHub certified who signed: what its builders write has a known form. */
export function isOfGithub({ certificate }: Facts): boolean {
  return certificate?.issuer === GITHUB_ISSUER;
}

/** Reads the source from the certificate and from every field of the predicate that names it. */
export function readSource(facts: Facts): SourceReadings {
  const { certificate, provenance } = facts;
  const repository = certified(certificate, "sourceRepositoryUri") ?? shortRepository(facts);
  const ref = certified(certificate, "sourceRepositoryRef", "githubWorkflowRef");
  const first = provenance?.dependencies[0]?.uri ?? null;
  const named = [...(provenance?.triggers ?? []), ...(provenance?.sources ?? [])];
  // What a build of another kind needed first is its source only where nothing else is named so.
  const material = isOfGithub(facts) || named.length === 0 ? first : null;
  const uris = claimed([...named, ...(material === null ? [] : [material])]);
  const type = BUILD_TYPES.get(provenance?.buildType.value ?? "");
  const bare = material !== null && parseSourceUri(material.value).ref === null;
  return {
    repositories: [...readings(repository), ...uris.map(repositoryIn)],
    refs: [...readings(ref), ...uris.flatMap(refIn), ...claimed(provenance?.refs ?? [])],
    isComplete: (provenance?.triggers.length ?? 0) > 0 && first !== null,
    isCommitAlone: bare && type?.commitAlone === true,
  };
}

/**
 * Judges what was built: certificate, trigger and material have to name one repository, an expected one, and one ref.
 * Without an expected source they still have to agree.
 */
export function judgeSource(facts: Facts): readonly Check[] {
  const { expectations, provenance } = facts;
  const { repositories, refs, isComplete, isCommitAlone } = readSource(facts);
  const expected = expectations.sources.map((uri) => parseSourceUri(uri).repository);
  const found = new Set(repositories.map(({ value }) => value));
  const [first] = found;
  if (expected.length === 0 && found.size === 0) return judgeDigest(facts, isCommitAlone);
  const agree = found.size === 1;
  const isWhole = provenance === null || !isOfGithub(facts) || isComplete;
  const holds = agree && isWhole && (expected.length === 0 || expected.includes(first ?? ""));
  return [
    check(
      "SOURCE_MISMATCH",
      holds,
      expected.length === 0 ? "one source" : anyOf(expected),
      isWhole ? foundIn(repositories) : "no trigger or no material that names it",
      repositories,
      {
        agree,
        help: "do not use the file, unless its publisher names this very repository: --source-uri with what was found",
      },
    ),
    ...judgeUnasked(facts, first ?? "nothing"),
    ...judgeRefs(facts, refs, isCommitAlone),
    ...judgeDigest(facts, isCommitAlone),
  ];
}

/**
 * Warns where only a builder is asked for: a builder builds for whoever calls it, so that its word says how something was
 * built and not whose it is.
 */
function judgeUnasked({ expectations }: Facts, found: string): readonly Check[] {
  const { signer, sources, sourceDigest } = expectations;
  const isNamed = signer.identities.length + signer.workflows.length + signer.keys.length > 0;
  if (isNamed || sources.length > 0 || sourceDigest !== null) return [];
  const rule: CheckRule = "SOURCE_UNASKED";
  const expected = "to be told which source is meant: this builder builds for anybody";
  const help = "name the publisher's own repository: --source-uri";
  return [{ rule, verdict: "warned", expected, found, read: [], agree: null, help }];
}

function judgeRefs(
  facts: Facts,
  refs: readonly Reading[],
  isCommitAlone: boolean,
): readonly Check[] {
  const { provenance } = facts;
  if (provenance === null) return [];
  const distinct = new Set(refs.map(({ value }) => value));
  const strict = isOfGithub(facts);
  if (!strict && distinct.size === 0) return [];
  const without = provenance.triggers
    .concat(strict && !isCommitAlone ? (provenance.dependencies[0]?.uri ?? []) : [])
    .find(({ value }) => parseSourceUri(value).ref === null);
  const holds = distinct.size === 1 && (!strict || without === undefined);
  return [
    check(
      "SOURCE_REF",
      holds,
      "one ref for trigger and source",
      without === undefined || !strict ? foundIn(refs) : `no ref in ${without.value}`,
      refs,
      { agree: distinct.size === 1 },
    ),
  ];
}

function judgeDigest(facts: Facts, isCommitAlone: boolean): readonly Check[] {
  const { expectations, certificate, provenance } = facts;
  const { sourceDigest } = expectations;
  if (sourceDigest === null) return [];
  const commit = certified(certificate, "sourceRepositoryDigest", "githubWorkflowSha");
  const built = provenance?.dependencies[0]?.digests;
  const own = [built?.get("gitCommit"), built?.get("sha1")].filter((one) => one !== undefined);
  const read = isCommitAlone
    ? claimed(own)
    : readings(commit, ...claimed(provenance?.commits ?? []));
  const holds = read.length > 0 && read.every(({ value }) => value === sourceDigest);
  return [
    check("SOURCE_DIGEST", holds, sourceDigest, foundIn(read), read, {
      help: "do not use the file, unless its publisher built it from this very commit",
    }),
  ];
}

function shortRepository({ certificate }: Facts): Reading | null {
  const short = certified(certificate, "githubWorkflowRepository");
  return short === null ? null : { ...short, value: `https://github.com/${short.value}` };
}

function repositoryIn(reading: Reading): Reading {
  return { ...reading, value: parseSourceUri(reading.value).repository };
}

function refIn(reading: Reading): readonly Reading[] {
  const { ref } = parseSourceUri(reading.value);
  return ref === null ? [] : [{ ...reading, value: ref }];
}
