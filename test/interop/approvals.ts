import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encryptPrivateKey, generateKeyPair } from "../../src/key/private-key.ts";
import { formatPublicKey } from "../../src/key/public-key.ts";
import type { Checks } from "./checks.ts";
import { expect, type Outcome, runProgram } from "./command-line.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Stack } from "./stack/stack.ts";

const PASSWORD = "correct horse";
const LOCK = "requirements.txt";
const BASE = ["--base", "origin/main"];

/**
 * Approves one change by a key and keyless, lets a bot observe it, and judges it by the gate: in a repository of the real
 * git, by the program as it is shipped, against services that others wrote.
 */
export async function checkApprovals(stack: Stack, above: string, checks: Checks): Promise<void> {
  const repository = await Repository.create(join(above, "approvals"), stack);
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
    const outcome = await repository.approve(["--key", repository.key]);
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
    repository.update("8.1.9");
    repository.rename("bob", "alice");
    expect(await repository.approve(["--identity-token", person.token()]), 0, /as alice/);
    expect(await repository.approve(["--key", repository.key]), 0, /as alice/);
    repository.commit("approvals");
    expect(await repository.gate(), 1, /found 1 of 2 people \(alice\) \[APPROVAL_MISSING\]/);
  });
}

class Repository {
  readonly key: string;
  readonly services: readonly string[];
  readonly #folder: string;
  readonly #event: string;

  private constructor(folder: string, above: string, { signingConfig, trustedRoot }: Stack) {
    this.#folder = folder;
    this.key = join(above, "bob.key");
    this.#event = join(above, "event.json");
    this.services = ["--signing-config", signingConfig, "--trusted-root", trustedRoot];
  }

  static async create(above: string, stack: Stack): Promise<Repository> {
    const made = new Repository(join(above, "repository"), above, stack);
    const pair = generateKeyPair("ed25519");
    const secret = await encryptPrivateKey(pair, Buffer.from(PASSWORD), { N: 2, r: 1, p: 1 });
    made.#write("keys/bob.pub", formatPublicKey(pair.publicKey));
    writeFileSync(made.key, secret);
    writeFileSync(
      made.#event,
      JSON.stringify({ pull_request: { user: { login: "mallory-acme" } } }),
    );
    const root = readFileSync(stack.trustedRoot);
    made.#write("trust/root.json", root);
    made.#write("lockseal.toml", policyOf(stack, root));
    made.#write(LOCK, pin("8.1.7"));
    made.#git("init", "-q", "-b", "main");
    made.#git("remote", "add", "origin", "https://forge.example/acme/app.git");
    made.commit("base");
    made.#git("update-ref", "refs/remotes/origin/main", "HEAD");
    made.update("8.1.8");
    return made;
  }

  /** Updates the lock on a branch of its own. */
  update(version: string): void {
    this.#git("checkout", "-q", "-B", `update-${version}`, "refs/remotes/origin/main");
    this.#write(LOCK, pin(version));
    this.commit(version);
  }

  /** Gives the key of one person of the base's policy to another. */
  rename(one: string, other: string): void {
    const policy = readFileSync(join(this.#folder, "lockseal.toml"), "utf8");
    const [before = "", own = ""] = policy.split(`[signers.${one}]`);
    const rest = own.slice(own.indexOf("[signers.carol]"));
    this.#git("checkout", "-q", "--detach", "refs/remotes/origin/main");
    const keyed = before.replace(
      `[signers.${other}]\n`,
      `[signers.${other}]\nkeys = ["keys/bob.pub"]\n`,
    );
    this.#write("lockseal.toml", keyed + rest);
    this.commit("policy");
    this.#git("update-ref", "refs/remotes/origin/main", "HEAD");
    this.update("8.1.9");
  }

  async approve(by: readonly string[]): Promise<Outcome> {
    const into = [...BASE, "--into", "refs/heads/main"];
    const look = await this.type(["approve", LOCK, ...into]);
    const [, digest = "none"] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
    const services = by[0] === "--key" ? [] : this.services;
    return this.type(["approve", LOCK, ...into, "--yes", digest, ...by, ...services]);
  }

  gate(): Promise<Outcome> {
    return this.type(["gate", ...BASE, "--into", "refs/heads/main"], {
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_PATH: this.#event,
    });
  }

  type(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const all = { LOCKSEAL_PASSWORD: PASSWORD, ...env };
    return runProgram([PROGRAM, ...words], this.#folder, all);
  }

  commit(message: string): void {
    this.#git("add", "-A");
    this.#git("commit", "-q", "-m", message);
  }

  #write(name: string, content: string | Uint8Array): void {
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  #git(...words: readonly string[]): void {
    const [name, email] = ["Mallory", "mallory@example.org"];
    execFileSync("git", ["-C", this.#folder, ...words], {
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
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
