import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import { expect } from "./command-line.ts";
import { LOCK, PolicedCheckout } from "./policed-checkout.ts";
import type { Stack } from "./stack/stack.ts";

const BASE = ["--base", "origin/main"];

/**
 * Approves one change by a key and keyless, lets a bot observe it, and judges it by the gate: in a repository of the real
 * git, by the program as it is shipped, against services that others wrote.
 */
export async function checkApprovals(stack: Stack, above: string, checks: Checks): Promise<void> {
  const repository = await create(join(above, "approvals"), stack);
  const { person, token } = { person: stack.person, token: stack.token };
  const step = (name: string, run: () => Promise<void>): Promise<void> =>
    checks.check(`approvals: ${name}`, async () => {
      await run();
      return undefined;
    });
  await step("a machine's identity approves nothing, whatever its roles", async () => {
    const outcome = await repository.approve(["--identity-token", token()]);
    expect(outcome, 1, /expected a key or an identity of a person .*, found one of nobody/);
  });
  await step("a person keyless, by Rekor v2 and a timestamp", async () => {
    const outcome = await repository.approve(["--identity-token", person.token()]);
    expect(outcome, 0, /approved 1 change as alice by alice@acme\.example/);
    repository.commit("an approval");
    expect(await repository.gate(), 1, /found 1 of 2 people \(alice\) \[APPROVAL_MISSING\]/);
  });
  await step("another by a key, and what nobody has seen is held", async () => {
    const outcome = await repository.approve(["--key", repository.keyOf("bob")]);
    expect(outcome, 0, /approved 1 change as bob by key/);
    repository.commit("another approval");
    expect(await repository.gate(), 1, /of unknown age: .*\[HOLD_UNKNOWN\]/);
  });
  await step("seen by the bot, and the gate is green", async () => {
    const observed = [
      "observe",
      LOCK,
      ...BASE,
      "--identity-token",
      token(),
      ...repository.services,
    ];
    expect(await repository.type(observed), 0, /recorded 1 file/);
    repository.commit("a record");
    // The hold is of one second: it has passed once the next clock tick is over.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(
      await repository.gate(),
      0,
      /by a first-seen record by bot, dated by [\s\S]*1 change approved by alice, bob|1 change approved by alice, bob[\s\S]*by a first-seen record by bot, dated by /,
    );
  });
  await step("one keyless and one by a key of the same person are one person", async () => {
    rename(repository, "bob", "alice");
    expect(await repository.approve(["--identity-token", person.token()]), 0, /as alice/);
    expect(await repository.approve(["--key", repository.keyOf("bob")]), 0, /as alice/);
    repository.commit("approvals");
    expect(await repository.gate(), 1, /found 1 of 2 people \(alice\) \[APPROVAL_MISSING\]/);
  });
}

async function create(above: string, stack: Stack): Promise<PolicedCheckout> {
  const made = new PolicedCheckout(above, stack);
  await made.addKey("bob");
  made.write("lockseal.toml", policyOf(stack, readFileSync(stack.trustedRoot)));
  made.write(LOCK, pin("8.1.7"));
  made.commit("base");
  made.push();
  update(made, "8.1.8");
  return made;
}

/** Updates the lock on a branch of its own. */
function update(checkout: PolicedCheckout, version: string): void {
  checkout.git("checkout", "-q", "-B", `update-${version}`, "refs/remotes/origin/main");
  checkout.write(LOCK, pin(version));
  checkout.commit(version);
}

/** Gives the key of one person of the base's policy to another. */
function rename(checkout: PolicedCheckout, one: string, other: string): void {
  const [before = "", own = ""] = checkout.read("lockseal.toml").split(`[signers.${one}]`);
  const rest = own.slice(own.indexOf("[signers.carol]"));
  checkout.git("checkout", "-q", "--detach", "refs/remotes/origin/main");
  const keyed = before.replace(
    `[signers.${other}]\n`,
    `[signers.${other}]\nkeys = ["keys/bob.pub"]\n`,
  );
  checkout.write("lockseal.toml", keyed + rest);
  checkout.commit("policy");
  checkout.push();
  update(checkout, "8.1.9");
}

function pin(version: string): string {
  const digest = createHash("sha256").update(`click ${version}`).digest("hex");
  return `click==${version} --hash=sha256:${digest}\n`;
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

[signers.carol]
person = true
roles = ["reviewer"]
keyless = [{ issuer = "${person.issuer}", email = "carol@acme.example" }]

[signers.bot]
roles = ["reviewer", "observer"]
keyless = [{ issuer = "${issuer}", identity = "${identity}" }]

[[lock]]
path = "${LOCK}"
format = "pip-requirements"
approval.update = { people = 2, hold = "1s" }
`;
}
