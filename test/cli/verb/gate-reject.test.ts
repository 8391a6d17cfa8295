import { describe, expect, test } from "vitest";
import { CAROL, pin } from "../../fakes/checkout.ts";
import { gate } from "../../fakes/gated.ts";
import { Policed, WITHOUT_BOT } from "../../fakes/policed.ts";

const RULES = `${WITHOUT_BOT.replace(', hold = "24h"', "")}approval.remove = { people = 2 }
`;

/** What a branch may change, and the file that people approve for it. */
const CHANGES: readonly (readonly [why: string, make: (one: Policed) => unknown, file: string])[] =
  [
    [
      "of a lock",
      (one) => one.write("requirements.txt", pin("click", "8.1.8")),
      "requirements.txt",
    ],
    ["that removes a lock", (one) => one.remove("requirements.txt"), "requirements.txt"],
    ["of the policy", (one) => one.write("lockseal.toml", `${RULES}# more\n`), "lockseal.toml"],
    [
      "of a key",
      (one) => one.write("keys/bob.pub", CAROL.publicFile).remove("keys/carol.pub"),
      "lockseal.toml",
    ],
    ["that removes the policy", (one) => one.remove("lockseal.toml"), "lockseal.toml"],
  ];

/** How a reject that was committed may be got rid of. */
const VANISHED: readonly (readonly [why: string, make: (one: Policed) => unknown])[] = [
  ["deleted", (one) => one.remove(".lockseal").commit("deleted")],
  [
    "dropped by a merge",
    (one) => {
      one.git("checkout", "-q", "-b", "side", "HEAD~1");
      one.write("README", "side").commit("side");
      one.git("checkout", "-q", "update");
      one.git("merge", "-q", "--no-commit", "--no-ff", "side");
      one.git("rm", "-r", "-q", ".lockseal");
      one.git("commit", "-q", "-m", "merge");
    },
  ],
  [
    "overwritten",
    (one) => {
      const names = Object.keys(one.list()).filter((name) => name.startsWith(".lockseal/"));
      for (const name of names) one.write(name, "{}");
      one.commit("overwritten");
    },
  ],
  [
    "merged into the base, and deleted",
    (one) => {
      one.git("checkout", "-q", "--detach", one.base);
      one.git("checkout", "-q", "update", "--", ".lockseal");
      one.git("update-ref", "refs/remotes/origin/main", one.commit("the reject alone"));
      one.git("checkout", "-q", "update");
      one.git("merge", "-q", "-m", "merge", "origin/main");
      one.remove(".lockseal").commit("deleted");
    },
  ],
];

describe.each(CHANGES)("a reject of a change %s", (_why, make, file) => {
  test.each(VANISHED)("blocks when it was %s", async (_how, vanish) => {
    const repository = new Policed(RULES);
    repository.git("reset", "-q", "--hard", repository.base);
    make(repository);
    repository.commit("change");
    const { stdout } = await repository.approve("bob", file, " --reject --reason no");
    expect(stdout).toContain("rejected");
    repository.commit("reject");
    vanish(repository);
    await repository.approve("alice", file);
    repository.commit("approval");
    const { refused, exitCode } = await gate(repository);
    expect(refused).toContain(`APPROVAL_REJECTED ${file}`);
    expect(exitCode).toBe(1);
  });
});
