import { symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pin } from "../../fakes/checkout.ts";
import { event, gate } from "../../fakes/gated.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

const RULES = POLICY.replace(', hold = "24h"', "");
const OLD = pin("click", "8.1.7");

/** A branch whose HEAD is about to be something else than what lies on the disk. */
class Twofold extends Policed {
  constructor() {
    super(RULES);
    this.git("reset", "-q", "--hard", this.base);
  }

  /** Commits a file as one thing, and leaves another on the disk, as `.gitattributes` or a disk that folds case would. */
  hide(name: string, inHead: string, onDisk: string): this {
    this.write(name, inHead).commit("hidden");
    return this.write(name, onDisk);
  }
}

describe("what HEAD has and the disk has not is refused", () => {
  test.each<[why: string, make: (one: Twofold) => unknown, subject: string]>([
    [
      "of a lock that lies here as at the base",
      (one) => one.hide("requirements.txt", pin("evil", "1"), OLD),
      "requirements.txt",
    ],
    [
      "of a lock that is gone here alone",
      (one) =>
        one.write("requirements.txt", pin("evil", "1")).commit() && one.remove("requirements.txt"),
      "requirements.txt",
    ],
    [
      "of a lock that is a link",
      (one) => {
        one.write("elsewhere.txt", OLD).remove("requirements.txt");
        symlinkSync("elsewhere.txt", one.at("requirements.txt"));
        one.commit("a link");
      },
      "requirements.txt",
    ],
    [
      "of a lock that a submodule has here",
      (one) => {
        one.git("rm", "-q", "requirements.txt");
        one.git("commit", "-q", "-m", "gone");
        one.write("requirements.txt", OLD);
      },
      "requirements.txt",
    ],
    [
      "of the policy",
      (one) => one.hide("lockseal.toml", RULES.replace("people = 2", "people = 1"), RULES),
      "lockseal.toml",
    ],
    [
      "of a key",
      (one) => one.hide("keys/bob.pub", one.read("keys/carol.pub"), one.read("keys/bob.pub")),
      "lockseal.toml",
    ],
  ])("%s", async (_why, make, subject) => {
    const one = new Twofold();
    make(one);
    const { exitCode, refused } = await gate(one);
    expect(exitCode).toBeGreaterThan(0);
    expect(
      refused.filter((rule) => rule.startsWith("GATE_HEAD") || rule.startsWith("POLICY_MALFORMED")),
    ).toEqual([expect.stringMatching(new RegExp(` ${subject}$`))]);
  });

  test("of a file that a lock includes", async () => {
    const one = new Twofold();
    one.write("requirements.txt", `-r more.txt\n${OLD}`).write("more.txt", pin("idna", "3.7"));
    one.git("update-ref", "refs/remotes/origin/main", one.commit("includes"));
    expect((await gate(one)).refused).toEqual([]);
    one.hide("more.txt", pin("evil", "1"), pin("idna", "3.7"));
    expect((await gate(one)).refused).toContain("GATE_HEAD_DIFFERS requirements.txt");
  });
});

describe("what makes no difference is as ever", () => {
  test.each<[why: string, make: (one: Twofold) => unknown, refused: readonly string[]]>([
    [
      "line ends",
      (one) =>
        one.hide("requirements.txt", `# more\n${OLD}`, `# more\r\n${OLD.replace("\n", "\r\n")}`),
      [],
    ],
    [
      "a change that is not committed",
      (one) => one.write("requirements.txt", pin("click", "8.1.8")),
      ["APPROVAL_MISSING requirements.txt"],
    ],
    [
      "a policy that is not committed",
      (one) => one.write("lockseal.toml", `${RULES}# more\n`),
      ["APPROVAL_MISSING lockseal.toml"],
    ],
    [
      "a lock that is lost here",
      (one) => one.remove("requirements.txt"),
      ["FILE_MISSING requirements.txt"],
    ],
  ])("%s", async (_why, make, refused) => {
    const one = new Twofold();
    make(one);
    const found = (await gate(one)).refused;
    expect(found.slice(0, 1)).toEqual(refused);
    expect(found.filter((rule) => rule.startsWith("GATE_HEAD"))).toEqual([]);
  });
});

test("it says what to type", async () => {
  const one = new Twofold().hide("requirements.txt", pin("evil", "1"), OLD);
  const { stdout } = await one.run("gate", { env: event() });
  expect(stdout).toContain(
    "requirements.txt: error: expected on the disk what HEAD has, found something else: what would be merged is not what lies here [GATE_HEAD_DIFFERS]\n    hint: commit what lies here: git commit requirements.txt; or take HEAD's: git checkout HEAD -- requirements.txt; where it differs again, take what .gitattributes says of it out\n",
  );
  one.git("checkout", "HEAD", "--", "requirements.txt");
  expect((await gate(one)).refused).toEqual([
    "APPROVAL_UNREGULATED requirements.txt",
    "APPROVAL_UNREGULATED requirements.txt",
  ]);
});
