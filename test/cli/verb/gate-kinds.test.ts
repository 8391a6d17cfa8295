import { describe, expect, test } from "vitest";
import { pin } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

/** A line that applies to the Pythons that a marker names. */
const line = (version: string, marker: string, of?: string): string =>
  pin("click", version, of).replace(" --hash", ` ; python_version ${marker} --hash`);

/** A lock that both people approve, and that is judged. */
async function agreed(policy: string, lock: string) {
  const repository = new Policed(policy);
  repository.write("requirements.txt", lock).commit("lock");
  await repository.approve("alice");
  await repository.approve("bob");
  repository.commit("approvals");
  return gate(repository);
}

describe("gate, of a change with lines for Pythons that nobody has", () => {
  const HELD = `${POLICY}approval.downgrade = { people = 2 }\n`;
  const DENIED = `${POLICY.replace(', hold = "24h"', "")}approval.rehash = { deny = "other bytes" }\n`;

  test.each<[why: string, policy: string, lock: string, refused: readonly string[]]>([
    [
      "an older line takes no update out of its hold",
      HELD,
      line("8.1.8", ">= '3.0'") + line("8.1.6", "< '3.0'"),
      ["HOLD_UNKNOWN requirements.txt"],
    ],
    [
      "the known bytes there let no others in here",
      DENIED,
      line("8.1.7", ">= '3.0'", "evil") + line("8.1.7", "< '3.0'"),
      ["APPROVAL_DENIED requirements.txt"],
    ],
  ])("%s", async (_why, policy, lock, refused) => {
    expect(await agreed(policy, lock)).toMatchObject({ refused, exitCode: 1 });
  });

  test("a version that is new for some Pythons alone is an update, and passes as one", async () => {
    const lock = line("8.1.8", ">= '3.9'") + line("8.1.7", "< '3.9'");
    expect(await agreed(DENIED, lock)).toMatchObject({ refused: [], exitCode: 0 });
  });
});
