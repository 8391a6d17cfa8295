import type { Scene } from "./attack.ts";
import { findUpdatable, laterVersion, requirement, toVersion } from "./lock-text.ts";
import { type KeylessDraft, namesOf, type RequirementDraft } from "./policy-draft.ts";
import type { Stage } from "./stage.ts";
import type { CertifiedIdentity } from "./stand-in-certificate.ts";
import { findObserver, identityOf } from "./stand-ins.ts";
import { setToolScene } from "./tool-scene.ts";

const POLICY_FILE = "lockseal.toml";
const HOUR_MS = 60 * 60 * 1000;
const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: HOUR_MS,
  d: 24 * HOUR_MS,
  w: 7 * 24 * HOUR_MS,
};

/** A package that nobody has, for a change that brings one. */
export const NEW_PACKAGE = "drill-package";

/**
 * Brings a stage into an honest state, in which nothing is wrong.
 * @returns why that cannot be; undefined where it was.
 */
export async function setScene(stage: Stage, scene: Scene): Promise<string | undefined> {
  if (scene === "unchanged") {
    stage.write("drill.txt", "about something else\n");
    stage.commit();
    return undefined;
  }
  if (scene === "policy") return changePolicy(stage);
  if (scene === "tool") return setToolScene(stage);
  const { path, format } = stage.target;
  if (format !== "pip-requirements")
    return `${path} is no requirements file: its pins come with tool update`;
  if (scene === "signed") {
    changeLock(stage);
    return signLock(stage);
  }
  if (scene === "keyless") {
    const found = keylessSignerOf(stage);
    if (found === undefined) return `no workflow is asked to sign ${path}`;
    await signKeyless(stage, identityOf(found.keyless, ""));
    return undefined;
  }
  if (kindOfChange(stage) === undefined)
    return `nobody may change ${path}: its [[lock]] has no approval.update and no approval.new`;
  changeLock(stage);
  await observe(stage);
  await approve(stage);
  return undefined;
}

/** Updates a package of the lock, or brings a new one where nobody may update any. */
export function changeLock(stage: Stage, author?: string): void {
  const { path } = stage.target;
  const text = stage.text(path);
  const block = findUpdatable(text);
  if (kindOfChange(stage) !== "new" && block !== undefined)
    stage.write(path, toVersion(text, block, laterVersion(block.version)));
  else stage.write(path, withLine(text, requirement(NEW_PACKAGE, "1.0")));
  stage.commit(author);
}

/** Makes the honest change once more, on a branch of its own; nobody has approved it. */
export async function changeAnew(stage: Stage): Promise<void> {
  stage.reset();
  changeLock(stage);
  await observe(stage);
}

/** Which kind of change somebody may make. */
export function kindOfChange(stage: Stage): "update" | "new" | undefined {
  const { update, new: added } = stage.section.approval ?? {};
  const isUpdatable = findUpdatable(stage.text(stage.target.path)) !== undefined;
  if (update !== undefined && update.deny === undefined && isUpdatable) return "update";
  return added === undefined || added.deny !== undefined ? undefined : "new";
}

/** Gives what the policy asks of the change that `changeLock` makes. */
export function requirementOf(stage: Stage): RequirementDraft | undefined {
  const kind = kindOfChange(stage);
  return kind === undefined ? undefined : stage.section.approval?.[kind];
}

/** Adds a line at the end. */
export function withLine(text: string, line: string): string {
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}`;
}

/** Lets an observer have seen the new files for as long as the policy asks, and an hour. */
export async function observe(stage: Stage): Promise<void> {
  const observer = findObserver(stage.policy);
  if (observer === undefined) return;
  await stage.record(
    new Date(stage.now.getTime() - longestHold(stage) - HOUR_MS),
    observer.identity,
  );
  stage.commit("observer");
}

/** The longest hold that the policy asks of the lock, in milliseconds. */
export function longestHold({ section }: Stage): number {
  const holds = Object.values(section.approval ?? {}).map(({ hold = "0m" }) => {
    const [, count = "0", unit = ""] = /^(\d+)([mhdw])$/.exec(hold) ?? [];
    return Number(count) * (UNIT_MS[unit] ?? 0);
  });
  return Math.max(0, ...holds);
}

/** Lets people agree to what lies there, everybody where nobody is named. */
export async function approve(
  stage: Stage,
  people: readonly string[] = peopleOf(stage),
): Promise<void> {
  for (const person of people) await stage.word(person);
  stage.commit("somebody");
}

/** The people whose word counts. */
export function peopleOf({ policy }: Stage): readonly string[] {
  return namesOf(policy, "people");
}

/** Lets the role's signers sign the lock, as many as the policy asks. */
export function signLock(stage: Stage): string | undefined {
  const { signatures } = stage.section;
  if (signatures === undefined)
    return `nobody is asked to sign ${stage.target.path}: its [[lock]] has no signatures`;
  stage.mode = "release";
  stage.sign(signersOf(stage));
  stage.commit("release");
  return undefined;
}

/** The signers of the lock's role, as many as the policy asks. */
export function signersOf({ policy, section }: Stage): readonly string[] {
  const { role = "", threshold = 0 } = section.signatures ?? {};
  return [...namesOf(policy, "machines", role), ...namesOf(policy, "people", role)].slice(
    0,
    threshold,
  );
}

/** Finds a workflow that may sign the lock. */
export function keylessSignerOf({
  policy,
  section,
}: Stage): { readonly name: string; readonly keyless: KeylessDraft } | undefined {
  const { role = "" } = section.signatures ?? {};
  for (const [name, { roles = [], keyless = [] }] of Object.entries(policy.signers ?? {})) {
    const found = keyless.find(
      ({ workflow, ref = "" }) => workflow !== undefined && !`${workflow}${ref}`.includes("{"),
    );
    if (roles.includes(role) && found !== undefined) return { name, keyless: found };
  }
  return undefined;
}

/** Changes the lock, and has it signed by an identity, and by keys of as many others as the policy asks besides. */
export async function signKeyless(stage: Stage, identity: CertifiedIdentity): Promise<void> {
  const { role = "", threshold = 1 } = stage.section.signatures ?? {};
  const { policy } = stage;
  const name = keylessSignerOf(stage)?.name;
  const others = [...namesOf(policy, "machines", role), ...namesOf(policy, "people", role)];
  stage.mode = "release";
  changeLock(stage);
  stage.sign(others.filter((one) => one !== name).slice(0, threshold - 1));
  stage.signAs(identity);
  stage.commit("release");
}

/** Changes the policy in a way that matters to nobody, and lets the people of [policy] agree. */
async function changePolicy(stage: Stage): Promise<string | undefined> {
  const { policy } = stage.policy;
  if (policy === undefined) return "nobody may change the policy: it has no [policy]";
  stage.write(POLICY_FILE, withLine(stage.text(POLICY_FILE), "# drill\n"));
  stage.commit();
  await approvePolicy(stage);
  return undefined;
}

/** Lets everybody who may decide about the policy agree to the change of it. */
export async function approvePolicy(
  stage: Stage,
  people: readonly string[] = namesOf(stage.policy, "people", stage.policy.policy?.role),
): Promise<void> {
  for (const person of people) await stage.word(person, {}, POLICY_FILE);
  stage.commit("somebody");
}
