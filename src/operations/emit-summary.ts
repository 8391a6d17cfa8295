import { basename } from "node:path";
import type { Expectations } from "../attestation/expectations.ts";
import { formatCanonicalJson } from "../bytes/canonical-json.ts";
import { isDigestAlgorithm, parseDigest, sha256Hex } from "../bytes/digest.ts";
import type { JsonObject } from "../bytes/json.ts";
import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import type { Finding } from "../finding.ts";
import { writeFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { formatStatement } from "../statement/format-statement.ts";
import type { ResourceDescriptor } from "../statement/predicate/field-types.ts";
import { checkPredicate } from "../statement/predicate/known-predicate.ts";
import { formatSvr, SVR_V02 } from "../statement/predicate/svr.ts";
import { formatVsa, VSA_V1 } from "../statement/predicate/vsa.ts";
import { parseStatement, STATEMENT_V1 } from "../statement/statement.ts";
import { VERSION } from "../version.ts";
import type { LoadedPolicy } from "./expected-of.ts";
import { formatTime } from "./expiry.ts";
import type { AttestedSubject } from "./verify-attestation.ts";

/** Which summary to write of what was verified, and who says so. */
export interface EmitSummaryOptions {
  readonly kind: "vsa" | "svr";
  /** Where to write its bundle; nothing may stand there. */
  readonly out: string;
  readonly cwd: string;
  readonly key: PrivateKey;
  /** A URI: whom those who believe the key know as this verifier. */
  readonly verifierId: string;
  /** What the artifact is fetched as; for a VSA. */
  readonly resourceUri: string | undefined;
  /** What the verifier says that it found beyond the checks: levels of SLSA, or words of its own. */
  readonly levels: readonly string[];
  /** What was verified, at least one. */
  readonly subjects: readonly AttestedSubject[];
  readonly expectations: Expectations | LoadedPolicy;
  readonly now: Date;
}

/** What SLSA calls a track that nobody looked at. */
const UNEVALUATED = "SLSA_BUILD_LEVEL_UNEVALUATED";
/** What the expectations were given as, and are written down in. */
const POLICY = "https://lockseal.dev/policies/expectations/v1";

/**
 * Signs a summary of attestations that were verified, and writes it: a VSA of SLSA, or an SVR. **Whoever believes the key believes
 * it**: call it with what `verifyAttestations` let pass, and with nothing else. The expectations stand in it word for word, with
 * their digest; levels are the caller's claim.
 *
 * @throws Refusal `PREDICATE_MALFORMED` — the verifier's id or the resource is no URI, or there are two levels of one track.
 * @throws Refusal `FILE_EXISTS`, `FILE_UNWRITABLE` — see `writeFile`.
 * @throws RangeError — no subject.
 */
export function emitSummary(options: EmitSummaryOptions): Finding {
  const { kind, out, cwd, key, subjects } = options;
  if (subjects.length === 0) throw new RangeError("subjects: expected at least one, found none");
  const type = kind === "vsa" ? VSA_V1 : SVR_V02;
  const predicate = kind === "vsa" ? vsaOf(options) : svrOf(options);
  const payload = formatStatement(subjects.map(named), type, predicate);
  // Nobody is to be given what they could not read.
  checkPredicate(parseStatement(payload, { what: "summary", types: [STATEMENT_V1] }));
  const bundle = formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key));
  const path = resolvePath(cwd, out);
  writeFile(path, bundle, 0o644, true);
  return {
    rule: "SUMMARY_EMITTED",
    verdict: "passed",
    subject: subjects.map(({ subject }) => subject).join(", "),
    message: `signed ${type} by key ${key.publicKey.fingerprint.slice(0, 12)} into ${path}`,
  };
}

function vsaOf({
  verifierId,
  resourceUri = "",
  levels,
  expectations,
  now,
}: EmitSummaryOptions): string {
  return formatVsa({
    verifier: { id: verifierId, version: new Map([["lockseal", VERSION]]) },
    timeVerified: formatTime(now),
    resourceUri,
    policy: policyOf(expectations),
    // SLSA: all of them, or none; what was offered beside the one that was taken is not known here.
    inputAttestations: [],
    verificationResult: "PASSED",
    verifiedLevels: levels.length === 0 ? [UNEVALUATED] : levels,
    dependencyLevels: null,
    slsaVersion: "1.2",
  });
}

function svrOf({ verifierId, levels, subjects, expectations, now }: EmitSummaryOptions): string {
  const types = new Set(subjects.map(({ predicateType }) => predicateType));
  const isProvenance = [...types].every((type) => type.includes("/provenance/"));
  return formatSvr({
    verifier: { id: verifierId, policies: [policyOf(expectations)] },
    timeCreated: formatTime(now),
    properties: [
      isProvenance ? "LOCKSEAL_PROVENANCE_VERIFIED" : "LOCKSEAL_ATTESTATION_VERIFIED",
      ...levels,
    ],
  });
}

function named({ subject, digests }: AttestedSubject) {
  return {
    name: basename(subject),
    digests: digests.map((text) => {
      const [algorithm = "", hex = ""] = text.split(":");
      if (!isDigestAlgorithm(algorithm))
        throw new TypeError(`digest: expected one of ours, found ${algorithm}`);
      return parseDigest(algorithm, hex);
    }),
  };
}

/** Writes down what was expected, so that whoever reads the summary sees what it is worth. */
function policyOf(expectations: EmitSummaryOptions["expectations"]): ResourceDescriptor {
  const text = formatCanonicalJson(
    "sections" in expectations
      ? expectations.sections.map((one) => ({
          name: one.name,
          subjects: one.subjects,
          expected: expectedJson(one.expectations),
        }))
      : expectedJson(expectations),
  );
  const content = Buffer.from(text);
  return {
    uri: POLICY,
    digest: new Map([["sha256", sha256Hex(content)]]),
    content,
    mediaType: "application/json",
  };
}

function expectedJson(expectations: Expectations): JsonObject {
  const { signer, builderSets, inputs, parameters, ...rest } = expectations;
  const plain: JsonObject = JSON.parse(JSON.stringify(rest));
  return {
    ...plain,
    builderSets: builderSets.map(({ name }) => name),
    inputs: Object.fromEntries(inputs),
    parameters: Object.fromEntries(parameters),
    signer: {
      identities: JSON.parse(JSON.stringify(signer.identities)),
      workflows: JSON.parse(JSON.stringify(signer.workflows)),
      keys: signer.keys.map(({ fingerprint }) => fingerprint),
      issuer: signer.issuer,
    },
  };
}
