/** Says what should have stood where it does not; never returns. */
export type WireFailure = (expected: string, found: string) => never;

/**
 * Reads the data types of SSH one after the other, strictly: each has one spelling, and nothing may be left over.
 * @see https://www.rfc-editor.org/rfc/rfc4251#section-5
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #fail: WireFailure;
  #at = 0;

  /** @param fail throws; it knows where the bytes come from. */
  constructor(bytes: Uint8Array, fail: WireFailure) {
    this.#bytes = bytes;
    this.#fail = fail;
  }

  /** Bytes of a known number, without a length before them. */
  raw(length: number): Uint8Array {
    const left = this.#bytes.length - this.#at;
    if (length > left) this.#fail(`${length} bytes at offset ${this.#at}`, `${left}`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  byte(): number {
    return this.raw(1)[0] ?? 0;
  }

  uint32(): number {
    return Buffer.from(this.raw(4)).readUInt32BE();
  }

  /** Any bytes, with their length before them. */
  string(): Uint8Array {
    return this.raw(this.uint32());
  }

  /** Bytes that are printable ASCII, as every name in the protocol is. */
  name(): string {
    const text = Buffer.from(this.string()).toString("latin1");
    if (!/^[ -~]*$/.test(text)) this.#fail("printable ASCII", "another byte");
    return text;
  }

  /**
   * A positive number without needless zeros, as its bytes: a leading zero byte stands before a high bit and nowhere else.
   * @param maxBytes of the number itself.
   */
  positive(maxBytes: number): Uint8Array {
    const bytes = this.string();
    const [first = 0, second = 0] = bytes;
    if (bytes.length === 0 || first >= 0x80) this.#fail("a positive number", "zero or less");
    if (first === 0 && second < 0x80)
      this.#fail("a number in its shortest form", "a needless zero");
    const number = first === 0 ? bytes.subarray(1) : bytes;
    if (number.length > maxBytes)
      this.#fail(`a number of at most ${maxBytes} bytes`, `${number.length}`);
    return number;
  }

  /** Refuses bytes that are left over. */
  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) this.#fail("the end", `${left} bytes more`);
  }
}

/** Writes bytes with their length before them. */
export function wireString(bytes: Uint8Array | string): Uint8Array {
  const content = Buffer.from(bytes as string, "latin1");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
