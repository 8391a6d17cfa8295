import { Refusal } from "../errors.ts";
import { parseTrustRoot, type TrustRoot } from "../trust/trust-root.ts";
import { PRODUCTION_NAME } from "./trust-store.ts";

/** A trust root, and what to say of it. */
export interface TrustSource {
  readonly root: TrustRoot;
  /** As reports name it. */
  readonly name: string;
  /** The day from which it is known to be good, `YYYY-MM-DD`: published, fetched or added; null where nothing says so. */
  readonly date: string | null;
  /** `pinned`: a policy names it, with its digest. */
  readonly kind: "embedded" | "updated" | "added" | "pinned" | "file";
  /** Of the trusted_root.json, in hex. */
  readonly sha256: string;
  /** Where it lies; null for the embedded one. */
  readonly path: string | null;
  /** The signing configuration that came with it, as it was published. */
  readonly signingConfig?: Uint8Array | undefined;
  /** npm's keys that came with it, as they were published: see `loadNpmKeys`. */
  readonly npmKeys?: Uint8Array | undefined;
}

/**
 * Reads a trust root that the user chose. Whatever is wrong with it, there is no usable trust of ours then.
 * @throws Refusal `TRUST_ROOT_MALFORMED`
 */
export function parseRootFile(bytes: Uint8Array, file: string): TrustRoot {
  try {
    return parseTrustRoot(bytes, file);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "TRUST_ROOT_MALFORMED") throw error;
    // GitHub's program prints those of two instances, and what each demands must not be mixed.
    const hint = /\}\s*\n\s*\{/.test(Buffer.from(bytes).toString("latin1"))
      ? "the file holds several trust roots, one a line: put the line of the instance that signed into a file of its own"
      : "name the trusted_root.json of the instance as it was published";
    throw new Refusal("TRUST_ROOT_MALFORMED", error.message, { at: "" }, { hint, cause: error });
  }
}

/** Gives the day of a time in milliseconds since 1970, in UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Names a root in a report. */
export function nameTrust({ kind, name }: TrustSource): string {
  if (kind === "file" || kind === "pinned") return name;
  return name === PRODUCTION_NAME
    ? `the ${kind} root of Sigstore's public instance`
    : `the ${kind} root ${name}`;
}

/** Says which root is used, how old it is, and what it does not demand because it has no logs. */
export function describeTrust(source: TrustSource, now: Date): string {
  const { date, root } = source;
  const missing = [
    ...(root.logs.length === 0 ? ["no log of signatures"] : []),
    ...(root.certificateLogs.length === 0 ? ["no log of certificates"] : []),
  ].join(" and ");
  const has = missing === "" ? "" : `, which has ${missing}`;
  if (source.kind === "pinned") return `${nameTrust(source)}, which the policy pins${has}`;
  if (date === null) return `${nameTrust(source)}, of unknown age${has}`;
  const days = ageInDays(date, now);
  return `${nameTrust(source)}, of ${date}, ${days} ${days === 1 ? "day" : "days"} old${has}`;
}

/** Counts whole days; none for a day that is yet to come. */
export function ageInDays(date: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(date)) / DAY_MS));
}

export const DAY_MS = 86_400_000;
