import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { ALICE, BOB, Folder, pin, sha256 } from "./fakes/checkout.ts";
import { event } from "./fakes/gated.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  trustedRoot,
  written,
} from "./fakes/instance.ts";
import { startLoopback } from "./fakes/loopback.ts";
import { commandsOf } from "./fakes/page.ts";
import {
  asAttestation,
  PUBLISHER_CLAIMS,
  provenanceOf,
  publicationOf,
  signPublication,
} from "./fakes/pep740.ts";
import { Policed, WITHOUT_BOT } from "./fakes/policed.ts";
import { Project, published } from "./fakes/project.ts";
import { ARTIFACT, oldProvenance, signAs } from "./fakes/provenance.ts";
import { makeTrivy, PINNED_AT, TRIVY_PLATFORMS } from "./fakes/release.ts";
import { serveInstance } from "./fakes/served.ts";
import { type Outcome, run, type Surroundings } from "./fakes/streams.ts";

/** Runs the commands of a page one by one, and says which of them did not do what the page says. */
async function runPage(
  page: string,
  { path }: Folder,
  runLine: (words: readonly string[], line: string) => Promise<Outcome>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [program = "", ...words] of commandsOf(page)) {
    const line = words.join(" ");
    lines.push(line);
    if (program === "git") {
      execFileSync("git", ["-C", path, ...words], { stdio: "pipe" });
      continue;
    }
    expect(program).toBe("lockseal");
    const { exitCode, stdout, stderr } = await runLine(words, line);
    expect({ line, exitCode, said: exitCode === 0 ? "" : stdout + stderr }).toEqual({
      line,
      exitCode: 0,
      said: "",
    });
  }
  return lines;
}

const staged = ({ path }: Folder): readonly string[] =>
  execFileSync("git", ["-C", path, "diff", "--cached", "--name-only"], { encoding: "utf8" })
    .trim()
    .split("\n");

/** What a page says of somewhere else is asked for on this machine. */
const here = (words: readonly string[], from: string, to: string): readonly string[] =>
  words.map((word) => word.replace(from, to));

// The release has a program for each of these, and runs it.
const isPublished = `${process.platform}-${process.arch}` in TRIVY_PLATFORMS;

test.runIf(isPublished)(
  "tools: pinned, fetched, run, verified, unpacked, listed and updated",
  async () => {
    await using server = await published();
    server.publish("0.72.0", makeTrivy("0.72.0"));
    const project = new Project(server);
    execFileSync("git", ["init", "-q", project.path]);
    const archive = makeTrivy("0.71.0").get("trivy_0.71.0_Linux-64bit.tar.gz") ?? "";
    project.write("trivy_0.71.0_Linux-64bit.tar.gz", archive);
    const releases = "https://github.com/aquasecurity/trivy/releases/download";
    const around = {
      cwd: project.path,
      now: PINNED_AT,
      env: { XDG_CACHE_HOME: project.cache.path },
    };
    await runPage("tools.md", project, (words) => {
      const line = here(words, releases, server.url);
      const root = /^(?:add|update|fetch|verify|unpack)$/.test(words[1] ?? "")
        ? ["--trusted-root", "root.json"]
        : [];
      return run([...line, ...root], around);
    });
    expect(staged(project)).toEqual(
      expect.arrayContaining(["lockseal-tools.lock", "lockseal.toml"]),
    );
    expect(staged(project).some((name) => name.startsWith(".lockseal/evidence/"))).toBe(true);
    expect(project.read("trivy/trivy")).toContain("trivy 0.71.0");
    expect(project.read("lockseal.toml")).toContain('version = "0.72.0"');
  },
);

describe("approvals", () => {
  const HOUR = 3_600_000;
  const WHEEL = Buffer.from("click 8.1.8");
  const NAME = "click-8.1.8-py3-none-any.whl";

  test("looked at, given, and the ages of files recorded", async () => {
    const instance = createInstance();
    await using served = await serveInstance(instance, SIGNED_AT, "v1");
    const at = new Date(SIGNED_AT.getTime() - 48 * HOUR);
    const signed = signPublication(instance, publicationOf(NAME, WHEEL), PUBLISHER_CLAIMS, { at });
    const provenance = written(provenanceOf(asAttestation(signed)));
    const file = {
      filename: NAME,
      hashes: { sha256: sha256(WHEEL) },
      size: 11,
      "upload-time": at.toISOString(),
      provenance: "/provenance",
    };
    await using index = await startLoopback((request, response) => {
      const isPage = request.url === "/simple/click/";
      response.end(isPage ? JSON.stringify({ files: [file] }) : provenance);
    });
    const root = Buffer.from(served.trustedRoot);
    const repository = new Policed(null);
    repository.git("checkout", "-q", "main");
    repository.write("trust/root.json", root).write(
      "lockseal.toml",
      `${WITHOUT_BOT}
[trust]
sigstore_root = { file = "trust/root.json", sha256 = "${sha256(root)}" }

[signers.bot]
roles = ["observer"]
keyless = [{ issuer = "${ISSUER}", identity = "${IDENTITY}" }]
`,
    );
    repository.git("update-ref", "refs/remotes/origin/main", repository.commit("policy"));
    repository.git("checkout", "-q", "update");
    repository.git("rebase", "-q", "main");
    repository.write("alice.key", ALICE.privateFile).write("signing.json", served.signingConfig);
    const around = {
      cwd: repository.path,
      now: SIGNED_AT,
      env: { SIGSTORE_ID_TOKEN: served.token },
    };
    await runPage("approvals.md", repository, async (words, line) => {
      if (words[0] === "observe") {
        const index_ = ["--index", `${index.url}/simple/`, "--index-name", "main"];
        const services = ["--signing-config", "signing.json", "--trusted-root", "trust/root.json"];
        return run([...words, ...index_, ...services], around);
      }
      expect(line).toBe("approve requirements.txt --key alice.key");
      // Without a terminal it shows what would be signed, and nobody can say yes but by its digest.
      const look = await run(words, around);
      expect(look.exitCode).toBe(2);
      expect(look.stdout).toContain("click 8.1.7 → 8.1.8");
      const [, digest = ""] = /^delta sha256:([0-9a-f]{64})$/m.exec(look.stdout) ?? [];
      return run([...words, "--yes", digest], around);
    });
    const names = Object.keys(repository.list());
    expect(names.some((name) => /^\.lockseal\/approvals\/.*\/alice\./.test(name))).toBe(true);
    expect(staged(repository).map((name) => name.split("/").slice(0, 2).join("/"))).toEqual([
      ".lockseal/evidence",
      ".lockseal/records",
    ]);
  });
});

test("gate: what was approved passes, and at a release what was signed", async () => {
  const policy = WITHOUT_BOT.replace(', hold = "24h"', "");
  const repository = new Policed(`${policy}signatures = { role = "owner", threshold = 1 }\n`);
  await repository.approve("alice");
  await repository.approve("bob");
  await repository.run(`sign requirements.txt --key ${repository.secret.at("alice.key")}`);
  repository.commit("approved and signed");
  const around = { cwd: repository.path, env: event() };
  await runPage("gate.md", repository, (words) => run(words, around));
  expect(repository.read("verified/requirements.txt")).toBe(pin("click", "8.1.8"));
});

describe("attestations", () => {
  const GENERATOR = "https://github.com/slsa-framework/slsa-github-generator";
  const BUILDER = `${GENERATOR}/.github/workflows/generator_generic_slsa3.yml@refs/tags/v2.0.0`;
  const WHEEL = "app-1.2.3-py3-none-any.whl";
  const BYTES = Buffer.from("a wheel\n");

  test("signed, made, verified by builder and publisher, compared, and summed up", async () => {
    const instance = createInstance();
    await using served = await serveInstance(instance, SIGNED_AT, "v2");
    const built: Loose = oldProvenance(BUILDER);
    built.predicate.buildType = `${GENERATOR}/generic@v1`;
    const provenance = written(
      provenanceOf(asAttestation(signPublication(instance, publicationOf(WHEEL, BYTES)))),
    );
    const folder = new Folder()
      .write("dist/app.whl", BYTES)
      .write("sbom.json", JSON.stringify(SBOM))
      .write("release.key", ALICE.privateFile)
      .write("verifier.key", BOB.privateFile)
      .write("verifier.pub", BOB.publicFile)
      .write("app", ARTIFACT)
      .write("app.intoto.jsonl", `${JSON.stringify(signAs(instance, BUILDER, built))}\n`)
      .write(WHEEL, BYTES)
      .write(`${WHEEL}.provenance`, provenance)
      .write(`provenance/${WHEEL}.provenance`, provenance)
      .write("old.txt", pin("click", "8.1.7"))
      .write("requirements.txt", `app==1.2.3 --hash=sha256:${sha256(BYTES)}\n`)
      .write("root.json", written(trustedRoot(instance)))
      .write("signing.json", served.signingConfig);
    const lines = await runPage("attestations.md", folder, async (words) => {
      const keyless = words[0] === "attest" && !words.includes("--key");
      const around: Surroundings = {
        cwd: folder.path,
        now: keyless ? SIGNED_AT : NOW,
        env: keyless ? { SIGSTORE_ID_TOKEN: served.token } : {},
      };
      const isJudging = /^(?:attestation|diff)$/.test(words[0] ?? "") && !words.includes("--vsa");
      const more = [
        ...(keyless ? ["--signing-config", "signing.json"] : []),
        ...(keyless || isJudging ? ["--trusted-root", "root.json"] : []),
      ];
      const outcome = await run([...words, ...more], around);
      // Two locks that differ are what the page compares.
      if (words[0] !== "diff") return outcome;
      expect(outcome.stdout).toContain("app");
      return { ...outcome, exitCode: outcome.exitCode - 1 };
    });
    expect(lines.length).toBeGreaterThanOrEqual(8);
    const names = Object.keys(folder.list());
    expect(names).toContain("dist/app.whl.spdx.sigstore.json");
    expect(names).toContain("dist/app.whl.provenance.sigstore.json");
    expect(names).toContain("app.vsa");
  });

  const SBOM = {
    spdxVersion: "SPDX-2.3",
    SPDXID: "SPDXRef-DOCUMENT",
    dataLicense: "CC0-1.0",
    name: "app",
    documentNamespace: "https://acme.example/app",
    creationInfo: { created: "2026-01-01T00:00:00Z", creators: ["Tool: by hand"] },
    packages: [],
  };
});
