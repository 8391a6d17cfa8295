import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { readLikePip } from "../lock/requirements/pip.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";

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

/** Says whether a file is one that pip would take for a list of hash-locked requirements. */
export function looksLikeLock(path: string): boolean {
  let bytes: Uint8Array;
  try {
    bytes = readFile(path, MAX_LOCK_BYTES);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  const view = readLikePip({ name: "file", bytes }, () => "not read", {});
  return view.requirements.some(({ hashes, parsed }) => hashes.size > 0 && !("invalid" in parsed));
}
