import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { PRODUCTION_ROOT_DATE, productionRoot } from "../trust/production-root.ts";
import { MAX_TRUST_ROOT_BYTES, parseTrustRoot, type TrustRoot } from "../trust/trust-root.ts";

/** A trust root, and what to say of it. */
export interface TrustSource {
  readonly root: TrustRoot;
  /** As reports name it. */
  readonly name: string;
  /** The day it was published, `YYYY-MM-DD`; null where nothing says so. */
  readonly date: string | null;
}

/**
 * Loads a trust root: from a file, or the embedded one of Sigstore's public instance. Reaches no network.
 * @throws Refusal `TRUST_ROOT_UNREADABLE` — the file is missing or cannot be read.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — it is none: see `parseTrustRoot`.
 */
export function loadTrustRoot(file: string | undefined, cwd: string): TrustSource {
  if (file === undefined) {
    return {
      root: productionRoot(),
      name: "the embedded root of Sigstore's public instance",
      date: PRODUCTION_ROOT_DATE,
    };
  }
  let bytes: Uint8Array;
  try {
    bytes = readFile(resolvePath(cwd, file), MAX_TRUST_ROOT_BYTES);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      "TRUST_ROOT_UNREADABLE",
      `${file}: expected a trusted_root.json, found ${error.message.split(", found ").at(-1)}`,
      { path: file },
      { hint: "name the trusted root of the instance, or leave --trusted-root out", cause: error },
    );
  }
  return { root: parseFile(bytes, file), name: file, date: null };
}

/** Whatever is wrong with the file, there is no usable trust of ours then. */
function parseFile(bytes: Uint8Array, file: string): TrustRoot {
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

/** Says which root is used, how old it is, and what it does not demand because it has no logs. */
export function describeTrust({ name, date, root }: TrustSource, now: Date): string {
  const missing = [
    ...(root.logs.length === 0 ? ["no log of signatures"] : []),
    ...(root.certificateLogs.length === 0 ? ["no log of certificates"] : []),
  ].join(" and ");
  const has = missing === "" ? "" : `, which has ${missing}`;
  if (date === null) return `${name}, of unknown age${has}`;
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(date)) / 86_400_000));
  return `${name}, of ${date}, ${days} ${days === 1 ? "day" : "days"} old${has}`;
}
