import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Stack } from "./stack/stack.ts";

/** How Trivy calls the platforms of its releases, by how Node does. */
const PLATFORMS: Readonly<Record<string, string>> = {
  "linux-ia32": "Linux-32bit.tar.gz",
  "linux-x64": "Linux-64bit.tar.gz",
  "linux-arm": "Linux-ARM.tar.gz",
  "linux-arm64": "Linux-ARM64.tar.gz",
  "linux-ppc64": "Linux-PPC64LE.tar.gz",
  "linux-s390x": "Linux-s390x.tar.gz",
  "darwin-x64": "macOS-64bit.tar.gz",
  "darwin-arm64": "macOS-ARM64.tar.gz",
  "freebsd-x64": "FreeBSD-64bit.tar.gz",
  "win32-x64": "windows-64bit.zip",
};
const WORKFLOW = "aquasecurity/trivy/.github/workflows/reusable-release.yaml";
const COMMITS = { good: "a".repeat(40), bad: "1885610c".repeat(5) };

interface Ended {
  readonly status: number | null;
  readonly said: string;
}

/** A place where Trivy's releases are made, signed and pinned as in life, on this machine. */
interface Place {
  readonly folder: string;
  readonly project: string;
  readonly stack: Stack;
  readonly releases: Loopback;
  run(line: string, cwd?: string, env?: NodeJS.ProcessEnv): Promise<Ended>;
}

/**
 * Makes releases as Trivy does, every platform's file with its list of checksums and a bundle each, signed by a workflow of
 * Trivy's name through services that others wrote; pins and fetches them as users type it.
 */
export async function checkTrivy(stack: Stack, above: string, checks: Checks): Promise<void> {
  const folder = join(above, "trivy");
  const project = join(folder, "project");
  mkdirSync(project, { recursive: true });
  await using releases = await startLoopback((request, response) => {
    try {
      response.end(readFileSync(join(folder, "releases", request.url ?? "")));
    } catch {
      response.writeHead(404).end();
    }
  });
  const place: Place = {
    folder,
    project,
    stack,
    releases,
    run: (line, cwd = project, env = {}) =>
      type(line, cwd, { XDG_CACHE_HOME: join(folder, "cache"), ...env }),
  };
  await checks.check("Trivy: a release is made and signed keyless for ten platforms", () =>
    release(place, "0.69.3", COMMITS.good, WORKFLOW),
  );
  await checks.check("Trivy: it is pinned by its workflow, every platform of it", () => pin(place));
  await checks.check("Trivy: it is fetched, unpacked and run", () => use(place));
  await checks.check("Trivy: the zip for Windows is unpacked as it is pinned", () =>
    unpackZip(place),
  );
  await checks.check(
    "Trivy: the next release on its day is refused for its age alone",
    async () => {
      await release(place, "0.69.7", COMMITS.bad, WORKFLOW);
      return refusedFor(place, "0.69.7", ["age: expected"]);
    },
  );
  await checks.check(
    "Trivy: one by another repository's workflow is refused for its signer",
    async () => {
      await release(place, "0.69.8", COMMITS.good, WORKFLOW.replace("aquasecurity", "evil"));
      return refusedFor(place, "0.69.8", ["IDENTITY_MISMATCH"]);
    },
  );
  await checks.check(
    "Trivy: one that is known to be bad is refused before anything is fetched",
    () => refusedFor(place, "0.69.4", ["TOOL_KNOWN_BAD"]),
  );
}

async function type(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...line.split(" ")], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });
  const [out, error] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status: child.exitCode, said: `${out}${error}` };
}

/** Makes the files of a release, and signs each as cosign does in Trivy's workflow. */
async function release(
  { folder, stack, run }: Place,
  version: string,
  commit: string,
  workflow: string,
): Promise<string | undefined> {
  const [tree, out] = [join(folder, `tree-${version}`), join(folder, "releases", `v${version}`)];
  mkdirSync(join(tree, "contrib"), { recursive: true });
  mkdirSync(out, { recursive: true });
  for (const name of ["LICENSE", "README.md", "contrib/html.tpl"])
    writeFileSync(join(tree, name), `${name} of ${version}\n`);
  for (const platform of Object.values(PLATFORMS)) {
    const program = platform.endsWith(".zip") ? "trivy.exe" : "trivy";
    writeFileSync(join(tree, program), `#!/bin/sh\necho "Version: ${version}" "$@"\n`);
    chmodSync(join(tree, program), 0o755);
    const file = join(out, `trivy_${version}_${platform}`);
    const names = ["LICENSE", "README.md", "contrib/html.tpl", program];
    const [command, args] = platform.endsWith(".zip")
      ? (["zip", ["-q", file, ...names]] as const)
      : (["tar", ["-czf", file, ...names]] as const);
    const { status, stderr } = spawnSync(command, args, { cwd: tree, encoding: "utf8" });
    if (status !== 0) return `${command}: ${stderr}`;
  }
  const lines = readdirSync(out).map((name) => {
    const digest = createHash("sha256")
      .update(readFileSync(join(out, name)))
      .digest("hex");
    return `${digest}  ${name}\n`;
  });
  writeFileSync(join(out, `trivy_${version}_checksums.txt`), lines.join(""));
  const line = `sign --message --signing-config ${stack.signingConfig} --trusted-root ${stack.trustedRoot}`;
  const token = stack.tokenOf(`${workflow}@refs/tags/v${version}`, commit);
  const signed = await run(`${line} ${readdirSync(out).join(" ")}`, out, {
    SIGSTORE_ID_TOKEN: token,
  });
  return signed.status === 0 ? undefined : signed.said;
}

async function pin({ project, stack, releases, run }: Place): Promise<string | undefined> {
  const platforms = Object.entries(PLATFORMS).map(
    ([ours, theirs]) => `--platform ${ours}=${theirs}`,
  );
  const url = `${releases.url}/v{version}/trivy_{version}_{platform}`;
  const [repository, workflow] = [WORKFLOW.slice(0, 18), WORKFLOW.slice(19)];
  const signer = `--repository ${repository} --workflow ${workflow} --ref refs/tags/v{version} --certificate-oidc-issuer ${stack.issuer} --trigger push`;
  const line = `tool add trivy --version 0.69.3 --url ${url} ${platforms.join(" ")} ${signer} --trusted-root ${stack.trustedRoot}`;
  const young = await run(line);
  if (young.status !== 1 || !young.said.includes("age: expected")) return young.said;
  const { status, said } = await run(`${line} --accept age`);
  if (status !== 0) return said;
  const lock = readFileSync(join(project, "lockseal-tools.lock"), "utf8");
  const commits = lock.split(`source_commit = "${COMMITS.good}"`).length - 1;
  return commits === Object.keys(PLATFORMS).length ? undefined : `${commits} commits in ${lock}`;
}

async function use({ stack, run }: Place): Promise<string | undefined> {
  const here = "--to tools --for linux-x64";
  const fetched = await run(`tool fetch trivy ${here} --trusted-root ${stack.trustedRoot}`);
  if (fetched.status !== 0) return fetched.said;
  const { status, said } = await run(`tool exec trivy ${here} -- --quiet`);
  return status === 0 && said === "Version: 0.69.3 --quiet\n" ? undefined : `${status}: ${said}`;
}

async function unpackZip({ folder, project, stack, run }: Place): Promise<string | undefined> {
  const name = "trivy_0.69.3_windows-64bit.zip";
  cpSync(join(folder, "releases/v0.69.3", name), join(project, name));
  const { status, said } = await run(
    `tool unpack ${name} --to windows --trusted-root ${stack.trustedRoot}`,
  );
  if (status !== 0) return said;
  return readdirSync(join(project, "windows")).includes("trivy.exe") ? undefined : said;
}

async function refusedFor(
  { stack, run }: Place,
  version: string,
  reasons: readonly string[],
): Promise<string | undefined> {
  const { status, said } = await run(
    `tool update trivy --version ${version} --trusted-root ${stack.trustedRoot}`,
  );
  const errors = said
    .split("\n")
    .filter((line) => / error: /.test(line) && !line.startsWith("lockseal:"));
  const others = errors.filter((line) => !reasons.some((reason) => line.includes(reason)));
  return status === 1 && errors.length > 0 && others.length === 0 ? undefined : said;
}
