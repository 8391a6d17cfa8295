/** RFC 4880 §5.2.3.1: when a signature was made, and after how many seconds it ends. */
const CREATION_TIME = 2;
const EXPIRATION_TIME = 3;

/**
 * Tells whether a signature by OpenPGP has not ended, by the subpackets that are signed with it. Those of another sort are
 * not looked at. What cannot be read to its end has ended.
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
    // The first bit says that whoever does not know the sort has to refuse.
    const sort = (bytes[start] ?? 0) & 0x7f;
    if (sort === CREATION_TIME || sort === EXPIRATION_TIME) {
      if (length !== 5 || times.has(sort)) return false;
      times.set(sort, bytes.readUInt32BE(start + 1));
    }
    at = end;
  }
  const lasts = times.get(EXPIRATION_TIME) ?? 0;
  if (lasts === 0) return true;
  const created = times.get(CREATION_TIME);
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
