/**
 * Lockseal as a library: what the command line does, typed. Verification reaches no network.
 * Paths are relative to the `cwd` that is handed in; nothing reads the process's own folder, environment or clock.
 */
export { BUILDER_SETS, type BuilderSet } from "./attestation/builder-set.ts";
export type { Check, Reading } from "./attestation/check.ts";
export { type Expectations, NO_EXPECTATIONS } from "./attestation/expectations.ts";
export { parseBuilderSets } from "./attestation/parse-builder-sets.ts";
export { type Verdict, verifyAttestation } from "./attestation/verify-attestation.ts";
export { type Digest, type DigestAlgorithm, parseDigest } from "./bytes/digest.ts";
export { contentOfBytes, type SignedContent } from "./bytes/signed-content.ts";
export { detectSignature, type SignatureFormat } from "./envelope/detect-signature.ts";
export { parseSignerKey, type SignerKey } from "./envelope/signer-key.ts";
export {
  type DetachedEvidence,
  type DetachedExpectation,
  verifyDetached,
} from "./envelope/verify-detached.ts";
export { type VerifiedText, verifyText } from "./envelope/verify-text.ts";
export { Refusal, type RefusalCode, type RefusalDetails } from "./errors.ts";
export { type ExitCode, exitCodeOf } from "./exit-code.ts";
export type { Finding, FindingVerdict, Place } from "./finding.ts";
export { applyRules, type BrokenRule, type StepArtifacts } from "./layout/apply-rules.ts";
export { type Artifact as StepArtifact, type Artifacts, artifactsOf } from "./layout/artifacts.ts";
export type {
  InspectionResult,
  LayoutPolicy,
  LinkFile,
  StepEvidence,
} from "./layout/judge-context.ts";
export { type LayoutKey, parseLayoutKeyFile } from "./layout/layout-key.ts";
export { type ArtifactRule, parseArtifactRule, type StepRules } from "./layout/rule.ts";
export {
  type LayoutOwner,
  type Verdict as LayoutVerdict,
  verifyLayout,
} from "./layout/verify-layout.ts";
export {
  type Change,
  type ChangeKind,
  type Delta,
  digestChange,
  digestDelta,
} from "./lock/change.ts";
export { compareFiles } from "./lock/file-delta.ts";
export {
  compareLocks,
  type LockChange,
  type LockContent,
  type LockDelta,
} from "./lock/lock-delta.ts";
export { describeResemblance, type FoundName, type NameFacts } from "./names/name-findings.ts";
export { loadPopularNames, type NameList, parseNameList } from "./names/name-list.ts";
export { type Resemblance, resembles } from "./names/resembles.ts";
export {
  type AddToolOptions,
  addTool,
  type PinToolOptions,
  type PinToolReport,
  updateTool,
} from "./operations/add-tool.ts";
export { type AddTrustRootOptions, addTrustRoot } from "./operations/add-trust-root.ts";
export { type ApprovedChange, approveChange } from "./operations/approve-change.ts";
export {
  type AttestOptions,
  type AttestReport,
  attest,
} from "./operations/attest.ts";
export type { Claim } from "./operations/attestation-draft.ts";
export type { LedgerEntry } from "./operations/attestation-findings.ts";
export { loadAttestationPolicy } from "./operations/attestation-policy.ts";
export { type AuditOptions, auditPaths } from "./operations/audit-paths.ts";
export type {
  AuditCounts,
  AuditedFile,
  AuditProgress,
  AuditReport,
  AuditState,
} from "./operations/audit-report.ts";
export {
  type CheckPolicyOptions,
  checkPolicy,
  type PolicyReport,
} from "./operations/check-policy.ts";
export { confirmReview } from "./operations/confirm-review.ts";
export {
  type ApprovalWord,
  type ApprovedState,
  type CreatedApproval,
  createApproval,
} from "./operations/create-approval.ts";
export {
  type CreatedKeyPair,
  type CreateKeyPairOptions,
  createKeyPair,
} from "./operations/create-key-pair.ts";
export {
  type CreatedProvenance,
  type CreateProvenanceOptions,
  createProvenance,
} from "./operations/create-provenance.ts";
export {
  compareNewNames,
  type DescribedChange,
  type DiffOptions,
  diffLocks,
  type LockDiff,
} from "./operations/diff-locks.ts";
export {
  type DescribedPublisherChange,
  type DiffPublishersOptions,
  diffPublishers,
  type PublisherDiff,
} from "./operations/diff-publishers.ts";
export { evaluateRules } from "./operations/evaluate-rules.ts";
export type { ExpectedOf, LoadedPolicy } from "./operations/expected-of.ts";
export {
  type ExplainedChange,
  type ExplainOptions,
  explainApprovals,
} from "./operations/explain-approvals.ts";
export {
  type FetchedTool,
  type FetchToolOptions,
  type FetchToolReport,
  fetchTool,
} from "./operations/fetch-tool.ts";
export {
  type GatheredEvidence,
  type GatherOptions,
  gatherEvidence,
} from "./operations/gather-evidence.ts";
export { type InspectedBundle, inspectBundle } from "./operations/inspect-bundle.ts";
export {
  type JudgeApprovalsOptions,
  type JudgedApprovals,
  judgeApprovals,
} from "./operations/judge-approvals.ts";
export type { ArtifactEvidence, ArtifactSigner } from "./operations/judge-bundle.ts";
export {
  type JudgedPolicyApprovals,
  type JudgePolicyOptions,
  judgePolicyApprovals,
} from "./operations/judge-policy-approvals.ts";
export { type LintOptions, type LintReport, lintLock } from "./operations/lint-lock.ts";
export {
  type ListedTool,
  type ListToolsOptions,
  listTools,
  type ToolList,
} from "./operations/list-tools.ts";
export { loadNpmKeys, type NpmKeySource } from "./operations/npm-keys-source.ts";
export { type ObservedLock, type ObserveOptions, observeLock } from "./operations/observe-lock.ts";
export { type OpenedPolicy, openPolicy } from "./operations/open-policy.ts";
export { type OpenPrivateKeyOptions, openPrivateKey } from "./operations/open-private-key.ts";
export { type OpenedReview, openReview, type Review } from "./operations/open-review.ts";
export {
  type ParsedRequirements,
  type ParseOptions,
  parseRequirements,
  type StrictReading,
} from "./operations/parse-requirements.ts";
export { policySchema } from "./operations/policy-schema.ts";
export { type ReadRecords, readRecords } from "./operations/read-records.ts";
export { removeTrustRoot } from "./operations/remove-trust-root.ts";
export type { VerifyByPolicyOptions } from "./operations/role-statement.ts";
export { judgeRootAge } from "./operations/root-age.ts";
export { type SignBundleOptions, signBundle } from "./operations/sign-bundle.ts";
export {
  type SignedLock,
  type SignOptions,
  type SignReport,
  signLock,
} from "./operations/sign-lock.ts";
export {
  type SignMessageOptions,
  type SignMessageReport,
  signMessageFile,
} from "./operations/sign-message.ts";
export type { StatementSigner } from "./operations/sign-statement.ts";
export { readSignerKey, type TrustedSignerKey } from "./operations/signer-key-source.ts";
export { loadSigningConfig } from "./operations/signing-config-source.ts";
export type { TrustSource } from "./operations/trust-root-file.ts";
export { loadTrustRoot, loadTrustRoots, type TrustSources } from "./operations/trust-source.ts";
export {
  type UnpackToolOptions,
  type UnpackToolReport,
  unpackTool,
} from "./operations/unpack-tool.ts";
export type {
  UpdatedRoot,
  UpdateTrustRootOptions,
  UpdateTrustRootReport,
} from "./operations/update-of-roots.ts";
export { updateTrustRoot } from "./operations/update-trust-root.ts";
export {
  type VerifyArtifactOptions,
  type VerifyArtifactReport,
  verifyArtifact,
} from "./operations/verify-artifact.ts";
export {
  type VerifyAttestationsOptions,
  type VerifyAttestationsReport,
  verifyAttestations,
} from "./operations/verify-attestation.ts";
export {
  type PolicyEvidence,
  type VerifyByPolicyReport,
  verifyByPolicy,
} from "./operations/verify-by-policy.ts";
export {
  type DetachedFileEvidence,
  type VerifyDetachedOptions,
  type VerifyDetachedReport,
  verifyDetachedFiles,
} from "./operations/verify-detached-files.ts";
export {
  type VerifyIndexFilesOptions,
  type VerifyIndexFilesReport,
  verifyIndexFiles,
} from "./operations/verify-index-files.ts";
export {
  type LockEvidence,
  type VerifyOptions,
  type VerifyReport,
  verifyLock,
} from "./operations/verify-lock.ts";
export {
  type VerifyMessageOptions,
  type VerifyMessageReport,
  verifyMessageFile,
} from "./operations/verify-message.ts";
export {
  type VerifiedAsset,
  type VerifyToolOptions,
  type VerifyToolReport,
  verifyTool,
} from "./operations/verify-tool.ts";
export type { ApprovalContext, SignedApproval } from "./policy/approval.ts";
export { approvalPolicyOf, approvalPolicyOfPolicy } from "./policy/approval-policy.ts";
export type {
  ApprovalPolicy,
  ApprovalRequirement,
  EmergencyRequirement,
} from "./policy/approval-requirement.ts";
export type { Author } from "./policy/author.ts";
export type { ChangeApproval } from "./policy/change-approval.ts";
export { evaluateGate } from "./policy/evaluate-gate.ts";
export type {
  DeniedCase,
  GateFacts,
  GateVerdict,
  LockFacts,
  PolicyFacts,
  RuleOutcome,
  SignatureFacts,
} from "./policy/gate-facts.ts";
export type { HoldEvidence } from "./policy/hold-evidence.ts";
export { chooseIndex, parseIndex, parseIndexes, publishTypeOf } from "./policy/indexes.ts";
export {
  type HeldChange,
  type HoldOptions,
  type HoldVerdict,
  judgeHold,
} from "./policy/judge-hold.ts";
export type { Policy } from "./policy/model.ts";
export { parsePolicy } from "./policy/policy.ts";
export {
  type PolicyClosure,
  type PolicyFileReader,
  readPolicyClosure,
} from "./policy/policy-closure.ts";
export type { PolicySigner, SignedBy, TrustedTime } from "./policy/signer.ts";
export { type ApprovalVerdict, verifyApprovals } from "./policy/verify-approvals.ts";
export type { Bundle } from "./sigstore/bundle.ts";
export type { Artifact } from "./sigstore/content.ts";
export { parseSignatures } from "./sigstore/detect.ts";
export type { VsaCheck, VsaSubject } from "./sigstore/judge-vsa.ts";
export { type VerifiedPublication, verifyNpmPublish } from "./sigstore/npm-publish.ts";
export { type NpmSet, parseNpmSet } from "./sigstore/npm-set.ts";
export type { SignedBundle, SigningContent } from "./sigstore/sign.ts";
export type { SigningConfig } from "./sigstore/signing-config.ts";
export {
  type Evidence,
  type Expectation,
  type VerifiedTime,
  verifyBundle,
} from "./sigstore/verify.ts";
export {
  type VsaExpectation,
  type VsaPair,
  type VsaVerdict,
  verifyVsa,
} from "./sigstore/verify-vsa.ts";
export {
  type ApprovalStatement,
  formatApprovalStatement,
  parseApprovalStatement,
} from "./statement/approval-statement.ts";
export {
  type FirstSeenStatement,
  formatFirstSeenStatement,
  parseFirstSeenStatement,
} from "./statement/first-seen-statement.ts";
export { checkPackage, type NamedPackage } from "./statement/package-url.ts";
export { type CycloneDx, parseCycloneDx } from "./statement/predicate/cyclonedx.ts";
export type { ResourceDescriptor } from "./statement/predicate/field-types.ts";
export type { Build } from "./statement/predicate/format-provenance.ts";
export { checkPredicate } from "./statement/predicate/known-predicate.ts";
export { type Link, parseLink } from "./statement/predicate/link.ts";
export {
  NPM_PUBLISH_V01,
  type NpmPublish,
  npmSubject,
  parseNpmPublish,
} from "./statement/predicate/npm-publish.ts";
export { parseReference, type Reference } from "./statement/predicate/reference.ts";
export { parseRelease, type Release } from "./statement/predicate/release.ts";
export { parseRuntimeTrace, type RuntimeTrace } from "./statement/predicate/runtime-trace.ts";
export { parseScai, type Scai, type ScaiAttribute } from "./statement/predicate/scai.ts";
export { parseSpdx, type Spdx } from "./statement/predicate/spdx.ts";
export { formatSvr, parseSvr, type Svr } from "./statement/predicate/svr.ts";
export { parseTestResult, type TestResult } from "./statement/predicate/test-result.ts";
export { formatVsa, parseVsa, type Vsa } from "./statement/predicate/vsa.ts";
export { parseVulns, type Vulnerability, type Vulns } from "./statement/predicate/vulns.ts";
export type { Claim as ProvenanceClaim, Provenance } from "./statement/provenance/provenance.ts";
export { readProvenance } from "./statement/provenance/read.ts";
export { parseStatement, type Statement, type Subject } from "./statement/statement.ts";
export type { ChecksumAlgorithm } from "./tool/checksum-algorithm.ts";
export {
  type Checksum,
  type ChecksumList,
  type ParseChecksumsOptions,
  parseChecksums,
  type SignedChecksums,
} from "./tool/checksums.ts";
export { findChecksum } from "./tool/find-checksum.ts";
export type { ExpectedIdentity, PublisherIdentity } from "./trust/identity.ts";
export { NPM_ATTESTATIONS, type NpmKey, parseNpmKeys } from "./trust/npm-keys.ts";
export { formatPublisher, type Publisher, parsePublisher } from "./trust/publisher.ts";
export type { TrustRoot } from "./trust/trust-root.ts";
