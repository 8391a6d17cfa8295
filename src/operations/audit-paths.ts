import { delimiter } from "node:path";
import { basename } from "node:path/posix";
import { setImmediate } from "node:timers/promises";
import { exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { hashFiles } from "../io/hash-files.ts";
import type { HashedFile, ReadFile } from "../io/hash-listed.ts";
import { interruptible } from "../io/interrupt.ts";
import {
  type LocatedStart,
  locateStarts,
  type WalkedFile,
  type WalkedLink,
  type WalkStart,
  walkFiles,
} from "../io/walk-files.ts";
import { findKnownBad } from "../tool/known-bad.ts";
import type { PinnedTool } from "../tool/pinned.ts";
import { noneVerified, noPins, pinnedBad } from "./audit-findings.ts";
import { indexPins, type PinIndex } from "./audit-index.ts";
import { judgeLink } from "./audit-links.ts";
import { findPlaces } from "./audit-places.ts";
import type { AuditProgress, AuditReport } from "./audit-report.ts";
import { AuditTally } from "./audit-tally.ts";
import { judgeAudited, placeOfPath } from "./judge-audited.ts";
import type { EvidenceOptions } from "./judge-tool-evidence.ts";
import { locateTools, readPins, type ToolFiles } from "./locate-tools.ts";
import { locatePolicy } from "./policy-files.ts";

/** What to audit, and against which pins. */
export interface AuditOptions {
  /** Files and folders, relative to `cwd`. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The value of `PATH`, to audit the programs that it finds. */
  readonly searchPath?: string | undefined;
  /** Folders that may be missing, such as the cache of downloads. */
  readonly caches?: readonly string[] | undefined;
  /** The pins; default: the nearest lock. */
  readonly lock?: string | undefined;
  /** Refuse what nobody pinned. */
  readonly isStrict?: boolean | undefined;
  /** With what the signers of a policy in place are judged; default: no policy is asked, and no signature verified. */
  readonly signatures?: Omit<EvidenceOptions, "policies"> | undefined;
  /** How many of the files that nobody pinned are listed, of which there may be very many; default: all. */
  readonly maxUnknown?: number | undefined;
  /** Threads that digest; default: one a processor, or none where there is little to do. */
  readonly threads?: number | undefined;
  readonly onProgress?: ((progress: AuditProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Audits what lies on disk: digests every regular file, on all processors, and says which are what a lock pins, which have to be
 * and are not, which are known to be bad, and which nobody pinned. Changes nothing, asks nobody, follows no link out of what
 * is named. Where a policy is in place it says who has to have signed the pins of what was found, and what is denied; without
 * one no signature is verified: what the lock pins was verified when it was pinned.
 * @throws Refusal `FILE_MISSING` — a path does not exist; before any file is read.
 * @throws Refusal `TOOL_LOCK_MALFORMED`, `FILE_UNREADABLE` — of the lock; `POLICY_MALFORMED` — of the policy.
 */
export async function auditPaths(options: AuditOptions): Promise<AuditReport> {
  const { cwd, isStrict = false, maxUnknown = Number.MAX_SAFE_INTEGER } = options;
  const located = locateTools(cwd, options.lock);
  const { lockName } = located;
  const { tools } = readPins(located);
  const starts = locateStarts(startsOf(options), cwd);
  const tally = new AuditTally(maxUnknown);
  const audit = new Audit(indexPins({ tools }), starts, tally);
  await interruptible(options.signal, (signal) => audit.run({ ...options, signal }));
  const subject = starts.length === 1 ? (starts[0]?.word ?? "") : `${starts.length} paths`;
  for (const { name, version } of tools) {
    const bad = findKnownBad(name, version);
    if (bad !== undefined) tally.findings.push(pinnedBad(lockName, bad));
  }
  tally.findings.push(...(await judgeByPolicy(located, tools, tally, options)));
  if (tools.length === 0) tally.findings.push(noPins(lockName));
  else if (!tally.hasVerified) tally.findings.push(noneVerified(subject, lockName, tally.total));
  const wrong = tally.findings.toSorted((one, other) => (one.subject < other.subject ? -1 : 1));
  const findings = [...tally.summaries(subject, lockName, isStrict), ...wrong];
  return {
    findings,
    exitCode: exitCodeOf(findings),
    counts: tally.result(),
    bytes: tally.bytes,
    skipped: tally.skipped,
    files: tally.files(maxUnknown),
  };
}

/** What reads policies and verifies signatures is loaded where there is a policy. */
async function judgeByPolicy(
  files: ToolFiles,
  tools: readonly PinnedTool[],
  { pins }: AuditTally,
  { cwd, signatures }: AuditOptions,
): Promise<readonly Finding[]> {
  const isGoverned = [files.folder, cwd].some((at) => locatePolicy(at, undefined) !== undefined);
  if (signatures === undefined || !isGoverned) return [];
  const { judgeAuditedTools } = await import("./judge-audited-tools.ts");
  return judgeAuditedTools({ ...signatures, cwd, files, tools, pins });
}

function startsOf({ paths, searchPath, caches = [] }: AuditOptions): readonly WalkStart[] {
  const named = paths.map((word) => ({ word, isOptional: false, isShallow: false }));
  const kept = caches.map((word) => ({ word, isOptional: true, isShallow: false }));
  // An empty part of it is the folder that a command runs in.
  const searched = (searchPath ?? "").split(delimiter).map((word) => word || ".");
  const found = searched.map((word) => ({ word, isOptional: true, isShallow: true }));
  return [...named, ...kept, ...(searchPath === undefined ? [] : found)];
}

/** A file whose place may decide, which is known when all are read. */
interface HeldFile {
  readonly path: string;
  readonly place: string;
  readonly read: ReadFile;
}

class Audit {
  readonly #index: PinIndex;
  readonly #starts: readonly LocatedStart[];
  readonly #tally: AuditTally;
  readonly #held: HeldFile[] = [];
  readonly #links: WalkedLink[] = [];

  constructor(index: PinIndex, starts: readonly LocatedStart[], tally: AuditTally) {
    this.#index = index;
    this.#starts = starts;
    this.#tally = tally;
  }

  async run(options: AuditOptions & { readonly signal: AbortSignal }): Promise<void> {
    const { signal, threads, onProgress } = options;
    const progress = new Progress(this.#starts, onProgress);
    try {
      const hashed = hashFiles(this.#files(), {
        threads,
        signal,
        onHashed: (file, found) => {
          progress.addFile();
          this.#judge(file, found);
        },
        onBytes: (bytes) => progress.addBytes(bytes),
      });
      await Promise.all([hashed, progress.count(signal)]);
    } finally {
      progress.end();
    }
    this.#judgeHeld();
  }

  *#files(): Generator<WalkedFile | undefined> {
    for (const met of walkFiles(this.#starts)) {
      if (met.kind === "file") yield met;
      else {
        if (met.kind === "unread") this.#tally.addUnreadable(met.path, { unread: met.found });
        else if (met.kind === "special") this.#tally.skipped += 1;
        else if (met.kind === "link" && this.#isNamed(placeOfPath(met.at))) this.#links.push(met);
        yield undefined;
      }
    }
  }

  #isNamed(place: string): boolean {
    const name = basename(place);
    const { namesInside, foldersInside, byName } = this.#index;
    return namesInside.has(name) || foldersInside.has(name) || byName.has(name);
  }

  #judge({ path, at }: WalkedFile, read: HashedFile): void {
    if ("unread" in read) {
      this.#tally.addUnreadable(path, read);
      return;
    }
    this.#tally.bytes += read.size;
    const place = placeOfPath(at);
    if (this.#index.namesInside.has(basename(place))) this.#held.push({ path, place, read });
    else this.#tally.add(path, read, judgeAudited(namedAs(path, place), read, this.#index));
  }

  #judgeHeld(): void {
    const digestOf = new Map(this.#held.map(({ place, read }) => [place, read]));
    const places = findPlaces(digestOf, this.#index);
    for (const { path, place, read } of this.#held) {
      const expected = places.files.get(place);
      const judged = judgeAudited(namedAs(path, place), read, this.#index, expected);
      this.#tally.add(path, read, judged);
    }
    const context = { index: this.#index, places, starts: this.#starts, read: new Map() };
    for (const link of this.#links) judgeLink(link, context, this.#tally);
  }
}

/** A file that is named through a link is called as the user called it. */
function namedAs(path: string, place: string): { readonly name: string; readonly place: string } {
  return { name: basename(placeOfPath(path)), place };
}

/** So many names are counted before anything else gets its turn. */
const COUNTED_AT_ONCE = 500;

/** Tells how far an audit is, where anybody asks: what there is in all is counted by a walk of its own beside it. */
class Progress {
  readonly #starts: readonly LocatedStart[];
  readonly #tell: ((progress: AuditProgress) => void) | undefined;
  #files = 0;
  #bytes = 0;
  #total: { readonly files: number; readonly bytes: number } | undefined;
  #isDone = false;

  constructor(
    starts: readonly LocatedStart[],
    tell: ((progress: AuditProgress) => void) | undefined,
  ) {
    this.#starts = starts;
    this.#tell = tell;
  }

  async count(signal: AbortSignal): Promise<void> {
    if (this.#tell === undefined) return;
    const total = { files: 0, bytes: 0 };
    let names = 0;
    for (const met of walkFiles(this.#starts)) {
      if (met.kind === "file") {
        total.files += 1;
        total.bytes += met.size;
      }
      names += 1;
      if (names % COUNTED_AT_ONCE !== 0) continue;
      await setImmediate();
      if (this.#isDone || signal.aborted) return;
    }
    this.#total = total;
  }

  addFile(): void {
    this.#files += 1;
    this.#say();
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
    this.#say();
  }

  end(): void {
    this.#isDone = true;
    this.#say();
  }

  #say(): void {
    this.#tell?.({
      files: this.#files,
      bytes: this.#bytes,
      total: this.#total,
      isDone: this.#isDone,
    });
  }
}
