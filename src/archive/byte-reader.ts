/** Takes bytes from a source in the sizes that a format asks for. */
export interface ByteReader {
  /** The offset of the next byte in the source. */
  readonly at: number;
  /** Gives the next piece, however long; none at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Gives back the end of what was last given, to be given again. */
  unread(bytes: Uint8Array): void;
  /** Gives exactly so many bytes, or fewer at the end. */
  take(length: number): Promise<Uint8Array>;
  /** Gives the same, and leaves them to be taken. */
  peek(length: number): Promise<Uint8Array>;
}

/** Begins to read a source. A piece is valid until the next one is asked for. */
export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = source[Symbol.asyncIterator]();
  /** What was given back, the next piece last. */
  const ahead: Uint8Array[] = [];
  let at = 0;

  async function next(): Promise<Uint8Array | undefined> {
    let piece = ahead.pop();
    while (piece === undefined || piece.length === 0) {
      const { done, value } = await pieces.next();
      if (done === true) return undefined;
      piece = value;
    }
    at += piece.length;
    return piece;
  }

  function unread(bytes: Uint8Array): void {
    at -= bytes.length;
    ahead.push(bytes);
  }

  async function take(length: number): Promise<Uint8Array> {
    const taken = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const piece = await next();
      if (piece === undefined) break;
      const part = piece.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length < piece.length) unread(piece.subarray(part.length));
    }
    return taken.subarray(0, filled);
  }

  return {
    get at() {
      return at;
    },
    next,
    unread,
    take,
    async peek(length) {
      const taken = await take(length);
      if (taken.length > 0) unread(taken);
      return taken;
    },
  };
}
