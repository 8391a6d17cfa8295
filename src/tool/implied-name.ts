/** What sidecars add to the name of the file whose digest they hold. */
const SIDECAR =
  /^(.+)\.(?:md5|sha1|sha224|sha256|sha384|sha512|sha3-256|sha3-512|b2|blake2b|b3|blake3)(?:sums?)?(?:\.txt)?$/i;

/** Gives the name of the file that a sidecar is of: `tool.tgz.sha256` is of `tool.tgz`. Nothing for another name. */
export function impliedName(sidecar: string): string | undefined {
  return SIDECAR.exec(sidecar)?.[1];
}
