import { type KeyBundle, MAX_BUNDLE_BYTES, parseKeyBundle } from "../envelope/bundle.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { quoteForShell } from "../shell-word.ts";
import type { SignedStatement } from "./count-signers.ts";
import type { TrustedKey } from "./key-source.ts";
import { readSignedLock } from "./signed-lock.ts";

/** What a bundle says for a lock. */
export interface TrustedBundle {
  readonly findings: readonly Finding[];
  /** Null where it says nothing that counts; the findings tell why. */
  readonly signed: SignedStatement | null;
}

/**
 * Reads a bundle beside a lock and verifies it when one of the given keys made it. Does not hold it against the lock.
 * A bundle of an unknown key says nothing; one that names a trusted key and does not hold is refused, whatever else stands there.
 */
export function readTrustedBundle(
  file: string,
  path: string,
  keys: readonly TrustedKey[],
  name: string,
): TrustedBundle {
  try {
    const bytes = readFile(path, MAX_BUNDLE_BYTES);
    const bundle = parseKeyBundle(bytes, name, "cosign-too");
    const signer = keys.find(({ key }) => key.hint === bundle.hint);
    if (signer === undefined)
      return { findings: [unknownSigner(file, name, bundle)], signed: null };
    if (bundle.kind === "message") return { findings: [messageOnly(file, name)], signed: null };
    // A lock bundle has one spelling, ours: no byte of it is free.
    parseKeyBundle(bytes, name, "ours");
    const statement = readSignedLock(bundle, [signer.key], name);
    const message = `${name}: the signature by ${signer.reference} (${signer.key.fingerprint.slice(0, 12)}) holds`;
    return {
      findings: [{ rule: "SIGNATURE", verdict: "passed", subject: file, message }],
      signed: { signer, bundle: name, statement },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const finding = { help: HELP_WITH_BUNDLE, ...findingOfRefusal(error, name) };
    if (error.code !== "BUNDLE_UNSUPPORTED") return { findings: [finding], signed: null };
    return { findings: [{ ...finding, verdict: "noted" }], signed: null };
  }
}

const HELP_WITH_BUNDLE =
  "restore the bundle as it was committed, or let its signer sign again; until then install nothing from this lock";

function unknownSigner(file: string, name: string, bundle: KeyBundle): Finding {
  const fingerprint = Buffer.from(bundle.hint, "base64").toString("hex");
  return {
    rule: "SIGNER_UNKNOWN",
    verdict: "noted",
    subject: file,
    message: `${name}: names the key ${fingerprint.slice(0, 12)}, which is not among the given ones, so it was not verified`,
  };
}

function messageOnly(file: string, name: string): Finding {
  return {
    rule: "MESSAGE_SIGNATURE",
    verdict: "refused",
    subject: file,
    message: `${name}: expected a lock signature, found a message signature, which says nothing about what pip will see`,
    expected: "a lock signature",
    found: "a message signature",
    help: `sign it as a lock: lockseal sign ${quoteForShell(file)} --key KEY; or check the bytes alone with --message`,
  };
}
