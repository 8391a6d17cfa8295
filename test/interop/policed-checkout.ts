import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encryptPrivateKey, generateKeyPair } from "../../src/key/private-key.ts";
import { formatPublicKey } from "../../src/key/public-key.ts";
import { type Outcome, runProgram } from "./command-line.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Stack } from "./stack/stack.ts";

const PASSWORD = "correct horse";
export const LOCK = "requirements.txt";

/** A checkout of the real git with a policy, in which people type; the forge says that somebody else made each change. */
export class PolicedCheckout {
  /** Options that name the services that a keyless signature is asked of. */
  readonly services: readonly string[];
  readonly folder: string;
  readonly #above: string;
  readonly #event: string;

  /** Makes it empty, with the trust root of the services in `trust/root.json`. */
  constructor(above: string, { signingConfig, trustedRoot }: Stack) {
    this.#above = above;
    this.folder = join(above, "repository");
    this.#event = join(above, "event.json");
    this.services = ["--signing-config", signingConfig, "--trusted-root", trustedRoot];
    this.write("trust/root.json", readFileSync(trustedRoot));
    const event = { pull_request: { user: { login: "mallory-acme" } } };
    writeFileSync(this.#event, JSON.stringify(event));
    this.git("init", "-q", "-b", "main");
    this.git("remote", "add", "origin", "https://forge.example/acme/app.git");
  }

  /** Makes a key pair: the public half as `keys/NAME.pub`, the private one outside of the checkout. */
  async addKey(name: string): Promise<void> {
    const pair = generateKeyPair("ed25519");
    const secret = await encryptPrivateKey(pair, Buffer.from(PASSWORD), { N: 2, r: 1, p: 1 });
    this.write(`keys/${name}.pub`, formatPublicKey(pair.publicKey));
    writeFileSync(this.keyOf(name), secret);
  }

  keyOf(name: string): string {
    return join(this.#above, `${name}.key`);
  }

  /** Looks at what differs, and approves just what was shown. */
  async approve(by: readonly string[], file: string = LOCK): Promise<Outcome> {
    const into = ["--base", "origin/main", "--into", "refs/heads/main"];
    const look = await this.type(["approve", file, ...into]);
    const [, digest = "none"] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
    const services = by[0] === "--key" ? [] : this.services;
    return this.type(["approve", file, ...into, "--yes", digest, ...by, ...services]);
  }

  /** Judges a request to merge into main. */
  gate(more: readonly string[] = []): Promise<Outcome> {
    return this.type(["gate", "--base", "origin/main", "--into", "refs/heads/main", ...more], {
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_PATH: this.#event,
    });
  }

  type(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const all = { LOCKSEAL_PASSWORD: PASSWORD, ...env };
    return runProgram([PROGRAM, ...words], this.folder, all);
  }

  commit(message: string): void {
    this.git("add", "-A");
    this.git("commit", "-q", "-m", message);
  }

  /** Lets the remote's main be what HEAD is. */
  push(): void {
    this.git("update-ref", "refs/remotes/origin/main", "HEAD");
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  write(name: string, content: string | Uint8Array): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  git(...words: readonly string[]): void {
    const [name, email] = ["Mallory", "mallory@example.org"];
    execFileSync("git", ["-C", this.folder, ...words], {
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
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
