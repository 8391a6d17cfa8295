import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import { runLockseal } from "./lockseal.ts";
import { minisignCases } from "./minisign.ts";
import { openPgpCases } from "./openpgp.ts";
import { signifyCases } from "./signify.ts";
import { sshCases } from "./ssh.ts";

/** One signature file of another tool's making, and what that tool says of it. */
export interface OwnFormatCase {
  readonly name: string;
  /** Arguments of `lockseal verify`. */
  readonly args: readonly string[];
  /** The tool's own line about the same question. */
  readonly peer: readonly [program: string, ...args: string[]];
  readonly verdict: Verdict;
}

/** `both accept`, `both refuse`; or the tool accepts what is refused here, and why that is right. */
export type Verdict = "both accept" | "both refuse" | { readonly stricter: string };

/** Holds our verdicts against those of the tools that made the signatures. */
export async function checkOwnFormats(folder: string, checks: Checks): Promise<void> {
  const makers = [
    ["minisign", "minisign", minisignCases],
    ["signify", "signify-openbsd", signifyCases],
    ["ssh", "ssh-keygen", sshCases],
    ["openpgp", "gpg", openPgpCases],
  ] as const;
  for (const [name, program, make] of makers) {
    if (spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0) {
      checks.fail(name, `expected the program ${program}, found none`);
      continue;
    }
    const home = mkdtempSync(join(folder, `${name}-`));
    for (const one of make(new Workshop(home)))
      await checks.check(`${name}: ${one.name}`, () => compare(one, home));
  }
}

function compare(one: OwnFormatCase, home: string): string | undefined {
  const [program, ...args] = one.peer;
  const peer = spawnSync(program, args, {
    cwd: home,
    encoding: "utf8",
    timeout: 60_000,
    env: peerEnvironment(home),
  });
  const ours = runLockseal(["verify", ...one.args], {}, home);
  const found = `${program} exit ${peer.status}, lockseal exit ${ours.status}\n${peer.stdout}${peer.stderr}${ours.output}`;
  const accepts = one.verdict === "both accept";
  if ((ours.status === 0) !== accepts) return found;
  if ((peer.status === 0) !== (accepts || typeof one.verdict === "object")) return found;
  // What is refused is refused with words, and not as a bug.
  return accepts || [1, 2, 3, 4].includes(ours.status ?? 70) ? undefined : found;
}

/** Nothing of the caller's keys and agents. */
export function peerEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, GNUPGHOME: home, LANG: "C.UTF-8", TZ: "UTC" };
}

/** A folder in which a tool makes keys and signatures. */
export class Workshop {
  readonly home: string;

  constructor(home: string) {
    this.home = home;
  }

  /** Runs a program that has to end well, and gives what it printed. */
  run(program: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.home,
      encoding: "utf8",
      timeout: 60_000,
      input: "",
      env: peerEnvironment(this.home),
    });
    if (status !== 0)
      throw new Error(`${program} ${args.join(" ")}: exit ${status}\n${stdout}${stderr}`);
    return stdout;
  }

  write(name: string, bytes: Uint8Array | string): void {
    writeFileSync(join(this.home, name), bytes);
  }

  remove(name: string): void {
    rmSync(join(this.home, name), { force: true });
  }

  /** Byte for character. */
  read(name: string): string {
    return readFileSync(join(this.home, name), "latin1");
  }

  /** Writes what a change makes of a file. */
  change(name: string, to: string, how: (text: string) => string): void {
    const changed = how(this.read(name));
    if (changed === this.read(name)) throw new Error(`${name}: expected a change, found none`);
    this.write(to, Buffer.from(changed, "latin1"));
  }
}
