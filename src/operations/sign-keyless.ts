import type { Digest } from "../bytes/digest.ts";
import { refusePreAuthEncoding } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { bundlePath } from "../io/beside.ts";
import { digestFile } from "../io/digest-file.ts";
import { isThere, replaceFiles } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { findingsOf } from "../lock/strict/source.ts";
import type { IdentityToken } from "../sigstore/identity-token.ts";
import { type SigningContent, signBundle } from "../sigstore/sign.ts";
import type { SigningConfig } from "../sigstore/signing-config.ts";
import type { Transport } from "../sigstore/transport.ts";
import { formatLockStatement, type NamedEvidence } from "../statement/lock-statement.ts";
import { readKeylessStanding } from "./keyless-chain.ts";
import { describePins } from "./lint-lock.ts";
import { continueChain, draftOf } from "./lock-draft.ts";
import { openLock } from "./open-lock.ts";
import type { TrustSource } from "./trust-root-file.ts";

/** What to sign without a key, as whom, and with which services. */
export interface SignKeylessOptions {
  /** Requirements files, or with `message` any files. */
  readonly files: readonly string[];
  readonly token: IdentityToken;
  readonly config: SigningConfig;
  /** The root that others will verify with. */
  readonly trust: TrustSource;
  readonly transport: Transport;
  readonly cwd: string;
  readonly now: Date;
  /** Sign the bytes of the files instead of what pip will see in them. */
  readonly message: boolean;
  /** Told before anything is sent: the identity becomes public. */
  readonly announce: (text: string) => void;
  readonly bundle?: string | undefined;
  readonly root?: string | undefined;
  readonly expires?: string | undefined;
  /** By file as it is given, what proves since when its own files are known; default: nothing. See `findRecordedEvidence`. */
  readonly evidence?: ReadonlyMap<string, readonly NamedEvidence[]> | undefined;
}

/** What was signed, or why nothing was written. */
export interface SignKeylessReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly signed: readonly { readonly file: string; readonly bundle: string }[];
}

interface Ready {
  readonly file: string;
  readonly what: string;
  readonly target: string;
  readonly content: SigningContent;
}

/**
 * Signs files as the holder of an identity token. **The identity and the signature become public for good.** Judges all
 * files before anything is sent, and writes nothing unless all are signed.
 * @throws Refusal what `signBundle` throws — the services refuse, or cannot be reached; nothing is written then.
 * @throws RangeError — `bundle` with several files.
 */
export async function signKeyless(options: SignKeylessOptions): Promise<SignKeylessReport> {
  const { files, token, config, trust, transport, now } = options;
  if (options.bundle !== undefined && files.length !== 1)
    throw new RangeError("bundle: expected one file to sign, found several");
  const findings: Finding[] = [];
  const ready: Ready[] = [];
  for (const file of files) await prepare(file, options, findings, ready);
  if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), signed: [] };
  const logs = config.logs.services.map(({ url }) => url).join(", ");
  options.announce(
    `signing as ${token.subject} (${token.issuer}): this identity and each signature become public for good, in ${logs}`,
  );
  const written: { path: string; bytes: Uint8Array }[] = [];
  for (const { file, what, target, content } of ready) {
    const signing = { token, config, trust: trust.root, transport, now };
    const { bytes, evidence } = await signBundle(content, signing);
    const { signer } = evidence;
    const name = signer.kind === "certificate" ? signer.identity.name : "";
    written.push({ path: target, bytes });
    findings.push({
      rule: "SIGNED_KEYLESS",
      verdict: "passed",
      subject: file,
      message: `signed ${what} as ${name} (${token.issuer}) into ${target}`,
    });
  }
  replaceFiles(written, 0o644);
  return {
    findings,
    exitCode: 0,
    signed: ready.map(({ file, target }) => ({ file, bundle: target })),
  };
}

async function prepare(
  file: string,
  options: SignKeylessOptions,
  findings: Finding[],
  ready: Ready[],
): Promise<void> {
  try {
    if (options.message) ready.push(prepareMessage(file, options));
    else await prepareLock(file, options, findings, ready);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(findingOfRefusal(error, file));
  }
}

function prepareMessage(file: string, options: SignKeylessOptions): Ready {
  const path = resolvePath(options.cwd, file);
  const target =
    options.bundle === undefined ? bundlePath(path) : resolvePath(options.cwd, options.bundle);
  if (isThere(target)) {
    throw new Refusal(
      "FILE_EXISTS",
      `${target}: expected a free path, found a file, which may be another signer's bundle`,
      { path: target },
      { hint: "name another path with --bundle OUT, or move the file away" },
    );
  }
  const { digests, head } = digestFile(path, ["sha256"]);
  refusePreAuthEncoding(head, file);
  const digest: Digest | undefined = digests.get("sha256");
  if (digest === undefined) throw new TypeError("digest: expected sha256, found none");
  return { file, what: "its bytes", target, content: { kind: "message", name: file, digest } };
}

async function prepareLock(
  file: string,
  options: SignKeylessOptions,
  findings: Finding[],
  ready: Ready[],
): Promise<void> {
  const lock = openLock({ file, cwd: options.cwd, root: options.root });
  const problems = findingsOf(lock.problems);
  findings.push(...problems);
  if (isRefused(problems)) return;
  const at = options.bundle === undefined ? undefined : resolvePath(options.cwd, options.bundle);
  const { token, trust, now } = options;
  const { target, own } = await readKeylessStanding(lock.located.path, at, token, trust.root, now);
  const draft = draftOf(lock, now, options.expires, options.evidence?.get(file));
  const statement = continueChain(draft, { target, own, others: [] });
  const what = `${describePins(lock.pins)} as sequence ${statement.sequence}`;
  const content = { kind: "statement", payload: formatLockStatement(statement) } as const;
  ready.push({ file, what, target, content });
}
