/** RFC 4880 §5.2.3.1: when a signature was made, and after how many seconds it ends. */
const CREATION_TIME = 2;
const EXPIRATION_TIME = 3;
/** Where a policy is, and who signed: its number, name or fingerprint. None of them says that a signature does not hold. */
const HARMLESS: readonly number[] = [16, 26, 28, 33];

/** Clocks of those who sign and of those who verify differ, but not by much. */
const MAX_SKEW_MS = 5 * 60 * 1000;

/**
 * Tells whether a signature by OpenPGP is in force, by the subpackets that are signed with it: it has not ended, and is not
 * of a time to come. Those of another sort are passed over, unless they are critical. What cannot be read to its end is not in force.
 *
 * @param subpackets the hashed ones, without their length.
 * @see https://www.rfc-editor.org/rfc/rfc4880#section-5.2.3.10
 */
export function isInPeriod(subpackets: Uint8Array, now: Date): boolean {
  const bytes = Buffer.from(subpackets);
  const times = new Map<number, number>();
  for (let at = 0; at < bytes.length; ) {
    const { length, start } = lengthAt(bytes, at);
    const end = start + length;
    if (length === 0 || end > bytes.length) return false;
    const sort = (bytes[start] ?? 0) & 0x7f;
    const isCritical = ((bytes[start] ?? 0) & 0x80) !== 0;
    if (sort === CREATION_TIME || sort === EXPIRATION_TIME) {
      if (length !== 5 || times.has(sort)) return false;
      times.set(sort, bytes.readUInt32BE(start + 1));
    } else if (isCritical && !HARMLESS.includes(sort)) return false;
    at = end;
  }
  const created = times.get(CREATION_TIME);
  if (created !== undefined && created * 1000 > now.getTime() + MAX_SKEW_MS) return false;
  const lasts = times.get(EXPIRATION_TIME) ?? 0;
  if (lasts === 0) return true;
  return created !== undefined && (created + lasts) * 1000 > now.getTime();
}

/** §5.2.3.1: a length takes one, two or five bytes. */
function lengthAt(bytes: Buffer, at: number): { readonly length: number; readonly start: number } {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  if (first < 192) return { length: first, start: at + 1 };
  if (first < 255) return { length: (first - 192) * 256 + second + 192, start: at + 2 };
  if (at + 5 > bytes.length) return { length: 0, start: at };
  return { length: bytes.readUInt32BE(at + 1), start: at + 5 };
}
