import { parseTimestampResponse } from "../../src/sigstore/timestamp-response.ts";
import { type BundleCase, provenanceCases, suiteCases, verifyCase } from "./bundles.ts";

/** One of each kind: version, content, signer, log, times, whatever nobody reads. */
const KINDS: readonly string[] = [
  "happy-path-v0.1",
  "happy-path-v0.3",
  "happy-path-intoto-in-dsse-v3",
  "managed-key-happy-path",
  "rekor2-dsse-happy-path",
  "rekor2-timestamp-with-embedded-cert",
  "bundle-with-sct-with-extensions",
  "intoto-with-custom-trust-root",
  "npm/gha/gundam-visor-cli-v1-tag.tgz.json publish",
  "npm/gha/provenance-npm-test-ossf.tgz.json provenance",
];

type Same = (before: string, after: string) => boolean;

/** What may change without being noticed, for nothing depends on it; and of what holds more, what has to stay. */
const UNREAD: readonly (readonly [place: RegExp, why: string, same: Same])[] = [
  [
    /^mediaType$/,
    "the rules of another version may hold as well",
    (_, after) => /;version=0\.[123]$/.test(after),
  ],
  [/^verificationMaterial\.publicKey\.hint$/, "the given key decides", () => true],
  [/^dsseEnvelope\.signatures\.0\.keyid$/, "DSSE: decides nothing", () => true],
  [
    /^verificationMaterial\.tlogEntries\.0\.logIndex$/,
    "without a promise the index in the proof counts",
    () => true,
  ],
  [
    /^verificationMaterial\.x509CertificateChain\.certificates\.[1-9]\.rawBytes$/,
    "the trust root has the authorities",
    () => true,
  ],
  [
    /^verificationMaterial\.tlogEntries\.0\.inclusionProof\.checkpoint\.envelope$/,
    "signatures of witnesses",
    sameCheckpoint,
  ],
  [
    /^verificationMaterial\.timestampVerificationData\.rfc3161Timestamps\.0\.signedTimestamp$/,
    "the grant's degree, the list of algorithms, certificates that the trust root has",
    sameTimestamp,
  ],
];

/** Gives a bundle of each of ten kinds. */
export function mutationCases(): readonly BundleCase[] {
  const cases = [...suiteCases(), ...provenanceCases()].filter(({ name }) => KINDS.includes(name));
  if (cases.length === KINDS.length) return cases;
  throw new Error(`cases: expected ${KINDS.length} kinds, found ${cases.length}`);
}

/**
 * Flips bits of every byte of a case's bundle, one at a time, and verifies what comes out.
 * @param bitsOf gives, for one byte, the bits of it to flip.
 * @returns how many flips there were, and each that was not refused and changed what counts.
 */
export async function flipBits(
  one: BundleCase,
  bitsOf: () => readonly number[],
): Promise<{ readonly flips: number; readonly surprises: string[] }> {
  const surprises: string[] = [];
  let flips = 0;
  for (let at = 0; at < one.bundle.length; at += 1) {
    for (const bit of bitsOf()) {
      const flipped = Buffer.from(one.bundle);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      flips += 1;
      if (typeof (await verifyCase(one, { bundle: flipped })) === "string") continue;
      for (const [place, before, after] of differences(json(one.bundle), json(flipped))) {
        const allowed = UNREAD.some(([where, , same]) => where.test(place) && same(before, after));
        if (!allowed) surprises.push(`${place} at ${at}, bit ${bit}: ${before} became ${after}`);
      }
    }
  }
  return { flips, surprises };
}

/** Whatever two notes have in common that counts: the head, and the line of the log itself. */
function sameCheckpoint(before: string, after: string): boolean {
  const [head = "", name = ""] = [before.split("\n\n")[0], before.split(/[\n ]/)[0]];
  const own = before.split("\n").filter((line) => line.startsWith(`\u2014 ${name} `));
  return after.startsWith(`${head}\n\n`) && own.some((line) => after.split("\n").includes(line));
}

function sameTimestamp(before: string, after: string): boolean {
  const [a, b] = [before, after].map((base64) =>
    JSON.stringify(parseTimestampResponse(Buffer.from(base64, "base64"))),
  );
  return a === b;
}

function json(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString());
}

/** Finds where two values differ, and how. */
function differences(
  before: unknown,
  after: unknown,
  place = "",
): readonly (readonly [place: string, before: string, after: string])[] {
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null)
    return before === after ? [] : [[place, String(before), String(after)]];
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) =>
    differences(a.get(name), b.get(name), place === "" ? name : `${place}.${name}`),
  );
}
