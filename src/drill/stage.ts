import type { LockDraft, PolicyDraft } from "./policy-draft.ts";
import type { CertifiedIdentity } from "./stand-in-certificate.ts";
import type { StandIns } from "./stand-ins.ts";

/** The lock that is attacked. */
export interface Target {
  /** Relative to the policy's folder. */
  readonly path: string;
  /** Which `[[lock]]` of the policy is about it. */
  readonly section: number;
  readonly format: "pip-requirements" | "lockseal-tools";
}

/** What is approved, by its values: an attack shows a person something else. */
export interface ApprovalState {
  readonly repository: string | null;
  readonly path: string;
  readonly ref: string | null;
  readonly sequence: number;
}

/** How a word is given, where it is not as a person would have it. */
export interface WordOptions {
  /** Of the two that everybody has. */
  readonly key?: 1 | 2;
  readonly decision?: "approve" | "reject";
  /** The name in the statement. */
  readonly as?: string;
  /** A time in UTC; default: in ten days. */
  readonly expires?: string;
  /** What is signed in place of what it is. */
  readonly state?: Partial<ApprovalState>;
  readonly policy?: "another";
  /** The version that the person was shown of everything that changes. */
  readonly shown?: string;
  /** Why it may pass before its time. */
  readonly emergency?: { readonly reason: string; readonly advisory: string };
  /** Changes the text that is signed. */
  readonly rewrite?: (text: string) => string;
}

/** A signature of a lock, where it is not as its signer would have it. */
export interface SignatureOptions {
  readonly key?: 1 | 2;
  readonly repository?: string;
  readonly path?: string;
  readonly sequence?: number;
  readonly expires?: string;
  /** Beside the bundles that are there; default: in place of them. */
  readonly isAdded?: boolean;
}

/**
 * A copy of the repository, in the hands of an attacker. What is written is pushed with `commit`; what the gate says of it
 * in the end is asked by whoever holds the stage.
 */
export interface Stage {
  readonly target: Target;
  /** As the base of the copy has it. */
  readonly policy: PolicyDraft;
  readonly section: LockDraft;
  readonly standIns: StandIns;
  /** The clock of the machine that judges. */
  now: Date;
  /** `change`, as for a request to merge; `release`, as at a tag; `tool`, of a file that was downloaded. */
  mode: "change" | "release" | "tool";
  /** The file that was downloaded, relative to the policy's folder. */
  asset: string;
  /** Which pin it is of, where its name does not say so. */
  toolWord: string | undefined;
  /** What the forge says of who made the change, by their login; null for nothing. */
  login: string | null;
  /** What is compared with, in place of the base branch. */
  base: string | undefined;
  readonly names: readonly string[];
  /** Reads a file as the base had it at first. */
  first(path: string): string;
  /** Reads the policy that lies there, to change it. */
  readPolicy(): PolicyDraft;
  /** Changes the policy of the base, as its people would have. */
  changeBase(change: (policy: PolicyDraft) => void): void;
  /** Reads a file as text; empty where there is none. */
  text(path: string): string;
  write(path: string, content: string | Uint8Array): void;
  link(path: string, target: string): void;
  /** Puts a submodule there. */
  module(path: string): void;
  remove(path: string): void;
  /** @param merged what is merged by it, besides. */
  commit(author?: string, merged?: readonly string[]): void;
  /** Makes what lies there the base, as after a merge, and begins a new branch from it. */
  merge(): void;
  /** Begins a new branch at the base, as a forced push does. */
  reset(): void;
  /** Reads a file among git's own; empty where there is none. */
  readOwn(name: string): string;
  /** Writes a file among git's own. */
  writeOwn(name: string, text: string): void;
  /** Gives the id of the newest commit. */
  head(): string;
  /** Gives the id of the base. */
  baseCommit(): string;
  /** Lets the branch be another commit, whatever lies there. */
  moveTo(commit: string): void;
  /** The number of the lock that was signed last at the base; 0 where none was. */
  lastSequence(): number;
  /** Makes a commit of these files that no branch has. */
  orphan(change: (files: Map<string, OrphanContent>) => void): string;
  /** Signs that a person agrees to the change of a file, or does not; the lock's where none is named. */
  word(person: string, options?: WordOptions, file?: string): Promise<void>;
  /** Records that an observer has seen the files that are new, at a time. */
  record(
    at: Date,
    as: { readonly key: string } | CertifiedIdentity,
    rewrite?: (text: string) => string,
  ): Promise<void>;
  /** Signs the lock by the keys of signers. */
  sign(signers: readonly string[], options?: SignatureOptions): void;
  /** Signs the lock keyless, as whoever is named. */
  signAs(identity: CertifiedIdentity): void;
}

type OrphanContent = Uint8Array | { readonly link: string } | { readonly module: string };

export const MALLORY = "mallory";
