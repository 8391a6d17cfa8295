import { join } from "node:path";
import { type Digest, digest } from "../bytes/digest.ts";
import { formatTomlDraft } from "../bytes/toml-draft.ts";
import { type LockDraft, type PolicyDraft, readPolicyDraft } from "../drill/policy-draft.ts";
import {
  MALLORY,
  type SignatureOptions,
  type Stage,
  type Target,
  type WordOptions,
} from "../drill/stage.ts";
import type { CertifiedIdentity } from "../drill/stand-in-certificate.ts";
import type { StandIns } from "../drill/stand-ins.ts";
import { formatKeyBundle } from "../envelope/bundle.ts";
import { signDsseBundle } from "../envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../envelope/dsse.ts";
import type { Finding } from "../finding.ts";
import { bundlePath, bundlePathOf } from "../io/beside.ts";
import { CommitFiles } from "../io/commit-files.ts";
import type { CommitAuthor, TreeContent } from "../io/loose-objects.ts";
import type { ScratchRepository } from "../io/scratch-repository.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { formatFirstSeenStatement, isSubjectHash } from "../statement/first-seen-statement.ts";
import { formatLockStatement, type LockStatement } from "../statement/lock-statement.ts";
import { VERSION } from "../version.ts";
import { bundleEntriesAt } from "./bundles-at.ts";
import { APPROVALS } from "./collect-approvals.ts";
import { type ApprovedState, createApproval } from "./create-approval.ts";
import { formatTime } from "./expiry.ts";
import { gate } from "./gate.ts";
import { readPolicyAt } from "./judging-policy.ts";
import { draftOf } from "./lock-draft.ts";
import { openLock } from "./open-lock.ts";
import { POLICY_NAME } from "./policy-files.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { proposePolicyChange } from "./propose-policy-change.ts";
import { RECORDS } from "./records-folder.ts";

const BASE = "refs/remotes/origin/main";
const DAY_MS = 24 * 60 * 60 * 1000;

/** A base that was set up in a scratch repository: where every attack begins. */
export interface StageBase {
  readonly repository: ScratchRepository;
  /** Of the policy's folder within the checkout: empty, or with `/` at the end. */
  readonly prefix: string;
  /** Relative to the top. */
  readonly files: ReadonlyMap<string, TreeContent>;
  readonly commit: string;
  readonly policy: PolicyDraft;
  readonly standIns: StandIns;
  readonly now: Date;
}

/** A copy of the repository on the disk, in which one attack is carried out. */
export class DrillStage implements Stage {
  readonly target: Target;
  readonly policy: PolicyDraft;
  readonly section: LockDraft;
  readonly standIns: StandIns;
  now: Date;
  mode: "change" | "release" = "change";
  login: string | null = MALLORY;
  base: string | undefined = undefined;
  readonly #repository: ScratchRepository;
  readonly #prefix: string;
  readonly #time: Date;
  #baseFiles: ReadonlyMap<string, TreeContent>;
  #baseCommit: string;
  readonly #first: ReadonlyMap<string, TreeContent>;
  #files: Map<string, TreeContent>;
  #head: string;
  #branch = 0;
  #own: string[] = [];
  /** What lies there beside words and records, which change nothing of what they are about. */
  #revision = 0;
  readonly #changes = new Map<string, unknown>();

  constructor(base: StageBase, target: Target) {
    this.target = target;
    this.policy = base.policy;
    const section = base.policy.lock?.[target.section];
    if (section === undefined) throw new RangeError(`section: found none of ${target.section}`);
    this.section = section;
    this.standIns = base.standIns;
    this.now = base.now;
    this.#time = base.now;
    this.#repository = base.repository;
    this.#prefix = base.prefix;
    this.#baseFiles = base.files;
    this.#first = base.files;
    this.#baseCommit = base.commit;
    this.#files = new Map(base.files);
    this.#head = base.commit;
    this.#repository.point(BASE, base.commit);
    this.#show();
  }

  /** All that the attacker has, relative to the top. */
  get files(): ReadonlyMap<string, TreeContent> {
    return this.#files;
  }

  get names(): readonly string[] {
    return [...this.#files.keys()].map((path) => path.slice(this.#prefix.length));
  }

  first(path: string): string {
    const content = this.#first.get(this.#prefix + path);
    return content instanceof Uint8Array ? Buffer.from(content).toString("utf8") : "";
  }

  readPolicy(): PolicyDraft {
    return readPolicyDraft(Buffer.from(this.text(POLICY_NAME)), POLICY_NAME);
  }

  changeBase(change: (policy: PolicyDraft) => void): void {
    const policy = this.readPolicy();
    change(policy);
    this.write(POLICY_NAME, formatTomlDraft(policy));
    this.commit("somebody");
    this.merge();
  }

  text(path: string): string {
    const content = this.#files.get(this.#prefix + path);
    return content instanceof Uint8Array ? Buffer.from(content).toString("utf8") : "";
  }

  write(path: string, content: string | Uint8Array): void {
    this.#touch(path);
    this.#files.set(this.#prefix + path, Buffer.from(content));
  }

  link(path: string, target: string): void {
    this.#touch(path);
    this.#files.set(this.#prefix + path, { link: target });
  }

  remove(path: string): void {
    this.#touch(path);
    this.#files.delete(this.#prefix + path);
  }

  commit(author: string = MALLORY): void {
    this.#head = this.#repository.commit(
      this.#name(),
      this.#files,
      [this.#head],
      authorOf(author),
      this.#time,
    );
  }

  merge(): void {
    this.#baseFiles = new Map(this.#files);
    this.#baseCommit = this.#head;
    this.#repository.point(BASE, this.#head);
    this.reset();
  }

  reset(): void {
    this.#branch += 1;
    this.#files = new Map(this.#baseFiles);
    this.#head = this.#baseCommit;
    this.#revision += 1;
  }

  writeOwn(name: string, text: string): void {
    this.#own.push(name);
    this.#repository.writeOwn(name, text);
  }

  head(): string {
    return this.#head;
  }

  orphan(change: (files: Map<string, TreeContent>) => void): string {
    const files = new Map(this.#baseFiles);
    change(files);
    return this.#repository.commit("orphan", files, [], authorOf(MALLORY), this.#time);
  }

  async word(
    person: string,
    options: WordOptions = {},
    file: string = this.target.path,
  ): Promise<void> {
    const own = await this.#once(`state of ${file}`, () => this.#stateOf(file));
    const state = { ...own, ...options.state };
    const { key = 1, decision = "approve", as = person } = options;
    const { payload } = createApproval(state, {
      decision,
      reviewer: as,
      policy:
        options.policy === "another" ? digest("sha256", Buffer.from("drill")) : this.#policyDigest,
      notes: decision === "reject" ? "it does what nobody asked for" : "",
      emergency: null,
      expires: options.expires ?? formatTime(new Date(this.#time.getTime() + 10 * DAY_MS)),
      supersedes: [],
      now: this.#time,
    });
    const of = (state.result ?? state.base)?.hex.slice(0, 12) ?? "none";
    const name = `${APPROVALS}/${of}/${person}-${key}-${digest("sha256", payload).hex.slice(0, 8)}`;
    this.write(`${name}.sigstore.json`, this.#bundle(payload, this.standIns.keyOf(person, key)));
  }

  async record(at: Date, as: { readonly key: string } | CertifiedIdentity): Promise<void> {
    const change = await this.#once("change", () => this.#change(this.target.path));
    const files = change.delta.changes.flatMap(({ name, to, added }) =>
      added.filter(isSubjectHash).map((hash) => ({ name, version: to ?? "", hash, index: null })),
    );
    if (files.length === 0) return;
    const payload = formatFirstSeenStatement({
      scope: { repository: change.repository, path: change.located.name },
      files,
      generator: { name: "lockseal", version: VERSION },
    });
    const bytes =
      "key" in as
        ? this.#bundle(payload, this.standIns.keyOf(as.key))
        : this.standIns.instance.sign(payload, as, at);
    this.write(`${RECORDS}/${digest("sha256", payload).hex.slice(0, 12)}.sigstore.json`, bytes);
  }

  sign(signers: readonly string[], options: SignatureOptions = {}): void {
    const statement = this.#statement(options);
    for (const path of this.names.filter((one) => this.#isBundle(one))) this.remove(path);
    for (const [index, name] of signers.entries()) {
      const key = this.standIns.keyOf(name, options.key);
      const at =
        index === 0
          ? bundlePath(this.target.path)
          : bundlePathOf(this.target.path, key.publicKey.fingerprint);
      this.write(at, this.#bundle(formatLockStatement(statement), key));
    }
  }

  signAs(identity: CertifiedIdentity): void {
    const payload = formatLockStatement(this.#statement({}));
    const bytes = this.standIns.instance.sign(payload, identity, this.#time);
    this.write(bundlePath(this.target.path), bytes);
  }

  /** Asks the gate what it says of all this, as a build service would. */
  async judge(): Promise<readonly Finding[]> {
    this.#show();
    const { login, mode, now } = this;
    const event = { pull_request: { user: { login } } };
    const env: Record<string, string> =
      login === null
        ? {}
        : {
            GITHUB_ACTIONS: "true",
            GITHUB_EVENT_PATH: this.#repository.writeBeside("event.json", JSON.stringify(event)),
          };
    // As a request to merge: the build service names the branch.
    if (mode === "change" && this.base === undefined) env.GITHUB_BASE_REF = "main";
    const base = mode === "change" ? this.base : (this.base ?? BASE);
    const report = await gate({ cwd: this.#folder, env, now, base, isRelease: mode === "release" });
    return report.findings;
  }

  /** Takes away what was put among git's own files. */
  close(): void {
    for (const name of this.#own) this.#repository.removeOwn(name);
  }

  get #folder(): string {
    return join(this.#repository.path, this.#prefix);
  }

  #touch(path: string): void {
    if (!path.startsWith(".lockseal/")) this.#revision += 1;
  }

  /** Finds out once what differs, however many people say something of it. */
  #once<Value>(what: string, find: () => Value): Value {
    const key = JSON.stringify([what, this.#revision, this.#baseCommit]);
    if (!this.#changes.has(key)) {
      this.#show();
      this.#changes.set(key, find());
    }
    return this.#changes.get(key) as Value;
  }

  get #base(): CommitFiles {
    return new CommitFiles(this.#repository.path, this.#baseCommit);
  }

  get #policyDigest(): Digest | null {
    return this.#once("policy", () => this.#readPolicyDigest());
  }

  #readPolicyDigest(): Digest | null {
    const policy = readPolicyAt(this.#base, this.#prefix, this.#time);
    return policy?.closure.digest ?? null;
  }

  #options(file: string): ProposeOptions {
    return { file, cwd: this.#folder, root: this.#folder, base: BASE, env: {}, now: this.#time };
  }

  async #stateOf(file: string): Promise<ApprovedState> {
    if (file === POLICY_NAME) return (await proposePolicyChange(this.#options(file))).state;
    const { repository, located, chosen, base, result, sequence, delta } = await this.#change(file);
    return { repository, path: located.name, ref: chosen.ref, base, result, sequence, delta };
  }

  async #change(file: string): Promise<ProposedChange> {
    const { change } = await proposeChange(this.#options(file));
    if (change === null) throw new NotAStateError(file);
    return change;
  }

  #statement({ repository, path, sequence, expires }: SignatureOptions): LockStatement {
    this.#show();
    const options = { file: this.target.path, cwd: this.#folder, root: this.#folder };
    const draft = draftOf(openLock(options), this.#time, expires);
    const entries = bundleEntriesAt(this.#base, this.#prefix + this.target.path);
    const last = Math.max(0, ...entries.map((one) => one.sequence));
    const next = sequence ?? last + 1;
    const scope = {
      repository: repository ?? draft.scope.repository,
      path: path ?? draft.scope.path,
    };
    const previous = next === 1 ? null : digest("sha256", Buffer.from("drill"));
    const [first, ...rest] = draft.subjects;
    const subjects = first === undefined ? rest : [{ ...first, name: scope.path }, ...rest];
    return { ...draft, subjects, scope, sequence: next, previous };
  }

  #bundle(payload: Uint8Array, key: PrivateKey): Uint8Array {
    return formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key));
  }

  #isBundle(path: string): boolean {
    return path.startsWith(`${this.target.path}.`) && path.endsWith(".sigstore.json");
  }

  /** Lets the disk have what the attacker has. */
  #show(): void {
    this.#repository.point(`refs/heads/${this.#name()}`, this.#head);
    this.#repository.checkOut(this.#name(), this.#files);
  }

  #name(): string {
    return `attack-${this.#branch}`;
  }
}

/** Nobody can approve what lies there. */
export class NotAStateError extends Error {
  override readonly name = "NotAStateError";

  constructor(file: string) {
    super(`nobody can approve ${file}: it is not strict, see lockseal lint`);
  }
}

function authorOf(name: string): CommitAuthor {
  return name.includes("@")
    ? { name: "author", email: name }
    : { name, email: `${name}@drill.example` };
}
