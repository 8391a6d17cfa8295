import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { parseSshKey } from "../../src/key/ssh-key.ts";
import { readCommitSigner } from "../../src/operations/commit-signer.ts";
import { person } from "../policy/people.ts";
import type { Checks } from "./checks.ts";
import { peerEnvironment, Workshop } from "./own-formats.ts";

const KEYS = [
  ["ed25519", "ed25519"],
  ["ecdsa", "ecdsa"],
  ["rsa", "rsa"],
] as const;
const NOW = new Date("2026-11-24T12:00:00Z");

/** What is made of a signed commit, and whether git and we take it. */
const CHANGES: readonly (readonly [string, (commit: string) => string, Expected])[] = [
  ["as it is", (commit) => commit, "both accept"],
  ["another message", (commit) => commit.replace("subject", "other"), "both refuse"],
  ["another tree", (commit) => commit.replace(/^tree ../, "tree ff"), "both refuse"],
  ["another author", (commit) => commit.replace("author A", "author B"), "both refuse"],
  ["a header more", (commit) => commit.replace("author", "encoding x\nauthor"), "both refuse"],
  ["a word behind", (commit) => `${commit}\n`, "both refuse"],
  [
    "a header that git takes out",
    (commit) => commit.replace("\ngpgsig", "\ngpgsigned x\n y\ngpgsig"),
    "both accept",
  ],
  [
    "the signature twice",
    (commit) => commit.replace(/\n(gpgsig\S* (?:.+\n )+.+)/, "\n$1\n$1"),
    // git makes one file of the two, of which ssh-keygen reads the first alone.
    "git accepts",
  ],
  [
    "the signature before the committer",
    (commit) =>
      commit.replace(/\n(committer [^\n]+)\n(gpgsig\S* (?:[^\n]+\n )+[^\n]+)/, "\n$2\n$1"),
    "both accept",
  ],
  ["unsigned", (commit) => commit.replace(/\ngpgsig\S* (?:.+\n )+.+/, ""), "both refuse"],
];

type Expected = "both accept" | "both refuse" | "git accepts";

/** Lets git sign commits with keys of OpenSSH, changes them, and asks `git verify-commit` and us the same question. */
export async function checkCommits(folder: string, checks: Checks): Promise<void> {
  for (const format of ["sha1", "sha256"])
    for (const [name, type] of KEYS) {
      const repository = new Signed(mkdtempSync(join(folder, "commits-")), format, type);
      for (const [change, make, expected] of CHANGES)
        await checks.check(`git, ${format}, ${name}: ${change}`, () =>
          repository.compare(make(repository.commit), expected),
        );
      await checks.check(`git, ${format}, ${name}: a merge of a signed tag`, () =>
        repository.compare(repository.merge(), "both accept"),
      );
      await checks.check(`git, ${format}, ${name}: another's key`, () =>
        repository.compare(repository.byAnother(), "both refuse"),
      );
    }
}

class Signed extends Workshop {
  readonly commit: string;

  constructor(home: string, format: string, type: string) {
    super(home);
    for (const key of ["key", "other"])
      this.run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", key);
    this.write("allowed", `a@x.example ${this.read("key.pub")}`);
    this.#git("init", "-q", "-b", "main", `--object-format=${format}`);
    for (const [name, value] of [
      ["user.name", "A"],
      ["user.email", "a@x.example"],
      ["gpg.format", "ssh"],
      ["user.signingkey", join(home, "key.pub")],
      ["gpg.ssh.allowedSignersFile", join(home, "allowed")],
    ] as const)
      this.#git("config", name, value);
    this.#git("commit", "-q", "-S", "--allow-empty", "-m", "subject\n\ngpgsig is a word here");
    this.commit = this.#read("HEAD");
  }

  /** Merges a tag that is signed itself, whose signature then is a header of the commit. */
  merge(): string {
    this.#git("checkout", "-q", "-b", "side");
    this.#git("commit", "-q", "--allow-empty", "-m", "side");
    this.#git("tag", "-s", "-m", "tagged", "v1");
    this.#git("checkout", "-q", "main");
    this.#git("commit", "-q", "--allow-empty", "-m", "main");
    this.#git("merge", "-q", "-S", "--no-ff", "-m", "merge", "v1");
    return this.#read("HEAD");
  }

  byAnother(): string {
    this.#git("config", "user.signingkey", join(this.home, "other.pub"));
    this.#git("commit", "-q", "-S", "--allow-empty", "-m", "other");
    return this.#read("HEAD");
  }

  compare(commit: string, expected: Expected): string | undefined {
    const id = execFileSync(
      "git",
      ["-C", this.home, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
      { input: Buffer.from(commit, "latin1"), env: peerEnvironment(this.home), encoding: "utf8" },
    ).trim();
    const peer = spawnSync("git", ["-C", this.home, "verify-commit", id], {
      encoding: "utf8",
      env: peerEnvironment(this.home),
    });
    const key = parseSshKey(Buffer.from(this.read("key.pub"), "latin1"), "key.pub");
    const signers = [person("a", [], { sshKeys: [key.id] })];
    const bytes = Buffer.from(commit, "latin1");
    const ours = readCommitSigner({ id, bytes }, signers, NOW);
    const accepts = ours.every(({ kind }) => kind === "signature");
    const isExpected =
      (peer.status === 0) === (expected !== "both refuse") &&
      accepts === (expected === "both accept");
    return isExpected ? undefined : `${peer.stderr}${JSON.stringify(ours)}`;
  }

  #git(...args: readonly string[]): string {
    return this.run("git", ...args);
  }

  #read(ref: string): string {
    return execFileSync("git", ["-C", this.home, "cat-file", "commit", ref], {
      env: peerEnvironment(this.home),
      encoding: "latin1",
    });
  }
}
