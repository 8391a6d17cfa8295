import { formatMode } from "../archive/plan.ts";
import type { Finding } from "../finding.ts";
import type { HashedFile, ReadFile } from "../io/hash-listed.ts";
import {
  findingOf,
  unknownFile,
  unknownFiles,
  unreadFile,
  verifiedFiles,
} from "./audit-findings.ts";
import type { PinnedBytes } from "./audit-index.ts";
import type { AuditCounts, AuditedFile, AuditState } from "./audit-report.ts";
import { type AssetPin, namePin } from "./judge-asset.ts";
import type { Judged } from "./judge-audited.ts";

/** So many files that nobody pinned are named; the rest is counted. */
const MAX_SHOWN = 20;

/** Keeps count of what was found. Of files that nobody pinned it holds no more than it is asked to, however many there are. */
export class AuditTally {
  readonly counts: Record<AuditState, number> = {
    verified: 0,
    altered: 0,
    "known-bad": 0,
    unknown: 0,
    unread: 0,
  };
  bytes = 0;
  skipped = 0;
  readonly findings: Finding[] = [];
  readonly #files: AuditedFile[] = [];
  readonly #maxUnknown: number;
  #unknown: AuditedFile[] = [];
  readonly #verified = new Map<string, number>();
  readonly #pins = new Map<AssetPin, string | null>();
  /** Of these, those that are more than evidence about a tool. */
  #tools = 0;

  constructor(maxUnknown: number) {
    this.#maxUnknown = Math.max(MAX_SHOWN, maxUnknown);
  }

  /** Takes what was judged of a file. */
  add(path: string, read: ReadFile, judged: Judged): void {
    const bytes = "bytes" in judged ? judged.bytes : undefined;
    const file: AuditedFile = {
      path,
      state: judged.state,
      sha256: read.sha256,
      size: read.size,
      mode: formatMode(read.mode),
      pin: bytes === undefined ? null : namePin(bytes.pin),
      file: bytes === undefined ? null : (bytes.path ?? bytes.name),
    };
    if (judged.state === "unknown") this.#addUnknown(file);
    else this.#addFile(file, findingOf(path, read, judged));
    if (judged.state === "verified") this.#addVerified(judged.bytes, path);
  }

  /** Takes a file, a folder or a link that was not read, with what is wrong with it. */
  addUnread(path: string, state: "altered" | "unread", finding: Finding): void {
    const nothing = { sha256: null, size: null, mode: null, pin: null, file: null };
    this.#addFile({ path, state, ...nothing }, finding);
  }

  /** Takes what could not be read. */
  addUnreadable(path: string, { unread }: Exclude<HashedFile, ReadFile>): void {
    this.addUnread(path, "unread", unreadFile(path, unread));
  }

  #addFile(file: AuditedFile, finding: Finding | undefined): void {
    this.counts[file.state] += 1;
    this.#files.push(file);
    if (finding !== undefined) this.findings.push(finding);
  }

  #addUnknown(file: AuditedFile): void {
    this.counts.unknown += 1;
    this.#unknown.push(file);
    if (this.#unknown.length >= 2 * this.#maxUnknown)
      this.#unknown = this.#unknown.sort(byPath).slice(0, this.#maxUnknown);
  }

  #addVerified({ pin, kind }: PinnedBytes, path: string): void {
    const name = namePin(pin);
    this.#verified.set(name, (this.#verified.get(name) ?? 0) + 1);
    if (kind === "evidence") return;
    this.#tools += 1;
    this.#pins.set(pin, kind === "asset" ? path : (this.#pins.get(pin) ?? null));
  }

  /** The pins of which more than evidence is as pinned, each with the path of its download where that was met. */
  get pins(): ReadonlyMap<AssetPin, string | null> {
    return this.#pins;
  }

  /** Whether any file of a tool is as pinned. */
  get hasVerified(): boolean {
    return this.#tools > 0;
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** What is as pinned and what nobody pinned, in few words. */
  summaries(subject: string, lockName: string, isStrict: boolean): readonly Finding[] {
    const shown = this.#unknown.sort(byPath).slice(0, MAX_SHOWN);
    const { unknown } = this.counts;
    const verified = [...this.#verified].sort().map(([pin, count]) => verifiedFiles(pin, count));
    if (unknown === 0) return verified;
    const each = shown.map(({ path, sha256 }) => unknownFile(path, sha256 ?? "", lockName));
    const names = shown.map(({ path }) => path);
    const isAllSaid = isStrict && unknown === shown.length;
    return [
      ...verified,
      ...(isAllSaid ? [] : [unknownFiles(subject, unknown, names, isStrict)]),
      ...(isStrict ? each : []),
    ];
  }

  /** Every file that is kept, by path. */
  files(maxUnknown: number): readonly AuditedFile[] {
    const unknown = this.#unknown.sort(byPath).slice(0, maxUnknown);
    return [...this.#files, ...unknown].sort(byPath);
  }

  result(): AuditCounts {
    return { ...this.counts };
  }
}

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}
