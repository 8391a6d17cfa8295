import { formatTomlDraft } from "../bytes/toml-draft.ts";
import { type PolicyDraft, readPolicyDraft } from "../drill/policy-draft.ts";
import { signersOf } from "../drill/scenes.ts";
import type { Target } from "../drill/stage.ts";
import type { StandIns } from "../drill/stand-ins.ts";
import { Refusal } from "../errors.ts";
import type { TreeContent } from "../io/loose-objects.ts";
import type { ScratchRepository } from "../io/scratch-repository.ts";
import { parsePolicy } from "../policy/policy.ts";
import { matchesGlob } from "../trust/glob.ts";
import type { DrillEvidence } from "./drill-evidence.ts";
import { DrillStage } from "./drill-stage.ts";
import { POLICY_NAME } from "./policy-files.ts";
import type { StageBase } from "./stage-tree.ts";

const WHO = { name: "base", email: "base@drill.example" };

/** What bases are made from. */
export interface BaseOptions {
  readonly evidence: DrillEvidence;
  readonly repository: ScratchRepository;
  readonly standIns: StandIns;
  readonly now: Date;
}

/** Makes a base of what lies in the repository, byte for byte. */
export function makeOwnBase({ evidence, repository, standIns, now }: BaseOptions): StageBase {
  const { prefix } = evidence;
  const files = new Map<string, TreeContent>(
    [...evidence.files].map(([path, bytes]) => [prefix + path, bytes]),
  );
  const commit = repository.commit("base", files, [], WHO, now);
  const policy = readPolicyDraft(evidence.files.get(POLICY_NAME) ?? Buffer.of(), POLICY_NAME);
  return { repository, prefix, files, commit, policy, standIns, now };
}

/**
 * Makes a base in which stand-ins sign for everybody: the same policy with their keys, and the locks signed by them where
 * the policy asks for signatures.
 * @param change what else the policy says.
 * @throws Refusal `POLICY_MALFORMED` — with that it would be none.
 */
export function makeDrillBase(
  options: BaseOptions,
  change: (policy: PolicyDraft) => void,
): StageBase {
  const { evidence, repository, standIns, now } = options;
  const { prefix } = evidence;
  const policy = readPolicyDraft(evidence.files.get(POLICY_NAME) ?? Buffer.of(), POLICY_NAME);
  change(policy);
  const own = standIns.takePlace(policy);
  const text = formatTomlDraft(policy);
  parsePolicy(text, POLICY_NAME);
  const files = new Map<string, TreeContent>(
    [...evidence.files, ...own, [POLICY_NAME, text] as const].map(([path, bytes]) => [
      prefix + path,
      bytes,
    ]),
  );
  const commit = repository.commit("base", files, [], WHO, now);
  let base: StageBase = { repository, prefix, files, commit, policy, standIns, now };
  for (const target of targetsOf(evidence, policy)) base = signed(base, target);
  return base;
}

function signed(base: StageBase, target: Target): StageBase {
  const stage = new DrillStage(base, target);
  if (stage.section.signatures === undefined) return base;
  try {
    stage.sign(signersOf(stage));
    stage.commit("release");
    return { ...base, files: stage.files, commit: stage.head() };
  } catch (error) {
    // What cannot be read cannot be signed, and the gate says so of it.
    if (error instanceof Refusal) return base;
    throw error;
  }
}

/** The locks that the policy asks anything of, with their sections. */
export function targetsOf({ locks }: DrillEvidence, policy: PolicyDraft): readonly Target[] {
  return locks.flatMap((path): readonly Target[] => {
    const section = (policy.lock ?? []).findIndex((one) => matchesGlob(one.path, path));
    const found = policy.lock?.[section];
    if (found === undefined || found.ranges === true) return [];
    const format = found.format === "lockseal-tools" ? "lockseal-tools" : "pip-requirements";
    return [{ path, section, format }];
  });
}
