import { describe, expect, test } from "vitest";
import { Folder } from "../../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../../fakes/instance.ts";
import {
  asAttestation,
  PUBLISH_TYPE,
  provenanceOf,
  publicationOf,
  signPublication,
} from "../../fakes/pep740.ts";
import { COMMIT, githubClaims, workflowProvenance } from "../../fakes/provenance.ts";

const instance = createInstance();
const ROOT = written(trustedRoot(instance));
const FILE = "app-1.2.3-py3-none-any.whl";
const BYTES = Buffer.from("a wheel\n");
const WORKFLOW = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3";

/** A publication, and the provenance of the build that a workflow signs beside it. */
const PUBLISHED = asAttestation(signPublication(instance, publicationOf(FILE, BYTES)));
const BUILT = asAttestation(
  signPublication(
    instance,
    {
      ...publicationOf(FILE, BYTES),
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: workflowProvenance(WORKFLOW).predicate,
    },
    githubClaims(),
  ),
);

function folder(provenance: Loose = provenanceOf(PUBLISHED, BUILT)): Folder {
  return new Folder()
    .write(FILE, BYTES)
    .write(`${FILE}.provenance`, written(provenance))
    .write("root.json", ROOT);
}

const INDEX = "--index https://index.example/simple/";
const GITHUB = "--publisher github:acme/app/release.yml";
const verify = (made: Folder, rest: string) =>
  made.run(`attestation verify ${FILE} --trusted-root root.json ${rest}`, { now: NOW });

describe("attestation verify --publisher", () => {
  test("says who published, and when by whose clock", async () => {
    const { exitCode, stdout, stderr } = await verify(folder(), `${GITHUB} ${INDEX}`);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const name = `${FILE}.provenance: attestation_bundles[0].attestations`;
    expect(stdout).toContain(`${FILE}: ok: ${name}[0]: published by github:acme/app/release.yml`);
    expect(stdout).toContain(
      `${FILE}: ok: ${name}[1]: build provenance by github:acme/app/release.yml, not compared with anything`,
    );
    expect(stdout).toContain("at 2026-01-15T12:00:00.000Z by https://log.fake (rekor-v1)");
    expect(stdout).toContain("judged by root.json");
  });

  test("takes the index of lockseal.toml, by its name or as the only one", async () => {
    const one = folder().write(
      "lockseal.toml",
      'version = 1\n[indexes]\nmain = "https://index.example/simple/"\n',
    );
    expect((await verify(one, GITHUB)).exitCode).toBe(0);
    expect((await verify(one, `${GITHUB} --index main`)).exitCode).toBe(0);
    const { exitCode, stderr } = await verify(one, `${GITHUB} --index mian`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('or one of main of lockseal.toml, found "mian"');
  });

  test("takes no index by a policy whose time is over", async () => {
    const text =
      'version = 1\nexpires = 2026-01-31T00:00:00Z\n[indexes]\nmain = "https://index.example/simple/"\n';
    const one = folder().write("lockseal.toml", text);
    for (const rest of [GITHUB, `${GITHUB} --index main`]) {
      const { exitCode, stderr } = await verify(one, rest);
      expect(stderr).toContain("lockseal.toml: expected a policy in force");
      expect(exitCode).toBe(2);
    }
    const url = "--index https://index.example/simple/";
    expect((await verify(one, `${GITHUB} ${url}`)).exitCode).toBe(0);
  });

  test("takes a URI in the place of an index, to the letter", async () => {
    const made = folder();
    expect((await verify(made, `${GITHUB} --predicate-type ${PUBLISH_TYPE}`)).exitCode).toBe(0);
    const { exitCode, stdout } = await verify(made, `${GITHUB} --predicate-type ${PUBLISH_TYPE}/`);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `expected an attestation that claims ${PUBLISH_TYPE}/, found only ${PUBLISH_TYPE}, https://slsa.dev/provenance/v1`,
    );
  });

  test("without an index and without a URI nothing is verified: exit 2", async () => {
    const { exitCode, stderr } = await verify(folder(), GITHUB);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected the index that the file is from, found none");
    expect(stderr).toContain("--index URL");
  });

  test.each<[why: string, rest: string]>([["a file without attestations", `${GITHUB} ${INDEX}`]])(
    "%s: exit 3",
    async (_, rest) => {
      const made = new Folder().write(FILE, BYTES).write("root.json", ROOT);
      const { exitCode, stdout } = await verify(made, rest);
      expect(exitCode).toBe(3);
      expect(stdout).toContain(`expected attestations beside it, such as ${FILE}.provenance`);
      expect(stdout).toContain("[ATTESTATION_NONE]");
    },
  );

  test.each<[why: string, publisher: string, found: string]>([
    ["another repository", "github:acme/app2/release.yml", "IDENTITY_CLAIM_MISMATCH"],
    ["another workflow", "github:acme/app/ci.yml", "IDENTITY_CLAIM_MISMATCH"],
    ["another environment", "github:acme/app/release.yml@staging", "IDENTITY_CLAIM_MISMATCH"],
    ["another service", "gitlab:acme/app//release.yml", "IDENTITY_ISSUER_MISMATCH"],
  ])("%s: exit 1", async (_, publisher, found) => {
    const { exitCode, stdout } = await verify(folder(), `--publisher ${publisher} ${INDEX}`);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`[${found}]`);
  });

  describe("holds the build's provenance against what is expected of it", () => {
    test.each<[why: string, rest: string, exit: number, rule: string]>([
      ["its source and tag", "--source-uri github.com/acme/app --source-tag v1.2.3", 0, ""],
      ["another tag", "--source-tag v1.2.4", 1, "SOURCE_TAG"],
      ["another source", "--source-uri github.com/acme/app2", 1, "SOURCE_MISMATCH"],
      ["the commit", `--source-digest ${COMMIT}`, 0, ""],
      ["its builder", `--builder-id ${WORKFLOW}`, 0, ""],
      [
        "another builder",
        "--builder-id https://github.com/acme/other/b.yml",
        1,
        "BUILDER_MISMATCH",
      ],
      ["no machine of one's own", "--deny-self-hosted-runners", 0, ""],
    ])("%s", async (_, rest, exit, rule) => {
      const { exitCode, stdout } = await verify(folder(), `${GITHUB} ${INDEX} --json ${rest}`);
      const { findings, evidence } = JSON.parse(stdout) as Loose;
      const refused = findings.filter(({ verdict }: Loose) => verdict === "refused");
      expect([exitCode, refused.map((one: Loose) => one.rule).join()]).toEqual([exit, rule]);
      expect(findings.map((one: Loose) => one.rule)).toContain("PUBLISHER");
      expect(JSON.stringify(findings)).not.toContain("not compared with anything");
      expect(evidence.length).toBeGreaterThan(0);
    });

    test("and misses it where there is none", async () => {
      const made = folder(provenanceOf(PUBLISHED));
      const { exitCode } = await verify(made, `${GITHUB} ${INDEX} --source-tag v1.2.3`);
      expect(exitCode).toBe(1);
    });
  });

  test.each<[why: string, rest: string, stderr: string]>([
    ["no publisher", "--publisher acme/app", "publisher: expected github:OWNER/REPO"],
    ["a key beside it", `${GITHUB} ${INDEX} --key a.pub`, "--publisher or --key, found both"],
    [
      "an index and a URI",
      `${GITHUB} ${INDEX} --predicate-type a:b`,
      "--index or --predicate-type, found both",
    ],
    ["an index alone", INDEX, "expected --publisher with --index, found none"],
    ["provenance alone", "--provenance p", "expected --publisher with --provenance, found none"],
    ["an index by http", `${GITHUB} --index http://index.example/`, "expected an https URL"],
  ])("%s: exit 2", async (_, rest, expected) => {
    const { exitCode, stderr } = await verify(folder(), rest);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
  });

  test("two files with one provenance: exit 2", async () => {
    const { exitCode, stderr } = await folder().run(
      `attestation verify a b --provenance p ${GITHUB} ${INDEX}`,
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected one FILE with --provenance, found several");
  });
});
