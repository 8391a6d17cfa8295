import { createHash } from "node:crypto";
import { contentOfBytes } from "../bytes/signed-content.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import type { PinnedEvidence, PinnedSigner } from "../tool/pinned.ts";
import type { Offered, OfferedFile } from "./fetch-offered.ts";
import { passed } from "./judge-asset.ts";
import { checkListed, describeSignature, type EvidenceOptions } from "./judge-tool-evidence.ts";
import { readChecksums } from "./read-checksums.ts";
import type { FetchContext } from "./tool-cache.ts";
import {
  type SignatureFacts,
  type SignedAsset,
  verifySignature,
  verifySignedText,
} from "./verify-asset-signature.ts";

const ALGORITHMS = ["sha256", "sha384", "sha512"] as const;

/** Who has to have signed a file. */
export interface SignerRequest {
  /** Each way to sign that counts; null where nobody is named. */
  readonly signers: readonly PinnedSigner[] | null;
  /** Pin it as it is found, although nobody signed it. */
  readonly unsafeUnsigned: boolean;
  /** The log to ask about signatures from before bundles, where it is not the public one. */
  readonly logUrl?: string | undefined;
}

/** How a file was verified, and what it is verified by again. */
export interface VerifiedOffer {
  readonly signer: PinnedSigner | null;
  readonly facts: SignatureFacts | null;
  readonly stated: ReadonlySet<string>;
  readonly evidence: readonly (Pick<PinnedEvidence, "kind"> & { readonly bytes: Uint8Array })[];
  readonly findings: readonly Finding[];
}

/**
 * Verifies a file by all that is offered, and refuses it where anything that counts contradicts it.
 * @throws Refusal `CHECKSUM_…`, `CHECKSUMS_…` — the list that is offered cannot be read, or has other digests.
 */
export async function verifyOffered(
  asset: SignedAsset,
  offered: Offered,
  request: SignerRequest,
  context: FetchContext,
  options: EvidenceOptions,
): Promise<VerifiedOffer> {
  const { name, digests } = asset;
  const findings: Finding[] = [];
  const stated = new Set<string>();
  const { checksums } = offered;
  if (checksums !== undefined) {
    const list = readChecksums(checksums.bytes, checksums.name, undefined);
    const line = checkListed(list, name, digests);
    stated.add(line.split(":")[0] ?? "");
    findings.push(passed("CHECKSUM", name, `${line}, as ${checksums.name} has it`));
  }
  const none = { signer: null, facts: null, stated, evidence: [], findings };
  if (request.signers === null)
    return { ...none, findings: [...findings, ...unnamed(name, offered, request)] };
  const signatures = await withUpgraded(asset, offered, request, context, options);
  const own = await firstVerified(asset, signatures, request.signers, options);
  if (own.verified !== undefined) {
    const { file, signer, facts } = own.verified;
    findings.push(passed("TOOL_SIGNATURE", name, `${describeSignature(facts)} (${file.name})`));
    findings.push(...facts.findings);
    return {
      ...none,
      signer,
      facts,
      findings,
      evidence: [{ kind: "signature", bytes: file.bytes }],
    };
  }
  const list =
    checksums === undefined
      ? undefined
      : await verifyList(checksums, offered, request.signers, options);
  if (checksums !== undefined && list?.verified !== undefined) {
    const { file, signer, facts } = list.verified;
    findings.push(
      passed(
        "TOOL_SIGNATURE",
        name,
        `the list ${checksums.name} is ${describeSignature(facts)} (${file.name})`,
      ),
    );
    findings.push(...facts.findings);
    for (const refusal of own.refusals) findings.push({ ...refusal, verdict: "noted" });
    return {
      ...none,
      signer,
      facts,
      findings,
      evidence: [
        { kind: "checksums", bytes: checksums.bytes },
        { kind: "checksums-signature", bytes: file.bytes },
      ],
    };
  }
  const within = await verifySignedList(asset, offered.signedList, request.signers, options);
  if (within.verified !== undefined) {
    const { file, signer, facts } = within.verified;
    findings.push(
      passed("TOOL_SIGNATURE", name, `the list ${file.name} is ${describeSignature(facts)}`),
    );
    findings.push(...facts.findings);
    const evidence = [{ kind: "signed-checksums", bytes: file.bytes }] as const;
    return { ...none, signer, facts, findings, evidence };
  }
  const refusals = [...own.refusals, ...(list?.refusals ?? []), ...within.refusals];
  if (refusals.length === 0)
    return {
      ...none,
      findings: [
        ...findings,
        unsigned(
          name,
          "expected a signature by the signer that lockseal.toml names, found none offered",
        ),
      ],
    };
  return { ...none, findings: [...findings, ...refusals] };
}

interface Verified {
  readonly file: OfferedFile;
  readonly signer: PinnedSigner;
  readonly facts: SignatureFacts;
}

interface Attempts {
  readonly verified: Verified | undefined;
  readonly refusals: readonly Finding[];
}

/** A signature from before bundles says nothing about when: the log is asked, once, and its answer kept as a bundle. */
async function withUpgraded(
  asset: SignedAsset,
  { signatures, certificate }: Offered,
  { logUrl, signers }: SignerRequest,
  { env }: FetchContext,
  options: EvidenceOptions,
): Promise<readonly OfferedFile[]> {
  const signature = signatures.find(({ name }) => name.endsWith(".sig"));
  const isKeyless = signers?.some(({ kind }) => kind !== "key") ?? false;
  if (certificate === undefined || signature === undefined || !isKeyless) return signatures;
  const { upgradeOffered } = await import("./upgrade-offered.ts");
  const asking = { ...options, env, cwd: "/", logUrl };
  const bytes = await upgradeOffered(asset, signature.bytes, certificate.bytes, asking);
  if (bytes === undefined) return signatures;
  const name = `${signature.name} with ${certificate.name} and the log's word`;
  return [{ name, url: signature.url, bytes }, ...signatures.filter((one) => one !== signature)];
}

/** A list with its signature around it: what counts is the signed text in it, and its line about the file. */
async function verifySignedList(
  { name, digests }: SignedAsset,
  file: OfferedFile | undefined,
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const refusals: Finding[] = [];
  if (file === undefined) return { verified: undefined, refusals };
  for (const signer of signers) {
    try {
      const { text, facts } = await verifySignedText(file.bytes, file.name, signer, options);
      checkListed(readChecksums(text, file.name, undefined), name, digests);
      return { verified: { file, signer, facts }, refusals };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(findingOfRefusal(error, file.name));
    }
  }
  return { verified: undefined, refusals };
}

async function firstVerified(
  asset: SignedAsset,
  files: readonly OfferedFile[],
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const refusals: Finding[] = [];
  for (const file of files) {
    for (const signer of signers) {
      try {
        const facts = await verifySignature(asset, file.bytes, file.name, signer, options);
        return { verified: { file, signer, facts }, refusals };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(findingOfRefusal(error, file.name));
      }
    }
  }
  return { verified: undefined, refusals };
}

function verifyList(
  { name, bytes }: OfferedFile,
  { checksumsSignatures }: Offered,
  signers: readonly PinnedSigner[],
  options: EvidenceOptions,
): Promise<Attempts> {
  const digests = new Map(
    ALGORITHMS.map((algorithm) => [algorithm, createHash(algorithm).update(bytes).digest("hex")]),
  );
  return firstVerified(
    { name, digests, content: contentOfBytes(bytes) },
    checksumsSignatures,
    signers,
    options,
  );
}

/** Nobody is named who has to have signed: whether anybody did is said, and decides nothing by itself. */
function unnamed(
  name: string,
  offered: Offered,
  { unsafeUnsigned }: SignerRequest,
): readonly Finding[] {
  const files = [...offered.signatures, ...offered.checksumsSignatures].map((file) => file.name);
  const found = files.length === 0 ? "no signature is offered" : `offered are ${files.join(", ")}`;
  if (unsafeUnsigned)
    return [
      {
        rule: "TOOL_UNSIGNED",
        verdict: "warned",
        subject: name,
        message: `pinned as it was found: nobody is named who has to have signed it; ${found}`,
        help: "name its signer as soon as there is one: lockseal tool add --help",
      },
    ];
  return [unsigned(name, `expected to be told who signs it, found nobody named; ${found}`)];
}

function unsigned(name: string, message: string): Finding {
  return {
    rule: "TOOL_UNSIGNED",
    verdict: "refused",
    subject: name,
    message,
    help: "name the signer: --repository, --workflow and --ref, an identity with its issuer, or --key; or pin what is found: --unsafe-unsigned",
  };
}
