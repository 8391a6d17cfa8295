import type { Rule } from "../../rule.ts";
import { evidenceName } from "../../tool/pinned.ts";
import type { Attack } from "../attack.ts";
import type { Stage } from "../stage.ts";
import type { CertifiedIdentity } from "../stand-in-certificate.ts";
import { drilledTool, pinAnew, signerOf } from "../tool-scene.ts";

/** What is done to a file that was downloaded, or to what vouches for it. */
function downloaded(
  name: string,
  what: string,
  stoppedBy: readonly Rule[],
  carryOut: (stage: Stage) => void,
): Attack {
  return {
    name,
    area: "tool",
    what,
    from: ["tool"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy,
    carryOut: async (stage) => carryOut(stage),
  };
}

/** The release is pinned as one that the right signer has signed, and somebody else has. */
function signedBy(stage: Stage, change: (by: CertifiedIdentity) => CertifiedIdentity): void {
  const { tool, asset } = drilledTool(stage);
  pinAnew(stage, tool, asset, change(signerOf(tool.signer)));
}

function evidenceOf(stage: Stage): string {
  return evidenceName(drilledTool(stage).asset.evidence[0]?.sha256 ?? "");
}

const OTHER = ["IDENTITY_MISMATCH", "IDENTITY_CLAIM_MISMATCH"] as const;

/** What happens to the files of tools. */
export const TOOL_FILE_ATTACKS: readonly Attack[] = [
  downloaded(
    "tool-file-swapped",
    "serves another file of the same size",
    ["TOOL_DIGEST"],
    (stage) => {
      stage.write(
        stage.asset,
        stage.text(stage.asset).replace("a release", "another").padEnd(23, "x").slice(0, 23),
      );
    },
  ),
  downloaded("tool-file-longer", "adds something to the end of a file", ["TOOL_SIZE"], (stage) => {
    stage.write(stage.asset, `${stage.text(stage.asset)}; evil\n`);
  }),
  downloaded(
    "tool-cache-poisoned",
    "puts another file into the cache, under the digest of the right one",
    ["TOOL_DIGEST", "TOOL_SIZE"],
    (stage) => {
      const { tool, asset } = drilledTool(stage);
      stage.asset = `drill-tools/sha256-${asset.digests[0]?.hex ?? ""}`;
      stage.toolWord = `${tool.name}@${asset.platform}`;
      stage.write(stage.asset, "evil\n");
    },
  ),
  downloaded(
    "tool-evidence-removed",
    "takes the signature of a tool out of the evidence",
    ["TOOL_EVIDENCE_MISSING"],
    (stage) => {
      stage.remove(evidenceOf(stage));
    },
  ),
  downloaded(
    "tool-evidence-altered",
    "changes the signature of a tool in the evidence",
    ["TOOL_EVIDENCE_ALTERED"],
    (stage) => {
      const name = evidenceOf(stage);
      stage.write(name, `${stage.text(name)} `);
    },
  ),
  downloaded(
    "tool-by-another-workflow",
    "has a tool signed by another workflow of its repository, and pins that signature",
    OTHER,
    (stage) => {
      signedBy(stage, (by) => ({ ...by, name: by.name.replace("@", "-drill@") }));
    },
  ),
  downloaded(
    "tool-at-a-branch",
    "has a tool signed at a branch that is named as its tag is, and pins that signature",
    OTHER,
    (stage) => {
      signedBy(stage, ({ name, claims, ...by }) => ({
        ...by,
        name: name.replace("refs/tags/", "refs/heads/"),
        claims: Object.fromEntries(
          Object.entries(claims).map(([number, text]) => [
            number,
            text.replace(/^refs\/tags\//, "refs/heads/"),
          ]),
        ),
      }));
    },
  ),
];
