import { Refusal } from "../../errors.ts";
import { PYTHON_SPACE } from "./whitespace.ts";

/** A version of PEP 440, in parts. Numbers have no upper bound, so they are bigint. */
export interface Version {
  readonly epoch: bigint;
  /** At least one number. */
  readonly release: readonly bigint[];
  readonly pre: { readonly phase: "a" | "b" | "rc"; readonly number: bigint } | null;
  readonly post: bigint | null;
  readonly dev: bigint | null;
  /** The label behind `+`, lower case, in parts; null where there is none. */
  readonly local: readonly (string | bigint)[] | null;
}

// Appendix B of PEP 440, as groups: epoch, release, pre phase and number, post numbers, dev, local.
const VERSION = new RegExp(
  [
    `^[${PYTHON_SPACE}]*v?`,
    "(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)",
    "(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?",
    "(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]+)?)?",
    "(?:[-_.]?(dev)[-_.]?([0-9]+)?)?",
    `(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?[${PYTHON_SPACE}]*$`,
  ].join(""),
  "i",
);

// Python reads no integer of more digits from text, by default; pip ends with a ValueError there.
const MAX_DIGITS = 4300;

const PHASES: Readonly<Record<string, "a" | "b" | "rc">> = {
  a: "a",
  alpha: "a",
  b: "b",
  beta: "b",
  c: "rc",
  rc: "rc",
  pre: "rc",
  preview: "rc",
};

/**
 * Parses a version in any of the spellings that PEP 440 lets through.
 * @throws Refusal `VERSION_MALFORMED` — it is none.
 * @see https://peps.python.org/pep-0440/#appendix-b-parsing-version-strings-with-regular-expressions
 */
export function parseVersion(text: string): Version {
  const version = readVersion(text);
  if (version !== undefined) return version;
  throw new Refusal(
    "VERSION_MALFORMED",
    `version: expected one as PEP 440 defines it, found ${JSON.stringify(text)}`,
    { found: text },
  );
}

/** Tells whether text is a version of PEP 440, in any spelling. */
export function isVersion(text: string): boolean {
  return readVersion(text) !== undefined;
}

/** Reads a version, or gives undefined where the text is none. */
export function readVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null || tooLong(text)) return undefined;
  const [, epoch, release = "", phase, preNumber, dashed, postWord, postNumber, dev, devNumber] =
    match;
  const local = match[10];
  const post = dashed ?? (postWord === undefined ? undefined : (postNumber ?? "0"));
  const pre = phase === undefined ? undefined : PHASES[phase.toLowerCase()];
  return {
    epoch: BigInt(epoch ?? 0),
    release: release.split(".").map(BigInt),
    pre: pre === undefined ? null : { phase: pre, number: BigInt(preNumber ?? 0) },
    post: post === undefined ? null : BigInt(post),
    dev: dev === undefined ? null : BigInt(devNumber ?? 0),
    local: local === undefined ? null : local.toLowerCase().split(/[-_.]/).map(localPart),
  };
}

function tooLong(text: string): boolean {
  return text.length > MAX_DIGITS && text.split(/[^0-9]+/).some((run) => run.length > MAX_DIGITS);
}

function localPart(part: string): string | bigint {
  return /^[0-9]+$/.test(part) ? BigInt(part) : part;
}

/** Writes a version in its normal form, such as `1!2.0rc1.post2.dev3+local.4`; zeros at the end of the release stay. */
export function formatVersion(version: Version): string {
  const { epoch, release, pre, post, dev, local } = version;
  return [
    epoch === 0n ? "" : `${epoch}!`,
    release.join("."),
    pre === null ? "" : pre.phase + pre.number,
    post === null ? "" : `.post${post}`,
    dev === null ? "" : `.dev${dev}`,
    local === null ? "" : `+${local.join(".")}`,
  ].join("");
}

/**
 * Compares two versions in the order of PEP 440: negative, zero or positive, like a sort callback.
 * @see https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering
 */
export function compareVersions(left: Version, right: Version): number {
  return (
    compare(left.epoch, right.epoch) ||
    compareRelease(left.release, right.release) ||
    compareSuffix(left, right) ||
    compareLocal(left.local, right.local)
  );
}

function compare(left: bigint | string, right: bigint | string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareRelease(left: readonly bigint[], right: readonly bigint[]): number {
  for (let at = 0; at < left.length || at < right.length; at++) {
    const order = compare(left[at] ?? 0n, right[at] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

const PHASE_ORDER = { a: 0n, b: 1n, rc: 2n } as const;

function compareSuffix(left: Version, right: Version): number {
  const rightKeys = suffixKeys(right);
  for (const [at, key] of suffixKeys(left).entries()) {
    const order = compare(key, rightKeys[at] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

/** A development release sorts before what it leads to; one of a final release before all its pre-releases. */
function suffixKeys({ pre, post, dev }: Version): bigint[] {
  const onlyDev = pre === null && post === null && dev !== null;
  return [
    pre === null ? (onlyDev ? -1n : 3n) : PHASE_ORDER[pre.phase],
    pre?.number ?? 0n,
    post ?? -1n,
    dev === null ? 1n : 0n,
    dev ?? 0n,
  ];
}

function compareLocal(left: Version["local"], right: Version["local"]): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  for (const [at, part] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    // Numbers sort after words.
    const order =
      typeof part === typeof other ? compare(part, other) : typeof part === "bigint" ? 1 : -1;
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
