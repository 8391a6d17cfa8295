import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { HttpClient } from "../io/http.ts";
import type { Policy } from "../policy/model.ts";
import { isSubjectHash, type SeenFile } from "../statement/first-seen-statement.ts";
import { evidenceName } from "../tool/pinned.ts";
import { type AskedFile, type AskedIndex, askIndex } from "./ask-index.ts";
import { type AskedIndexes, findIndexes, sayAsked } from "./asked-indexes.ts";
import { readJudgingPolicy } from "./judging-policy.ts";
import { type PipIndexes, readPipIndexes } from "./pip-indexes.ts";
import { rootsOfPolicy } from "./policy-roots.ts";
import type { ProposedChange, ProposeOptions } from "./propose-change.ts";
import { loadTrustRoots, type TrustSources } from "./trust-source.ts";
import type { TrustLimits } from "./verify-by-root.ts";

/** A file that a lock allows to be installed. */
export type AllowedFile = Omit<SeenFile, "index">;

/** Whom to ask, and by what to judge the answer. */
export interface AskOptions {
  /** Asked what it knows of each file; null for the indexes that the lock is installed from: see `findIndexes`. */
  readonly index: AskedIndex | null;
  readonly http: HttpClient;
  /** The folder of the machine's own settings; default: `/etc`. */
  readonly system?: string | undefined;
  /** A file with the root that publishers' attestations are judged by; undefined for the policy's: see `rootsOfPolicy`. */
  readonly trustedRoot?: string | undefined;
}

/** What is known of files, and the attestations to keep, by their paths. */
interface AskedFiles {
  readonly files: readonly SeenFile[];
  readonly kept: ReadonlyMap<string, Uint8Array>;
  readonly findings: readonly Finding[];
}

/**
 * Asks indexes about files that a lock allows, and verifies the attestations that they serve: what does not hold, or is about
 * another file, is left out and said.
 * @throws Refusal see `readJudgingPolicy`, `findIndexes`, `askIndex`, `loadTrustRoots`.
 */
export async function askAboutFiles(
  entries: readonly AllowedFile[],
  change: ProposedChange,
  options: AskOptions & ProposeOptions,
): Promise<AskedFiles> {
  const { file, now, cwd, env } = options;
  const policy = readJudgingPolicy(change.history, change.prefix, now);
  const chosen = chooseIndexes(change, options, policy?.closure.policy);
  const findings: Finding[] = [...chosen.findings];
  const files: SeenFile[] = [];
  const kept = new Map<string, Uint8Array>();
  // Loaded when there is something to judge by them.
  let roots: TrustSources | undefined;
  for (const [name, some] of Map.groupBy(entries, (entry) => entry.name)) {
    const known = await askAll(options, chosen.indexes, name, some);
    for (const entry of some) {
      if (!isSubjectHash(entry.hash)) continue;
      const asked = known.get(hexOf(entry));
      const { word = null, attestations = null } = asked ?? {};
      if (word === null && chosen.indexes.length > 0)
        findings.push(unknownFile(file, namesOf(chosen.indexes), entry));
      if (word === null || attestations === null) {
        files.push({ ...entry, index: word });
        continue;
      }
      roots ??=
        policy === undefined || options.trustedRoot !== undefined
          ? await loadTrustRoots(options.trustedRoot, cwd, env)
          : await rootsOfPolicy(policy.closure, cwd, env);
      const { trust: own } = policy?.closure.policy ?? {};
      const limits = options.trustedRoot === undefined ? own : undefined;
      const served = { name: word.file, sha256: hexOf(entry) };
      const refusal = await objectionTo(attestations, served, roots, now, limits);
      if (refusal === undefined) kept.set(evidenceName(word.attestation?.hex ?? ""), attestations);
      else findings.push(notAttested(file, entry, refusal));
      const attestation = refusal === undefined ? word.attestation : null;
      files.push({ ...entry, index: { ...word, attestation } });
    }
  }
  return { files, kept, findings };
}

function chooseIndexes(
  { file, located, before, after }: ProposedChange,
  { index, env, cwd, system = "/etc" }: AskOptions & ProposeOptions,
  policy: Policy | undefined,
): AskedIndexes {
  if (after.content.format !== "pip-requirements") return { indexes: [], findings: [] };
  if (index !== null) return { indexes: [index], findings: [sayAsked(file, [index], ["--index"])] };
  const contents = { before: before?.content, after: after.content };
  const pip = (): PipIndexes => readPipIndexes(file, located.root, { env, system, cwd });
  return findIndexes({ policy, path: located.name, ...contents, pip });
}

/** Of several indexes the first that knows a file is believed. */
async function askAll(
  { http }: AskOptions,
  indexes: readonly AskedIndex[],
  name: string,
  entries: readonly AllowedFile[],
): Promise<ReadonlyMap<string, AskedFile>> {
  const known = new Map<string, AskedFile>();
  for (const index of indexes) {
    const wanted = new Set(entries.map(hexOf).filter((hex) => !known.has(hex)));
    if (wanted.size === 0) break;
    for (const [hex, asked] of await askIndex(http, index, name, wanted)) known.set(hex, asked);
  }
  return known;
}

async function objectionTo(
  attestations: Uint8Array,
  file: { readonly name: string; readonly sha256: string },
  roots: TrustSources,
  now: Date,
  limits: TrustLimits | undefined,
): Promise<Refusal | undefined> {
  // Loaded where an index serves any.
  const { verifyPublications } = await import("./publisher-evidence.ts");
  try {
    await verifyPublications(attestations, `${file.name}.provenance`, file, roots, now, limits);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** A file by another digest than SHA-256 is known to no index by it. */
function hexOf({ hash }: AllowedFile): string {
  return hash.replace(/^sha256:/, "");
}

function namesOf(indexes: readonly AskedIndex[]): string {
  return indexes.map(({ name }) => name).join(", ");
}

function unknownFile(file: string, index: string, { name, version, hash }: AllowedFile): Finding {
  return {
    rule: "OBSERVED_UNKNOWN",
    verdict: "warned",
    subject: file,
    message: `${name} ${version}: the index ${index} knows no file with ${hash.slice(0, 19)}…`,
    help: "look where it comes from before anybody approves it",
  };
}

function notAttested(file: string, { name, version }: AllowedFile, refusal: Refusal): Finding {
  return {
    rule: "OBSERVED_ATTESTATION",
    verdict: "warned",
    subject: file,
    message: `${name} ${version}: the attestations that the index serves do not hold and are not recorded: ${refusal.message} [${refusal.code}]`,
    help: "look at who published it before anybody approves it",
  };
}
