import type { Digest, DigestAlgorithm } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import type { SignedContent } from "../bytes/signed-content.ts";
import type { SignerKey } from "../envelope/signer-key.ts";
import { type DetachedEvidence, verifyDetached } from "../envelope/verify-detached.ts";
import { verifyText } from "../envelope/verify-text.ts";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { PublicKey } from "../key/public-key.ts";
import type { TrustSection } from "../policy/table/trust.ts";
import { bundleOfBare, HASHES_OF_KEY } from "../sigstore/bare-signature.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { type Artifact, type ArtifactDigests, digestAlgorithms } from "../sigstore/content.ts";
import { parseSignatures } from "../sigstore/detect.ts";
import { parseSignatureText } from "../sigstore/signature-text.ts";
import { type Evidence, type VerifiedTime, verifyBundle } from "../sigstore/verify.ts";
import type { PinnedSigner } from "../tool/pinned.ts";
import type { Claims } from "../trust/claim.ts";
import { outOfPeriod, type Signer } from "../trust/signers.ts";
import type { FileDigests } from "./digest-asset.ts";
import { formatTime } from "./expiry.ts";
import { judgeClaim } from "./judge-claim.ts";
import { type ReadKey, readPinnedKey } from "./pinned-key.ts";
import { judgeRootAge } from "./root-age.ts";
import type { TrustSources } from "./trust-source.ts";
import { verifyByRoot } from "./verify-by-root.ts";

/** What a signature has to be over. */
export interface SignedAsset {
  readonly name: string;
  readonly digests: FileDigests;
  /** Its bytes, for the formats that hash in a way of their own; null where only digests are at hand. */
  readonly content: SignedContent | null;
}

/** What a signature turned out to say. */
export interface SignatureFacts {
  /** Who signed, in words. */
  readonly by: string;
  /** What the certificate says of the run; none for a key. */
  readonly claims: Claims;
  /** The first verified time, to the second; null where nobody of the trust root says when. */
  readonly time: string | null;
  /** Of these the first; none for a key. */
  readonly times: readonly VerifiedTime[];
  /** How old the trust root is that a certificate stands on, where there is something to say: see `judgeRootAge`. */
  readonly findings: readonly Finding[];
}

/** Whose signatures count, and what else they are judged by. */
export interface SignatureContext {
  readonly trust: () => Promise<TrustSources>;
  readonly now: Date;
  /** Within whose time it has to be made; default: anybody's. */
  readonly within?: Pick<Signer, "name" | "from" | "until" | "revoked">;
  /** What counts as a clock, and how old a trust root may be; default: every clock, `MAX_CLOCK_SKEW_MS`, and any age. */
  readonly time?: Pick<TrustSection, "clocks" | "maxClockSkewMs" | "maxRootAgeMs">;
}

/**
 * Verifies a signature file over a downloaded file by its pinned signer. A statement of provenance counts as one; one
 * that judges something does not.
 * @param what names the signature in refusals.
 * @throws Refusal `ARTIFACT_DIGEST_MISSING` — the signature is over more than the digests that are at hand.
 * @throws Refusal what the first of its signatures is refused with, where none is by the signer: see `verifyByRoot`, `parseSignatures`, `verifyDetached`.
 */
export async function verifySignature(
  asset: SignedAsset,
  signature: Uint8Array,
  what: string,
  signer: PinnedSigner,
  context: SignatureContext,
): Promise<SignatureFacts> {
  const facts = await verifyAny(asset, signature, what, signer, context);
  checkPeriod(facts, what, context);
  return facts;
}

/**
 * Refuses a certificate that no clock of the policy dates: it was of minutes, and proves nothing by any other.
 * @throws Refusal `VERIFIED_TIME_MISSING`
 */
function checkClock({ times }: Evidence, what: string, { time }: SignatureContext): void {
  if (time === undefined || times.some(({ kind }) => time.clocks.includes(kind))) return;
  const expected = time.clocks.join(" or ");
  throw new Refusal(
    "VERIFIED_TIME_MISSING",
    `${what}: expected a time by ${expected}, as lockseal.toml asks, found none`,
    { times: 0 },
    {
      hint: "take a release that was signed with such a time; or let the owners of lockseal.toml take the clock into time of [trust]",
    },
  );
}

/**
 * Refuses what a signer signed outside of their time: by the clocks that count, without one by today.
 * @throws Refusal `SIGNER_OUT_OF_TIME`
 */
function checkPeriod(
  { times }: SignatureFacts,
  what: string,
  { within, time, now }: SignatureContext,
): void {
  if (within === undefined) return;
  const counted = times.filter(({ kind }) => time?.clocks.includes(kind) ?? true);
  const why = outOfPeriod(within, counted, now);
  if (why === undefined) return;
  throw new Refusal(
    "SIGNER_OUT_OF_TIME",
    `${what}: expected one by ${within.name}, who counts ${why}`,
    { name: within.name },
    {
      hint: "take a release that was signed by who counts; or let the owners of lockseal.toml say until when they do",
    },
  );
}

async function verifyAny(
  asset: SignedAsset,
  signature: Uint8Array,
  what: string,
  signer: PinnedSigner,
  context: SignatureContext,
): Promise<SignatureFacts> {
  const by = signer.kind === "key" ? await readPinnedKey(signer, "pinned key") : signer;
  if (by.kind === "own") return verifyOwn(asset, signature, what, by.key, context.now);
  if (by.kind === "pem" && !isJson(signature)) return verifyBare(asset, signature, what, by.key);
  let refusal: unknown;
  for (const bundle of parseSignatures(signature, what)) {
    try {
      const artifact = artifactOf(asset, bundle);
      const { evidence, findings } = await verifyOne(artifact, bundle, by, context);
      refuseVerdict(asset.name, evidence);
      if (signer.kind !== "key") checkClock(evidence, what, context);
      return factsOf(evidence, findings);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/**
 * Verifies a text with its signature around it, as signed lists of checksums come.
 * @returns the signed text, and nothing that stands around it.
 * @throws Refusal `SIGNATURE_FORMAT_MISMATCH` — the signer's signatures come in no such form; else see `verifyText`.
 */
export async function verifySignedText(
  file: Uint8Array,
  what: string,
  signer: PinnedSigner,
  context: SignatureContext,
): Promise<{ readonly text: Uint8Array; readonly facts: SignatureFacts }> {
  const by = signer.kind === "key" ? await readPinnedKey(signer, "pinned key") : undefined;
  if (by?.kind !== "own")
    throw new Refusal(
      "SIGNATURE_FORMAT_MISMATCH",
      `${what}: expected a signature beside it, found one around it`,
      { expected: "a bundle", found: "a signed text" },
      { hint: "name the signer's OpenPGP or signify key: --key PUB" },
    );
  const { text, evidence } = await verifyText(file, by.key, expectationOf(what), context.now);
  const facts = ownFacts(evidence);
  checkPeriod(facts, what, context);
  return { text, facts };
}

async function verifyOne(
  artifact: Artifact,
  bundle: Bundle,
  by: Exclude<PinnedSigner, { kind: "key" }> | Extract<ReadKey, { kind: "pem" }>,
  { trust, now, time }: SignatureContext,
): Promise<{ readonly evidence: Evidence; readonly findings: readonly Finding[] }> {
  if (by.kind === "pem") {
    const expected = { signer: { kind: "key", key: by.key }, predicateType: null } as const;
    return { evidence: await verifyBundle(artifact, bundle, expected, null, now), findings: [] };
  }
  const expected = { identity: by, predicateType: null };
  const limits = time && { maxClockSkewMs: time.maxClockSkewMs };
  const rooted = await verifyByRoot(artifact, bundle, expected, await trust(), now, limits);
  const age = judgeRootAge(rooted.trust, time?.maxRootAgeMs ?? undefined, now);
  return { evidence: rooted.evidence, findings: age === undefined ? [] : [age] };
}

/** By a key whose signatures are in a format of their own, such as minisign's. */
async function verifyOwn(
  { name, content, digests }: SignedAsset,
  signature: Uint8Array,
  what: string,
  key: SignerKey,
  now: Date,
): Promise<SignatureFacts> {
  if (content === null) throw needsFile(name, "the file itself");
  const evidence = await verifyDetached(content, signature, key, expectationOf(what), now);
  const expected = digests.get("sha256") ?? "";
  if (evidence.digest.hex !== expected)
    throw new Refusal(
      "BUNDLE_DIGEST_MISMATCH",
      `${name}: expected sha256:${expected}, as it was read before, found sha256:${evidence.digest.hex}`,
      { expected, found: evidence.digest.hex },
      { hint: "something writes to the file while it is verified" },
    );
  return ownFacts(evidence);
}

/** Refuses to judge by digests alone what is signed over something else. */
export function needsFile(name: string, wanted: string): Refusal {
  return new Refusal(
    "ARTIFACT_DIGEST_MISSING",
    `${name}: expected ${wanted}, which its signature is over, found its pinned digests alone`,
    { algorithms: [wanted], given: [] },
    { hint: "verify the file itself: lockseal tool verify FILE" },
  );
}

function expectationOf(what: string): Parameters<typeof verifyDetached>[3] {
  return { what, namespace: "file", unsafeAllowLegacy: false };
}

function ownFacts({ format, signer, comment }: DetachedEvidence): SignatureFacts {
  const said = comment === null ? "" : `, who says ${quote(comment)}`;
  return {
    by: `${format} key ${signer.id}${said}`,
    claims: {},
    time: null,
    times: [],
    findings: [],
  };
}

/** By a PEM key, as a signature alone in base64, which is how cosign writes it without a bundle. */
async function verifyBare(
  asset: SignedAsset,
  file: Uint8Array,
  what: string,
  key: PublicKey,
): Promise<SignatureFacts> {
  const signature = parseSignatureText(file, what);
  if (signature === undefined)
    throw new Refusal(
      "SIGNATURE_FORMAT_MISMATCH",
      `${what}: expected a signature in base64 or a bundle, found another tool's signature`,
      { expected: "a signature in base64", found: "another tool's" },
      { hint: "give the key that made this signature" },
    );
  const content = { kind: "signature", signature } as const;
  const signer = { kind: "key", hint: key.hint } as const;
  const bare = {
    kind: "bare",
    form: "a signature alone",
    content,
    signer,
    entry: undefined,
  } as const;
  let refusal: unknown;
  for (const algorithm of HASHES_OF_KEY[key.type]) {
    const bundle = bundleOfBare(bare, signer, {
      algorithm,
      hex: asset.digests.get(algorithm) ?? "",
    });
    if (bundle === undefined) continue;
    try {
      const artifact = artifactOf(asset, bundle);
      const expected = { signer: { kind: "key", key }, predicateType: null } as const;
      return factsOf(await verifyBundle(artifact, bundle, expected, null, new Date(0)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

function isJson(file: Uint8Array): boolean {
  return file[0] === 0x7b || file[0] === 0x5b;
}

function artifactOf(asset: SignedAsset, bundle: Bundle): ArtifactDigests {
  const { name, content } = asset;
  const digests = digestsFor(asset, bundle);
  return content === null ? { name, digests } : { name, digests, head: headOf(content) };
}

/** How a file begins tells one that is itself an envelope's encoding from all others. */
function headOf(content: SignedContent): Uint8Array {
  for (const chunk of content.chunks()) return Uint8Array.from(chunk.subarray(0, HEAD_BYTES));
  return new Uint8Array();
}

const HEAD_BYTES = 16;

function digestsFor(asset: SignedAsset, bundle: Bundle): ReadonlyMap<DigestAlgorithm, Digest> {
  const wanted = new Set<DigestAlgorithm>(["sha256", ...digestAlgorithms(bundle.content)]);
  return new Map(
    [...wanted].map((algorithm) => [
      algorithm,
      { algorithm, hex: asset.digests.get(algorithm) ?? "" },
    ]),
  );
}

/** A verdict about a file is signed by whoever judged it, and may be that it is bad. */
function refuseVerdict(name: string, { statement }: Evidence): void {
  if (statement === undefined) return;
  const finding = judgeClaim(name, statement.predicateType);
  if (finding.verdict !== "refused") return;
  throw new Refusal(
    "PREDICATE_TYPE_UNSUPPORTED",
    `${name}: ${finding.message}`,
    { expected: finding.expected ?? "", found: statement.predicateType },
    { hint: finding.help },
  );
}

function factsOf({ signer, times }: Evidence, findings: readonly Finding[] = []): SignatureFacts {
  const first = times.map(({ time }) => time).sort((a, b) => a - b)[0];
  const time = first === undefined ? null : formatTime(new Date(first));
  if (signer.kind === "key")
    return { by: `key ${signer.key.fingerprint.slice(0, 12)}`, claims: {}, time, times, findings };
  const { name, issuer, claims } = signer.identity;
  return { by: `${name}, certified for ${issuer}`, claims, time, times, findings };
}
