import type { Attack, Scene, StricterLine } from "../drill/attack.ts";
import { ATTACKS } from "../drill/attacks.ts";
import {
  type DrilledAttack,
  findingOf,
  findStop,
  type Outcome,
  stricterOutcome,
} from "../drill/outcome.ts";
import type { PolicyDraft } from "../drill/policy-draft.ts";
import { setScene } from "../drill/scenes.ts";
import type { Target } from "../drill/stage.ts";
import { StandIns } from "../drill/stand-ins.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { withScratchRepository } from "../io/scratch-repository.ts";
import { type BaseOptions, makeDrillBase, makeOwnBase, targetsOf } from "./drill-base.ts";
import { type DrillEvidence, readDrillEvidence } from "./drill-evidence.ts";
import { DrillStage, NotAStateError, type StageBase } from "./drill-stage.ts";
import { POLICY_NAME } from "./policy-files.ts";

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
  return withScratchRepository(async (repository) => {
    if (evidence.origin !== null)
      repository.configure(`[remote "origin"]\n\turl = ${JSON.stringify(evidence.origin)}\n`);
    const base = { evidence, repository, standIns: new StandIns(), now };
    const own = makeOwnBase(base);
    const targets = chooseTargets(evidence, own.policy);
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
      for (const target of attack.isOnce === true ? [first] : targets)
        attacks.push(await run.attack(attack, target, targets.length > 1));
    const findings = attacks.map((one) => findingOf(one, options.isStrict));
    return { ...reportOf([saidStandIns(), ...findings]), attacks };
  });
}

/** One lock of each section. */
function chooseTargets(evidence: DrillEvidence, policy: PolicyDraft): readonly Target[] {
  const bySection = new Map<number, Target>();
  for (const target of targetsOf(evidence, policy))
    if (!bySection.has(target.section)) bySection.set(target.section, target);
  return [...bySection.values()].slice(0, MAX_TARGETS);
}

async function judgeUnchanged(base: StageBase, target: Target): Promise<readonly Finding[]> {
  const stage = new DrillStage(base, target);
  await setScene(stage, "unchanged");
  return judge(stage);
}

/** What a gate refuses to judge, it refuses. */
async function judge(stage: DrillStage): Promise<readonly Finding[]> {
  try {
    return await stage.judge();
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, POLICY_NAME)];
    throw error;
  }
}

/** A scene, or why there is none. */
type Control = { readonly findings: readonly Finding[] } | { readonly why: string };

class Drill {
  readonly #options: BaseOptions;
  readonly #bases = new Map<string, StageBase | undefined>();
  readonly #controls = new Map<string, Control>();

  constructor(options: BaseOptions) {
    this.#options = options;
  }

  async attack(attack: Attack, target: Target, isNamed: boolean): Promise<DrilledAttack> {
    const { name, area, what } = attack;
    const lock = attack.isOnce === true || !isNamed ? null : target.path;
    return { name, area, what, lock, outcome: await this.#outcome(attack, target) };
  }

  async #outcome(attack: Attack, target: Target): Promise<Outcome> {
    if (attack.carryOut === null)
      return { kind: "out-of-reach", why: attack.outOfReach ?? "", wasTried: false };
    if (!(attack.formats ?? ["pip-requirements"]).includes(target.format))
      return { kind: "not-tried", why: `${target.path} is no requirements file` };
    const base = this.#base(undefined);
    if (base === undefined) return { kind: "not-tried", why: "the policy cannot be written anew" };
    const whyNot: string[] = [];
    for (const scene of attack.from) {
      const tried = await this.#try(attack, target, scene, undefined);
      if (typeof tried === "string") {
        whyNot.push(tried);
        continue;
      }
      if (tried.stop !== undefined) {
        const { isAboutIt, rules } = tried.stop;
        return { kind: isAboutIt ? "stopped" : "stopped-by-accident", rules };
      }
      return this.#passed(attack, target, scene, base.policy);
    }
    return { kind: "not-tried", why: whyNot[0] ?? "it begins in no state" };
  }

  async #passed(
    attack: Attack,
    target: Target,
    scene: Scene,
    policy: PolicyDraft,
  ): Promise<Outcome> {
    for (const line of attack.stricter?.(policy, target) ?? []) {
      const tried = await this.#try(attack, target, scene, line);
      if (typeof tried !== "string" && tried.stop?.isAboutIt === true)
        return stricterOutcome(line, tried.stop.rules);
    }
    if (attack.outOfReach !== undefined)
      return { kind: "out-of-reach", why: attack.outOfReach, wasTried: true };
    return { kind: "passed" };
  }

  /** @returns why it cannot be tried, or what stood in the way. */
  async #try(
    attack: Attack,
    target: Target,
    scene: Scene,
    line: StricterLine | undefined,
  ): Promise<string | { readonly stop: ReturnType<typeof findStop> }> {
    const base = this.#base(line);
    if (base === undefined) return "with the line it is no policy";
    const control = await this.#control(base, target, scene, line);
    if ("why" in control) return control.why;
    const stage = new DrillStage(base, target);
    try {
      await setScene(stage, scene);
      const why = attack.unless?.(stage);
      if (why !== undefined) return why;
      await attack.carryOut?.(stage);
      return { stop: findStop(attack, control.findings, await judge(stage)) };
    } catch (error) {
      if (error instanceof NotAStateError) return error.message;
      throw error;
    } finally {
      stage.close();
    }
  }

  /** An attack begins where all is well: a refusal says nothing where there would be one without it. */
  async #control(
    base: StageBase,
    target: Target,
    scene: Scene,
    line: StricterLine | undefined,
  ): Promise<Control> {
    const key = JSON.stringify([target.path, scene, line?.where, line?.line]);
    const known = this.#controls.get(key);
    if (known !== undefined) return known;
    const stage = new DrillStage(base, target);
    const control = await judgeScene(stage, scene);
    this.#controls.set(key, control);
    return control;
  }

  #base(line: StricterLine | undefined): StageBase | undefined {
    const key = JSON.stringify([line?.where, line?.line]);
    if (!this.#bases.has(key)) this.#bases.set(key, this.#makeBase(line));
    return this.#bases.get(key);
  }

  #makeBase(line: StricterLine | undefined): StageBase | undefined {
    try {
      return makeDrillBase(this.#options, (policy) => line?.apply(policy));
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

async function judgeScene(stage: DrillStage, scene: Scene): Promise<Control> {
  try {
    const why = await setScene(stage, scene);
    if (why !== undefined) return { why };
    const findings = await judge(stage);
    const rules = findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
    if (rules.length === 0) return { findings };
    return { why: `what is honest does not pass either: ${[...new Set(rules)].join(", ")}` };
  } catch (error) {
    if (error instanceof NotAStateError) return { why: error.message };
    throw error;
  }
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

/** Lists every attack there is. */
export function listAttacks(): readonly Pick<Attack, "name" | "area" | "what">[] {
  return ATTACKS.map(({ name, area, what }) => ({ name, area, what }));
}
