import { Refusal } from "../errors.ts";
import type { PublicKey } from "../key/public-key.ts";
import { type BareSignature, bundleOfBare } from "../sigstore/bare-signature.ts";
import type { Bundle } from "../sigstore/bundle.ts";
import { readIdentity } from "../sigstore/certificate.ts";
import { chooseRoot } from "../sigstore/choose-root.ts";
import type { Artifact } from "../sigstore/content.ts";
import type { FoundSignature } from "../sigstore/detect.ts";
import {
  type Evidence,
  kindMismatch,
  type VerifiedTime,
  verifyBundle,
} from "../sigstore/verify.ts";
import { checkIdentity, type ExpectedIdentity, type Identity } from "../trust/identity.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { parseCertificate } from "../trust/x509.ts";
import type { BuilderSet } from "./builder-set.ts";
import { type Expectations, issuerOfWorkflow } from "./expectations.ts";

/** What counts as a clock, and by how much evidence may be newer than this machine's. */
export interface Clocks {
  readonly kinds: readonly VerifiedTime["kind"][];
  readonly maxSkewMs: number;
}

/** Evidence, and the trust root that it stands on: null for a key. */
export interface SignedBy {
  readonly evidence: Evidence;
  /** Which of the expected it was. */
  readonly by: ExpectedIdentity | PublicKey;
  readonly root: TrustRoot | null;
}

/**
 * Verifies that somebody who is expected signed a statement about an artifact. Where only builders are expected, anybody may
 * have signed whom the issuer of their host certified: which of them it was is judged with the builder.
 *
 * @param clocks undefined for every clock and the usual skew.
 * @throws Refusal `VERIFIED_TIME_MISSING` — no clock that counts says when a certificate was used.
 * @throws Refusal see `verifyBundle`; `SIGNER_KIND_MISMATCH` — a key where none is expected, or the other way round;
 * `SIGNATURE_UNDATED` — a certificate alone, without anybody's word for when.
 */
export async function verifySigner(
  artifact: Artifact,
  found: FoundSignature,
  expectations: Expectations,
  roots: readonly TrustRoot[],
  now: Date,
  clocks?: Clocks,
): Promise<SignedBy> {
  const bundle = "kind" in found ? bundleOf(found) : found;
  const { keys } = expectations.signer;
  if (bundle.signer.kind === "key") return verifyByKeys(artifact, bundle, keys, now);
  const chosen = chooseIdentity(bundle, expectedIdentities(expectations));
  if (chosen === undefined) throw kindMismatch("a key", "a certificate");
  const index = roots.length < 2 ? 0 : (chooseRoot(bundle, roots) ?? 0);
  const root = roots[index];
  if (root === undefined) throw new TypeError("trust: expected a trust root, found none");
  const expected = {
    signer: { kind: "identity", identity: chosen.exact },
    predicateType: null,
  } as const;
  const evidence = await verifyBundle(artifact, bundle, expected, root, now, clocks?.maxSkewMs);
  if (clocks !== undefined && !evidence.times.some(({ kind }) => clocks.kinds.includes(kind)))
    throw noClock(clocks);
  return { evidence, root, by: chosen.expected };
}

/** The certificate was of minutes: held against a clock that does not count, it proves nothing. */
function noClock({ kinds }: Clocks): Refusal {
  return new Refusal(
    "VERIFIED_TIME_MISSING",
    `attestation: expected a time by ${kinds.join(" or ")}, as the policy asks, found none`,
    { times: 0 },
    { hint: "let it be signed with such a time, or take the clock into time of [trust]" },
  );
}

function bundleOf(bare: BareSignature): Bundle {
  const signer = bare.signer ?? { kind: "key", hint: "" };
  if (signer.kind === "certificate" && bare.entry === undefined)
    throw new Refusal(
      "SIGNATURE_UNDATED",
      `attestation: expected a log's word for when it was signed, found ${bare.form} with a certificate alone`,
      { form: bare.form },
      { hint: "ask the log once, and verify offline from then on: lockseal bundle upgrade FILE" },
    );
  const bundle = bundleOfBare(bare, signer, undefined);
  if (bundle !== undefined) return bundle;
  throw new Refusal(
    "DSSE_MALFORMED",
    `attestation: expected an envelope with a statement, found ${bare.form}`,
    { at: "" },
  );
}

/** Tries every key: the name that a signature gives its key decides nothing. */
async function verifyByKeys(
  artifact: Artifact,
  bundle: Bundle,
  keys: readonly PublicKey[],
  now: Date,
): Promise<SignedBy> {
  let refusal: unknown = kindMismatch("an identity", "a key");
  for (const [index, key] of keys.entries()) {
    try {
      const expected = { signer: { kind: "key", key }, predicateType: null } as const;
      const evidence = await verifyBundle(artifact, bundle, expected, null, now);
      return { evidence, root: null, by: key };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (index === 0) refusal = error;
    }
  }
  throw refusal;
}

/** The identities that may have signed: those that are named, else every workflow on a builder's host. */
function expectedIdentities(expectations: Expectations): readonly ExpectedIdentity[] {
  const { identities, workflows, keys, issuer } = expectations.signer;
  const named = [
    ...identities,
    ...workflows.map(({ name, ref }): ExpectedIdentity => {
      const by = issuer ?? issuerOfWorkflow(name) ?? "";
      return ref === null
        ? { kind: "pattern", pattern: `${name}@**`, issuer: by }
        : { kind: "exact", name: `${name}@${ref}`, issuer: by };
    }),
  ];
  if (named.length + keys.length > 0) return named;
  const hosts = new Set(
    [...expectations.builders, ...expectations.builderSets.flatMap(namesOf)].map(
      (id) => /^https:\/\/[^/]+/.exec(id)?.[0] ?? "",
    ),
  );
  return [...hosts].flatMap((host): readonly ExpectedIdentity[] => {
    const by = issuer ?? issuerOfWorkflow(`${host}/`);
    return by === undefined ? [] : [{ kind: "pattern", pattern: `${host}/**`, issuer: by }];
  });
}

function namesOf({ builders, delegators }: BuilderSet): readonly string[] {
  return [...builders, ...delegators];
}

/** An expected identity, and what of it this certificate has to be, to the letter. */
interface Chosen {
  readonly expected: ExpectedIdentity;
  readonly exact: ExpectedIdentity;
}

/**
 * Picks the one to verify by, by what the certificate claims; whether it holds, `verifyBundle` says. The first where none fits,
 * which is then the one that the refusal speaks of.
 */
function chooseIdentity(
  { signer }: Bundle,
  expected: readonly ExpectedIdentity[],
): Chosen | undefined {
  const [first] = expected;
  if (first === undefined || signer.kind !== "certificate") return undefined;
  const otherwise = { expected: first, exact: first };
  if (expected.length === 1 && !isOfSeveralRefs(first)) return otherwise;
  try {
    const claimed = readIdentity(parseCertificate(signer.chain[0], "certificate"));
    const all = expected.map((one) => ({ expected: one, exact: atRefOf(one, claimed) }));
    return all.find(({ exact }) => isIdentity(claimed, exact)) ?? all[0];
  } catch (error) {
    if (error instanceof Refusal) return otherwise;
    throw error;
  }
}

function isOfSeveralRefs(expected: ExpectedIdentity): boolean {
  return expected.kind === "workflow" && expected.ref.endsWith("*");
}

/** A star at the end of a ref stands for the rest of its last part: the ref of the certificate takes its place, if it fits. */
function atRefOf(expected: ExpectedIdentity, { name }: Identity): ExpectedIdentity {
  if (expected.kind !== "workflow" || !expected.ref.endsWith("*")) return expected;
  const ref = name.slice(name.lastIndexOf("@") + 1);
  const before = expected.ref.slice(0, -1);
  const rest = ref.slice(before.length);
  return ref.startsWith(before) && /^[^/]+$/.test(rest) ? { ...expected, ref } : expected;
}

function isIdentity(...of: Parameters<typeof checkIdentity>): boolean {
  try {
    checkIdentity(...of);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
