import { isSubject } from "../attestation/subject-pattern.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { listNames } from "../io/list-names.ts";
import type { OutputFacts } from "../policy/gate-facts.ts";
import { loadAttestationPolicy } from "./attestation-policy.ts";
import type { GateContext } from "./gate-context.ts";
import { POLICY_NAME } from "./policy-files.ts";
import { verifyAttestations } from "./verify-attestation.ts";

/**
 * Holds every output that a table `[provenance.NAME]` is about against what its attestations say.
 * @param isUnchanged the policy that lies here is the one that judges. Another one judges nothing: outputs are built from
 * what was merged, after the policy was.
 */
export async function judgeOutputs(
  context: GateContext,
  isUnchanged: boolean,
): Promise<readonly OutputFacts[]> {
  const { root, judge, trust, now } = context;
  const sections = [...judge.closure.policy.provenance.values()];
  if (sections.length === 0) return [];
  const paths = listNames(root.path).names.filter(
    (path) =>
      sections.some(({ subjects }) => subjects.some((one) => isSubject(one, path))) &&
      !isEvidence(path),
  );
  if (paths.length === 0) return [];
  if (
    !isUnchanged &&
    judge.source.startsWith(`${POLICY_NAME} of ${context.chosen.commit.slice(0, 12)}`)
  )
    return paths.map((path) => ({ path, findings: [undecided(path)] }));
  const facts: OutputFacts[] = [];
  for (const path of paths) {
    try {
      const expectations = loadAttestationPolicy(`${root.path}/${POLICY_NAME}`, root.path, now);
      const { findings } = await verifyAttestations({
        subjects: [path],
        cwd: root.path,
        expectations,
        trust: trust.roots,
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

function undecided(path: string): Finding {
  return {
    rule: "GATE_UNJUDGED",
    verdict: "refused",
    subject: path,
    message: "expected the policy that judges outputs to be as at the base, found it changed",
    expected: "the policy of the base",
    found: "another one",
    help: "merge the policy first, and build from what was merged",
  };
}
