import type { RefusalCode } from "../../../src/errors.ts";

/** An archive that somebody made with a purpose. */
export type ZipCase = readonly [
  id: string,
  why: string,
  make: () => Buffer,
  outcome: RefusalCode | "accepted",
];

/** Whose content the tricks try to replace. */
export const GOOD = { name: "tool", content: "the tool that was reviewed\n", mode: 0o100755 };
/** What the tricks try to smuggle in. */
export const EVIL = { name: "tool", content: "another tool altogether\n", mode: 0o100755 };
