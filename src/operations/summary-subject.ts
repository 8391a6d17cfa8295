import { type DigestAlgorithm, isDigestAlgorithm, parseDigest } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { digestFile } from "../io/digest-file.ts";
import { isThere } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { VsaSubject } from "../sigstore/judge-vsa.ts";

const ALGORITHMS: readonly DigestAlgorithm[] = ["sha256", "sha384", "sha512"];

/** Digests that two files can be made to share: their names are no identifiers that a summary may be believed by. */
const WEAK = /^(?:md[0-9]|sha-?0|sha-?1|sha-?224|ripemd[0-9]*|crc.*|adler.*)$/i;

/**
 * Reads what a summary is to be about: a file, which is digested; a digest as `sha256:HEX`; or another name of a digest set with its
 * value, as `gitCommit:HEX` or a cloud's `gce_image_id:N`, which nobody here can compute.
 *
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE` — see `digestFile`.
 * @throws Refusal `DIGEST_MALFORMED` — of a digest of ours, or of git's.
 * @throws Refusal `STATEMENT_DIGEST_WEAK` — by MD5, SHA-1 and their like.
 */
export function summarySubject(subject: string, cwd: string): VsaSubject {
  const path = resolvePath(cwd, subject);
  const [, name, value] = /^([A-Za-z][A-Za-z0-9_]*):([!-~]+)$/.exec(subject) ?? [];
  if (name === undefined || value === undefined || isThere(path))
    return { digests: digestFile(path, ALGORITHMS).digests };
  if (isDigestAlgorithm(name)) return { digests: new Map([[name, parseDigest(name, value)]]) };
  if (WEAK.test(name)) {
    throw new Refusal(
      "STATEMENT_DIGEST_WEAK",
      `${subject}: expected sha256, sha384 or sha512, found ${name}`,
      { algorithms: [name] },
      { hint: "name the file itself, or its SHA-256" },
    );
  }
  if (name.startsWith("git") && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) {
    throw new Refusal(
      "DIGEST_MALFORMED",
      `${name}: expected 40 or 64 lower-case hex digits, found ${quote(value)}`,
      { found: value.slice(0, 256) },
      { hint: "give the whole name of the object: git rev-parse HEAD" },
    );
  }
  return { identifier: { name, value } };
}
