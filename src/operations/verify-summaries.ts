import type { Check } from "../attestation/check.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { isThere } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { chooseRoot } from "../sigstore/choose-root.ts";
import type { FoundSignature } from "../sigstore/detect.ts";
import type { VsaCheck, VsaSubject } from "../sigstore/judge-vsa.ts";
import {
  judgeFoundVsa,
  refusedVsa,
  type VsaExpectation,
  type VsaVerdict,
} from "../sigstore/verify-vsa.ts";
import { trusted } from "./artifact-findings.ts";
import {
  findingOfEntry,
  type LedgerEntry,
  noAttestation,
  passedOver,
} from "./attestation-findings.ts";
import { offerAttestations } from "./attestation-source.ts";
import { judgeRootAge } from "./root-age.ts";
import { summarySubject } from "./summary-subject.ts";
import type { TrustSource } from "./trust-root-file.ts";
import type { TrustSources } from "./trust-source.ts";

/** Which summaries to verify, and whom they are believed from. */
export interface VerifySummariesOptions {
  /** Files, `sha256:HEX`, or `NAME:VALUE` of a digest set: see `summarySubject`. */
  readonly subjects: readonly string[];
  /** A file of one summary or one a line, or a folder of such files. */
  readonly summaries: string;
  readonly expected: VsaExpectation;
  readonly cwd: string;
  /** The roots that may judge; null where keys alone are expected. */
  readonly trust: TrustSources | null;
  readonly maxRootAgeMs?: number | null;
  readonly now: Date;
}

/** The verdict over all subjects. */
export interface VerifySummariesReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Every step of the summary that was taken; where none was, of the one that came closest. */
  readonly ledger: readonly LedgerEntry[];
}

/**
 * Verifies that each subject has a verification summary of a verifier that is believed, by SLSA's seven steps. Of several one
 * suffices; what cannot be read, or is about something else, hides none. Where there is none, that is a finding. Offline.
 */
export async function verifySummaries(
  options: VerifySummariesOptions,
): Promise<VerifySummariesReport> {
  const judged: Judged[] = [];
  for (const subject of options.subjects) judged.push(await judgeSubject(subject, options));
  const findings = judged.flatMap((one) => one.findings);
  return {
    findings,
    exitCode: exitCodeOf(findings),
    ledger: judged.flatMap((one) => one.ledger),
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly ledger: readonly LedgerEntry[];
}

/** A verdict, which summary it is about, and the root that judged it. */
interface Named {
  readonly name: string;
  readonly verdict: VsaVerdict;
  readonly source: TrustSource | undefined;
}

async function judgeSubject(subject: string, options: VerifySummariesOptions): Promise<Judged> {
  try {
    const { summaries, cwd } = options;
    const about = summarySubject(subject, cwd);
    if (!isThere(resolvePath(cwd, summaries)))
      return nothing(noSummary(subject, summaries, "no such file"));
    return await judgeOffered(subject, about, options);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfRefusal(error, subject));
    throw error;
  }
}

async function judgeOffered(
  subject: string,
  about: VsaSubject,
  options: VerifySummariesOptions,
): Promise<Judged> {
  const { summaries, cwd } = options;
  let closest: Named | undefined;
  let others = 0;
  for await (const offered of offerAttestations(resolvePath(cwd, summaries), summaries)) {
    const { name } = offered;
    const named =
      "refusal" in offered
        ? { name, verdict: refusedVsa(offered.refusal), source: undefined }
        : { name, ...(await judgeOne(about, offered.found, options)) };
    if (named.verdict.verdict === "passed") return taken(subject, about, named, others, options);
    others += 1;
    if (closest === undefined || passedIn(named) > passedIn(closest)) closest = named;
  }
  if (closest === undefined) return nothing(noSummary(subject, summaries, "none"));
  const ledger = ledgerOf(subject, closest);
  return {
    findings: [
      ...ledger.map(findingOfEntry),
      ...(others > 1 ? [passedOver(subject, others - 1, "they hold less")] : []),
    ],
    ledger,
  };
}

async function judgeOne(
  about: VsaSubject,
  found: FoundSignature,
  { expected, trust, now }: VerifySummariesOptions,
): Promise<Omit<Named, "name">> {
  const roots = (trust ?? []).map(({ root }) => root);
  const index = "kind" in found || roots.length < 2 ? 0 : (chooseRoot(found, roots) ?? 0);
  const isCertified = found.signer?.kind === "certificate";
  return {
    verdict: await judgeFoundVsa(about, found, expected, roots[index] ?? null, now),
    source: isCertified ? trust?.[index] : undefined,
  };
}

function taken(
  subject: string,
  about: VsaSubject,
  named: Named,
  others: number,
  { maxRootAgeMs, now }: VerifySummariesOptions,
): Judged {
  const { source } = named;
  const ledger = ledgerOf(subject, named);
  const age = source && judgeRootAge(source, maxRootAgeMs ?? undefined, now);
  return {
    findings: [
      ...(source === undefined ? [] : [trusted(subject, source, now)]),
      ...(age === undefined ? [] : [age]),
      ...ledger.map(findingOfEntry),
      ...("identifier" in about ? [notComputed(subject)] : []),
      ...(others > 0 ? [passedOver(subject, others, "they hold less")] : []),
    ],
    ledger,
  };
}

function passedIn({ verdict }: Named): number {
  return verdict.checks.filter((one) => one.verdict === "passed").length;
}

function ledgerOf(subject: string, { name, verdict }: Named): readonly LedgerEntry[] {
  return verdict.checks.map((one) => ({ subject, attestation: name, ...asEntry(one) }));
}

function asEntry({ field, help, ...check }: VsaCheck): Check {
  const document = field.startsWith("predicate.") ? "predicate" : "statement";
  return {
    ...check,
    read: field === "" ? [] : [{ document, field, value: check.found }],
    agree: null,
    ...(help === undefined ? {} : { help }),
  };
}

function noSummary(subject: string, summaries: string, found: string): Finding {
  return {
    ...noAttestation(subject, `in ${summaries}`, found),
    help: "take the summary from who verified the artifact, and name it: --vsa FILE",
  };
}

/** Whoever names an artifact by what its host calls it believes the host. */
function notComputed(subject: string): Finding {
  return {
    rule: "SUBJECT_NOT_COMPUTED",
    verdict: "noted",
    subject,
    message:
      "the summary names it so, to the letter; that the artifact at hand has this name nobody here can compute",
    help: "ask whoever gives the name, or name the artifact by its SHA-256",
  };
}

function nothing(finding: Finding): Judged {
  return { findings: [finding], ledger: [] };
}
