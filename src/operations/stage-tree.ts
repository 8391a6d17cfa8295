import { join } from "node:path";
import { formatTomlDraft } from "../bytes/toml-draft.ts";
import { type LockDraft, type PolicyDraft, readPolicyDraft } from "../drill/policy-draft.ts";
import { MALLORY, type Target } from "../drill/stage.ts";
import type { StandIns } from "../drill/stand-ins.ts";
import type { CommitAuthor, TreeContent } from "../io/loose-objects.ts";
import type { ScratchRepository } from "../io/scratch-repository.ts";
import { POLICY_NAME } from "./policy-files.ts";

/** The branch that everything is to become part of. */
export const BASE = "refs/remotes/origin/main";

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

/** What an attacker has of the repository, and pushes: the tree on the disk, and the commits. */
export abstract class StageTree {
  readonly target: Target;
  readonly policy: PolicyDraft;
  readonly section: LockDraft;
  readonly standIns: StandIns;
  now: Date;
  mode: "change" | "release" | "tool" = "change";
  asset = "";
  toolWord: string | undefined = undefined;
  login: string | null = MALLORY;
  base: string | undefined = undefined;
  protected readonly repository: ScratchRepository;
  protected readonly prefix: string;
  protected readonly time: Date;
  #baseFiles: ReadonlyMap<string, TreeContent>;
  protected mergedCommit: string;
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
    this.time = base.now;
    this.repository = base.repository;
    this.prefix = base.prefix;
    this.#baseFiles = base.files;
    this.#first = base.files;
    this.mergedCommit = base.commit;
    this.#files = new Map(base.files);
    this.#head = base.commit;
    this.repository.point(BASE, base.commit);
    this.show();
  }

  /** All that the attacker has, relative to the top. */
  get files(): ReadonlyMap<string, TreeContent> {
    return this.#files;
  }

  get names(): readonly string[] {
    return [...this.#files.keys()].map((path) => path.slice(this.prefix.length));
  }

  first(path: string): string {
    const content = this.#first.get(this.prefix + path);
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
    const content = this.#files.get(this.prefix + path);
    return content instanceof Uint8Array ? Buffer.from(content).toString("utf8") : "";
  }

  write(path: string, content: string | Uint8Array): void {
    this.#touch(path);
    this.#files.set(this.prefix + path, Buffer.from(content));
  }

  link(path: string, target: string): void {
    this.#touch(path);
    this.#files.set(this.prefix + path, { link: target });
  }

  module(path: string): void {
    this.#touch(path);
    this.#files.set(this.prefix + path, { module: this.#head });
  }

  remove(path: string): void {
    this.#touch(path);
    this.#files.delete(this.prefix + path);
  }

  commit(author: string = MALLORY, merged: readonly string[] = []): void {
    this.#head = this.repository.commit(
      this.#name(),
      this.#files,
      [this.#head, ...merged],
      authorOf(author),
      this.time,
    );
  }

  merge(): void {
    this.#baseFiles = new Map(this.#files);
    this.mergedCommit = this.#head;
    this.repository.point(BASE, this.#head);
    this.reset();
  }

  reset(): void {
    this.#branch += 1;
    this.#files = new Map(this.#baseFiles);
    this.#head = this.mergedCommit;
    this.#revision += 1;
  }

  readOwn(name: string): string {
    return this.repository.readOwn(name);
  }

  writeOwn(name: string, text: string): void {
    this.#own.push(name);
    this.repository.writeOwn(name, text);
  }

  head(): string {
    return this.#head;
  }

  baseCommit(): string {
    return this.mergedCommit;
  }

  moveTo(commit: string): void {
    this.#head = commit;
  }

  orphan(change: (files: Map<string, TreeContent>) => void): string {
    const files = new Map(this.#baseFiles);
    change(files);
    return this.repository.commit("orphan", files, [], authorOf(MALLORY), this.time);
  }

  /** Takes away what was put among git's own files. */
  close(): void {
    for (const name of this.#own) this.repository.removeOwn(name);
  }

  protected get folder(): string {
    return join(this.repository.path, this.prefix);
  }

  #touch(path: string): void {
    if (!path.startsWith(".lockseal/")) this.#revision += 1;
  }

  /** Finds out once what differs, however many people say something of it. */
  protected once<Value>(what: string, find: () => Value): Value {
    const key = JSON.stringify([what, this.#revision, this.mergedCommit]);
    if (!this.#changes.has(key)) {
      this.show();
      this.#changes.set(key, find());
    }
    return this.#changes.get(key) as Value;
  }

  /** Lets the disk have what the attacker has. */
  protected show(): void {
    this.repository.point(`refs/heads/${this.#name()}`, this.#head);
    this.repository.checkOut(this.#name(), this.#files);
  }

  #name(): string {
    return `attack-${this.#branch}`;
  }
}

function authorOf(name: string): CommitAuthor {
  return name.includes("@")
    ? { name: "author", email: name }
    : { name, email: `${name}@drill.example` };
}
