import type { Rule } from "../rule.ts";
import { APPROVAL } from "./approval.ts";
import { ARCHIVE } from "./archive.ts";
import type { Explanation } from "./area.ts";
import { ATTESTATION } from "./attestation.ts";
import { AUDIT } from "./audit.ts";
import { BUILD } from "./build.ts";
import { BUNDLE } from "./bundle.ts";
import { CERTIFICATE } from "./certificate.ts";
import { CHECKSUM } from "./checksum.ts";
import { DOCTOR } from "./doctor.ts";
import { DRILL } from "./drill.ts";
import { GATE } from "./gate.ts";
import { HOLD } from "./hold.ts";
import { INIT } from "./init.ts";
import { INPUT } from "./input.ts";
import { KEY } from "./key.ts";
import { LAYOUT } from "./layout.ts";
import { LOCK_PINS } from "./lock-pins.ts";
import { LOCK_SIGNATURE } from "./lock-signature.ts";
import { LOCK_TEXT } from "./lock-text.ts";
import { LOG } from "./log.ts";
import { NETWORK } from "./network.ts";
import { POLICY } from "./policy.ts";
import { PREDICATE } from "./predicate.ts";
import { SIGNATURE } from "./signature.ts";
import { STEP } from "./step.ts";
import { TOOL } from "./tool.ts";
import { TOOL_PIN } from "./tool-pin.ts";
import { TRUST } from "./trust.ts";

/** An area, as whoever lists them sees it. */
interface Listed {
  readonly title: string;
  readonly about: string;
  readonly rules: Readonly<Record<string, Explanation>>;
}

/** Every area, in the order of the documentation. */
export const AREAS: readonly Listed[] = [
  LOCK_TEXT,
  LOCK_PINS,
  LOCK_SIGNATURE,
  INIT,
  DOCTOR,
  APPROVAL,
  HOLD,
  POLICY,
  GATE,
  DRILL,
  KEY,
  SIGNATURE,
  BUNDLE,
  CERTIFICATE,
  LOG,
  TRUST,
  ATTESTATION,
  PREDICATE,
  BUILD,
  TOOL,
  TOOL_PIN,
  ARCHIVE,
  CHECKSUM,
  AUDIT,
  LAYOUT,
  STEP,
  NETWORK,
  INPUT,
];

/** What every rule is about. A rule without a text does not compile. */
export const EXPLANATIONS: Readonly<Record<Rule, Explanation>> = {
  ...LOCK_TEXT.rules,
  ...LOCK_PINS.rules,
  ...LOCK_SIGNATURE.rules,
  ...INIT.rules,
  ...DOCTOR.rules,
  ...APPROVAL.rules,
  ...HOLD.rules,
  ...POLICY.rules,
  ...GATE.rules,
  ...DRILL.rules,
  ...KEY.rules,
  ...SIGNATURE.rules,
  ...BUNDLE.rules,
  ...CERTIFICATE.rules,
  ...LOG.rules,
  ...TRUST.rules,
  ...ATTESTATION.rules,
  ...PREDICATE.rules,
  ...BUILD.rules,
  ...TOOL.rules,
  ...TOOL_PIN.rules,
  ...ARCHIVE.rules,
  ...CHECKSUM.rules,
  ...AUDIT.rules,
  ...LAYOUT.rules,
  ...STEP.rules,
  ...NETWORK.rules,
  ...INPUT.rules,
};
