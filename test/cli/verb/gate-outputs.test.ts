import { describe, expect, test } from "vitest";
import { CAROL } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { Policed, WITHOUT_BOT } from "../../fakes/policed.ts";
import { ARTIFACT, workflowProvenance } from "../../fakes/provenance.ts";

const BUILT = `${WITHOUT_BOT}
[provenance.app]
subject = "dist/*"
predicate = ["https://slsa.dev/provenance/v1"]
signer = "alice"
`;

/** A repository with an output, and with its provenance by somebody's key. */
async function built(by = "alice"): Promise<Policed> {
  const repository = new Policed(BUILT);
  repository.git("reset", "-q", "--hard", repository.base);
  repository.write("dist/app", ARTIFACT);
  repository.secret.write("statement.json", JSON.stringify(workflowProvenance()));
  const { exitCode, stdout, stderr } = await repository.run(
    `attest dist/app --statement ${repository.secret.at("statement.json")} --key ${repository.secret.at(`${by}.key`)}`,
  );
  if (exitCode !== 0) throw new Error(`cannot attest: ${stdout}${stderr}`);
  repository.commit("output");
  return repository;
}

describe("outputs are judged by the base's policy", () => {
  test("as it is", async () => {
    expect(await gate(await built())).toMatchObject({ exitCode: 0, refused: [] });
    expect((await gate(await built("bob"))).refused).toContainEqual(
      expect.stringMatching(/ dist\/app$/),
    );
  });

  test.each<[why: string, make: (one: Policed) => unknown]>([
    [
      "that says another signer",
      (one) => one.write("lockseal.toml", BUILT.replace('signer = "alice"', 'signer = "bob"')),
    ],
    [
      "whose key is another",
      (one) => one.write("keys/alice.pub", CAROL.publicFile).remove("keys/carol.pub"),
    ],
    ["that is gone", (one) => one.remove("lockseal.toml").remove("keys")],
  ])("not by one %s", async (_why, make) => {
    for (const [by, isGood] of [
      ["alice", true],
      ["bob", false],
    ] as const) {
      const repository = await built(by);
      make(repository);
      repository.commit("policy");
      const { refused } = await gate(repository);
      expect(refused).toContain("APPROVAL_MISSING lockseal.toml");
      expect(refused.some((one) => one.endsWith(" dist/app"))).toBe(!isGood);
    }
  });

  test("of the change itself only where the base has none", async () => {
    const repository = new Policed(null);
    repository.write("lockseal.toml", BUILT).write("dist/app", ARTIFACT).commit("first");
    expect((await gate(repository)).refused).toContain("ATTESTATION_NONE dist/app");
  });
});
