import { DerReader, TAG } from "../bytes/der.ts";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { formatPem } from "../key/pem.ts";
import type { PublicKey } from "../key/public-key.ts";
import { parseSpki } from "../key/spki.ts";
import { parseStatement, STATEMENT_V1, STATEMENT_V01 } from "../statement/statement.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { parseCertificate } from "../trust/x509.ts";
import { type BareSignature, bundleOfBare, HASHES_OF_KEY } from "./bare-signature.ts";
import { type Bundle, type BundledSigner, parseBundle } from "./bundle.ts";
import type { BundledEntry } from "./bundled-entry.ts";
import { readIdentity } from "./certificate.ts";
import { type Artifact, type ArtifactDigests, verifyContent } from "./content.ts";
import { checkEntryBody, signerOfEntry } from "./entry-body.ts";
import { formatAnyBundle } from "./format-bundle.ts";
import { findLogEntries, type LogQuestion, proposeEnvelope, proposeRecord } from "./log-lookup.ts";
import type { Transport } from "./transport.ts";
import { type Evidence, type ExpectedSigner, verifyBundle } from "./verify.ts";

/** Where to ask for what is missing, and what the answer has to stand up to. */
export interface UpgradeOptions {
  readonly transport: Transport;
  /** Of a log of the first version, without a slash at the end. */
  readonly logUrl: string;
  readonly trust: TrustRoot;
  readonly now: Date;
}

/** A bundle, and what it proves: who signed, but not that anybody trusts them. */
export interface UpgradedBundle {
  readonly bytes: Uint8Array;
  readonly evidence: Evidence;
  /** Whether the log was asked. */
  readonly asked: boolean;
}

/**
 * Makes a bundle of a signature from before bundles: with the log's entry that came along, or else by asking the log once.
 * Gives nothing that `verifyBundle` does not accept for the signer that is in it. **Whether that signer is trusted is not asked.**
 *
 * @param artifact what was signed, by every digest that is known; undefined for an envelope, which says so itself.
 * @throws Refusal `LOG_ENTRY_NOT_FOUND` — the log has no entry of this signature.
 * @throws Refusal `SIGNATURE_INVALID` and others — see `verifyContent`; nothing was asked then, where the signer is known.
 * @throws Refusal `BUNDLE_UNSUPPORTED` — an envelope with several signatures, of which a bundle has one.
 * @throws Refusal `SERVICE_…` — see `findLogEntries`; and what `transport` and `verifyBundle` throw.
 */
export async function upgradeSignature(
  bare: BareSignature,
  artifact: ArtifactDigests | undefined,
  options: UpgradeOptions,
): Promise<UpgradedBundle> {
  const { content } = bare;
  if (content.kind === "dsse" && content.envelope.signatures.length > 1) throw severalSignatures();
  const about = artifact ?? subjectOf(bare);
  const own = bare.signer?.kind === "certificate" ? bare.signer.chain[0] : undefined;
  if (own !== undefined) await signedBundle(bare, about, own, undefined);
  if (bare.entry !== undefined) {
    const bundle = await bundleOf(bare, about, own, bare.entry);
    return { ...(await finish(bundle, about, options)), asked: false };
  }
  const question = questionOf(bare, about, own);
  const { entries, by } = await findLogEntries(options.transport, options.logUrl, question);
  let refusal: Refusal | undefined;
  for (const entry of entries) {
    try {
      const bundle = await bundleOf(bare, about, own, entry);
      return { ...(await finish(bundle, about, options)), asked: true };
    } catch (error) {
      // Whatever is wrong with an entry of the index that somebody else may have made is no objection to the next.
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  if (refusal !== undefined && (by === "proposal" || !OF_OTHERS.has(refusal.code))) throw refusal;
  throw notFound(options.logUrl, entries.length);
}

/** How an entry is refused that is about another signature over the same bytes. */
const OF_OTHERS: ReadonlySet<string> = new Set([
  "SIGNATURE_INVALID",
  "TLOG_ENTRY_MISMATCH",
  "TLOG_ENTRY_UNSUPPORTED",
]);

async function bundleOf(
  bare: BareSignature,
  about: Artifact,
  own: Uint8Array | undefined,
  entry: BundledEntry,
): Promise<Bundle> {
  const signer = own ?? signerOfEntry(entry);
  const bundle = await signedBundle(bare, about, signer, entry);
  checkEntryBody(entry, { content: bundle.content, signer });
  return bundle;
}

/** Makes the bundle by the first hash that the signer signed with; of version 0.1 where there is no proof. */
async function signedBundle(
  bare: BareSignature,
  about: Artifact,
  signer: Uint8Array,
  entry: BundledEntry | undefined,
): Promise<Bundle> {
  const { key, bundled } = readSigner(signer);
  const known = "digests" in about ? about.digests : new Map();
  const digests =
    bare.content.kind === "dsse"
      ? [undefined]
      : HASHES_OF_KEY[key.type].map((algorithm) => known.get(algorithm));
  let refusal: unknown;
  for (const digest of digests) {
    const bundle = bundleOfBare({ ...bare, entry }, bundled, digest);
    if (bundle === undefined) continue;
    try {
      await verifyContent(bundle.content, key, about);
      return { ...bundle, version: entry?.proof === undefined ? "0.1" : "0.3" };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new TypeError(`digests: expected one for ${key.type}, found none`);
}

function readSigner(der: Uint8Array): { key: PublicKey; bundled: BundledSigner } {
  if (isSpki(der)) {
    const key = parseSpki(der, "public key of the entry");
    return { key, bundled: { kind: "key", hint: key.hint } };
  }
  const { key } = parseCertificate(der, "certificate");
  return { key, bundled: { kind: "certificate", chain: [der] } };
}

/** RFC 5280 §4.1: a certificate holds three elements, what names a key holds two. */
function isSpki(der: Uint8Array): boolean {
  try {
    const outer = new DerReader(der).enter(TAG.sequence);
    outer.element(TAG.sequence);
    outer.bitString();
    outer.finish();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function questionOf(
  { content, text }: BareSignature,
  about: ArtifactDigests,
  own: Uint8Array | undefined,
): LogQuestion {
  const pem = own === undefined ? undefined : formatPem("CERTIFICATE", own);
  const artifact = about.digests.get("sha256")?.hex;
  const hashes = artifact === undefined ? [] : [artifact];
  if (content.kind === "dsse") {
    return {
      proposals: pem === undefined || text === undefined ? [] : proposeEnvelope(text, pem),
      hashes: [sha256Hex(content.envelope.payload), ...hashes],
    };
  }
  const digests = [...about.digests.values()];
  return {
    proposals:
      pem === undefined ? [] : digests.map((one) => proposeRecord(one, content.signature, pem)),
    hashes,
  };
}

/** A statement about many files is verified with any of them. */
function subjectOf({ content }: BareSignature): ArtifactDigests {
  if (content.kind !== "dsse")
    throw new TypeError(
      "artifact: expected the file's digests for a signature over it, found none",
    );
  const types = [STATEMENT_V1, STATEMENT_V01] as const;
  const { subjects } = parseStatement(content.envelope.payload, { what: "statement", types });
  const [first] = subjects;
  return { name: first?.name ?? "subject", digests: first?.digests ?? new Map() };
}

/** Verifies as whoever gets the file will: from its bytes, by the signer that is in it. */
async function finish(
  bundle: Bundle,
  about: Artifact,
  { trust, now }: UpgradeOptions,
): Promise<{ readonly bytes: Uint8Array; readonly evidence: Evidence }> {
  const bytes = formatAnyBundle(bundle);
  const expected = { signer: itself(bundle), predicateType: null };
  const read = parseBundle(bytes, "new bundle");
  return { bytes, evidence: await verifyBundle(about, read, expected, trust, now) };
}

function itself({ signer, entries }: Bundle): ExpectedSigner {
  if (signer.kind === "key") {
    const [entry] = entries;
    if (entry === undefined) throw new TypeError("entries: expected one for a key, found none");
    return { kind: "key", key: parseSpki(signerOfEntry(entry), "public key of the entry") };
  }
  const { name, issuer } = readIdentity(parseCertificate(signer.chain[0], "certificate"));
  return { kind: "identity", identity: { kind: "exact", name, issuer } };
}

function notFound(log: string, others: number): Refusal {
  const found = others === 0 ? "none" : `${others} of other signatures over the same bytes`;
  return new Refusal(
    "LOG_ENTRY_NOT_FOUND",
    `${log}: expected an entry of this signature, found ${found}`,
    { log, others },
    {
      hint: "check that the signature was logged, and where: --rekor-url URL; one that was not can only be verified by a key",
    },
  );
}

function severalSignatures(): Refusal {
  return new Refusal(
    "BUNDLE_UNSUPPORTED",
    "envelope: expected one signature, as a bundle has, found several",
    { kind: "an envelope with several signatures" },
    { hint: "verify the envelope with the signers' keys: lockseal verify FILE --key PUB" },
  );
}
