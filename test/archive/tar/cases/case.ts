/**
 * What must become of an archive: `R` and `r` are refused (`r` for the sake of order), `A` is unpacked, `E` may be either,
 * but with modes that are safe and the content as it is.
 */
export type Outcome = "R" | "r" | "A" | "E";

export type Case = readonly [id: string, why: string, make: () => Uint8Array, outcome: Outcome];
