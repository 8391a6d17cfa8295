import { dirname } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { isThere, writeFile } from "../io/files.ts";
import { createHttpClient } from "../io/http.ts";
import { makeFolder } from "../io/own-folder.ts";
import type { Transport } from "../sigstore/transport.ts";
import { formatInstant } from "../trust/period.ts";
import { MAX_TRUST_ROOT_BYTES, parseTrustRoot } from "../trust/trust-root.ts";
import {
  formatKeptSet,
  type KeptSet,
  type VerifiedSet,
  verifyKeptSet,
} from "../trust/tuf/kept-set.ts";
import { productionTufRoot } from "../trust/tuf/production-tuf-root.ts";
import { fetchOptionalTargets } from "./fetch-optional-targets.ts";
import { fetchTarget, fetchTrusted, type TrustedSet } from "./fetch-trusted.ts";
import { demandStore, type TrustStore, updatedPath } from "./trust-store.ts";
import { chooseInstances, type Instance } from "./tuf-instance.ts";
import type {
  UpdatedRoot,
  UpdateTrustRootOptions,
  UpdateTrustRootReport,
} from "./update-of-roots.ts";
import { readKeptSet, TRUSTED_ROOT_TARGET } from "./updated-root.ts";

const TIMEOUT_MS = 15_000;
const ATTEMPTS = 3;

/** Does what `updateTrustRoot` says. */
export async function updateRoots(options: UpdateTrustRootOptions): Promise<UpdateTrustRootReport> {
  const store = demandStore(options.env);
  const instances = chooseInstances(store, options);
  const transport =
    options.transport ??
    createHttpClient({ env: options.env, timeoutMs: TIMEOUT_MS, attempts: ATTEMPTS });
  const findings: Finding[] = [];
  const updated: UpdatedRoot[] = [];
  for (const instance of instances) {
    if (instance.damage !== undefined) findings.push(instance.damage);
    // Of a damaged one nobody knows where it begins; the others are updated all the same.
    if (!("mirror" in instance)) continue;
    try {
      const fetched = await updateOne(store, instance, transport, options.now);
      findings.push(...fetched.findings);
      updated.push(fetched.updated);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, instance.name));
    }
  }
  return { findings, exitCode: exitCodeOf(findings), updated };
}

async function updateOne(
  store: TrustStore,
  instance: Instance,
  transport: Transport,
  now: Date,
): Promise<{ readonly findings: readonly Finding[]; readonly updated: UpdatedRoot }> {
  const { name, mirror, kept, known } = instance;
  const from = { mirror, transport };
  const set = await fetchTrusted({
    ...from,
    root: known?.root ?? instance.firstRoot,
    known,
    now,
  });
  const findings: Finding[] = [];
  const rootFile = await fetchRootFile(from, set);
  const files = new Map([[TRUSTED_ROOT_TARGET, rootFile]]);
  const optional = await fetchOptionalTargets(from, set, name);
  for (const [target, bytes] of optional.files) files.set(target, bytes);
  findings.push(...optional.findings);
  const next: KeptSet = {
    mirror,
    updated: now.getTime(),
    firstRoot: instance.firstBytes,
    roots: [...rootsSince(instance), ...set.roots.map(({ bytes }) => bytes)],
    timestamp: set.timestamp.bytes,
    snapshot: set.snapshot.bytes,
    targets: set.targets.bytes,
    files,
  };
  const path = updatedPath(store, name);
  // What is written is what will be read: were it refused then, verification would stop until the next update.
  verifyKeptSet(next, productionTufRoot(), path);
  keep(store, name, next, set);
  const before = kept?.files.get(TRUSTED_ROOT_TARGET);
  const isNew = before === undefined || Buffer.compare(before, rootFile) !== 0;
  const sha256 = sha256Hex(rootFile);
  findings.push({
    rule: "TRUST_UPDATED",
    verdict: "passed",
    subject: name,
    message: `${mirror}: ${isNew ? "a new trust root" : "the trust root is still"} sha256:${sha256}, by root ${set.root.metadata.version}, in force until ${formatInstant(set.timestamp.metadata.expires)}`,
  });
  const versions = {
    root: set.root.metadata.version,
    timestamp: set.timestamp.metadata.version,
    snapshot: set.snapshot.metadata.version,
    targets: set.targets.metadata.version,
  };
  return { findings, updated: { name, mirror, path, sha256, versions } };
}

/** The roots that were kept and that lead on from the first. */
function rootsSince({ kept, known }: Instance): readonly Uint8Array[] {
  return known === undefined ? [] : (kept?.roots ?? []);
}

async function fetchRootFile(
  from: { readonly mirror: string; readonly transport: Transport },
  set: TrustedSet,
): Promise<Uint8Array> {
  const listed = set.targets.lists.get(TRUSTED_ROOT_TARGET);
  if (listed === undefined)
    throw new Refusal(
      "TUF_TARGET_MISSING",
      `${from.mirror}: expected ${TRUSTED_ROOT_TARGET} among the targets, found ${[...set.targets.lists.keys()].map(quote).slice(0, 8).join(", ") || "none"}`,
      { target: TRUSTED_ROOT_TARGET },
      { hint: "check that this is the repository of a Sigstore instance: --mirror URL" },
    );
  const bytes = await fetchTarget(
    from,
    set.root,
    TRUSTED_ROOT_TARGET,
    listed,
    MAX_TRUST_ROOT_BYTES,
  );
  parseTrustRoot(bytes, `${from.mirror}: ${TRUSTED_ROOT_TARGET}`);
  return bytes;
}

/**
 * Writes a set in one piece. Another update may have finished meanwhile: what it wrote stays where it is newer. Between
 * looking and writing there is an instant in which a third could write; then an older set, whole and in force, stands
 * until the next update.
 */
function keep(store: TrustStore, name: string, next: KeptSet, set: VerifiedSet): void {
  const path = updatedPath(store, name);
  makeFolder(dirname(path));
  if (isThere(path) && isNewer(store, name, set)) return;
  writeFile(path, formatKeptSet(next), 0o600, false);
}

function isNewer(store: TrustStore, name: string, set: VerifiedSet): boolean {
  try {
    const path = updatedPath(store, name);
    const there = verifyKeptSet(readKeptSet(store, name), productionTufRoot(), path);
    return (
      there.root.metadata.version > set.root.metadata.version ||
      (there.root.metadata.version === set.root.metadata.version &&
        there.timestamp.metadata.version > set.timestamp.metadata.version)
    );
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
