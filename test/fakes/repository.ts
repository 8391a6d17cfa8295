import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { Folder, ORIGIN } from "./checkout.ts";

const PEOPLE = {
  GIT_AUTHOR_NAME: "Mallory",
  GIT_AUTHOR_EMAIL: "mallory@example.org",
  GIT_COMMITTER_NAME: "Mallory",
  GIT_COMMITTER_EMAIL: "mallory@example.org",
  GIT_AUTHOR_DATE: "2026-11-20T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-11-20T00:00:00Z",
};

/** A repository of the real git, in a folder of a test's own, with an origin that nobody asks. */
export class Repository extends Folder {
  constructor(origin: string = ORIGIN) {
    super();
    this.git("init", "-q", "-b", "main");
    this.git("remote", "add", "origin", origin);
  }

  /** Runs git as nobody in particular, and gives what it prints. */
  git(...args: readonly string[]): string {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
    return execFileSync("git", ["-C", this.path, ...args], {
      env: {
        ...Object.fromEntries(kept),
        ...PEOPLE,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
      },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  /** Commits all that lies here, and gives the id. */
  commit(message = "change"): string {
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  remove(name: string): this {
    rmSync(this.at(name), { recursive: true });
    return this;
  }
}
