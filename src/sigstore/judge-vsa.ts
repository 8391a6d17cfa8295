import type { Rule } from "../rule.ts";
import { parseVsa, trackOf, VSA_V1, type Vsa } from "../statement/predicate/vsa.ts";
import type { Statement, Subject } from "../statement/statement.ts";
import { findSubjectByDigest, type KnownDigests } from "./subject.ts";

/** What a summary has to be about: an artifact by its digests, or what has another name in its digest set. */
export type VsaSubject =
  | { readonly digests: KnownDigests }
  /** Compared to the letter with what the statement has under that name; whether it belongs to any artifact nobody here knows. */
  | { readonly identifier: { readonly name: string; readonly value: string } };

/** What a summary has to say, whoever signed it. */
export interface ExpectedSummary {
  /** The ids that the signer may speak for. */
  readonly verifierIds: readonly string[];
  readonly resourceUri: string;
  /** Each has to be there, or a higher one of its track. */
  readonly levels: readonly string[];
}

/** The steps of SLSA's procedure, by its numbers; the first is the signature. */
export type VsaRule =
  | "VSA_SIGNATURE"
  | "VSA_SUBJECT"
  | "VSA_TYPE"
  | "VSA_VERIFIER"
  | "VSA_RESOURCE"
  | "VSA_RESULT"
  | "VSA_LEVEL";

/** One step, what was expected, what was found, and in which field. */
export interface VsaCheck {
  /** A step, or the code of a refusal that ended it. */
  readonly rule: Rule;
  readonly verdict: "passed" | "refused" | "noted";
  readonly expected: string;
  readonly found: string;
  /** From the statement on; empty where it is none of it. */
  readonly field: string;
  readonly help?: string;
}

/**
 * Judges a summary that was verified to be signed, by steps 2 to 7. Every step is judged, whatever the others say; but what is of
 * another type is not read at all.
 *
 * @throws Refusal `STATEMENT_SUBJECT_MISMATCH`, `STATEMENT_DIGEST_CONFLICT` — see `findSubjectByDigest`.
 * @throws Refusal `PREDICATE_MALFORMED` — see `parseVsa`.
 * @see https://slsa.dev/spec/v1.2/verification_summary#how-to-verify
 */
export function judgeVsa(
  statement: Statement,
  subject: VsaSubject,
  expected: ExpectedSummary,
): { readonly checks: readonly VsaCheck[]; readonly vsa: Vsa | null } {
  // 2. The subject is the artifact. 3. The type is that of version 1: another says other things, or in other words.
  const about = [judgeSubject(statement, subject), judgeType(statement)];
  if (statement.predicateType !== VSA_V1) return { checks: about, vsa: null };
  const vsa = parseVsa(statement);
  return {
    checks: [...about, ...judgeClaims(vsa, expected)],
    vsa,
  };
}

function judgeSubject(statement: Statement, subject: VsaSubject): VsaCheck {
  const field = "subject[].digest";
  if ("digests" in subject) {
    const { digests } = findSubjectByDigest(statement, subject.digests);
    const found = digests.map(({ algorithm, hex }) => `${algorithm}:${hex}`).join(" and ");
    return passed("VSA_SUBJECT", "the artifact's digest", found, field);
  }
  const { name, value } = subject.identifier;
  const values = statement.subjects.flatMap((one) => identifierOf(one, name) ?? []);
  const found =
    values.length === 0
      ? "none"
      : values
          .slice(0, 3)
          .map((one) => `${name}:${one}`)
          .join(", ");
  return check("VSA_SUBJECT", values.includes(value), `${name}:${value}`, found, field, {
    help: "take the summary that was made for this artifact",
  });
}

function identifierOf({ identifiers }: Subject, name: string): string | undefined {
  return identifiers?.get(name);
}

function judgeType({ predicateType }: Statement): VsaCheck {
  return check("VSA_TYPE", predicateType === VSA_V1, VSA_V1, predicateType, "predicateType", {
    help: "let the verifier write summaries of version 1",
  });
}

function judgeClaims(vsa: Vsa, expected: ExpectedSummary): readonly VsaCheck[] {
  const { verifier, resourceUri, verificationResult, verifiedLevels } = vsa;
  const levels = verifiedLevels.join(", ") || "none";
  // A level may say that there is none, whatever the result says beside it.
  const failed = verificationResult !== "PASSED" || verifiedLevels.includes("FAILED");
  return [
    // 4. The verifier is one that this signer speaks for.
    check(
      "VSA_VERIFIER",
      expected.verifierIds.includes(verifier.id),
      expected.verifierIds.join(" or "),
      verifier.id,
      "predicate.verifier.id",
      { help: "name the verifier whose key this is: --verifier-id" },
    ),
    // 5. The resource is the one that it is used as.
    check(
      "VSA_RESOURCE",
      resourceUri === expected.resourceUri,
      expected.resourceUri,
      resourceUri,
      "predicate.resourceUri",
      { help: "name what the artifact was fetched as, to the letter: --resource-uri" },
    ),
    // 6. The result.
    check(
      "VSA_RESULT",
      !failed,
      "PASSED",
      verificationResult === "PASSED" && failed
        ? "PASSED with the level FAILED"
        : verificationResult,
      "predicate.verificationResult",
      { help: "do not use the artifact: its verifier refused it" },
    ),
    // 7. The levels.
    ...(expected.levels.length === 0
      ? [noLevel(levels)]
      : expected.levels.map((level) =>
          check(
            "VSA_LEVEL",
            reaches(verifiedLevels, level),
            level,
            levels,
            "predicate.verifiedLevels",
            { help: "ask its verifier for that level, or ask for less: --verified-level" },
          ),
        )),
  ];
}

/** A level of a track implies those below it; one that was not evaluated implies nothing, and is implied by nothing. */
function reaches(levels: readonly string[], wanted: string): boolean {
  if (levels.includes(wanted)) return true;
  const least = trackOf(wanted);
  if (least === undefined || least.level === null) return false;
  return levels.some((one) => {
    const found = trackOf(one);
    return (
      found?.track === least.track && found.level !== null && found.level >= (least.level ?? 0)
    );
  });
}

function noLevel(found: string): VsaCheck {
  return {
    rule: "VSA_LEVEL",
    verdict: "noted",
    expected: "any level",
    found,
    field: "predicate.verifiedLevels",
    help: "say which level suffices: --verified-level SLSA_BUILD_LEVEL_3",
  };
}

function check(
  rule: VsaRule,
  holds: boolean,
  expected: string,
  found: string,
  field: string,
  { help }: { readonly help: string },
): VsaCheck {
  if (holds) return passed(rule, expected, found, field);
  return { rule, verdict: "refused", expected, found, field, help };
}

function passed(rule: VsaRule, expected: string, found: string, field: string): VsaCheck {
  return { rule, verdict: "passed", expected, found, field };
}
