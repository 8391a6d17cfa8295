import type { DigestAlgorithm } from "../bytes/digest.ts";
import { parsePemSigner } from "../sigstore/pem-signer.ts";
import { parseSignatureText } from "../sigstore/signature-text.ts";
import { upgradeSignature } from "../sigstore/upgrade.ts";
import { logToAsk } from "./log-source.ts";
import { createTransport } from "./signing-source.ts";
import type { SignatureContext, SignedAsset } from "./verify-asset-signature.ts";

/** Where to ask for when something was signed. */
export interface UpgradeOfferedOptions extends SignatureContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The log to ask, where it is not that of Sigstore's public instance. */
  readonly logUrl?: string | undefined;
}

/**
 * Makes a bundle of a signature and a certificate that a release has beside a file, as releases had them before bundles:
 * the log is asked once for when it was signed, and what it answers is verified.
 * @returns the bundle; nothing for a signature of another tool, or where there is no log to ask.
 * @throws Refusal see `upgradeSignature`.
 */
export async function upgradeOffered(
  asset: SignedAsset,
  signature: Uint8Array,
  certificate: Uint8Array,
  options: UpgradeOfferedOptions,
): Promise<Uint8Array | undefined> {
  const { env, cwd, now } = options;
  const bytes = parseSignatureText(signature, `${asset.name}.sig`);
  const logUrl = logToAsk(options.logUrl, undefined, cwd, now);
  if (bytes === undefined || logUrl === undefined) return undefined;
  const signer = parsePemSigner(certificate, `${asset.name}.pem`);
  const content = { kind: "signature", signature: bytes } as const;
  const bare = {
    kind: "bare",
    form: "a signature alone",
    content,
    signer,
    entry: undefined,
  } as const;
  const digests = new Map(
    (["sha256", "sha384", "sha512"] satisfies DigestAlgorithm[]).map((algorithm) => [
      algorithm,
      { algorithm, hex: asset.digests.get(algorithm) ?? "" },
    ]),
  );
  // The public instance's, or the one that is named: what a log answers is judged by the root that has this log.
  const [trust] = await options.trust();
  const transport = createTransport(env);
  const upgrading = { transport, logUrl, trust: trust.root, now };
  return (await upgradeSignature(bare, { name: asset.name, digests }, upgrading)).bytes;
}
