import type { Attack, StricterLine } from "../attack.ts";
import type { KeylessDraft, PolicyDraft } from "../policy-draft.ts";
import { keylessSignerOf, signKeyless } from "../scenes.ts";
import type { Stage, Target } from "../stage.ts";
import type { CertifiedIdentity } from "../stand-in-certificate.ts";
import { identityOf } from "../stand-ins.ts";

const UNTRUSTED = [
  "SIGNER_UNTRUSTED",
  "THRESHOLD",
  "IDENTITY_MISMATCH",
  "IDENTITY_CLAIM_MISMATCH",
] as const;

interface Mistaken {
  readonly name: string;
  readonly what: string;
  /** The identity that signs, as a policy would have to name it; and what of a certificate differs besides. */
  readonly identity: (honest: KeylessDraft) => KeylessDraft;
  readonly claims?: CertifiedIdentity["claims"];
  readonly unless?: (honest: KeylessDraft) => string | undefined;
  readonly stricter?: Attack["stricter"];
}

/** The lock is signed keyless, by an identity that is almost the one that is trusted. */
function almost({ name, what, identity, claims, unless, stricter }: Mistaken): Attack {
  return {
    name,
    area: "identity",
    what,
    from: ["keyless"],
    stoppedBy: UNTRUSTED,
    unless: (stage) => unless?.(honestOf(stage)),
    carryOut: async (stage) => {
      stage.reset();
      const signer = identityOf(identity(honestOf(stage)), "");
      await signKeyless(stage, { ...signer, claims: { ...signer.claims, ...claims } });
    },
    ...(stricter === undefined ? {} : { stricter }),
  };
}

function honestOf(stage: Stage): KeylessDraft {
  const found = keylessSignerOf(stage)?.keyless;
  if (found === undefined) throw new RangeError("keyless: expected a signer, found none");
  return found;
}

/** A line that every workflow of the role gets. */
function inIdentities(
  word: "repository_id" | "trigger" | "runner" | "ref",
  value: string,
  shown: string,
): NonNullable<Attack["stricter"]> {
  return (policy: PolicyDraft, { section }: Target): readonly StricterLine[] => {
    const role = policy.lock?.[section]?.signatures?.role;
    if (role === undefined) return [];
    return [
      {
        where: `in keyless of the signers of the role ${role}`,
        line: `${word} = ${shown}`,
        apply: (draft) => {
          for (const { roles = [], keyless = [] } of Object.values(draft.signers ?? {}))
            if (roles.includes(role))
              for (const one of keyless) if (one.workflow !== undefined) one[word] = value;
        },
      },
    ];
  };
}

/** What is done by somebody who can have certificates, too. */
export const IDENTITY_ATTACKS: readonly Attack[] = [
  almost({
    name: "wider-workflow",
    what: "signs by another workflow of the same repository",
    identity: (honest) => ({ ...honest, workflow: ".github/workflows/drill.yml" }),
  }),
  almost({
    name: "branch-named-like-a-tag",
    what: "signs at a branch that is named as the tag is, or at a tag that is named as the branch is",
    identity: (honest) => ({
      ...honest,
      ref: (honest.ref ?? "").replace(/^refs\/(heads|tags)\//, (_, kind: string) =>
        kind === "heads" ? "refs/tags/" : "refs/heads/",
      ),
    }),
  }),
  almost({
    name: "any-branch",
    what: "pushes a branch of their own, and has it signed by the right workflow",
    identity: (honest) => ({ ...honest, ref: "refs/heads/drill" }),
    unless: ({ ref = "" }) =>
      ref.startsWith("refs/heads/") ? undefined : "the identity is of a tag, and not of a branch",
    stricter: inIdentities("ref", "refs/heads/main", '"refs/heads/main"'),
  }),
  almost({
    name: "look-alike-repository",
    what: "signs in a repository whose name goes on where the right one ends",
    identity: (honest) => ({ ...honest, repository: `${honest.repository}-drill` }),
  }),
  almost({
    name: "repository-registered-anew",
    what: "registers the repository anew under its name, after it was given up or renamed",
    identity: (honest) => honest,
    claims: { 15: "999999999" },
    stricter: inIdentities("repository_id", "1", '"the number that the repository has"'),
  }),
  almost({
    name: "called-from-elsewhere",
    what: "calls the right workflow from a repository of their own",
    identity: (honest) => honest,
    claims: { 5: "drill/evil", 12: "https://github.com/drill/evil" },
  }),
  almost({
    name: "other-issuer",
    what: "has the same name vouched for by an issuer of their own",
    identity: (honest) => ({ ...honest, issuer: "https://accounts.drill.example" }),
  }),
  almost({
    name: "pull-request-of-a-fork",
    what: "has the right workflow started by a pull request of a fork",
    identity: (honest) => honest,
    claims: { 2: "pull_request_target", 20: "pull_request_target" },
    stricter: inIdentities("trigger", "push", '"push"'),
  }),
  almost({
    name: "runner-of-their-own",
    what: "has the right workflow run on a machine of their own",
    identity: (honest) => honest,
    claims: { 11: "self-hosted" },
    stricter: inIdentities("runner", "github-hosted", '"github-hosted"'),
  }),
];
