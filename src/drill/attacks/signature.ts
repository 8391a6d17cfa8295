import type { Rule } from "../../rule.ts";
import type { Attack } from "../attack.ts";
import { editBlock, findBlocks, requirement, withOtherFiles } from "../lock-text.ts";
import { formatInline, namesOf } from "../policy-draft.ts";
import { changeLock, signersOf, withLine } from "../scenes.ts";
import type { SignatureOptions, Stage } from "../stage.ts";
import { needSigners } from "../stricter.ts";

const HOUR_MS = 60 * 60 * 1000;
/** Nobody whose signature counts has signed it. */
const UNSIGNED = ["SIGNATURE_NONE", "SIGNER_UNTRUSTED", "THRESHOLD"] as const;

/** Something done where a lock lies signed. */
function onSigned(
  name: string,
  what: string,
  stoppedBy: readonly Rule[],
  act: (stage: Stage) => void,
): Attack {
  const carryOut = async (stage: Stage): Promise<void> => {
    act(stage);
    stage.commit();
  };
  return { name, area: "signature", what, from: ["signed"], stoppedBy, carryOut };
}

/** Everybody of the role signs, and what they sign is not as it has to be. */
function signedSo(
  name: string,
  what: string,
  stoppedBy: readonly Rule[],
  options: (stage: Stage) => SignatureOptions,
): Attack {
  return onSigned(name, what, stoppedBy, (stage) => {
    stage.sign(signersOf(stage), options(stage));
  });
}

/** What is signed is changed afterwards. */
function changedAfter(
  name: string,
  what: string,
  stoppedBy: readonly Rule[],
  edit: (text: string) => string,
): Attack {
  return onSigned(name, what, stoppedBy, (stage) => {
    stage.write(stage.target.path, edit(stage.text(stage.target.path)));
  });
}

function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

function bundlesOf({ names, target }: Stage): readonly string[] {
  return names.filter(
    (name) => name.startsWith(`${target.path}.`) && name.endsWith(".sigstore.json"),
  );
}

/** The signers of the role but one; one where there is no more. */
function oneTooFew(stage: Stage): readonly string[] {
  const signers = signersOf(stage);
  return signers.slice(0, Math.max(1, signers.length - 1));
}

const TWO_SIGNERS: NonNullable<Attack["stricter"]> = (policy, { section, path }) => {
  const asked = policy.lock?.[section]?.signatures;
  if (asked === undefined || asked.threshold > 1) return [];
  const wanted = { role: asked.role, threshold: 2 };
  return [
    {
      where: `in the [[lock]] about ${path}, with a second signer of the role ${asked.role}`,
      line: `signatures = ${formatInline(wanted)}`,
      apply: (draft) => {
        const lock = draft.lock?.[section];
        if (lock !== undefined) lock.signatures = wanted;
        needSigners(draft, asked.role, 2);
      },
    },
  ];
};

/** What is done about who signed a lock. */
export const SIGNATURE_ATTACKS: readonly Attack[] = [
  {
    name: "unsigned",
    area: "signature",
    what: "releases a lock that nobody has signed",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    carryOut: async (stage) => {
      for (const name of bundlesOf(stage)) stage.remove(name);
      stage.commit();
    },
  },
  {
    name: "signed-by-a-stranger",
    area: "signature",
    what: "signs the lock with keys of their own",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    carryOut: async (stage) => {
      stage.sign(signersOf(stage).map((name) => `stranger-${name}`));
      stage.commit();
    },
  },
  {
    name: "signed-without-the-role",
    area: "signature",
    what: "signs the lock with the keys of people who may not",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    unless: (stage) =>
      othersOf(stage).length === 0 ? "everybody in the policy may sign this lock" : undefined,
    carryOut: async (stage) => {
      stage.sign(othersOf(stage).slice(0, 32));
      stage.commit();
    },
  },
  {
    name: "one-signer",
    area: "signature",
    what: "has the key of one signer, and releases with it what nobody else has seen",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    carryOut: async (stage) => {
      stage.write(
        stage.target.path,
        withLine(stage.text(stage.target.path), requirement("drill-evil", "6.6.6")),
      );
      stage.sign(oneTooFew(stage));
      stage.commit();
    },
    stricter: TWO_SIGNERS,
  },
  {
    name: "one-signer-two-keys",
    area: "signature",
    what: "is one signer, and signs with two keys",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    carryOut: async (stage) => {
      const [name = ""] = signersOf(stage);
      stage.sign([name], {});
      stage.sign([name], { key: 2, isAdded: true });
      stage.commit();
    },
    stricter: TWO_SIGNERS,
  },
  {
    name: "older-lock",
    area: "signature",
    what: "brings back an older lock, with the signature that it had",
    from: ["signed"],
    stoppedBy: ["SEQUENCE"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      // What was signed here is merged, and so is one that comes after it.
      const old = [path, ...bundlesOf(stage)].map((name) => [name, stage.text(name)] as const);
      stage.write(path, withLine(stage.text(path), requirement("drill-later", "1.0")));
      stage.merge();
      stage.write(path, withLine(stage.text(path), requirement("drill-later", "1.0")));
      stage.sign(signersOf(stage));
      stage.commit("release");
      stage.merge();
      for (const name of bundlesOf(stage)) stage.remove(name);
      for (const [name, text] of old) stage.write(name, text);
      stage.commit();
    },
  },
  signedSo(
    "sequence-reused",
    "signs another lock under the number of the last",
    ["SEQUENCE"],
    (stage) => ({ sequence: stage.lastSequence() }),
  ),
  signedSo(
    "sequence-skipped",
    "signs under a number so high that no honest lock comes after it",
    ["SEQUENCE"],
    () => ({ sequence: 1_000_000 }),
  ),
  signedSo(
    "signature-for-another-path",
    "brings a signature that was made for a lock of another path",
    ["SCOPE_PATH"],
    () => ({ path: "drill/requirements.txt" }),
  ),
  signedSo(
    "signature-for-another-repository",
    "brings a signature that was made in another repository",
    ["SCOPE_REPOSITORY"],
    () => ({ repository: "git+https://host.example/drill/other" }),
  ),
  signedSo(
    "signature-expired",
    "installs from a lock whose signature is over",
    ["EXPIRY"],
    (stage) => ({ expires: inUtc(new Date(stage.now.getTime() - HOUR_MS)) }),
  ),
  changedAfter(
    "digest-swapped-after-signing",
    "swaps a digest in a lock that is signed",
    ["SUBJECT_DIGEST", "PINS_TABLE"],
    (text) => {
      const block = findBlocks(text).at(-1);
      return block === undefined
        ? text
        : editBlock(text, block, (lines) => withOtherFiles(lines, "after signing"));
    },
  ),
  changedAfter(
    "comment-after-signing",
    "adds a comment to a lock that is signed",
    ["SUBJECT_DIGEST"],
    (text) => `# as before\n${text}`,
  ),
  changedAfter(
    "byte-order-mark-after-signing",
    "puts a byte order mark before a lock that is signed, by which pip decodes it",
    ["SUBJECT_DIGEST"],
    (text) => `\ufeff${text}`,
  ),
  changedAfter(
    "line-ends-after-signing",
    "ends the lines of a lock that is signed in CRLF",
    ["SUBJECT_DIGEST"],
    (text) => text.replaceAll(/\r?\n/g, "\r\n"),
  ),
  changedAfter(
    "zero-byte-after-signing",
    "puts a zero byte behind a lock that is signed",
    ["SUBJECT_DIGEST", "LOCK_CONTROL_CHARACTER"],
    (text) => `${text}\0`,
  ),
  {
    name: "bundles-swapped",
    area: "signature",
    what: "puts the bundle of another lock beside this one",
    from: ["signed"],
    stoppedBy: ["SUBJECT_DIGEST", "SCOPE_PATH", "PINS_TABLE"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      const text = stage.text(path);
      stage.write(path, requirement("drill-other", "1.0"));
      stage.sign(signersOf(stage));
      stage.write(path, text);
      stage.commit();
    },
  },
  {
    name: "bundle-altered",
    area: "signature",
    what: "changes what a bundle says, and leaves its signature",
    from: ["signed"],
    stoppedBy: ["SIGNATURE_INVALID"],
    carryOut: async (stage) => {
      for (const name of bundlesOf(stage)) {
        const bundle = JSON.parse(stage.text(name));
        const { payload } = bundle.dsseEnvelope;
        const said = Buffer.from(payload, "base64").toString("utf8");
        const other = said.replace(/"signedAt":"\d/, '"signedAt":"3');
        bundle.dsseEnvelope.payload = Buffer.from(other).toString("base64");
        stage.write(name, `${JSON.stringify(bundle)}\n`);
      }
      stage.commit();
    },
  },
  {
    name: "revoked-signer",
    area: "signature",
    what: "signs with a key that was given up as lost",
    from: ["signed"],
    stoppedBy: UNSIGNED,
    carryOut: async (stage) => {
      const { role } = stage.section.signatures ?? {};
      stage.reset();
      stage.changeBase((draft) => {
        for (const signer of Object.values(draft.signers ?? {}))
          if (role !== undefined && (signer.roles ?? []).includes(role))
            signer.revoked = new Date(stage.now.getTime() - HOUR_MS);
      });
      changeLock(stage);
      stage.sign(signersOf(stage));
      stage.commit();
    },
  },
  {
    name: "hidden-line-signed",
    area: "signature",
    what: "has a line signed that no reviewer sees",
    from: ["signed"],
    stoppedBy: ["LOCK_HIDDEN_LINE"],
    carryOut: async (stage) => {
      const { path } = stage.target;
      stage.write(
        path,
        withLine(stage.text(path), `# as before\r${requirement("drill-evil", "6.6.6")}`),
      );
      stage.sign(signersOf(stage));
      stage.commit();
    },
  },
];

function othersOf({ policy, section }: Stage): readonly string[] {
  const { role = "" } = section.signatures ?? {};
  const able = new Set([...namesOf(policy, "people", role), ...namesOf(policy, "machines", role)]);
  return Object.keys(policy.signers ?? {}).filter((name) => !able.has(name));
}
