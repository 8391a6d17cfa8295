import { type ArchiveLimits, limitExceeded } from "./limits.ts";

/** Counts what comes out of an archive, and stops it in time. */
export interface Meter {
  /**
   * Counts the next piece that came out.
   * @param bytesIn of the archive's file, read so far.
   * @throws Refusal `ARCHIVE_LIMIT` — too much in all, too much for what went in, or too late.
   */
  count(bytesOut: number, bytesIn: number): void;
}

/** @param now a clock that only goes forward, in milliseconds. */
export function createMeter(archive: string, limits: ArchiveLimits, now: () => number): Meter {
  const start = now();
  let out = 0;
  return {
    count(bytesOut, bytesIn) {
      out += bytesOut;
      if (out > limits.maxTotalBytes)
        throw limitExceeded("maxTotalBytes", limits, archive, limits.maxTotalBytes);
      if (out > limits.ratioFreeBytes && out > bytesIn * limits.maxRatio)
        throw limitExceeded("maxRatio", limits, archive, out);
      if (now() - start > limits.timeoutMs) throw limitExceeded("timeoutMs", limits, archive, out);
    },
  };
}
