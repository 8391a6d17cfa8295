import { formatTomlDraft } from "../../bytes/toml-draft.ts";
import { formatPublicKey } from "../../key/public-key.ts";
import type { Attack } from "../attack.ts";
import { requirement } from "../lock-text.ts";
import { withLine } from "../scenes.ts";
import type { Stage } from "../stage.ts";

const EVERY_FORMAT = ["pip-requirements", "lockseal-tools"] as const;
const POLICY_FILE = "lockseal.toml";
const APPROVALS = ".lockseal/approvals";
const CHANGED = ["APPROVAL_MISSING", "APPROVAL_UNREGULATED", "APPROVAL_DENIED"] as const;
const DECIDED = [...CHANGED, "POLICY_UNGUARDED", "GATE_UNJUDGED"] as const;

const poisoned = (stage: Stage): string =>
  withLine(stage.text(stage.target.path), requirement("drill-evil", "6.6.6"));

/** The lock lies there under another name, with a package more. */
function renamed(name: string, what: string, rename: (path: string) => string): Attack {
  return {
    name,
    area: "lock",
    what,
    from: ["unchanged"],
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      const { path } = stage.target;
      stage.write(rename(path), poisoned(stage));
      stage.remove(path);
      stage.commit();
    },
  };
}

/** Something else stands in place of a file or a folder that the policy is about. */
function replaced(
  name: string,
  what: string,
  stoppedBy: Attack["stoppedBy"],
  replace: (stage: Stage) => void,
): Attack {
  return {
    name,
    area: "policy",
    what,
    from: ["unchanged"],
    isOnce: true,
    formats: EVERY_FORMAT,
    stoppedBy,
    carryOut: async (stage) => {
      replace(stage);
      stage.commit();
    },
  };
}

/** Puts a link there, to a copy of what it was, with more. */
function linkTo(stage: Stage, path: string, content: string | Uint8Array): void {
  const folder = path.replace(/[^/]*$/, "");
  stage.write(`${folder}drill-target`, content);
  stage.link(path, "drill-target");
}

function keyFileOf({ policy }: Stage): string {
  const [path = ""] = Object.values(policy.signers ?? {}).flatMap(({ keys = [] }) => keys);
  return path;
}

/** What is put in place of the files that a gate reads. */
export const PLACE_ATTACKS: readonly Attack[] = [
  renamed(
    "lock-renamed-by-case",
    "renames the lock by the case of a letter, which some file systems take for the same",
    (path) =>
      path.replace(/[a-z](?=[^/]*$)/i, (letter) =>
        letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
      ),
  ),
  renamed(
    "lock-renamed-by-a-look-alike",
    "renames the lock by a letter of another alphabet that looks the same",
    // U+0435, which looks like e.
    (path) => path.replace(/[a-z](?=[^/]*$)/i, "\u0435"),
  ),
  {
    name: "lock-is-a-submodule",
    area: "lock",
    what: "puts a submodule in place of the lock, so that a checkout without it has none",
    from: ["unchanged"],
    // A folder lies there, and no gate may take what it cannot read for what is not there.
    stoppedBy: [...CHANGED, "FILE_UNREADABLE", "GATE_UNJUDGED"],
    formats: EVERY_FORMAT,
    carryOut: async (stage) => {
      stage.module(stage.target.path);
      stage.commit();
    },
  },
  replaced(
    "policy-is-a-link",
    "puts a link in place of the policy, to one that holds for ever",
    DECIDED,
    (stage) => {
      const policy = stage.readPolicy();
      policy.expires = new Date("2099-01-01T00:00:00Z");
      linkTo(stage, POLICY_FILE, formatTomlDraft(policy));
    },
  ),
  replaced(
    "policy-is-a-submodule",
    "puts a submodule in place of the policy",
    [...DECIDED, "FILE_UNREADABLE"],
    (stage) => {
      stage.module(POLICY_FILE);
    },
  ),
  replaced(
    "key-is-a-link",
    "puts a link in place of a signer's key, to a key of their own",
    DECIDED,
    (stage) => {
      linkTo(stage, keyFileOf(stage), formatPublicKey(stage.standIns.keyOf("mallory").publicKey));
    },
  ),
  replaced(
    "keys-are-a-submodule",
    "puts a submodule in place of the folder with the signers' keys",
    [...DECIDED, "POLICY_MALFORMED"],
    (stage) => {
      const folder = keyFileOf(stage).replace(/\/[^/]*$/, "");
      for (const name of stage.names) if (name.startsWith(`${folder}/`)) stage.remove(name);
      stage.module(folder);
    },
  ),
  {
    name: "approvals-are-a-link",
    area: "approval",
    what: "puts a link in place of the folder of approvals, to words of people whom nobody asked",
    from: ["unchanged"],
    stoppedBy: CHANGED,
    carryOut: async (stage) => {
      stage.write(stage.target.path, poisoned(stage));
      stage.commit();
      for (const name of ["stranger-1", "stranger-2", "stranger-3"]) await stage.word(name);
      for (const name of stage.names.filter((one) => one.startsWith(`${APPROVALS}/`))) {
        stage.write(`drill-words${name.slice(APPROVALS.length)}`, stage.text(name));
        stage.remove(name);
      }
      stage.link(APPROVALS, "../drill-words");
      stage.commit();
    },
  },
];
