import { Refusal } from "../errors.ts";
import { type ChecksumAlgorithm, isChecksumAlgorithm } from "../tool/checksum-algorithm.ts";
import { type ChecksumList, parseChecksums } from "../tool/checksums.ts";

/** What a list is by where neither it nor its name says so: what nearly every list is. */
const USUAL = ["sha256", "sha512", "sha384"] as const;

/**
 * Reads a list of checksums for a comparison. Where nothing says by which algorithm it is, it is taken for SHA-2 of its
 * length: what is compared is a digest, so that a wrong guess refuses a file and accepts none.
 * @param algorithm as the user says; undefined where the list is to say it.
 * @throws Refusal see `parseChecksums`.
 */
export function readChecksums(
  bytes: Uint8Array,
  what: string,
  algorithm: ChecksumAlgorithm | undefined,
): ChecksumList {
  try {
    return parseChecksums(bytes, { what, algorithm });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "CHECKSUMS_ALGORITHM") throw error;
    for (const usual of algorithm === undefined ? USUAL : []) {
      const list = attempt(bytes, what, usual);
      if (list !== undefined) return list;
    }
    throw error;
  }
}

function attempt(
  bytes: Uint8Array,
  what: string,
  algorithm: ChecksumAlgorithm,
): ChecksumList | undefined {
  try {
    return parseChecksums(bytes, { what, algorithm });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Takes a word for an algorithm that lists are by. */
export function parseChecksumAlgorithm(word: string): ChecksumAlgorithm | undefined {
  const name = word.toLowerCase();
  return isChecksumAlgorithm(name) ? name : undefined;
}
