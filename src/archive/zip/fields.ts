import type { EntryPlace } from "../place.ts";
import { malformed } from "./refuse.ts";

const U32 = 0x1_0000_0000;

/** Takes the little-endian fields of one record in order. */
export class Fields {
  readonly #bytes: Uint8Array;
  readonly #place: EntryPlace;
  #at = 0;

  constructor(bytes: Uint8Array, place: EntryPlace) {
    this.#bytes = bytes;
    this.#place = place;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#number(1);
  }

  u16(): number {
    return this.#number(2);
  }

  u32(): number {
    return this.#number(4);
  }

  /** Takes eight bytes; no file is so large that its numbers would not be exact. */
  u64(): number {
    const low = this.#number(4);
    const value = this.#number(4) * U32 + low;
    if (Number.isSafeInteger(value)) return value;
    throw malformed(this.#place, "a number below 2^53", "a larger one");
  }

  /** @throws Refusal `ARCHIVE_HEADER` — fewer bytes are left. */
  bytes(length: number): Uint8Array {
    if (this.left < length)
      throw malformed(this.#place, `${length} more bytes in the record`, `${this.left}`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #number(length: 1 | 2 | 4): number {
    const bytes = this.bytes(length);
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + (bytes[index] ?? 0);
    return value;
  }
}

/** What a 16-bit and a 32-bit field hold when the value stands in a wider one. */
export const NO_U16 = 0xffff;
export const NO_U32 = 0xffff_ffff;

/** The first four bytes of each record (APPNOTE 6.3.10, §4.3). */
export const SIGNATURE = {
  local: 0x0403_4b50,
  descriptor: 0x0807_4b50,
  central: 0x0201_4b50,
  zip64End: 0x0606_4b50,
  zip64Locator: 0x0706_4b50,
  end: 0x0605_4b50,
} as const;

/** Lengths in bytes of the records without what varies in them. */
export const LENGTH = {
  local: 30,
  central: 46,
  zip64End: 56,
  zip64Locator: 20,
  end: 22,
} as const;

/** Writes a CRC-32 as everyone does. */
export function formatCrc(sum: number): string {
  return sum.toString(16).padStart(8, "0");
}
