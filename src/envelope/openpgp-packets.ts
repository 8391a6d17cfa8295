import { malformedSignature } from "./malformed-signature.ts";

/** The first byte of a signature packet, and how many bytes of length follow it in the old format. */
const OLD_FORMAT: ReadonlyMap<number, number> = new Map([
  [0x88, 1],
  [0x89, 2],
  [0x8a, 4],
]);
const NEW_FORMAT = 0xc2;

/** Algorithms whose signatures are so many bytes and no numbers (RFC 9580 §5.2.3.3): Ed25519 and Ed448. */
const RAW_BYTES: ReadonlyMap<number, number> = new Map([
  [27, 64],
  [28, 114],
]);

/**
 * Checks that bytes are signature packets and nothing else, each in the one spelling of its numbers: the library below
 * passes over other packets, and reads a number whatever it says of its length.
 *
 * @throws Refusal `SIGNATURE_MALFORMED`
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-4.2
 */
export function checkPackets(bytes: Uint8Array, what: string): void {
  const packets = Buffer.from(bytes);
  let at = 0;
  while (at < packets.length) {
    const [start, length] = frame(packets, at, what);
    if (start + length > packets.length)
      throw malformed(what, `a packet of ${length} bytes`, `${packets.length - start}`);
    checkNumbers(packets.subarray(start, start + length), what);
    at = start + length;
  }
}

function frame(
  packets: Buffer,
  at: number,
  what: string,
): readonly [start: number, length: number] {
  const tag = packets[at] ?? 0;
  const first = packets[at + 1] ?? 0;
  const oldBytes = OLD_FORMAT.get(tag);
  if (oldBytes !== undefined) return [at + 1 + oldBytes, number(packets, at + 1, oldBytes, what)];
  if (tag !== NEW_FORMAT)
    throw malformed(what, "a signature packet", `the byte 0x${tag.toString(16)}`);
  if (first < 192) return [at + 2, number(packets, at + 1, 1, what)];
  if (first < 224) return [at + 3, number(packets, at + 1, 2, what) - 0xc000 + 192];
  if (first === 255) return [at + 6, number(packets, at + 2, 4, what)];
  throw malformed(what, "a packet of one piece", "one of several");
}

/** Goes past what is signed and what is not, to the numbers, and demands that they end the packet. */
function checkNumbers(body: Buffer, what: string): void {
  const version = body[0];
  if (version !== 4 && version !== 6)
    throw malformed(what, "a signature of version 4 or 6", `version ${version}`);
  const algorithm = body[2] ?? 0;
  const lengthBytes = version === 6 ? 4 : 2;
  let at = 4;
  for (let area = 0; area < 2; area++) at += lengthBytes + number(body, at, lengthBytes, what);
  at += 2;
  if (version === 6) at += 1 + number(body, at, 1, what);
  const raw = RAW_BYTES.get(algorithm);
  if (raw !== undefined) at += raw;
  else while (at < body.length) at += numberBytes(body, at, what);
  if (at !== body.length)
    throw malformed(what, "the signature to end its packet", "another length");
}

/** A number with its length in bits before it, of which the first is 1. */
function numberBytes(body: Buffer, at: number, what: string): number {
  const bits = number(body, at, 2, what);
  const first = body[at + 2] ?? 0;
  const bytes = Math.ceil(bits / 8);
  if (bits > 0 && Math.clz32(first) - 24 === bytes * 8 - bits) return 2 + bytes;
  throw malformed(
    what,
    "a number that is as long as it says",
    `${bits} bits that begin with 0x${first.toString(16)}`,
  );
}

function number(bytes: Buffer, at: number, length: number, what: string): number {
  if (at + length <= bytes.length) return bytes.readUIntBE(at, length);
  throw malformed(what, `${length} bytes at offset ${at}`, `${Math.max(0, bytes.length - at)}`);
}

function malformed(what: string, expected: string, found: string): Error {
  return malformedSignature(what, "the packets", expected, found);
}
