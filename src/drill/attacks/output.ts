import { sha256Hex } from "../../bytes/digest.ts";
import type { Rule } from "../../rule.ts";
import type { Attack } from "../attack.ts";
import type { Stage } from "../stage.ts";
import type { CertifiedIdentity } from "../stand-in-certificate.ts";

const OUTPUT = Buffer.from("an output, for a drill\n");

/** A name that a pattern of `[provenance.NAME]` is about; undefined where there is none. */
function outputOf({ policy }: Stage): string | undefined {
  for (const { subject = [] } of Object.values(policy.provenance ?? {}))
    for (const pattern of [subject].flat()) return pattern.replace(/\*+/g, "drill");
  return undefined;
}

const STRANGER: CertifiedIdentity = {
  name: "https://github.com/drill/evil/.github/workflows/release.yml@refs/tags/v1.0.0",
  issuer: "https://token.actions.githubusercontent.com",
  claims: {
    5: "drill/evil",
    6: "refs/tags/v1.0.0",
    11: "github-hosted",
    12: "https://github.com/drill/evil",
    14: "refs/tags/v1.0.0",
    20: "push",
  },
};

function output(
  name: string,
  what: string,
  stoppedBy: readonly Rule[],
  attest: (stage: Stage, path: string) => void,
): Attack {
  return {
    name,
    area: "output",
    what,
    from: ["unchanged"],
    isOnce: true,
    formats: ["pip-requirements", "lockseal-tools"],
    stoppedBy,
    unless: (stage) =>
      outputOf(stage) === undefined
        ? "the policy asks nothing of outputs: it has no [provenance]"
        : undefined,
    carryOut: async (stage) => {
      const path = outputOf(stage) ?? "";
      stage.write(path, OUTPUT);
      attest(stage, path);
      stage.commit();
    },
  };
}

function provenance(name: string, of: Uint8Array): Uint8Array {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name, digest: { sha256: sha256Hex(of) } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "https://actions.github.io/buildtypes/workflow/v1",
        externalParameters: {},
      },
      runDetails: { builder: { id: "https://github.com/actions/runner/github-hosted" } },
    },
  };
  return Buffer.from(JSON.stringify(statement));
}

/** What is done to outputs of our own, and to what is said of how they were made. */
export const OUTPUT_ATTACKS: readonly Attack[] = [
  output(
    "output-without-provenance",
    "brings an output of which nobody says how it was made",
    ["ATTESTATION_NONE", "BUILDER_UNTRUSTED"],
    () => {},
  ),
  output(
    "output-by-a-stranger",
    "makes an output in a repository of their own, and says so truly",
    ["ATTESTATION_NONE", "BUILDER_UNTRUSTED", "IDENTITY_MISMATCH"],
    (stage, path) => {
      const bundle = stage.standIns.instance.sign(provenance(path, OUTPUT), STRANGER, stage.now);
      stage.write(`${path}.sigstore.json`, bundle);
    },
  ),
];
