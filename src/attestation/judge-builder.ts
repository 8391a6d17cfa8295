import { type BuilderId, isBuilder, isReleaseTag, parseBuilderId } from "./builder-id.ts";
import { type BuilderSet, RUNNER, RUNNERS, SLSA_GITHUB_GENERATOR } from "./builder-set.ts";
import { anyOf, type Check, check, type Reading } from "./check.ts";
import { certified, claimed, type Facts, readings } from "./facts.ts";

/** How the builder was told, and what was checked of it. */
export interface JudgedBuilder {
  readonly checks: readonly Check[];
  /** A user's own workflow on a machine of the build service's: it could claim anything. */
  readonly isRunner: boolean;
}

const NEXT =
  "do not use the file, unless its publisher names this very builder: --builder-id with what was found";

/**
 * Judges who built: a workflow that its certificate names, one that a delegator signed for, a machine that ran the source's own
 * workflow, or whatever an expected signer says. A builder that only the predicate names counts for nothing by itself.
 */
export function judgeBuilder(facts: Facts): JudgedBuilder {
  const { expectations, certificate } = facts;
  const { builders, builderSets } = expectations;
  const asked = [...builders, ...builderSets.flatMap((set) => set.builders)];
  if (asked.length === 0) return { checks: [], isRunner: false };
  const expected = asked.map(parseBuilderId);
  const certifiedAs = certificate === null ? null : parseBuilderId(certificate.name);
  if (certifiedAs !== null) {
    const set = delegatorOf(certifiedAs, builderSets);
    if (set !== undefined)
      return { checks: judgeDelegated(facts, certifiedAs, set), isRunner: false };
    if (expected.some(({ name }) => name === certifiedAs.name))
      return { checks: judgeWorkflow(facts, certifiedAs, expected, asked), isRunner: false };
  }
  const machines = builders.filter((id) => id === RUNNER || id.startsWith(`${RUNNER}/`));
  if (machines.length > 0) return { checks: judgeRunner(facts, machines), isRunner: true };
  const { identities, workflows, keys } = expectations.signer;
  if (identities.length + workflows.length + keys.length > 0)
    return { checks: judgeDeclared(facts, expected, asked), isRunner: false };
  return {
    checks: [
      check(
        "BUILDER_UNTRUSTED",
        false,
        anyOf(asked),
        certificate?.name ?? "a key",
        readings(...signerOf(facts)),
        { help: NEXT },
      ),
    ],
    isRunner: false,
  };
}

/** Who may sign for others: those of the given sets, else of the one that is known. */
function delegatorOf({ name }: BuilderId, sets: readonly BuilderSet[]): BuilderSet | undefined {
  const known = sets.length > 0 ? sets : [SLSA_GITHUB_GENERATOR];
  return known.find(({ delegators }) => delegators.includes(name));
}

function judgeDelegated(facts: Facts, delegator: BuilderId, set: BuilderSet): readonly Check[] {
  const { expectations, provenance, isPackage } = facts;
  const read = [...signerOf(facts), ...builderOf(facts)];
  const checks = [certifiedTag(facts, delegator, [set])];
  if (provenance === null) return [...checks, noProvenance(set.delegators)];
  const found = parseBuilderId(provenance.builder.value);
  const suffix = [...set.tagSuffixes].find(([prefix]) => found.name.startsWith(prefix))?.[1] ?? "";
  const asked = expectations.builders;
  const prefix = asked.length === 0 && !isPackage ? set.delegated : null;
  const holds =
    prefix === null
      ? asked.some((id) => isBuilder(found, parseBuilderId(id)))
      : found.name.startsWith(prefix);
  // A registry's users name the builder: that of a set could have built any package.
  const rule = asked.length === 0 && prefix === null ? "BUILDER_UNTRUSTED" : "BUILDER_MISMATCH";
  const wanted = rule === "BUILDER_UNTRUSTED" ? "a builder by its id" : (prefix ?? anyOf(asked));
  return [
    ...checks,
    check(rule, holds, wanted, provenance.builder.value, read, { help: NEXT, agree: holds }),
    releaseTag(found, suffix, builderOf(facts)),
    ...buildTypeOf(facts, delegator.name, [set]),
  ];
}

function judgeWorkflow(
  facts: Facts,
  certifiedAs: BuilderId,
  expected: readonly BuilderId[],
  asked: readonly string[],
): readonly Check[] {
  const { provenance, certificate, expectations } = facts;
  const name = certificate?.name ?? "";
  const read = [...signerOf(facts), ...builderOf(facts)];
  const holds = expected.some((one) => isBuilder(certifiedAs, one));
  const checks = [
    check("BUILDER_UNTRUSTED", holds, anyOf(asked), name, read, {
      help: NEXT,
      agree: provenance === null || provenance.builder.value === name,
    }),
    certifiedTag(facts, certifiedAs, [...expectations.builderSets, SLSA_GITHUB_GENERATOR]),
  ];
  if (provenance === null) return checks;
  return [
    ...checks,
    check(
      "BUILDER_MISMATCH",
      provenance.builder.value === name,
      `the builder that was certified, ${name}`,
      provenance.builder.value,
      read,
    ),
    ...buildTypeOf(facts, certifiedAs.name, [...expectations.builderSets, SLSA_GITHUB_GENERATOR]),
  ];
}

/**
 * In its first years npm named the machine without its kind, which was GitHub's then. That name and the later one mean the
 * same in provenance of that version, and in no other.
 */
function judgeRunner(facts: Facts, asked: readonly string[]): readonly Check[] {
  const { provenance, certificate } = facts;
  if (provenance === null) return [noProvenance(asked)];
  const named = provenance.builder.value;
  const isOld = provenance.version === "v0.2";
  const spelled = (id: string): string => (isOld && id === RUNNER ? `${RUNNER}/github-hosted` : id);
  const same = asked.find((id) => spelled(id) === spelled(named));
  const kind = RUNNERS.find((id) => id === spelled(same ?? asked[0] ?? ""));
  const wanted = kind?.slice(RUNNER.length + 1) ?? "github-hosted";
  const ran = certified(certificate, "runnerEnvironment");
  const read = readings(ran, ...claimed(provenance.runners), ...builderOf(facts));
  return [
    check("BUILDER_MISMATCH", same !== undefined && kind !== undefined, anyOf(asked), named, read, {
      help: NEXT,
      agree: ran !== null && spelled(named) === `${RUNNER}/${ran.value}`,
    }),
    check(
      "BUILDER_RUNNER",
      ran?.value === wanted && provenance.runners.every(({ value }) => value === wanted),
      wanted,
      ran?.value ?? "nothing that says where it ran",
      read,
    ),
  ];
}

/** The signer is trusted by itself, and says who built. */
function judgeDeclared(
  facts: Facts,
  expected: readonly BuilderId[],
  asked: readonly string[],
): readonly Check[] {
  const { provenance } = facts;
  if (provenance === null) return [noProvenance(asked)];
  const found = parseBuilderId(provenance.builder.value);
  const holds = expected.some((one) => isBuilder(found, one));
  return [
    check("BUILDER_MISMATCH", holds, anyOf(asked), provenance.builder.value, builderOf(facts), {
      help: NEXT,
    }),
  ];
}

/** A project may try its own builders, on a repository of its own: that is said, and holds for nobody else. */
function certifiedTag(facts: Facts, id: BuilderId, sets: readonly BuilderSet[]): Check {
  const found = releaseTag(id, "", signerOf(facts));
  const source = certified(facts.certificate, "sourceRepositoryUri");
  const isTrial = sets.some(
    ({ trial, builders }) =>
      builders.includes(id.name) && trial?.ref === id.ref && trial?.source === source?.value,
  );
  return found.verdict === "refused" && isTrial ? { ...found, verdict: "warned" } : found;
}

function releaseTag(id: BuilderId, suffix: string, read: readonly Reading[]): Check {
  const wanted = `a release tag, refs/tags/vX.Y.Z${suffix}`;
  return check("BUILDER_REF", isReleaseTag(id.ref, suffix), wanted, id.ref ?? "no ref", read, {
    agree: true,
    help: "let the publisher call the builder at a release tag: a branch or a short tag can be moved",
  });
}

function buildTypeOf(facts: Facts, builder: string, sets: readonly BuilderSet[]): readonly Check[] {
  const { provenance } = facts;
  const types = sets.flatMap(({ buildTypes }) => buildTypes.get(builder) ?? []);
  if (provenance === null || types.length === 0) return [];
  const { buildType } = provenance;
  const holds = types.includes(buildType.value);
  return [check("BUILD_TYPE", holds, anyOf(types), buildType.value, claimed([buildType]))];
}

function noProvenance(asked: readonly string[]): Check {
  return check("BUILDER_MISMATCH", false, anyOf(asked), "a statement that names no builder", []);
}

function signerOf({ certificate }: Facts): readonly Reading[] {
  if (certificate === null) return [];
  return [{ document: "certificate", field: "subjectAlternativeName", value: certificate.name }];
}

function builderOf({ provenance }: Facts): readonly Reading[] {
  return provenance === null ? [] : claimed([provenance.builder]);
}
