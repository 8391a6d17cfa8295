import type { Finding } from "../finding.ts";

const OURS = "https://lockseal.dev/attestation/";

/** Statements that judge or decide something: a signature under one says that, and not that the bytes are good. */
const VERDICTS: readonly (readonly [prefix: string, what: string])[] = [
  [OURS, "an approval, a reject or a record of ours"],
  ["https://slsa.dev/verification_summary/", "a verification summary, which may say FAILED"],
  ["https://in-toto.io/attestation/svr/", "a verification result"],
  ["https://in-toto.io/attestation/test-result/", "a test result, which may say FAILED"],
];

/** Says what a statement claims, and refuses one that only counts where its meaning is judged. */
export function judgeClaim(subject: string, predicateType: string): Finding {
  const verdict = VERDICTS.find(([prefix]) => predicateType.startsWith(prefix))?.[1];
  if (verdict === undefined) {
    return {
      rule: "PREDICATE_TYPE",
      verdict: "passed",
      subject,
      message: `a statement of the type ${predicateType} is about it; what it says was not judged`,
    };
  }
  return {
    rule: "PREDICATE_NOT_JUDGED",
    verdict: "refused",
    subject,
    message: `expected a signature over the artifact, found ${verdict} (${predicateType}), which counts only where its meaning is judged`,
    expected: "a signature over the artifact, or a statement about where it comes from",
    found: predicateType,
    help: "name the bundle of the signature itself: --bundle FILE",
  };
}
