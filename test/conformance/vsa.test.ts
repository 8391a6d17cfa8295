import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../fakes/streams.ts";
import { CASES } from "./cases.ts";

const cwd = join(CASES, "slsa/testdata/vsa/gce/v1");
const IMAGE = "gce_image_id:8970095005306000053";
const VERIFIER = "https://bcid.corp.google.com/verifier/bcid_package_enforcer/v0.1";
const RESOURCE =
  "gce_image://gke-node-images:gke-12615-gke1418000-cos-101-17162-463-29-c-cgpv1-pre";

/** A real summary: an envelope alone, signed by a key whose signatures are r and s as they are, about an image of a cloud. */
function verify(change: Readonly<Record<string, string>> = {}, image = IMAGE) {
  const options = {
    vsa: "gke-gce-pre.bcid-vsa.jsonl",
    key: "vsa_signing_public_key.pem",
    "verifier-id": VERIFIER,
    "resource-uri": RESOURCE,
    "verified-level": "SLSA_BUILD_LEVEL_2",
    ...change,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return run(["attestation", "verify", image, ...words, "--json"], { cwd });
}

describe("vsa", () => {
  test.each(["BCID_L1", "SLSA_BUILD_LEVEL_1", "SLSA_BUILD_LEVEL_2"])(
    "is accepted with its key, at the level %s",
    async (level) => {
      const { exitCode, stdout } = await verify({ "verified-level": level });
      expect(exitCode, stdout).toBe(0);
      const { ledger } = JSON.parse(stdout);
      expect(ledger.map(({ rule }: { rule: string }) => rule)).toEqual([
        "VSA_SIGNATURE",
        "VSA_SUBJECT",
        "VSA_TYPE",
        "VSA_VERIFIER",
        "VSA_RESOURCE",
        "VSA_RESULT",
        "VSA_LEVEL",
      ]);
    },
  );

  test.each<[string, Readonly<Record<string, string>>, string | undefined, string]>([
    ["another image", {}, "gce_image_id:8970095005306000054", "VSA_SUBJECT"],
    ["another verifier", { "verifier-id": `${VERIFIER}0` }, undefined, "VSA_VERIFIER"],
    ["another resource", { "resource-uri": `${RESOURCE}x` }, undefined, "VSA_RESOURCE"],
    ["a higher level", { "verified-level": "SLSA_BUILD_LEVEL_3" }, undefined, "VSA_LEVEL"],
    ["another level of its own", { "verified-level": "BCID_L2" }, undefined, "VSA_LEVEL"],
    ["a digest", {}, `sha256:${"0".repeat(64)}`, "STATEMENT_DIGEST_WEAK"],
  ])("is refused for %s", async (_why, change, image, rule) => {
    const { exitCode, stdout } = await verify(change, image);
    expect(exitCode).toBe(1);
    const { findings } = JSON.parse(stdout);
    const refused = findings.filter(({ verdict }: { verdict: string }) => verdict === "refused");
    expect(refused.map((one: { rule: string }) => one.rule)).toEqual([rule]);
  });
});
