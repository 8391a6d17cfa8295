import { basename } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { readAt } from "../io/git-history.ts";
import { type GitUser, readGitUser } from "../io/git-settings.ts";
import type { Root } from "../io/root.ts";
import type { SourceFile } from "../lock/model.ts";
import { MAX_LOCK_BYTES } from "../lock/strict/characters.ts";
import type { DraftExemption, PolicyDraft } from "../policy/draft-policy.ts";
import { type BaseOptions, chooseBase } from "./choose-base.ts";
import { readLockState, treeOnDisk } from "./lock-content.ts";
import type { LookedAt } from "./look-around.ts";
import { TOOL_LOCK_NAME } from "./open-tool-lock.ts";
import type { OwnPublicKey } from "./own-public-key.ts";
import type { SuggestedBase } from "./suggest-base.ts";

/** Where, when and for whom. */
type Where = Pick<BaseOptions, "cwd" | "env" | "now">;

/** Says what a first policy is to hold, by what there is and by how git calls whoever begins. */
export async function policyDraftOf(
  found: LookedAt,
  key: OwnPublicKey,
  options: Where,
): Promise<PolicyDraft> {
  const { root, gitTop, locks, workflows, repository } = found;
  const user = readGitUser(gitTop, options.env);
  const name = signerName(user);
  const [, login] =
    /^(?:\d+\+)?([A-Za-z0-9][A-Za-z0-9-]*)@users\.noreply\.github\.com$/.exec(user.email ?? "") ??
    [];
  return {
    name: plainLine(repository?.split("/").at(-1) ?? basename(root.path)) || "checkout",
    now: options.now,
    signer: {
      name,
      key: key.inTree ?? `keys/${name}.pub`,
      git: [plainLine(user.email ?? "")].filter((one) => one !== ""),
      github: login === undefined ? [] : [login],
    },
    locks: locks.patterns,
    hasTools: workflows.downloads.length > 0 || isThere(`${root.path}/${TOOL_LOCK_NAME}`),
    exemptions: await exemptionsOf(found, options),
  };
}

/** What is no lock yet, and what the base does not have in these bytes: the first gate passes as things are. */
async function exemptionsOf(
  { root, gitTop, locks, base }: LookedAt,
  options: Where,
): Promise<readonly DraftExemption[]> {
  const known = await knownAt(
    gitTop,
    base,
    locks.locks.map(({ path }) => path),
    options,
  );
  const exempt = locks.locks.flatMap(({ path, sha256, pins }): DraftExemption[] => {
    if (sha256 === null) return [];
    if (pins === null) return [{ path, sha256, reason: "not hash-locked when the policy began" }];
    if (known === undefined || known.get(path) === sha256) return [];
    return [{ path, sha256, reason: "changed before there was a policy to approve by" }];
  });
  // A lock is exempt with all that it includes, or not at all.
  const included = exempt.flatMap(({ path, reason }) =>
    includedBy(path, root).map(({ name, bytes }) => ({
      path: name,
      sha256: sha256Hex(bytes),
      reason,
    })),
  );
  return [...new Map([...included, ...exempt].map((one) => [one.path, one])).values()];
}

function includedBy(path: string, root: Root): readonly SourceFile[] {
  const read = treeOnDisk(root);
  const lock = read(path);
  return typeof lock === "string" ? [] : readLockState(lock, read).files.slice(1);
}

/** Undefined where the branch at hand will be the base, so that nothing differs from it. */
async function knownAt(
  gitTop: string,
  base: SuggestedBase,
  paths: readonly string[],
  options: Where,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (base.kind === "none" || (base.kind === "named" && !base.name.startsWith("origin/")))
    return undefined;
  try {
    const { commit } =
      base.kind === "found"
        ? base.base
        : await chooseBase(gitTop, "", { ...options, base: base.name });
    const files = readAt(gitTop, commit, paths, MAX_LOCK_BYTES);
    return new Map(
      paths.flatMap((path, index) => {
        const bytes = files[index];
        return bytes === undefined ? [] : [[path, sha256Hex(bytes)] as const];
      }),
    );
  } catch (error) {
    if (error instanceof Refusal) return new Map();
    throw error;
  }
}

/** In ASCII, as signers are called; by the name, else by the address. */
function signerName({ name, email }: GitUser): string {
  const [first = ""] = [name ?? "", email?.split("@")[0] ?? ""]
    .map((one) =>
      one
        .normalize("NFKD")
        .replace(/[^ -~]/g, "")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "")
        .slice(0, 40),
    )
    .filter((one) => one !== "");
  return first === "" ? "owner" : first;
}

/** Without what moves a cursor or hides. */
function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "").slice(0, 200);
}
