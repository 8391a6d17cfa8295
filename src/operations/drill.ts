import type { Attack } from "../drill/attack.ts";
import { ATTACKS } from "../drill/attacks.ts";
import { type DrilledAttack, findingOf } from "../drill/outcome.ts";
import type { PolicyDraft } from "../drill/policy-draft.ts";
import { setScene } from "../drill/scenes.ts";
import type { Target } from "../drill/stage.ts";
import { StandIns } from "../drill/stand-ins.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, isRefused } from "../finding.ts";
import { withKeptThreads } from "../io/ask-thread.ts";
import { withScratchRepository } from "../io/scratch-repository.ts";
import { quoteForShell } from "../shell-word.ts";
import { Drill, judge, targetsFor } from "./carry-out.ts";
import { makeOwnBase, targetsOf } from "./drill-base.ts";
import { type DrillEvidence, readDrillEvidence } from "./drill-evidence.ts";
import { DrillStage } from "./drill-stage.ts";
import { POLICY_NAME } from "./policy-files.ts";
import type { StageBase } from "./stage-tree.ts";

/** What to drill. */
export interface DrillOptions {
  readonly cwd: string;
  readonly now: Date;
  /** Names of attacks; none for all. */
  readonly only: readonly string[];
  /** Refuse also what a stricter policy would stop. */
  readonly isStrict: boolean;
}

/** What came of all attacks. */
export interface DrillReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly attacks: readonly DrilledAttack[];
}

/** Locks of so many sections are attacked, one of each: more say nothing new. */
const MAX_TARGETS = 8;

/**
 * Attacks a copy of the repository, and says which of the attacks its gate stops, by which rule. The copy is made in a
 * private folder and goes with the end of this: nothing of the repository is changed, nobody is asked, and no key but the
 * drill's own signs. Says nothing about who can write to the forge, nor whether it requires the gate.
 * @throws Refusal `POLICY_NONE`, `POLICY_MALFORMED`, `GIT_CHECKOUT_NONE`, … — see `readDrillEvidence`.
 */
export async function drill(options: DrillOptions): Promise<DrillReport> {
  const { cwd, now } = options;
  const evidence = readDrillEvidence(cwd, now);
  return withKeptThreads(() =>
    withScratchRepository(async (repository) => {
      if (evidence.origin !== null)
        repository.configure(`[remote "origin"]\n\turl = ${JSON.stringify(evidence.origin)}\n`);
      const base = { evidence, repository, standIns: new StandIns(), now };
      const own = makeOwnBase(base);
      const { targets, unjudged } = chooseTargets(evidence, own.policy);
      const [first] = targets;
      if (first === undefined) return reportOf([nothingToAttack()]);
      const baseline = await judgeUnchanged(own, first);
      if (isRefused(baseline)) return reportOf([redBaseline(baseline)]);
      const attacks: DrilledAttack[] = [];
      const run = new Drill(base);
      const wanted = ATTACKS.filter(
        ({ name }) => options.only.length === 0 || options.only.includes(name),
      );
      for (const attack of wanted)
        for (const target of targetsFor(attack, targets))
          attacks.push(await run.attack(attack, target, targets.length > 1));
      const findings = attacks.map((one) => findingOf(one, options.isStrict));
      return { ...reportOf([saidStandIns(), ...unjudged.map(littleJudged), ...findings]), attacks };
    }),
  );
}

interface Chosen {
  /** One lock of each section, those that the gate judges first. */
  readonly targets: readonly Target[];
  /** Those of sections of which the gate judges no lock. */
  readonly unjudged: readonly Target[];
}

/** Chooses what the gate judges: what passes by an exemption, or is no lock yet, says nothing of attacks on the others. */
function chooseTargets(evidence: DrillEvidence, policy: PolicyDraft): Chosen {
  const bySection = new Map<number, Target>();
  for (const target of targetsOf(evidence, policy)) {
    const known = bySection.get(target.section);
    const isBetter =
      known === undefined || (!evidence.judged.has(known.path) && evidence.judged.has(target.path));
    if (isBetter) bySection.set(target.section, target);
  }
  const all = [...bySection.values()];
  const judged = all.filter(({ path }) => evidence.judged.has(path));
  const others = all.filter(({ path }) => !evidence.judged.has(path));
  const targets = [...judged, ...others].slice(0, MAX_TARGETS);
  return { targets, unjudged: targets.filter((one) => others.includes(one)) };
}

async function judgeUnchanged(base: StageBase, target: Target): Promise<readonly Finding[]> {
  const stage = new DrillStage(base, target);
  await setScene(stage, "unchanged");
  return judge(stage);
}

function reportOf(findings: readonly Finding[]): DrillReport {
  return { findings, exitCode: exitCodeOf(findings), attacks: [] };
}

function saidStandIns(): Finding {
  return {
    rule: "DRILL_STAND_INS",
    verdict: "noted",
    subject: POLICY_NAME,
    message:
      "in the copy stand-ins sign for everybody whom the policy trusts, by keys and a trust root of the drill's own: no key of yours was used, and nothing here was changed",
  };
}

function redBaseline(baseline: readonly Finding[]): Finding {
  const rules = baseline.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
  return {
    rule: "DRILL_BASELINE",
    verdict: "refused",
    subject: POLICY_NAME,
    message: `expected a gate that lets pass what nobody has changed, found that it refuses by ${[...new Set(rules)].join(", ")}: nothing was attacked`,
    expected: "a gate that lets pass what nobody has changed",
    found: rules.join(", "),
    help: "see why, and mend it first: lockseal gate",
  };
}

function nothingToAttack(): Finding {
  return {
    rule: "DRILL_NOTHING",
    verdict: "refused",
    subject: POLICY_NAME,
    message: "expected a lock that a [[lock]] asks something of, found none: nothing was attacked",
    expected: "a lock",
    found: "none",
    help: "name one in a [[lock]]: lockseal policy check says which patterns match nothing",
  };
}

function littleJudged({ path }: Target): Finding {
  const expected = "a lock of its [[lock]] that is hash-locked and that no [[exempt]] lets pass";
  return {
    rule: "DRILL_NOTHING",
    verdict: "warned",
    subject: path,
    message: `expected ${expected}, found none: most attacks on it find nothing to change`,
    expected,
    found: "none",
    help: `lock it with hashes: lockseal lint ${quoteForShell(path)}; then take its [[exempt]] out of ${POLICY_NAME}`,
  };
}

/** Lists every attack there is. */
export function listAttacks(): readonly Pick<Attack, "name" | "area" | "what">[] {
  return ATTACKS.map(({ name, area, what }) => ({ name, area, what }));
}
