import { formatTomlDraft } from "../../bytes/toml-draft.ts";
import { formatPublicKey } from "../../key/public-key.ts";
import type { Attack } from "../attack.ts";
import { namesOf, type PolicyDraft } from "../policy-draft.ts";
import { approvePolicy } from "../scenes.ts";
import type { Stage } from "../stage.ts";

const POLICY_FILE = "lockseal.toml";
const DECIDED = ["APPROVAL_MISSING", "POLICY_UNGUARDED", "GATE_UNJUDGED"] as const;

/** In the pull request itself the policy is made to allow what it does not. */
function loosened(
  name: string,
  what: string,
  change: (policy: PolicyDraft, stage: Stage) => void,
  unless?: Attack["unless"],
): Attack {
  return {
    name,
    area: "policy",
    what,
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: DECIDED,
    ...(unless === undefined ? {} : { unless }),
    carryOut: async (stage) => {
      const policy = stage.readPolicy();
      change(policy, stage);
      stage.write(POLICY_FILE, formatTomlDraft(policy));
      stage.commit();
    },
  };
}

/** What is done to the policy that judges. */
export const POLICY_ATTACKS: readonly Attack[] = [
  loosened("fewer-people", "asks for fewer people, in the change that needs them", (policy) => {
    for (const { approval = {} } of policy.lock ?? [])
      for (const [kind, asked] of Object.entries(approval))
        approval[kind] = asked.lasts === undefined ? { people: 1 } : asked;
    policy.name = "drill";
  }),
  loosened(
    "own-key",
    "puts a key of their own into the policy, in the change that it approves",
    (policy, stage) => {
      const path = "drill-stand-ins/mallory.pub";
      stage.write(path, formatPublicKey(stage.standIns.keyOf("mallory").publicKey));
      policy.signers = {
        ...policy.signers,
        mallory: { person: true, roles: ["reviewer"], keys: [path] },
      };
    },
  ),
  loosened("own-exemption", "exempts their own lock, in the change that brings it", (policy) => {
    const own = {
      path: "drill/requirements.txt",
      sha256: "0".repeat(64),
      reason: "drill",
      until: new Date("2040-01-01T00:00:00Z"),
    };
    policy.exempt = [...(policy.exempt ?? []), own];
  }),
  loosened("no-hold", "takes the holds out of the policy", (policy) => {
    for (const { approval = {} } of policy.lock ?? [])
      for (const asked of Object.values(approval)) delete asked.hold;
    policy.name = "drill";
  }),
  loosened(
    "wider-identity",
    "lets any tag and branch of a workflow sign, in the change itself",
    (policy) => {
      for (const { keyless = [] } of Object.values(policy.signers ?? {}))
        for (const one of keyless) if (one.ref !== undefined) one.ref = "refs/heads/*";
    },
    ({ policy }) =>
      Object.values(policy.signers ?? {}).some(({ keyless = [] }) =>
        keyless.some(({ ref }) => ref !== undefined),
      )
        ? undefined
        : "no signer is a workflow",
  ),
  loosened("no-section", "takes the [[lock]] out that would judge the change", (policy) => {
    policy.lock = [];
  }),
  loosened(
    "no-rules",
    "takes the rules out that deny the change",
    (policy) => {
      delete policy.rule;
    },
    ({ policy }) => (policy.rule === undefined ? "the policy has no [[rule]]" : undefined),
  ),
  loosened("later-expiry", "lets the policy hold for ever", (policy) => {
    policy.expires = new Date("2099-01-01T00:00:00Z");
  }),
  {
    name: "swapped-key-file",
    area: "policy",
    what: "puts another key into a file that the policy names, and leaves the policy as it is",
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: DECIDED,
    carryOut: async (stage) => {
      const [path = ""] = Object.values(stage.policy.signers ?? {}).flatMap(
        ({ keys = [] }) => keys,
      );
      stage.write(path, formatPublicKey(stage.standIns.keyOf("mallory").publicKey));
      stage.commit();
    },
  },
  {
    name: "swapped-trust-root",
    area: "policy",
    what: "puts another trust root into the file that the policy names",
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: ["POLICY_MALFORMED", ...DECIDED],
    carryOut: async (stage) => {
      const path = "drill-stand-ins/trusted_root.json";
      stage.write(path, `${stage.text(path)}\n`);
      stage.commit();
    },
  },
  {
    name: "nearer-policy",
    area: "policy",
    what: "puts a policy of their own into a folder below, to judge the next change there",
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: DECIDED,
    carryOut: async (stage) => {
      const key = "keys/mallory.pub";
      const policy: PolicyDraft = {
        version: 1,
        policy: { role: "owner", threshold: 1 },
        signers: { mallory: { person: true, roles: ["owner"], keys: [key] } },
      };
      stage.write(`drill/${POLICY_FILE}`, formatTomlDraft(policy));
      stage.write(`drill/${key}`, formatPublicKey(stage.standIns.keyOf("mallory").publicKey));
      stage.commit();
    },
  },
  {
    name: "policy-removed",
    area: "policy",
    what: "takes the policy away",
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: DECIDED,
    carryOut: async (stage) => {
      stage.remove(POLICY_FILE);
      stage.commit();
    },
  },
  {
    name: "policy-expired",
    area: "policy",
    what: "goes by a policy whose time is over, and whose people may have left",
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: ["POLICY_EXPIRED"],
    carryOut: async (stage) => {
      stage.now = new Date(stage.now.getTime() + 20 * 365 * 24 * 60 * 60 * 1000);
    },
    stricter: () => [
      {
        where: "at the top",
        line: "expires = 2027-06-30T00:00:00Z",
        apply: (draft) => {
          draft.expires = new Date("2030-01-01T00:00:00Z");
        },
      },
    ],
  },
  {
    name: "one-owner",
    area: "policy",
    what: "has the key of one owner, and changes the policy with it",
    from: ["policy"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy: ["APPROVAL_MISSING"],
    carryOut: async (stage) => {
      stage.reset();
      stage.write(POLICY_FILE, `${stage.text(POLICY_FILE)}\n# drill\n`);
      stage.commit();
      const { role, threshold = 1 } = stage.policy.policy ?? {};
      await approvePolicy(
        stage,
        namesOf(stage.policy, "people", role).slice(0, Math.max(1, threshold - 1)),
      );
    },
    stricter: (policy) => {
      const { role } = policy.policy ?? {};
      if (role === undefined) return [];
      return [
        {
          where: "under [policy]",
          line: "threshold = 2",
          apply: (draft) => {
            draft.policy = { role, threshold: 2 };
            while (namesOf(draft, "people", role).length < 2) {
              const number = Object.keys(draft.signers ?? {}).length;
              draft.signers = {
                ...draft.signers,
                [`drill-person-${number}`]: { person: true, roles: [role], keys: [] },
              };
            }
          },
        },
      ];
    },
  },
];
