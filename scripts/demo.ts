import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/bin/lockseal.js");
const LOCK = "requirements.txt";

/** Runs one command as a reader would type it, shows it with its result, and checks that it ended as it should. */
function show(folder: string, line: string, expected: number): void {
  process.stdout.write(`\n$ lockseal ${line}\n`);
  const { NO_COLOR, ...env } = process.env;
  const { status } = spawnSync(process.execPath, [PROGRAM, ...line.split(" ")], {
    cwd: folder,
    env: {
      ...env,
      ...(NO_COLOR === undefined ? {} : { NO_COLOR }),
      LOCKSEAL_PASSWORD: "only for the demo",
    },
    // One after the other, as a terminal shows them.
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.stdout.write(`# exit ${status}\n`);
  if (status !== expected) throw new Error(`demo: expected exit ${expected}, found ${status}`);
}

function say(text: string): void {
  process.stdout.write(`\n# ${text}\n`);
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=demo", "-c", "user.email=demo@example.com"];
  execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "ignore" });
}

/** Changes one digit of one digest, as somebody would who wants another file installed. */
function tamper(path: string): string {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf("sha256:", text.length / 2) + "sha256:".length;
  const digit = text.charAt(at) === "0" ? "1" : "0";
  writeFileSync(path, text.slice(0, at) + digit + text.slice(at + 1));
  return `line ${text.slice(0, at).split("\n").length}: ${text.charAt(at)} became ${digit}`;
}

const place = mkdtempSync(join(tmpdir(), "lockseal-demo-"));
try {
  const project = join(place, "project");
  mkdirSync(project);
  cpSync(join(ROOT, "testdata/locks/flask-uv/requirements.txt"), join(project, LOCK));
  git(project, "init", "--quiet");
  git(project, "remote", "add", "origin", "https://github.com/acme/app.git");

  say("Is this real lock file hash-locked, and read alike by every tool?");
  show(project, `lint ${LOCK}`, 0);
  say("The release engineer makes a key, outside the project.");
  show(project, "keygen -o ../release", 0);
  say("At release: sign what pip will see.");
  show(project, `sign ${LOCK} --key ../release.key --expires 90d`, 0);
  git(project, "add", "--all");
  git(project, "commit", "--quiet", "--message", "release");
  say("In CI, before anything is installed: verify, and hand over the very bytes.");
  show(project, `verify ${LOCK} --key ../release.pub --copy-to ../verified`, 0);
  say(`Somebody changes one digit of one digest (${tamper(join(project, LOCK))}).`);
  show(project, `verify ${LOCK} --key ../release.pub`, 1);
  say("Refused, with the line named: nothing was installed.");
} finally {
  rmSync(place, { recursive: true, force: true });
}
