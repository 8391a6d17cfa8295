import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "./checks.ts";
import { PROGRAM, runLockseal } from "./lockseal.ts";

/** What is typed before Tab, and what has to be offered. */
const LINES: readonly (readonly [line: string, expected: readonly string[]])[] = [
  ["lockseal ver", ["verify"]],
  ["lockseal tool u", ["unpack", "update"]],
  ["lockseal tool add --ver", ["--version"]],
  ["lockseal keygen --type ", ["ecdsa-p256", "ed25519"]],
  ["lockseal verify requ", ["requirements.txt"]],
];

/** Lets the real shells complete, and a real reader of manuals read ours. */
export async function checkShells(checks: Checks, folder: string): Promise<void> {
  writeFileSync(join(folder, "requirements.txt"), "");
  const script = (shell: string): string => {
    const path = join(folder, `completion.${shell}`);
    const { status, output } = runLockseal(["completion", shell], {}, folder);
    if (status !== 0) throw new Error(output);
    writeFileSync(path, output);
    return path;
  };
  for (const [line, expected] of LINES) {
    await checks.check(`bash completes ${line.trim()}`, () =>
      compare(completeInBash(script("bash"), line, folder), expected),
    );
    await checks.check(`fish completes ${line.trim()}`, () =>
      compare(completeInFish(script("fish"), line, folder), expected),
    );
  }
  // What zsh offers it draws on a terminal: a word that is the only one is put into the line.
  for (const [line, whole] of [
    ["lockseal ver", "lockseal verify"],
    ["lockseal tool upd", "lockseal tool update"],
    ["lockseal tool add --vers", "lockseal tool add --version"],
    ["lockseal keygen --type ed", "lockseal keygen --type ed25519"],
    ["lockseal verify requ", "lockseal verify requirements.txt"],
  ] as const)
    await checks.check(`zsh completes ${line}`, () => {
      const drawn = completeInZsh(script("zsh"), line, folder);
      return drawn.includes(`#${whole}`) ? undefined : `expected ${whole}, found ${drawn}`;
    });
  await checks.check("man reads the manual page without a warning", () => {
    const page = join(PROGRAM, "../../lockseal.1");
    const { status, stdout, stderr } = spawnSync("man", ["--warnings", "-l", page], {
      encoding: "utf8",
      env: { ...process.env, MANWIDTH: "80", MANPAGER: "cat" },
    });
    if (status !== 0 || stderr !== "") return `exit ${status}: ${stderr}`;
    return stdout.includes("lockseal verify FILE...") ? undefined : stdout.slice(0, 400);
  });
}

function compare(found: readonly string[], expected: readonly string[]): string | undefined {
  const sorted = found.toSorted().join(" ");
  return sorted === expected.join(" ")
    ? undefined
    : `expected ${expected.join(" ")}, found ${sorted}`;
}

function completeInBash(script: string, line: string, cwd: string): string[] {
  // Where the function offers nothing, bash goes on with files: compgen does the same.
  const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lockseal
if ((\${#COMPREPLY[@]} == 0)); then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf(spawnSync("bash", ["-c", program, "bash", script, ...line.split(" ")], { cwd }));
}

function completeInFish(script: string, line: string, cwd: string): string[] {
  const program = `source ${script}; complete -C ${JSON.stringify(line)}`;
  const offered = linesOf(spawnSync("fish", ["--no-config", "-c", program], { cwd }));
  return offered.map((one) => one.split("\t")[0] ?? one);
}

function completeInZsh(script: string, line: string, cwd: string): string {
  const program = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'autoload -Uz compinit; compinit -u -D; source ${script}; PS1="> "'
zpty -w -n z "$1"$'\\t'$'\\C-a#'$'\\n'
sleep 1
while zpty -r -t z out; do print -r -- "$out"; done
zpty -d z`;
  const { stdout, stderr } = spawnSync("zsh", ["-f", "-c", program, "zsh", line], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, TERM: "dumb", HOME: cwd },
    timeout: 20_000,
  });
  return `${stdout}${stderr}`;
}

function linesOf({ stdout }: { readonly stdout: Buffer | null }): string[] {
  return (stdout ?? "")
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}
