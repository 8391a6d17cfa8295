import type { Digest } from "../bytes/digest.ts";
import type { Finding } from "../finding.ts";

const spell = ({ algorithm, hex }: Digest): string => `${algorithm}:${hex}`;

/** A file is what the list says. */
export function checksumHolds(subject: string, place: string, digest: Digest): Finding {
  return {
    rule: "CHECKSUM",
    verdict: "passed",
    subject,
    message: `${place} has its digest, ${spell(digest)}`,
  };
}

/** A file is not what the list says. */
export function checksumWrong(
  subject: string,
  place: string,
  wanted: Digest,
  found: Digest,
): Finding {
  return {
    rule: "CHECKSUM_MISMATCH",
    verdict: "refused",
    subject,
    message: `expected ${spell(wanted)}, as ${place} has it, found ${spell(found)}`,
    expected: spell(wanted),
    found: spell(found),
    help: "fetch the file again, from the release that the list is of; until then do not use it",
  };
}

/** A listed file is not there. */
export function listedFileMissing(subject: string, place: string, ignored: boolean): Finding {
  const message = `expected the file that ${place} names beside the list, found nothing`;
  const help = "fetch it, name the files that you have, or take --ignore-missing";
  return ignored
    ? { rule: "CHECKSUM_FILE_MISSING", verdict: "noted", subject, message }
    : { rule: "CHECKSUM_FILE_MISSING", verdict: "refused", subject, message, help };
}

/** Nobody vouches for the list, so its digests prove nothing by themselves. */
export function listUnsigned(subject: string): Finding {
  return {
    rule: "CHECKSUMS_UNSIGNED",
    verdict: "noted",
    subject,
    message: "has no signature beside it, so each file needs one of its own",
  };
}

/** A signature around the text is of a kind that is not verified here. */
export function signatureWithin(subject: string, kind: "openpgp" | "signify"): Finding {
  const name = kind === "openpgp" ? "OpenPGP" : "signify";
  return {
    rule: "CHECKSUMS_SIGNED_WITHIN",
    verdict: "noted",
    subject,
    message: `the signature by ${name} in it was not verified; what stands beside it is`,
  };
}

/** Between two readings somebody wrote it. */
export function listChanged(subject: string): Finding {
  return {
    rule: "CHECKSUMS_CHANGED",
    verdict: "refused",
    subject,
    message: "expected the list that was signed, found that it changed while it was verified",
    help: "copy list and files to a folder that nobody else writes to, and verify there",
  };
}

/** All digests of a file are by algorithms that prove nothing any more, or that are not computed here. */
export function tooWeak(subject: string, list: string, algorithms: readonly string[]): Finding {
  return {
    rule: "CHECKSUM_WEAK",
    verdict: "refused",
    subject,
    message: `expected a SHA-256, SHA-384 or SHA-512 in ${list}, found ${algorithms.join(", ")}`,
    expected: "SHA-256, SHA-384 or SHA-512",
    found: algorithms.join(", "),
    help: "ask whoever publishes the list for one by SHA-256",
  };
}

/** Nothing verified is never success. */
export function noneThere(subject: string, listed: number): Finding {
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: `expected at least one of ${listed} listed files beside the list, found none`,
    expected: "a listed file",
    found: "none",
    help: "put the list into the folder that the files are in",
  };
}
