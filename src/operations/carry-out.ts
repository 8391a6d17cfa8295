import type { Attack, Scene, StricterLine } from "../drill/attack.ts";
import { type DrilledAttack, findStop, type Outcome, stricterOutcome } from "../drill/outcome.ts";
import type { PolicyDraft } from "../drill/policy-draft.ts";
import { setScene } from "../drill/scenes.ts";
import type { Target } from "../drill/stage.ts";
import { Refusal } from "../errors.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { type BaseOptions, makeDrillBase } from "./drill-base.ts";
import { DrillStage, NotAStateError } from "./drill-stage.ts";
import { POLICY_NAME } from "./policy-files.ts";
import type { StageBase } from "./stage-tree.ts";

/** What a gate refuses to judge, it refuses. */
export async function judge(stage: DrillStage): Promise<readonly Finding[]> {
  try {
    return await stage.judge();
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, POLICY_NAME)];
    throw error;
  }
}

/** A scene, or why there is none. */
type Control = { readonly findings: readonly Finding[] } | { readonly why: string };

/** Carries out attacks, each from a state that the gate lets pass. */
export class Drill {
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
    if (!formatsOf(attack).includes(target.format))
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

/** Those of the formats that an attack is about, or one of which it can be said that it is not. */
export function targetsFor(attack: Attack, targets: readonly Target[]): readonly Target[] {
  const able = targets.filter(({ format }) => formatsOf(attack).includes(format));
  const some = able.length === 0 ? targets : able;
  return attack.isOnce === true || able.length === 0 ? some.slice(0, 1) : some;
}

function formatsOf({ formats }: Attack): readonly Target["format"][] {
  return formats ?? ["pip-requirements"];
}
