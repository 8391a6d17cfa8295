import { createHash } from "node:crypto";
import { Refusal } from "../errors.ts";

/** What an archive's file is, whatever is in it. */
export interface OuterFacts {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What is pinned of an archive's file. */
export interface OuterPin {
  readonly size?: number | undefined;
  readonly sha256?: string | undefined;
}

/** A source that is measured and digested as it is read. */
export interface OuterSource {
  /** @throws Refusal `ARCHIVE_SIZE_MISMATCH` — from a piece that is beyond the pinned size. @throws what the signal is aborted with. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Reads what nobody has read yet. @throws as `pieces` does. */
  drain(): Promise<void>;
  /** Ends the source, read to its end or not. */
  close(): Promise<void>;
  /**
   * Compares the file with its pin, once it is read to its end.
   * @throws Refusal `ARCHIVE_SIZE_MISMATCH`, `ARCHIVE_DIGEST_MISMATCH`.
   */
  verify(): OuterFacts;
}

/**
 * Wraps the bytes of an archive's file.
 * @param signal ends the wait for a piece, whatever the source waits for itself.
 */
export function createOuterSource(
  source: AsyncIterable<Uint8Array>,
  archive: string,
  pin: OuterPin,
  signal: AbortSignal | undefined,
): OuterSource {
  const hash = createHash("sha256");
  const iterator = source[Symbol.asyncIterator]();
  let size = 0;
  let isWaiting = false;

  async function next(): Promise<IteratorResult<Uint8Array, undefined>> {
    isWaiting = true;
    const { done, value } = await untilAborted(iterator.next(), signal);
    isWaiting = false;
    if (done === true) return { done: true, value: undefined };
    size += value.length;
    if (pin.size !== undefined && size > pin.size)
      throw sizeMismatch(archive, pin.size, size, "at least ");
    hash.update(value);
    return { done: false, value };
  }

  return {
    // Ending early does not end the source: what is left may still be drained.
    pieces: { [Symbol.asyncIterator]: () => ({ next }) },
    async drain() {
      while ((await next()).done !== true);
    },
    async close() {
      const ended = Promise.resolve(iterator.return?.()).catch(() => undefined);
      // A source that is stalled ends when it wakes up; nobody waits for that.
      if (!isWaiting) await ended;
    },
    verify() {
      const sha256 = hash.digest("hex");
      if (pin.size !== undefined && size !== pin.size)
        throw sizeMismatch(archive, pin.size, size, "");
      if (pin.sha256 !== undefined && sha256 !== pin.sha256) {
        throw new Refusal(
          "ARCHIVE_DIGEST_MISMATCH",
          `${archive}: expected sha256 ${pin.sha256}, found ${sha256}`,
          { expected: pin.sha256, found: sha256 },
          { hint: NOT_PINNED },
        );
      }
      return { size, sha256 };
    },
  };
}

function untilAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

const NOT_PINNED =
  "do not use it: it is not the file that was pinned; fetch it again, and if it stays different ask its publisher why";

function sizeMismatch(
  archive: string,
  expected: number,
  found: number,
  least: string,
): Refusal<"ARCHIVE_SIZE_MISMATCH"> {
  return new Refusal(
    "ARCHIVE_SIZE_MISMATCH",
    `${archive}: expected ${expected} bytes, found ${least}${found}`,
    { expected, found },
    { hint: NOT_PINNED },
  );
}
