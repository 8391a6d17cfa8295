import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import { expect } from "./command-line.ts";
import { createEnvironment, listInstalled, removeEnvironment, runLine } from "./environment.ts";
import type { Peer } from "./peers.ts";
import { LOCK, PolicedCheckout } from "./policed-checkout.ts";
import type { Stack } from "./stack/stack.ts";
import { Wheelhouse } from "./wheelhouse.ts";

const SIGN = ["sign", LOCK, "--key"];
const RELEASE = ["gate", "--release", "--base", "origin/main"];
const HOLD_SECONDS = 12;

/**
 * Tells what a repository lives through with one policy: each step as people and CI type it, by the program as it is
 * shipped, in the real git, with keyless signatures of services that others wrote, and the real pip at its end.
 */
export async function tellStory(
  stack: Stack,
  pip: Peer,
  above: string,
  checks: Checks,
): Promise<void> {
  const folder = join(above, "story");
  const checkout = new PolicedCheckout(folder, stack);
  const wheels = new Wheelhouse(pip.program, folder);
  const step = (name: string, run: () => Promise<void>): Promise<void> =>
    checks.check(`the story: ${name}`, async () => {
      await run();
      return undefined;
    });
  const keyed = (name: string): readonly string[] => ["--key", checkout.keyOf(name)];
  const old = lockOf(wheels, ["alpha==1.0", "beta==1.0"]);

  await step("the first policy, in a change of its own", async () => {
    for (const name of ["bob", "dana", "release", "mallory"]) await checkout.addKey(name);
    checkout.write("lockseal.toml", policyOf(stack, readFileSync(stack.trustedRoot)));
    checkout.write(LOCK, old);
    checkout.commit("a policy");
    expect(await checkout.type(["policy", "check"]), 0, /5 signers/);
  });
  await step("the lock is signed, and can be released", async () => {
    expect(await checkout.type([...SIGN, checkout.keyOf("release")]), 0, /as sequence 1/);
    checkout.commit("signed");
    checkout.push();
    expect(await checkout.type(RELEASE), 0, /verified; install it with:/);
  });
  await step("a bot's update is refused: nobody approved it, nobody has seen it", async () => {
    checkout.git("checkout", "-q", "-b", "update");
    checkout.write(LOCK, lockOf(wheels, ["alpha==2.0", "beta==1.0"]));
    checkout.commit("alpha 2.0");
    const outcome = await checkout.gate();
    expect(outcome, 1, /update: alpha 1\.0 → 2\.0: .*found 0 of 2 people \[APPROVAL_MISSING\]/);
    expect(outcome, 1, /alpha 2\.0: .*of unknown age: .*\[HOLD_UNKNOWN\]/);
  });
  let seen = Date.now();
  await step(
    "observed by a machine, it is held until it has been known for long enough",
    async () => {
      const observe = ["observe", LOCK, "--base", "origin/main", "--identity-token", stack.token()];
      expect(await checkout.type([...observe, ...checkout.services]), 0, /recorded 1 file/);
      seen = Date.now();
      checkout.commit("a record");
      expect(await checkout.gate(), 1, /alpha 2\.0: expected files known for 12 seconds.*\[HOLD\]/);
    },
  );
  await step("approved by one keyless and one by a key, and held no more: green", async () => {
    const token = stack.person.token();
    expect(await checkout.approve(["--identity-token", token]), 0, /approved 1 change as alice/);
    checkout.commit("alice");
    expect(await checkout.gate(), 1, /found 1 of 2 people \(alice\) \[APPROVAL_MISSING\]/);
    expect(await checkout.approve(keyed("bob")), 0, /approved 1 change as bob/);
    checkout.commit("bob");
    await until(seen + (HOLD_SECONDS + 2) * 1000);
    expect(await checkout.gate(), 0, /1 change approved by alice, bob/);
  });
  await step("a new dependency needs somebody of security", async () => {
    checkout.write(LOCK, lockOf(wheels, ["alpha==2.0", "beta==1.0", "gamma==1.0"]));
    checkout.commit("gamma");
    const token = stack.person.token();
    expect(await checkout.approve(["--identity-token", token]), 0, /as alice/);
    expect(await checkout.approve(keyed("bob")), 0, /as bob/);
    checkout.commit("alice and bob again");
    expect(
      await checkout.gate(),
      1,
      /new: gamma 1\.0: .*security missing \(alice, bob\) \[APPROVAL_MISSING\][\s\S]*as somebody of the role security: lockseal approve/,
    );
    expect(await checkout.approve(keyed("dana")), 0, /as dana/);
    checkout.commit("dana");
    expect(await checkout.gate(), 0, /approved by alice, bob, dana/);
  });
  await step("after a rebase onto what happened meanwhile, approvals still count", async () => {
    checkout.git("checkout", "-q", "main");
    checkout.write(LOCK, lockOf(wheels, ["alpha==1.0"]));
    expect(await checkout.type([...SIGN, checkout.keyOf("release")]), 0, /as sequence 2/);
    checkout.commit("without beta");
    checkout.push();
    checkout.git("checkout", "-q", "update");
    checkout.git("rebase", "-q", "main");
    const merged = checkout.read(LOCK);
    if (merged !== lockOf(wheels, ["alpha==2.0", "gamma==1.0"])) throw new Error(merged);
    expect(await checkout.gate(), 0, /2 changes approved by alice, bob, dana/);
  });
  await step("merged, it is no release until it is signed", async () => {
    checkout.git("checkout", "-q", "main");
    checkout.git("merge", "-q", "--ff-only", "update");
    expect(await checkout.type(RELEASE), 1, /\[SUBJECT_DIGEST\]/);
    expect(await checkout.type([...SIGN, checkout.keyOf("release")]), 0, /as sequence 3/);
    checkout.commit("signed again");
    expect(await checkout.type(RELEASE), 0, /verified; install it with:/);
    checkout.push();
  });
  await step("an older lock with its own valid signature, put back, is refused", async () => {
    checkout.git("checkout", "-q", "-b", "older");
    checkout.git("checkout", "-q", "main^{/without beta}", "--", LOCK, `${LOCK}.sigstore.json`);
    checkout.commit("an older one");
    const { status, stdout } = await checkout.type(["verify", LOCK, "--policy", "lockseal.toml"]);
    expect({ status, stdout, stderr: "" }, 0, /sequence 2/);
    expect(await checkout.type(RELEASE), 1, /\[SEQUENCE\]/);
    expect(await checkout.gate(), 1, /downgrade: alpha 2\.0 → 1\.0/);
  });
  await step(
    "a key swapped under the policy's nose is refused, though no line of it changed",
    async () => {
      checkout.git("checkout", "-q", "-b", "swapped", "main");
      checkout.write("keys/release.pub", checkout.read("keys/mallory.pub"));
      expect(await checkout.type([...SIGN, checkout.keyOf("mallory")]), 0, /as sequence/);
      checkout.commit("a small clean-up");
      const outcome = await checkout.gate();
      expect(
        outcome,
        1,
        /lockseal\.toml: error: .*keys\/release\.pub.*\[APPROVAL_(?:MISSING|DENIED)\]/,
      );
      expect(await checkout.type(RELEASE), 1, /keys\/release\.pub.*\[APPROVAL_MISSING\]/);
    },
  );
  await step("pip installs what the gate handed over, and no more", async () => {
    checkout.git("checkout", "-q", "main");
    const place = createEnvironment(pip);
    try {
      const copy = join(place.folder, "verified");
      const outcome = await checkout.type([...RELEASE, "--copy-to", copy]);
      expect(outcome, 0, /verified; install it with:/);
      const line = outcome.stdout.split("\n").find((one) => one.includes("pip install")) ?? "false";
      const { output } = runLine(place, line.trim());
      const installed = listInstalled(place).join();
      if (installed !== "alpha-2.0,gamma-1.0") throw new Error(`${installed}: ${output}`);
    } finally {
      removeEnvironment(place);
    }
  });
}

async function until(time: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())));
}

/** Writes a lock; between its pins are lines enough that git sees changes of two of them apart. */
function lockOf(wheels: Wheelhouse, pins: readonly string[]): string {
  const gap = "#\n#\n#\n#\n";
  const have = new Map(pins.map((one) => one.split("==") as [string, string]));
  const lines = ["alpha", "beta", "gamma"].map((name) => {
    const version = have.get(name);
    return version === undefined ? gap : `${wheels.pin(name, version)}\n${gap}`;
  });
  return `--no-index\n--find-links ${wheels.folder}\n${gap}${lines.join("")}`;
}

function policyOf({ person, issuer, identity }: Stack, root: Uint8Array): string {
  return `version = 1

[policy]
role = "owner"
threshold = 1

[trust]
sigstore_root = { file = "trust/root.json", sha256 = "${createHash("sha256").update(root).digest("hex")}" }

[signers.alice]
person = true
roles = ["reviewer", "owner"]
keyless = [{ issuer = "${person.issuer}", email = "${person.name}" }]

[signers.bob]
person = true
roles = ["reviewer"]
keys = ["keys/bob.pub"]

[signers.dana]
person = true
roles = ["reviewer", "security"]
keys = ["keys/dana.pub"]

[signers.release]
roles = ["releaser"]
keys = ["keys/release.pub"]

[signers.bot]
roles = ["observer"]
keyless = [{ issuer = "${issuer}", identity = "${identity}" }]

[[lock]]
path = "${LOCK}"
format = "pip-requirements"
signatures = { role = "releaser", threshold = 1 }
approval.new = { people = 2, roles = { security = 1 } }
approval.update = { people = 2, hold = "${HOLD_SECONDS}s" }
approval.downgrade = { deny = "older versions have known faults" }
approval.remove = { people = 1 }
`;
}
