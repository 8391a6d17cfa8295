import { type Digest, digest, sha256Hex } from "../bytes/digest.ts";
import type { SignatureOptions, Stage, WordOptions } from "../drill/stage.ts";
import type { CertifiedIdentity } from "../drill/stand-in-certificate.ts";
import type { Finding } from "../finding.ts";
import { bundlePath, bundlePathOf } from "../io/beside.ts";
import { CommitFiles } from "../io/commit-files.ts";
import type { Delta } from "../lock/change.ts";
import { formatFirstSeenStatement, isSubjectHash } from "../statement/first-seen-statement.ts";
import { formatLockStatement, type LockStatement } from "../statement/lock-statement.ts";
import { VERSION } from "../version.ts";
import { bundleEntriesAt } from "./bundles-at.ts";
import { APPROVALS } from "./collect-approvals.ts";
import { type ApprovedState, createApproval } from "./create-approval.ts";
import { formatTime } from "./expiry.ts";
import { gate } from "./gate.ts";
import { pathInCheckout } from "./in-checkout.ts";
import { readPolicyAt } from "./judging-policy.ts";
import { draftOf } from "./lock-draft.ts";
import { openLock } from "./open-lock.ts";
import { POLICY_NAME } from "./policy-files.ts";
import { type ProposedChange, type ProposeOptions, proposeChange } from "./propose-change.ts";
import { proposePolicyChange } from "./propose-policy-change.ts";
import { RECORDS } from "./records-folder.ts";
import { BASE, StageTree } from "./stage-tree.ts";
import { parseRootFile, type TrustSource } from "./trust-root-file.ts";
import { verifyTool } from "./verify-tool.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A copy of the repository on the disk, in which one attack is carried out. */
export class DrillStage extends StageTree implements Stage {
  async word(
    person: string,
    options: WordOptions = {},
    file: string = this.target.path,
  ): Promise<void> {
    const own = await this.once(`state of ${file}`, () => this.#stateOf(file));
    const state = { ...own, ...options.state, delta: shownAs(own.delta, options.shown) };
    const { key = 1, decision = "approve", as = person } = options;
    const created = createApproval(state, {
      decision,
      reviewer: as,
      policy:
        options.policy === "another" ? digest("sha256", Buffer.from("drill")) : this.#policyDigest,
      notes: decision === "reject" ? "it does what nobody asked for" : "",
      emergency: options.emergency ?? null,
      expires: options.expires ?? formatTime(new Date(this.time.getTime() + 10 * DAY_MS)),
      supersedes: [],
      now: this.time,
    });
    const payload = rewritten(created.payload, options.rewrite);
    const of = (state.result ?? state.base)?.hex.slice(0, 12) ?? "none";
    const name = `${APPROVALS}/${of}/${person}-${key}-${digest("sha256", payload).hex.slice(0, 8)}`;
    this.write(
      `${name}.sigstore.json`,
      this.standIns.sign(payload, this.standIns.keyOf(person, key)),
    );
  }

  async record(
    at: Date,
    as: { readonly key: string } | CertifiedIdentity,
    rewrite?: (text: string) => string,
  ): Promise<void> {
    const change = await this.once("change", () => this.#change(this.target.path));
    const files = change.delta.changes.flatMap(({ name, to, added }) =>
      added.filter(isSubjectHash).map((hash) => ({ name, version: to ?? "", hash, index: null })),
    );
    if (files.length === 0) return;
    const statement = formatFirstSeenStatement({
      scope: { repository: change.repository, path: change.located.name },
      files,
      generator: { name: "lockseal", version: VERSION },
    });
    const payload = rewritten(statement, rewrite);
    const bytes =
      "key" in as
        ? this.standIns.sign(payload, this.standIns.keyOf(as.key))
        : this.standIns.instance.sign(payload, as, at);
    this.write(`${RECORDS}/${digest("sha256", payload).hex.slice(0, 12)}.sigstore.json`, bytes);
  }

  sign(signers: readonly string[], options: SignatureOptions = {}): void {
    const statement = this.#statement(options);
    if (options.isAdded !== true)
      for (const path of this.names.filter((one) => this.#isBundle(one))) this.remove(path);
    for (const [index, name] of signers.entries()) {
      const key = this.standIns.keyOf(name, options.key);
      const at =
        index === 0 && options.isAdded !== true
          ? bundlePath(this.target.path)
          : bundlePathOf(this.target.path, key.publicKey.fingerprint);
      this.write(at, this.standIns.sign(formatLockStatement(statement), key));
    }
  }

  signAs(identity: CertifiedIdentity): void {
    const payload = formatLockStatement(this.#statement({}));
    const bytes = this.standIns.instance.sign(payload, identity, this.time);
    const plain = bundlePath(this.target.path);
    const isFree = !this.names.includes(plain);
    this.write(isFree ? plain : bundlePathOf(this.target.path, sha256Hex(payload)), bytes);
  }

  /** Asks the gate what it says of all this, as a build service would. */
  async judge(): Promise<readonly Finding[]> {
    this.show();
    if (this.mode === "tool") return this.#judgeTool();
    const { login, mode, now } = this;
    const event = { pull_request: { user: { login } } };
    const env: Record<string, string> =
      login === null
        ? {}
        : {
            GITHUB_ACTIONS: "true",
            GITHUB_EVENT_PATH: this.repository.writeBeside("event.json", JSON.stringify(event)),
          };
    // As a request to merge: the build service names the branch.
    if (mode === "change" && this.base === undefined) env.GITHUB_BASE_REF = "main";
    const base = mode === "change" ? this.base : (this.base ?? BASE);
    const report = await gate({ cwd: this.folder, env, now, base, isRelease: mode === "release" });
    return report.findings;
  }

  /** Asks what `tool verify` asks of a file that was downloaded. */
  async #judgeTool(): Promise<readonly Finding[]> {
    const root = parseRootFile(this.standIns.instance.trustRoot(), "the drill's trust root");
    const trust: TrustSource = {
      root,
      name: "the drill's trust root",
      date: null,
      kind: "file",
      sha256: "",
      path: null,
    };
    const { findings } = await verifyTool({
      files: [this.asset],
      cwd: this.folder,
      now: this.now,
      tool: this.toolWord,
      trust: async () => [trust],
    });
    return findings;
  }

  lastSequence(): number {
    const path = this.prefix + this.target.path;
    const entries = bundleEntriesAt(this.#merged, path);
    return Math.max(0, ...entries.map(({ sequence }) => sequence));
  }

  get #merged(): CommitFiles {
    return new CommitFiles(this.repository.path, this.mergedCommit);
  }

  get #policyDigest(): Digest | null {
    return this.once("policy", () => this.#readPolicyDigest());
  }

  #readPolicyDigest(): Digest | null {
    const policy = readPolicyAt(this.#merged, this.prefix, this.time);
    return policy?.closure.digest ?? null;
  }

  #options(file: string): ProposeOptions {
    return { file, cwd: this.folder, root: this.folder, base: BASE, env: {}, now: this.time };
  }

  async #stateOf(file: string): Promise<ApprovedState> {
    if (file === POLICY_NAME) return (await proposePolicyChange(this.#options(file))).state;
    const { repository, located, chosen, base, result, sequence, delta } = await this.#change(file);
    return {
      repository,
      path: pathInCheckout(located),
      ref: chosen.ref,
      base,
      result,
      sequence,
      delta,
    };
  }

  async #change(file: string): Promise<ProposedChange> {
    const { change } = await proposeChange(this.#options(file));
    if (change === null) throw new NotAStateError(file);
    return change;
  }

  #statement({ repository, path, sequence, expires }: SignatureOptions): LockStatement {
    this.show();
    const options = { file: this.target.path, cwd: this.folder, root: this.folder };
    const draft = draftOf(openLock(options), this.time, expires);
    const next = sequence ?? this.lastSequence() + 1;
    const scope = {
      repository: repository ?? draft.scope.repository,
      path: path ?? draft.scope.path,
    };
    const previous = next === 1 ? null : digest("sha256", Buffer.from("drill"));
    const [first, ...rest] = draft.subjects;
    const subjects = first === undefined ? rest : [{ ...first, name: scope.path }, ...rest];
    return { ...draft, subjects, scope, sequence: next, previous };
  }

  #isBundle(path: string): boolean {
    return path.startsWith(`${this.target.path}.`) && path.endsWith(".sigstore.json");
  }
}

/** Nobody can approve what lies there. */
export class NotAStateError extends Error {
  override readonly name = "NotAStateError";

  constructor(file: string) {
    super(`nobody can approve ${file}: it is not strict, see lockseal lint`);
  }
}

/** What a person is shown is not what its digest is of. */
function shownAs(delta: Delta, version: string | undefined): Delta {
  if (version === undefined) return delta;
  return { ...delta, changes: delta.changes.map((change) => ({ ...change, to: version })) };
}

function rewritten(
  payload: Uint8Array,
  rewrite: ((text: string) => string) | undefined,
): Uint8Array {
  return rewrite === undefined
    ? payload
    : Buffer.from(rewrite(Buffer.from(payload).toString("utf8")));
}
