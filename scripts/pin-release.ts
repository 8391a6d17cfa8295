import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatGitlabComponent } from "./gitlab-component.ts";

const ROOT = join(import.meta.dirname, "..");

/** Packs the package as it will be published, and gives the integrity that npm's lock files will have for it. */
function packIntegrity(): string {
  const folder = mkdtempSync(join(tmpdir(), "lockseal-pack-"));
  try {
    const said = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const bytes = readFileSync(join(folder, said.trim().split("\n").at(-1) ?? ""));
    return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts another version and integrity where the action has its own. */
function pinAction(text: string, version: string, integrity: string): string {
  return text
    .replace(/(?<=\n {2}version:\n.*\n {4}default: ).*/, version)
    .replace(/(?<=\n {2}integrity:\n.*\n {4}default: ).*/, integrity);
}

// Of the files that it changes none is in the package, so that pinning changes no digest.
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const integrity = packIntegrity();
const action = join(ROOT, "action.yml");
writeFileSync(action, pinAction(readFileSync(action, "utf8"), version, integrity));
writeFileSync(join(ROOT, "templates/lockseal.yml"), formatGitlabComponent(version, integrity));
process.stdout.write(`lockseal@${version} ${integrity}\n`);
