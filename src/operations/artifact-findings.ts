import { basename } from "node:path";
import type { Finding } from "../finding.ts";
import { quoteForShell, quoteWord } from "../shell-word.ts";
import type { Evidence } from "../sigstore/verify.ts";
import { describeTrust, type TrustSource } from "./trust-root-file.ts";

/** Says who signed, and when by whose clock. */
export function signed(subject: string, bundle: string, { signer, times }: Evidence): Finding {
  const who =
    signer.kind === "certificate"
      ? `${signer.identity.name} (${signer.identity.issuer})`
      : `the key ${signer.key.fingerprint.slice(0, 12)}`;
  const when = times
    .map(({ kind, time, by }) => `${new Date(time).toISOString()} by ${by} (${kind})`)
    .join(", ");
  return {
    rule: "SIGNATURE",
    verdict: "passed",
    subject,
    message: `${bundle}: signed by ${who}${when === "" ? "" : `, at ${when}`}`,
  };
}

/** Says by which trust root it was judged, and how old that is. */
export function trusted(subject: string, trust: TrustSource, now: Date): Finding {
  return {
    rule: "TRUST_ROOT",
    verdict: "passed",
    subject,
    message: `judged by ${describeTrust(trust, now)}`,
  };
}

/** Nothing to verify with, which is never success. */
export function noBundle(subject: string, isDigest: boolean): Finding {
  const expected = isDigest
    ? "--bundle FILE with a digest"
    : `a bundle ${basename(subject)}.sigstore.json beside it`;
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: `expected ${expected}, found none`,
    expected,
    found: "none",
    help: isDigest
      ? "name the bundle that came with the file: --bundle FILE"
      : `take its bundle from where the file came from, or name it: --bundle FILE; its signer makes one with: lockseal sign --message ${quoteForShell(subject)}`,
  };
}

/** A file that has the name of a digest would be verified in its place. */
export function ambiguous(subject: string): Finding {
  return {
    rule: "SUBJECT_AMBIGUOUS",
    verdict: "refused",
    subject,
    message: "expected a digest or a file, found both: a file of that name lies here",
    expected: "a digest or a file",
    found: "both",
    help: `name the file as ${quoteForShell(`./${subject}`)}, or run where no file has the name of the digest`,
  };
}

/** A signature over the bytes of a lock says nothing about what pip will see in it. */
export function messageOnly(subject: string, bundle: string): Finding {
  return {
    rule: "MESSAGE_SIGNATURE",
    verdict: "refused",
    subject,
    message: `${bundle}: expected a lock signature for a requirements file, found a signature over its bytes, which says nothing about what pip will see`,
    expected: "a lock signature",
    found: "a message signature",
    help: "sign it as a lock: lockseal sign; or check the bytes alone with --message",
  };
}

/** A statement of another kind about a lock says as little about what pip will see. */
export function foreignOnly(subject: string, bundle: string, predicateType: string): Finding {
  return {
    rule: "LOCK_SIGNATURE",
    verdict: "refused",
    subject,
    message: `${bundle}: expected a lock signature for a requirements file, found a statement of the type ${predicateType}, which says nothing about what pip will see`,
    expected: "a lock signature",
    found: predicateType,
    help: `sign it as a lock: lockseal sign; or ask for that statement alone: --predicate-type ${quoteWord(predicateType)}`,
  };
}

/** From a digest nobody can tell what pip will see. */
export function notALock(subject: string): Finding {
  return {
    rule: "LOCK_NOT_READ",
    verdict: "refused",
    subject,
    message:
      "expected the lock itself for a lock signature, found its digest alone, from which nobody can tell what pip will see",
    expected: "a requirements file",
    found: "a digest",
    help: "name the file",
  };
}

/** A bundle of a key that is not among the given ones says nothing. */
export function unknownSigner(subject: string, bundle: string): Finding {
  return {
    rule: "SIGNER_UNKNOWN",
    verdict: "noted",
    subject,
    message: `${bundle}: names a key that is not among the given ones, so it was not verified`,
  };
}

/** Too few of the given keys signed. */
export function tooFewKeys(subject: string, found: number, threshold: number): Finding {
  const wanted =
    threshold === 1 ? "a signature by a given key" : `${threshold} different keys to sign it`;
  return {
    rule: found === 0 && threshold === 1 ? "SIGNER_UNTRUSTED" : "THRESHOLD",
    verdict: "refused",
    subject,
    message: `expected ${wanted}, found ${found}`,
    expected: String(threshold),
    found: String(found),
    help: "check that the keys are the signers', or let them sign",
  };
}
