import { isSubject } from "../attestation/subject-pattern.ts";
import { Refusal } from "../errors.ts";
import { findingOfRefusal } from "../finding.ts";
import { listNames } from "../io/list-names.ts";
import type { OutputFacts } from "../policy/gate-facts.ts";
import { attestationPolicyOf } from "./attestation-policy.ts";
import type { GateContext } from "./gate-context.ts";
import { POLICY_NAME } from "./policy-files.ts";
import { rootsOf } from "./statement-trust.ts";
import { verifyAttestations } from "./verify-attestation.ts";

/**
 * Holds every output that a table `[provenance.NAME]` is about against what its attestations say: by the policy that judges, with
 * the keys and roots that it has there. Whatever a change does to them counts once it was merged.
 */
export async function judgeOutputs(context: GateContext): Promise<readonly OutputFacts[]> {
  const { root, judge, trust, now } = context;
  const sections = [...judge.closure.policy.provenance.values()];
  if (sections.length === 0) return [];
  const paths = listNames(root.path).names.filter(
    (path) =>
      sections.some(({ subjects }) => subjects.some((one) => isSubject(one, path))) &&
      !isEvidence(path),
  );
  if (paths.length === 0) return [];
  const roots = await rootsOf(trust);
  const facts: OutputFacts[] = [];
  for (const path of paths) {
    try {
      const expectations = attestationPolicyOf(judge.closure, POLICY_NAME, root.path);
      const { findings } = await verifyAttestations({
        subjects: [path],
        cwd: root.path,
        expectations,
        trust: roots,
        maxRootAgeMs: expectations.maxRootAgeMs,
        now,
      });
      facts.push({ path, findings });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      facts.push({ path, findings: [findingOfRefusal(error, path)] });
    }
  }
  return facts;
}

/** What lies beside an output and says something about it is none itself. */
function isEvidence(path: string): boolean {
  return /\.(?:sigstore\.json|intoto\.jsonl|sigstore|sig|pem)$/.test(path);
}
