import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { replaceFiles } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PrivateKey } from "../key/private-key.ts";
import type { PublicKey } from "../key/public-key.ts";
import { findingsOf } from "../lock/strict/source.ts";
import { quoteForShell } from "../shell-word.ts";
import {
  formatLockStatement,
  type LockStatement,
  type NamedEvidence,
} from "../statement/lock-statement.ts";
import { describePins } from "./lint-lock.ts";
import { continueChain, countersigned, draftOf } from "./lock-draft.ts";
import { type OpenedLock, openLock } from "./open-lock.ts";
import { readSignedLock } from "./signed-lock.ts";
import { readStanding, type StandingBundles } from "./standing-bundle.ts";

/** What to sign, and with what. */
export interface SignOptions {
  /** Requirements files, absolute or relative to `cwd`. */
  readonly files: readonly string[];
  readonly key: PrivateKey;
  readonly cwd: string;
  /** The signer's clock: what is claimed, and what `expires` may not lie before. */
  readonly now: Date;
  /** The folder that names are relative to; default: the git top level, else the lock's folder. */
  readonly root?: string | undefined;
  /** `YYYY-MM-DDTHH:MM:SSZ` after which nobody should install from the lock; default: never. */
  readonly expires?: string | undefined;
  /** By file as it is given, what proves since when its own files are known; default: nothing. See `findRecordedEvidence`. */
  readonly evidence?: ReadonlyMap<string, readonly NamedEvidence[]> | undefined;
  /** Where to write the bundle, for one file only; default: `FILE.sigstore.json`, or beside another signer's. */
  readonly bundle?: string | undefined;
  /** Sign the very statement that this key signed, so that both count towards a threshold. */
  readonly countersign?: PublicKey | undefined;
}

/** What was signed, or why nothing was. */
export interface SignReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** Empty when anything is refused: all files are signed, or none. */
  readonly signed: readonly SignedLock[];
}

export interface SignedLock {
  /** As given. */
  readonly file: string;
  /** Absolute path of the bundle. */
  readonly bundle: string;
  readonly statement: LockStatement;
}

interface Prepared {
  readonly findings: readonly Finding[];
  readonly signed: SignedLock | null;
  readonly bytes: Uint8Array;
}

/**
 * Signs locks: judges each closure, and writes a Sigstore bundle beside each that says what pip will see.
 * Sequence and previous lock come from the bundle of the same key that stands there; signing the same bytes again
 * changes neither. Writes nothing unless all files can be signed.
 * @throws Refusal `FILE_UNWRITABLE` — a bundle cannot be written.
 * @throws RangeError — `bundle` with several files.
 */
export function signLock(options: SignOptions): SignReport {
  if (options.bundle !== undefined && options.files.length !== 1)
    throw new RangeError("bundle: expected one file to sign, found several");
  const prepared = options.files.map((file) => prepare(file, options));
  const findings = prepared.flatMap((one) => one.findings);
  if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), signed: [] };
  const signed = prepared.flatMap((one) => one.signed ?? []);
  replaceFiles(
    prepared.flatMap(({ signed: lock, bytes }) =>
      lock === null ? [] : [{ path: lock.bundle, bytes }],
    ),
    0o644,
  );
  return { findings, exitCode: exitCodeOf(findings), signed };
}

function prepare(file: string, options: SignOptions): Prepared {
  try {
    const lock = openLock({ ...options, file });
    const problems = findingsOf(lock.problems);
    if (isRefused(problems))
      return { findings: [...problems, notSigned(file)], signed: null, bytes: new Uint8Array() };
    return sign(file, lock, problems, options);
  } catch (error) {
    if (error instanceof Refusal)
      return { findings: [findingOfRefusal(error, file)], signed: null, bytes: new Uint8Array() };
    throw error;
  }
}

function sign(
  file: string,
  lock: OpenedLock,
  problems: readonly Finding[],
  options: SignOptions,
): Prepared {
  const { key } = options;
  const at = options.bundle === undefined ? undefined : resolvePath(options.cwd, options.bundle);
  const standing = readStanding(lock.located.path, key.publicKey, at);
  const draft = draftOf(lock, options.now, options.expires, options.evidence?.get(file));
  const statement =
    options.countersign === undefined
      ? continueChain(draft, standing)
      : {
          ...countersigned(draft, othersOf(lock, standing, options), options.countersign, lock),
          signedAt: draft.signedAt,
        };
  const bundle = signDsseBundle(IN_TOTO_PAYLOAD_TYPE, formatLockStatement(statement), key);
  // What is written is what a verifier will read: a statement that we could not read back must not leave the house.
  readSignedLock(bundle, [key.publicKey], standing.target);
  const findings = [
    ...problems,
    signedFinding(file, lock, statement, standing.target, key.publicKey),
    ...notes(file, statement, standing, options),
    ...narrowRoot(file, lock),
  ];
  return {
    findings,
    signed: { file, bundle: standing.target, statement },
    bytes: formatKeyBundle(bundle),
  };
}

/** Who signs into a file elsewhere still countersigns what stands beside the lock. */
function othersOf(
  lock: OpenedLock,
  standing: StandingBundles,
  { bundle, key }: SignOptions,
): StandingBundles["others"] {
  if (bundle === undefined) return standing.others;
  return readStanding(lock.located.path, key.publicKey, undefined).others;
}

function signedFinding(
  file: string,
  lock: OpenedLock,
  statement: LockStatement,
  target: string,
  key: PublicKey,
): Finding {
  return {
    rule: "LOCK_SIGNED",
    verdict: "passed",
    subject: file,
    message: `signed ${describePins(lock.pins)} as sequence ${statement.sequence} by key ${key.fingerprint.slice(0, 12)} into ${target}`,
  };
}

function notSigned(file: string): Finding {
  return {
    rule: "LOCK_NOT_SIGNED",
    verdict: "noted",
    subject: file,
    message: "nothing was signed: only a lock that no tool misreads may be signed",
    help: `mend what is said above and try: lockseal lint ${quoteForShell(file)}`,
  };
}

function narrowRoot(file: string, { located }: OpenedLock): Finding[] {
  const { path, gitTop } = located.root;
  if (gitTop === null || gitTop === path) return [];
  return [
    {
      rule: "ROOT_BELOW_TOP",
      verdict: "noted",
      subject: file,
      message: `signed for the path ${located.name} below ${path}, which is not the top of its checkout: a file of that path elsewhere in it fits the signature too`,
      help: "leave --root out, unless those who verify name the same root",
    },
  ];
}

function notes(
  file: string,
  statement: LockStatement,
  standing: StandingBundles,
  options: SignOptions,
): Finding[] {
  const found: Finding[] = [];
  if (statement.scope.repository === null) {
    found.push({
      rule: "SCOPE_UNBOUND",
      verdict: "noted",
      subject: file,
      message:
        "signed for no repository in particular: the lock lies outside git, or its origin has no address that others could name",
      help: "sign in a checkout whose origin is set, to bind the signature to it",
    });
  }
  if (options.countersign === undefined && standing.others.length > 0) {
    found.push({
      rule: "OTHER_SIGNER",
      verdict: "noted",
      subject: file,
      message: `${standing.others.map(({ path }) => path).join(", ")}: another key signed too; statements add up to a threshold only when they are equal`,
      help: "sign that key's very statement with --countersign ITS.pub",
    });
  }
  return found;
}
