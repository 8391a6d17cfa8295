/** Bytes that can be read from any place, such as an open file: an archive is never held whole. */
export interface ZipSource {
  /** Names the archive in a refusal, such as its file. */
  readonly name: string;
  /** In bytes; what lies beyond does not exist. */
  readonly size: number;
  /**
   * Gives exactly that many bytes. The reader asks only for what lies inside `size`.
   * @throws Refusal — the bytes cannot be had, such as of a file that shrank since.
   */
  read(offset: number, length: number): Uint8Array;
}

/** Lets bytes in memory be read as a source. */
export function sourceOfBytes(name: string, bytes: Uint8Array): ZipSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
