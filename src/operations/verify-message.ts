import { MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { verifyMessageBundle } from "../envelope/bundle-signature.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { findBundles } from "../io/beside.ts";
import { readFile } from "../io/files.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import { quoteForShell } from "../shell-word.ts";
import { thresholdOf } from "./count-signers.ts";
import { type KeyContext, readPublicKey, type TrustedKey } from "./key-source.ts";
import { keysInTree } from "./keys-in-tree.ts";
import { MAX_MESSAGE_BYTES } from "./message-limit.ts";

/** Which files to verify as they are, and whom to trust. */
export interface VerifyMessageOptions extends KeyContext {
  readonly files: readonly string[];
  /** Public keys: paths, or `env://NAME`. */
  readonly keys: readonly string[];
  /** How many different keys must have signed the bytes. */
  readonly threshold: number;
  readonly bundle?: string | undefined;
}

/** The verdict over all files. */
export interface VerifyMessageReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
}

/**
 * Verifies that the given keys signed the bytes of files, whatever they are. Says nothing about what pip would see in them.
 * @throws Refusal `KEY_UNREADABLE`, `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `THRESHOLD_OUT_OF_REACH` — before any file is read.
 * @throws RangeError — no key, or `bundle` with several files.
 */
export function verifyMessageFile(options: VerifyMessageOptions): VerifyMessageReport {
  if (options.keys.length === 0) throw new RangeError("keys: expected at least one, found none");
  if (options.bundle !== undefined && options.files.length !== 1)
    throw new RangeError("bundle: expected one file to verify, found several");
  const keys = options.keys.map((reference) => readPublicKey(reference, options));
  const threshold = thresholdOf(options.threshold, keys);
  const findings = options.files.flatMap((file) => verifyFile(file, options, keys, threshold));
  return { findings, exitCode: exitCodeOf(findings) };
}

function verifyFile(
  file: string,
  options: VerifyMessageOptions,
  keys: readonly TrustedKey[],
  threshold: number,
): Finding[] {
  try {
    const path = resolvePath(options.cwd, file);
    const message = readFile(path, MAX_MESSAGE_BYTES);
    const paths =
      options.bundle === undefined ? findBundles(path) : [resolvePath(options.cwd, options.bundle)];
    if (paths.length === 0) return [noSignature(file)];
    const signers = new Set<string>();
    const findings = [
      ...keysInTree(file, locateFile(path, options.cwd, undefined).root, keys),
      ...paths.map((bundle) => verifyBundle(file, bundle, message, keys, signers)),
    ];
    if (signers.size < threshold) findings.push(tooFew(file, signers.size, threshold));
    return findings;
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, file)];
    throw error;
  }
}

function verifyBundle(
  file: string,
  path: string,
  message: Uint8Array,
  keys: readonly TrustedKey[],
  signers: Set<string>,
): Finding {
  try {
    const bundle = parseKeyBundle(readFile(path, MAX_BUNDLE_BYTES), path, "cosign-too");
    const signer = keys.find(({ key }) => key.hint === bundle.hint);
    if (signer === undefined)
      return {
        rule: "SIGNER_UNKNOWN",
        verdict: "noted",
        subject: file,
        message: `${path}: names a key that is not among the given ones, so it was not verified`,
      };
    if (bundle.kind === "dsse") {
      return {
        rule: "LOCK_SIGNATURE",
        verdict: "refused",
        subject: file,
        message: `${path}: expected a message signature, found a statement`,
        expected: "a message signature",
        found: "a statement",
        help: "verify it as a lock, without --message",
      };
    }
    const { digest } = verifyMessageBundle(bundle, [signer.key], message);
    signers.add(signer.key.fingerprint);
    return {
      rule: "SIGNATURE",
      verdict: "passed",
      subject: file,
      message: `${path}: ${signer.reference} signed these bytes, ${digest.algorithm}:${digest.hex}`,
    };
  } catch (error) {
    if (error instanceof Refusal)
      return { help: HELP_WITH_BUNDLE, ...findingOfRefusal(error, path) };
    throw error;
  }
}

const HELP_WITH_BUNDLE =
  "take file and bundle from where they were signed, or let the signer sign again; until then do not use the file";

function noSignature(file: string): Finding {
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject: file,
    message: `expected a bundle ${file}.sigstore.json, found none`,
    expected: `${file}.sigstore.json`,
    found: "none",
    help: `sign it: lockseal sign --message ${quoteForShell(file)} --key lockseal.key; or name its bundle: --bundle FILE`,
  };
}

function tooFew(file: string, found: number, threshold: number): Finding {
  return {
    rule: found === 0 && threshold === 1 ? "SIGNER_UNTRUSTED" : "THRESHOLD",
    verdict: "refused",
    subject: file,
    message: `expected ${threshold === 1 ? "a message signature by a given key" : `${threshold} different keys to sign these bytes`}, found ${found}`,
    expected: String(threshold),
    found: String(found),
    help: "check that the keys are the signers', or let them sign",
  };
}
