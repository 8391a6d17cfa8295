import { formatKeyBundle } from "../envelope/bundle.ts";
import { signMessageBundle } from "../envelope/bundle-signature.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { readFile, replaceFiles } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { MAX_MESSAGE_BYTES } from "./message-limit.ts";
import { readStandingMessage } from "./standing-bundle.ts";

/** Which files to sign as they are. */
export interface SignMessageOptions {
  readonly files: readonly string[];
  readonly key: PrivateKey;
  readonly cwd: string;
  /** Where to write the bundle, for one file only. */
  readonly bundle?: string | undefined;
}

/** What was signed, or why nothing was. */
export interface SignMessageReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly signed: readonly { readonly file: string; readonly bundle: string }[];
}

/**
 * Signs the bytes of files, whatever they are, as `cosign sign-blob` does. Such a signature says nothing about what pip
 * will see, and is never taken for a lock's. Signs all files or none.
 * @throws Refusal `KEY_WRONG_KIND` — an Ed25519 key: cosign takes such message signatures for the pre-hashed form, which this is not.
 * @throws RangeError — `bundle` with several files.
 */
export function signMessageFile(options: SignMessageOptions): SignMessageReport {
  const { key } = options;
  if (options.bundle !== undefined && options.files.length !== 1)
    throw new RangeError("bundle: expected one file to sign, found several");
  if (key.publicKey.type === "ed25519") throw ed25519();
  const findings: Finding[] = [];
  const ready: { file: string; bundle: string; bytes: Uint8Array }[] = [];
  for (const file of options.files) {
    try {
      const path = resolvePath(options.cwd, file);
      const message = readFile(path, MAX_MESSAGE_BYTES);
      const bundle = readStandingMessage(
        path,
        key.publicKey,
        options.bundle === undefined ? undefined : resolvePath(options.cwd, options.bundle),
      );
      ready.push({ file, bundle, bytes: formatKeyBundle(signMessageBundle(message, key)) });
      findings.push({
        rule: "MESSAGE_SIGNED",
        verdict: "passed",
        subject: file,
        message: `signed ${message.length} bytes by key ${key.publicKey.fingerprint.slice(0, 12)} into ${bundle}`,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, file));
    }
  }
  if (isRefused(findings))
    return {
      findings: findings.filter((finding) => finding.verdict === "refused"),
      exitCode: exitCodeOf(findings),
      signed: [],
    };
  replaceFiles(
    ready.map(({ bundle, bytes }) => ({ path: bundle, bytes })),
    0o644,
  );
  return { findings, exitCode: 0, signed: ready.map(({ file, bundle }) => ({ file, bundle })) };
}

function ed25519(): Refusal {
  return new Refusal(
    "KEY_WRONG_KIND",
    "key: expected an ECDSA key for a message signature, found ed25519, which cosign would take for Ed25519ph, another algorithm",
    { found: "ed25519" },
    {
      hint: "sign the file as a lock, without --message, or make an ECDSA key: lockseal keygen --type ecdsa-p256",
    },
  );
}
