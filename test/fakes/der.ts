/** Encodes DER for tests: written from X.690, not from the reader that is tested. */
export const der = {
  of(tag: number, ...parts: readonly Uint8Array[]): Buffer {
    const content = Buffer.concat(parts);
    const { length } = content;
    const header =
      length < 128
        ? [tag, length]
        : length < 256
          ? [tag, 0x81, length]
          : [tag, 0x82, length >> 8, length & 0xff];
    return Buffer.concat([Uint8Array.from(header), content]);
  },
  sequence: (...parts: readonly Uint8Array[]): Buffer => der.of(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]): Buffer => der.of(0x31, ...parts),
  explicit: (number: number, ...parts: readonly Uint8Array[]): Buffer =>
    der.of(0xa0 | number, ...parts),
  octets: (...parts: readonly Uint8Array[]): Buffer => der.of(0x04, ...parts),
  bits: (bytes: Uint8Array): Buffer => der.of(0x03, Uint8Array.of(0), bytes),
  integer: (value: number | Uint8Array): Buffer =>
    der.of(0x02, typeof value === "number" ? Uint8Array.of(value) : value),
  boolean: (value: boolean): Buffer => der.of(0x01, Uint8Array.of(value ? 0xff : 0)),
  null: (): Buffer => der.of(0x05),
  text: (tag: number, text: string): Buffer => der.of(tag, Buffer.from(text)),
  utf8: (text: string): Buffer => der.text(0x0c, text),
  oid(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
    const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
      const bytes = [arc & 0x7f];
      for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
        bytes.unshift((high % 128) | 0x80);
      return bytes;
    });
    return der.of(0x06, Uint8Array.from(arcs));
  },
  generalizedTime: (time: Date): Buffer =>
    der.text(0x18, `${time.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`),
  /** Gives what is in an element. */
  content(element: Uint8Array): Buffer {
    const first = element[1] ?? 0;
    return Buffer.from(element.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f)));
  },
  /** Splits elements that follow one another. */
  split(bytes: Uint8Array): Buffer[] {
    const found: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const rest = Buffer.from(bytes.subarray(at));
      const first = rest[1] ?? 0;
      const header = first < 0x80 ? 2 : 2 + (first & 0x7f);
      const length = first < 0x80 ? first : rest.readUIntBE(2, first & 0x7f);
      found.push(rest.subarray(0, header + length));
      at += header + length;
    }
    return found;
  },
  utcTime: (time: Date): Buffer =>
    der.text(0x17, `${time.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`),
};
