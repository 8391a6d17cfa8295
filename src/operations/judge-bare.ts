import type { Digest } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import { quoteForShell } from "../shell-word.ts";
import { type BareSignature, bundleOfBare, HASHES_OF_KEY } from "../sigstore/bare-signature.ts";
import type { Bundle, BundledSigner } from "../sigstore/bundle.ts";
import { verifyContent } from "../sigstore/content.ts";
import { kindMismatch } from "../sigstore/verify.ts";
import { parseCertificate } from "../trust/x509.ts";
import { unknownSigner } from "./artifact-findings.ts";
import { artifactOf, type GivenSubject } from "./artifact-of.ts";
import { findingOfBundle } from "./bundle-help.ts";
import { type Judged, type JudgeOptions, judgeBundle, nothing } from "./judge-bundle.ts";

/** A signature from before bundles, and where it was found. */
export interface ReadBare {
  readonly bare: BareSignature;
  /** The file that it is in, as the user would name it. */
  readonly file: string;
  /** The file, and which of several signatures in it this is. */
  readonly name: string;
}

/**
 * Judges one signature from before bundles about one subject. With a log's entry, or by a key, it counts as a bundle does; a
 * certificate alone says nothing about when, and is refused as undated, once it is clear that it is about these bytes.
 */
export async function judgeBare(
  subject: string,
  { bare, file, name }: ReadBare,
  given: GivenSubject,
  options: JudgeOptions,
): Promise<Judged> {
  try {
    const { signer } = options;
    const bundle =
      signer.kind === "identity"
        ? await bundleByIdentity(subject, { bare, file, name }, given)
        : await bundleByKey(
            subject,
            bare,
            given,
            signer.keys.map(({ key }) => key),
          );
    if (bundle === undefined) return nothing(unknownSigner(subject, name));
    return await judgeBundle(subject, { bundle, file, name }, given, options);
  } catch (error) {
    if (error instanceof Refusal) return nothing(findingOfBundle(error, subject, name));
    throw error;
  }
}

async function bundleByIdentity(
  subject: string,
  { bare, file, name }: ReadBare,
  given: GivenSubject,
): Promise<Bundle> {
  const { signer, entry } = bare;
  if (signer?.kind === "key") throw kindMismatch("an identity", "a key");
  if (signer === undefined) throw undated(file, name, bare, "no certificate");
  const [leaf] = signer.chain;
  const { key } = parseCertificate(leaf, `${name}: certificate`);
  const bundle = await signedBy(subject, bare, signer, given, key);
  // What is not about this file cannot be mended by asking a log.
  if (entry === undefined) throw undated(file, name, bare, "a certificate alone");
  return bundle;
}

/** Gives nothing where the signature names a key that is not among the given ones. */
async function bundleByKey(
  subject: string,
  bare: BareSignature,
  given: GivenSubject,
  keys: readonly PublicKey[],
): Promise<Bundle | undefined> {
  const { signer } = bare;
  const named = signer?.kind === "key" ? keys.filter(({ hint }) => hint === signer.hint) : keys;
  let refusal: unknown;
  for (const key of named) {
    try {
      return await signedBy(subject, bare, { kind: "key", hint: key.hint }, given, key);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  if (named.length === 0) return undefined;
  const isOthers = refusal instanceof Refusal && refusal.code === "SIGNATURE_INVALID";
  throw isOthers && signer?.kind === "certificate"
    ? kindMismatch("a key", "a certificate")
    : refusal;
}

/** Makes the bundle by the first hash that the key signed the subject with. */
async function signedBy(
  subject: string,
  bare: BareSignature,
  signer: BundledSigner,
  given: GivenSubject,
  key: PublicKey,
): Promise<Bundle> {
  let refusal: unknown;
  for (const digest of candidates(bare, given, key)) {
    const bundle = bundleOfBare(bare, signer, digest);
    if (bundle === undefined) continue;
    try {
      const artifact = artifactOf(subject, given, bundle.content, key.type === "ed25519");
      await verifyContent(bundle.content, key, artifact);
      return bundle;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? needsFile(subject, key);
}

function candidates(
  { content }: BareSignature,
  given: GivenSubject,
  key: PublicKey,
): readonly (Digest | undefined)[] {
  // An envelope says itself what it is about.
  if (content.kind === "dsse") return [undefined];
  const algorithms = HASHES_OF_KEY[key.type];
  if (!("path" in given)) return algorithms.includes(given.algorithm) ? [given] : [];
  return algorithms.map((algorithm) => given.digested([algorithm]).digests.get(algorithm));
}

function undated(file: string, name: string, { form }: BareSignature, found: string): Refusal {
  return new Refusal(
    "SIGNATURE_UNDATED",
    `${name}: expected a log's word for when it was signed, found ${form} with ${found}`,
    { form },
    {
      hint: `ask the log once, and verify offline from then on: lockseal bundle upgrade ${quoteForShell(file)}`,
    },
  );
}

function needsFile(subject: string, key: PublicKey): Refusal {
  return new Refusal(
    "SIGNATURE_NEEDS_BYTES",
    `${subject}: expected the file itself for a signature by a key of ${key.type}, found its digest`,
    { algorithm: HASHES_OF_KEY[key.type].join(" or ") },
    { hint: "name the file in place of its digest" },
  );
}
