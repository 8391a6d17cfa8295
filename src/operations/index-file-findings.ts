import { quote } from "../bytes/quote.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { quoteForShell } from "../shell-word.ts";
import type { ArtifactEvidence } from "./judge-bundle.ts";

/** Beside a publication, an index serves the provenance of the build, which says nothing about who published. */
const SLSA_V1 = "https://slsa.dev/provenance/v1";

/** Says what a verified attestation claims. */
export function claimed(
  file: string,
  name: string,
  predicateType: string,
  publishType: string,
  publisher: string,
): Finding {
  if (predicateType === publishType)
    return passed("PUBLISHER", file, `${name}: published by ${publisher}`);
  if (predicateType === SLSA_V1)
    return passed(
      "ATTESTATION",
      file,
      `${name}: build provenance by ${publisher}, not compared with anything`,
    );
  return {
    rule: "ATTESTATION_OTHER",
    verdict: "noted",
    subject: file,
    message: `${name}: claims ${quote(predicateType)}, which is no evidence of a publication`,
  };
}

/** No attestation at all, which is never success. */
export function noAttestation(file: string): Finding {
  return {
    rule: "ATTESTATION_NONE",
    verdict: "refused",
    subject: file,
    message: `expected attestations beside it, such as ${file}.provenance, found none`,
    expected: `${file}.provenance`,
    found: "none",
    help: `take the provenance of the file from its index, or name it: --provenance FILE; without one verify it another way: lockseal verify ${quoteForShell(file)} --key PUB`,
  };
}

/** Attestations that hold, and none of them of a publication. */
export function noPublication(
  file: string,
  publishType: string,
  evidence: readonly ArtifactEvidence[],
): Finding {
  const found = [...new Set(evidence.map(({ predicateType }) => predicateType ?? ""))].join(", ");
  return {
    rule: "PREDICATE_TYPE_UNSUPPORTED",
    verdict: "refused",
    subject: file,
    message: `expected an attestation that claims ${publishType}, found only ${found}`,
    expected: publishType,
    found,
    help: "check that the file is from the index that is named: --index URL; or say what a publication claims there: --predicate-type URI",
  };
}

function passed(rule: Rule, subject: string, message: string): Finding {
  return { rule, verdict: "passed", subject, message };
}
