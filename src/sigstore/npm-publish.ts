import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import {
  NPM_PUBLISH_V01,
  type NpmPublish,
  parseNpmPublish,
} from "../statement/predicate/npm-publish.ts";
import { NPM_ATTESTATIONS, type NpmKey } from "../trust/npm-keys.ts";
import { formatInstant, formatPeriod, isWithin } from "../trust/period.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import type { Bundle } from "./bundle.ts";
import type { Artifact } from "./content.ts";
import { type Evidence, type VerifiedTime, verifyBundle } from "./verify.ts";

/** A publication that npm's registry attested, and by which key. */
export interface VerifiedPublication {
  readonly publish: NpmPublish;
  readonly key: NpmKey;
  /** At least one log entry where the root has logs, and at least one time, all of them in the key's period. */
  readonly evidence: Evidence;
}

/**
 * Verifies the publish attestation of npm's registry about a package's file: the signature by a key of the set whose
 * usage is `npm:attestations`, whatever the attestation calls its key; log entries and times by the trust root; every
 * time in the key's period; one subject, with the SHA-512 of the file, that names the package as the predicate does.
 * Does not compare the package with what its user wanted (see `checkPackage`), and says nothing about who built it.
 *
 * @param artifact by its bytes, or by digests with a SHA-512 among them.
 * @param keys as `parseNpmKeys` gives them, of every usage.
 * @param clocks what counts as a clock, and by how much evidence may be newer than `now`; default: every clock, the usual skew.
 * @throws Refusal `SIGNER_KIND_MISMATCH` — a certificate signed, and not a key.
 * @throws Refusal `SIGNATURE_INVALID` — none of the keys for attestations signed it.
 * @throws Refusal `NPM_KEY_NOT_VALID` — the key was not in use at a time at which the signature was seen.
 * @throws Refusal `NPM_KEYS_MALFORMED` — no key of the set is for attestations.
 * @throws Refusal `TLOG_ENTRY_MISSING`, `VERIFIED_TIME_MISSING` — nothing but the attestation itself says when.
 * @throws Refusal see `parseNpmPublish`, `verifyBundle`.
 */
export async function verifyNpmPublish(
  artifact: Artifact,
  bundle: Bundle,
  keys: readonly NpmKey[],
  trust: TrustRoot,
  now: Date,
  clocks?: { readonly kinds: readonly VerifiedTime["kind"][]; readonly maxSkewMs: number },
): Promise<VerifiedPublication> {
  const usable = keys.filter(({ usage }) => usage === NPM_ATTESTATIONS);
  const distinct = new Map(usable.map((one) => [one.key.fingerprint, one]));
  let unsigned: Refusal | undefined;
  for (const { key } of distinct.values()) {
    try {
      const expected = { signer: { kind: "key", key }, predicateType: NPM_PUBLISH_V01 } as const;
      const skew = clocks?.maxSkewMs;
      const evidence = await verifyBundle(artifact, bundle, expected, trust, now, skew);
      demandWitnesses(evidence, trust, clocks?.kinds);
      const inUse = usable.filter((one) => one.key.fingerprint === key.fingerprint);
      return { publish: publishOf(evidence), key: keyInUse(inUse, evidence), evidence };
    } catch (error) {
      // Another key may have made it; whatever else is wrong is wrong with every key.
      if (!(error instanceof Refusal) || error.code !== "SIGNATURE_INVALID") throw error;
      unsigned = error;
    }
  }
  throw unsigned === undefined ? noKey(keys) : byOthers(usable, unsigned);
}

/** A key alone would need no witness: but it is its holder's server that signs, and its period that has to be told. */
function demandWitnesses(
  { entries, times }: Evidence,
  { logs }: TrustRoot,
  kinds: readonly VerifiedTime["kind"][] | undefined,
): void {
  if (logs.length > 0 && entries.length === 0)
    throw new Refusal(
      "TLOG_ENTRY_MISSING",
      "publish attestation: expected an entry of a transparency log, found none",
      { entries: 0 },
    );
  if (!times.some(({ kind }) => kinds?.includes(kind) ?? true))
    throw new Refusal(
      "VERIFIED_TIME_MISSING",
      `publish attestation: expected a time by ${kinds?.join(" or ") ?? "a log or an authority"}, found none`,
      { times: 0 },
    );
}

function publishOf({ statement, digests }: Evidence): NpmPublish {
  if (statement === undefined) throw new TypeError("statement: expected one, found none");
  const publish = parseNpmPublish(statement);
  if (digests.some(({ algorithm }) => algorithm === "sha512")) return publish;
  throw new Refusal(
    "ARTIFACT_DIGEST_MISSING",
    `publish attestation: expected the file by its sha512, found ${digests.map(({ algorithm }) => algorithm).join(", ")}`,
    { algorithms: ["sha512"], given: digests.map(({ algorithm }) => algorithm) },
    { hint: "verify the file itself, or give its sha512" },
  );
}

/** One key can stand in the set twice, with two periods. */
function keyInUse(keys: readonly NpmKey[], { times }: Evidence): NpmKey {
  const found = keys.find(({ validFor }) => times.every(({ time }) => isWithin(validFor, time)));
  if (found !== undefined) return found;
  const periods = keys.map(({ validFor }) => formatPeriod(validFor)).join(" or ");
  const late = times.find(({ time }) => !keys.some(({ validFor }) => isWithin(validFor, time)));
  const time = (late ?? times[0])?.time ?? Number.NaN;
  throw new Refusal(
    "NPM_KEY_NOT_VALID",
    `publish attestation: expected a signature from ${periods}, when key ${quote(keys[0]?.id ?? "")} was in use, found one of ${formatInstant(time)}`,
    { id: keys[0]?.id ?? "", time },
    { hint: "fetch the newest keys: lockseal trust update" },
  );
}

function noKey(keys: readonly NpmKey[]): Refusal {
  const found = [...new Set(keys.map(({ usage }) => quote(usage)))].join(", ") || "no key";
  return new Refusal(
    "NPM_KEYS_MALFORMED",
    `npm's keys: expected one for ${NPM_ATTESTATIONS}, found ${found}`,
    { at: "keys" },
    { hint: "fetch the newest keys: lockseal trust update" },
  );
}

function byOthers(keys: readonly NpmKey[], cause: Refusal): Refusal {
  const ids = [...new Set(keys.map(({ id }) => id))];
  return new Refusal(
    "SIGNATURE_INVALID",
    `publish attestation: expected a signature by a key of npm's registry for attestations, ${ids.map(quote).join(" or ")}, found one by another key or over other bytes`,
    { keys: keys.map(({ key }) => key.fingerprint) },
    {
      hint: "fetch the attestations of this version anew, and the newest keys: lockseal trust update",
      cause,
    },
  );
}
