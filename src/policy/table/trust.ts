import { choice, list, optional, refine, required, type Shape, table } from "../shape.ts";
import { duration, pathBelow, sha256 } from "./words.ts";

/** Whom keyless signatures are judged by, and what counts as a clock. */
export interface TrustSection {
  /** Null for the embedded root and those that were updated and added. */
  readonly sigstoreRoot: PinnedFile | null;
  /** Null where age only warns. */
  readonly maxRootAgeMs: number | null;
  readonly clocks: readonly Clock[];
  readonly maxClockSkewMs: number;
}

/** A file that the policy names, with the SHA-256 that it has to have. */
export interface PinnedFile {
  readonly file: string;
  readonly sha256: string;
}

const CLOCKS = ["rekor-v1", "rfc3161"] as const;
export type Clock = (typeof CLOCKS)[number];

/** Machines that keep time by the network differ by less. */
const DEFAULT_SKEW_MS = 5 * 60 * 1000;

export const DEFAULT_TRUST: TrustSection = {
  sigstoreRoot: null,
  maxRootAgeMs: null,
  clocks: CLOCKS,
  maxClockSkewMs: DEFAULT_SKEW_MS,
};

/** `[trust]` */
export const TRUST: Shape<TrustSection> = refine(
  table("Whom keyless signatures are judged by", {
    sigstore_root: optional(
      table("A trust root in place of the embedded one", {
        file: required(pathBelow("The path of a trusted_root.json, relative to the policy")),
        sha256: required(sha256("Its SHA-256 in hex")),
      }),
      null,
    ),
    max_root_age: optional(duration("An older root is refused (default: age only warns)"), null),
    time: optional(list(choice("What counts as a clock", CLOCKS), 1, CLOCKS.length), CLOCKS),
    max_clock_skew: optional(
      duration("By how much evidence may be newer than this machine's clock (default: 5m)"),
      DEFAULT_SKEW_MS,
    ),
  }),
  (fields) => ({
    sigstoreRoot: fields.sigstore_root,
    maxRootAgeMs: fields.max_root_age,
    clocks: fields.time,
    maxClockSkewMs: fields.max_clock_skew,
  }),
);
