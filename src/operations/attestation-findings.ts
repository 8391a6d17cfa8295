import type { Check, Reading } from "../attestation/check.ts";
import { quoteUpTo } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";

/** An entry of the ledger with the attestation that it is about. */
export interface LedgerEntry extends Check {
  readonly subject: string;
  readonly attestation: string;
}

/** What each check is about, in words. */
const ABOUT: Readonly<Record<string, string>> = {
  ATTESTATION_SUBJECT: "artifact",
  ATTESTATION_PREDICATE: "predicate type",
  ATTESTATION_PUBLISH: "publication",
  ATTESTATION_SIGNER: "time of the signature",
  BUILDER_UNTRUSTED: "builder",
  BUILDER_MISMATCH: "builder that the provenance names",
  BUILDER_REF: "ref of the builder",
  BUILDER_RUNNER: "machine that ran the build",
  BUILD_TYPE: "build type",
  CERTIFICATE_CLAIMS: "certificate's own claims",
  PROVENANCE_CERTIFICATE: "what the provenance claims",
  PROVENANCE_UNVERIFIABLE: "what nobody certifies",
  SOURCE_MISMATCH: "source",
  SOURCE_UNASKED: "source",
  SOURCE_REF: "ref of the source",
  SOURCE_DIGEST: "commit",
  SOURCE_BRANCH: "branch",
  SOURCE_TAG: "tag",
  SOURCE_VERSIONED_TAG: "version",
  SOURCE_REF_KIND: "ref of the source",
  BUILD_INPUT: "input of the build",
  EXTERNAL_PARAMETER: "external parameters",
  VSA_SIGNATURE: "signer",
  VSA_SUBJECT: "artifact",
  VSA_TYPE: "predicate type",
  VSA_VERIFIER: "verifier",
  VSA_RESOURCE: "resource",
  VSA_RESULT: "result",
  VSA_LEVEL: "levels",
  PACKAGE_NAME: "package",
  PACKAGE_VERSION: "version of the package",
};

/** Long enough for the paths of workflows, which begin alike. */
const LONGEST_SHOWN = 512;

/** Makes the finding of an entry: what was expected, what was found, and where it stood. */
export function findingOfEntry(entry: LedgerEntry): Finding {
  const { rule, verdict, subject, attestation, expected, found, help } = entry;
  const about = ABOUT[rule];
  const what = about === undefined ? "" : `${about}: `;
  const message =
    verdict === "passed"
      ? `${what}${shown(found)}${where(entry)}`
      : `${attestation}: ${what}expected ${shown(expected)}, found ${shown(found)}${where(entry)}`;
  return {
    rule,
    verdict,
    subject,
    message,
    expected,
    found,
    ...(help === undefined ? {} : { help }),
  };
}

function where({ read, agree }: Check): string {
  if (read.length === 0) return "";
  const places = [...new Set(read.map(placeOf))].join(", ");
  const whether = agree === null ? "" : agree ? "; they agree" : "; they differ";
  return ` (${places}${read.length > 1 ? whether : ""})`;
}

function placeOf({ document, field }: Reading): string {
  return field.startsWith(`${document}.`) ? field : `${document} ${field}`;
}

/** What a stranger wrote is shown with its escapes, and without quotation marks. */
function shown(text: string): string {
  return quoteUpTo(LONGEST_SHOWN, text).slice(1, -1);
}

/** Nothing to judge, which is never success. */
export function noAttestation(subject: string, place: string, found: string): Finding {
  return {
    rule: "ATTESTATION_NONE",
    verdict: "refused",
    subject,
    message: `expected an attestation ${place}, found ${found}`,
    expected: "an attestation",
    found,
    help: "take the attestation from where the file came from, and name it: --bundle FILE",
  };
}

/** What a policy does not speak of is not allowed by it. */
export function notExpected(subject: string, file: string): Finding {
  return {
    rule: "EXPECTATION_NONE",
    verdict: "refused",
    subject,
    message: `${file}: expected a table [provenance.NAME] that is about this file, found none`,
    expected: "a table about this file",
    found: "none",
    help: `say in ${file} what its attestation has to be: subject = "…"`,
  };
}

/** Attestations that were not taken say why, where another was; they refuse nothing. */
export function passedOver(subject: string, count: number, why: string): Finding {
  return {
    rule: "ATTESTATION_PASSED_OVER",
    verdict: "noted",
    subject,
    message: `${count} ${count === 1 ? "attestation was" : "attestations were"} not taken: ${why}`,
  };
}
