import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALICE, BOB, Folder, sha256 } from "../../fakes/checkout.ts";
import {
  createInstance,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  trustedRoot,
  written,
} from "../../fakes/instance.ts";
import {
  ARTIFACT,
  BUILDER,
  COMMIT,
  delegatedProvenance,
  githubClaims,
  HOSTED,
  SOURCE,
  signAs,
  statementOf,
  workflowProvenance,
} from "../../fakes/provenance.ts";

const instance = createInstance();
const ROOT = written(trustedRoot(instance));
const PINNED = `${BUILDER}@refs/tags/v2.0.0`;
const WORKFLOW = `${SOURCE}/.github/workflows/release.yml@refs/tags/v1.2.3`;
const GOOD = signAs(instance, PINNED, workflowProvenance());
const line = (bundle: Loose): string => `${JSON.stringify(bundle)}\n`;

/** A folder with an artifact, its attestation beside it, and the trust root of the instance. */
function folder(bundle: Loose = GOOD): Folder {
  return new Folder()
    .write("app", ARTIFACT)
    .write("app.intoto.jsonl", line(bundle))
    .write("root.json", ROOT);
}

const BY = `--trusted-root root.json --builder-id ${BUILDER} --source-uri github.com/acme/app`;
const verify = (made: Folder, rest: string, files = "app") =>
  made.run(`attestation verify ${files} ${rest}`.trim(), { now: NOW });

/** What was refused, by its rules. */
async function rules(made: Folder, rest: string, files = "app") {
  const { exitCode, stdout } = await verify(made, `--json ${rest}`, files);
  const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  return { exitCode, refused: refused.map(({ rule }) => rule) };
}

describe("attestation verify", () => {
  test("says what was checked, with what was found and where", async () => {
    const { exitCode, stdout, stderr } = await verify(folder(), BY);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`app: ok: app.intoto.jsonl: signed by ${PINNED} (${ISSUER})`);
    expect(stdout).toContain("app: ok: judged by root.json");
    expect(stdout).toContain(
      `app: ok: source: ${SOURCE} (certificate sourceRepositoryUri, predicate.buildDefinition.externalParameters.workflow.repository, predicate.buildDefinition.resolvedDependencies[0].uri; they agree)`,
    );
    expect(stdout).toContain(
      `app: ok: builder: ${PINNED} (certificate subjectAlternativeName, predicate.runDetails.builder.id; they agree)`,
    );
  });

  test("says what was expected of what is refused", async () => {
    const { exitCode, stdout, stderr } = await verify(folder(), `${BY} --source-tag v1.2.4`);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      "app: error: app.intoto.jsonl: tag: expected v1.2.4, found v1.2.3 (certificate sourceRepositoryRef",
    );
    expect(stdout).toContain("[SOURCE_TAG]");
    expect(stderr).toContain("attestation verify: refused: 1 problem");
  });

  test("gives the ledger as JSON", async () => {
    const { stdout } = await verify(folder(), `${BY} --source-digest ${COMMIT} --json`);
    const { ledger, evidence } = JSON.parse(stdout) as Loose;
    expect(ledger.find(({ rule }: Loose) => rule === "SOURCE_DIGEST")).toEqual({
      subject: "app",
      attestation: "app.intoto.jsonl",
      rule: "SOURCE_DIGEST",
      verdict: "passed",
      expected: COMMIT,
      found: COMMIT,
      read: [
        { document: "certificate", field: "sourceRepositoryDigest", value: COMMIT },
        {
          document: "predicate",
          field: "predicate.buildDefinition.resolvedDependencies[0].digest.gitCommit",
          value: COMMIT,
        },
      ],
      agree: true,
    });
    expect(evidence).toMatchObject([
      { subject: "app", predicateType: "https://slsa.dev/provenance/v1" },
    ]);
  });

  test("writes the verdict as SARIF", async () => {
    const made = folder();
    const { exitCode } = await verify(made, `${BY} --source-tag v9 --report sarif=out.sarif`);
    expect(exitCode).toBe(1);
    const { runs } = JSON.parse(made.read("out.sarif")) as Loose;
    expect(runs[0].results.map(({ ruleId }: Loose) => ruleId)).toContain("SOURCE_TAG");
  });

  test("takes a digest in place of a file", async () => {
    const { sha256 } = workflowProvenance().subject[0].digest;
    const rest = `--bundle app.intoto.jsonl ${BY}`;
    expect((await verify(folder(), rest, `sha256:${sha256}`)).exitCode).toBe(0);
    expect(await rules(folder(), rest, `sha256:${"0".repeat(64)}`)).toEqual({
      exitCode: 1,
      refused: ["STATEMENT_SUBJECT_MISMATCH"],
    });
  });

  test("verifies several files, and names the one that is refused", async () => {
    const made = folder().write("other", "x").write("other.intoto.jsonl", line(GOOD));
    const { exitCode, stdout } = await verify(made, BY, "app other");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("app: ok: builder");
    expect(stdout).toMatch(/other: error: .*STATEMENT_SUBJECT_MISMATCH/);
  });
});

describe("whom it is believed from", () => {
  test.each<[string, string, string]>([
    ["nobody", "--source-uri github.com/acme/app", "expected a builder"],
    ["everybody's machine", `--builder-id ${HOSTED}`, "expected a source with the builder"],
    ["a host that nobody vouches for", "--builder-id https://builder.test/x", "expected an issuer"],
    [
      "an identity without its issuer",
      `--certificate-identity ${WORKFLOW}`,
      "certificate-oidc-issuer",
    ],
    ["an unknown set", "--builders everybody", "expected --builders slsa-github-generator"],
    ["no workflow", "--signer-workflow release.yml", "expected --signer-workflow such as"],
    [
      "a workflow of a host that nobody vouches for",
      "--signer-workflow host.test/a/b/c.yml",
      "oidc-issuer",
    ],
    [
      "a version that is none",
      `--builder-id ${BUILDER} --source-versioned-tag 1.2`,
      "such as v1.2",
    ],
    ["two tags", `--builder-id ${BUILDER} --source-versioned-tag v1 --source-tag v1`, "found both"],
    ["a commit that is none", `--builder-id ${BUILDER} --source-digest abc`, "40 or 64"],
    ["an input without a value", `--builder-id ${BUILDER} --build-workflow-input a`, "NAME=VALUE"],
    ["both kinds of files", `--builder-id ${BUILDER} --bundle a --attestations b`, "found both"],
    ["an age that is none", `--builder-id ${BUILDER} --max-root-age old`, "such as 180d"],
  ])("%s is a mistake of the command line", async (_, rest, message) => {
    const { exitCode, stderr } = await verify(folder(), `--trusted-root root.json ${rest}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test("one set of npm's is about one file", async () => {
    const { exitCode, stderr } = await verify(folder(), `${BY} --attestations a`, "app app");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("one FILE")]);
  });

  test.each<[string, string]>([
    ["an identity", `--certificate-identity ${PINNED} --certificate-oidc-issuer ${ISSUER}`],
    [
      "a pattern",
      `--certificate-identity-pattern ${BUILDER}@** --certificate-oidc-issuer ${ISSUER}`,
    ],
    ["a workflow", `--signer-workflow ${BUILDER.replace("https://github.com/", "")}`],
    [
      "a workflow with its host",
      `--signer-workflow ${BUILDER.replace("https://", "")}@refs/tags/v2.0.0`,
    ],
    ["a builder", `--builder-id ${BUILDER}`],
    ["a builder of several", `--builder-id https://github.com/acme/other --builder-id ${BUILDER}`],
  ])("%s", async (_, rest) => {
    const { exitCode, stdout } = await verify(folder(), `--trusted-root root.json ${rest}`);
    expect(exitCode, stdout).toBe(0);
  });

  test("an untrusted builder is refused", async () => {
    const made = folder(signAs(instance, WORKFLOW, workflowProvenance()));
    expect(await rules(made, BY)).toEqual({ exitCode: 1, refused: ["BUILDER_UNTRUSTED"] });
  });

  test("a key, over an envelope that stands alone", async () => {
    const made = folder()
      .write("alice.pub", ALICE.publicFile)
      .write("bob.pub", BOB.publicFile)
      .write("alice.key", ALICE.privateFile)
      .write("statement.json", JSON.stringify(workflowProvenance()));
    await made.run("attest app --statement statement.json --key alice.key --bundle signed.json");
    expect((await verify(made, "--key alice.pub --bundle signed.json")).exitCode).toBe(0);
    expect(
      (await verify(made, "--key bob.pub --key alice.pub --bundle signed.json")).exitCode,
    ).toBe(0);
    expect(await rules(made, "--key bob.pub --bundle signed.json")).toEqual({
      exitCode: 1,
      refused: ["SIGNATURE_INVALID"],
    });
    const { dsseEnvelope } = JSON.parse(made.read("signed.json"));
    made.write("alone.jsonl", line(dsseEnvelope));
    expect((await verify(made, "--key alice.pub --bundle alone.jsonl")).exitCode).toBe(0);
  });

  test("a certificate alone has no time", async () => {
    const { dsseEnvelope, verificationMaterial } = GOOD;
    const der = Buffer.from(verificationMaterial.certificate.rawBytes, "base64");
    const cert = `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
    const bare = { ...dsseEnvelope, signatures: [{ ...dsseEnvelope.signatures[0], cert }] };
    expect(await rules(folder(bare), BY)).toEqual({ exitCode: 3, refused: ["SIGNATURE_UNDATED"] });
  });

  test("a signature that stands alone is no attestation", async () => {
    const made = folder().write("alice.pub", ALICE.publicFile);
    made.write("app.sig.json", JSON.stringify({ base64Signature: "AAAA", cert: "" }));
    expect((await rules(made, "--key alice.pub --bundle app.sig.json")).exitCode).toBe(1);
  });
});

describe("where attestations are", () => {
  const other = signAs(instance, WORKFLOW, workflowProvenance());
  test.each<[string, (made: Folder) => Folder, string]>([
    [
      "beside it, by any name that is its own and goes on",
      (made) => made.write("app.provenance.sigstore.json", line(GOOD)),
      "",
    ],
    ["a file", (made) => made.write("a.json", JSON.stringify(GOOD, null, 2)), "--bundle a.json"],
    [
      "a line of several",
      (made) => made.write("a.jsonl", line(other) + line(GOOD)),
      "--bundle a.jsonl",
    ],
    [
      "after junk",
      (made) => made.write("a.jsonl", `junk\n\n{}\n{"a":1\n${line(GOOD)}`),
      "--bundle a.jsonl",
    ],
    ["before junk", (made) => made.write("a.jsonl", `${line(GOOD)}junk\n`), "--bundle a.jsonl"],
    [
      "without a line end",
      (made) => made.write("a.jsonl", `{}\n${JSON.stringify(GOOD)}`),
      "--bundle a.jsonl",
    ],
    [
      "spread over lines",
      (made) => made.write("a.jsonl", JSON.stringify(GOOD, null, 1)),
      "--bundle a.jsonl",
    ],
    [
      "after bytes that are no text",
      (made) =>
        made.write(
          "a.jsonl",
          Buffer.concat([Buffer.from("{\xff}\n", "latin1"), Buffer.from(line(GOOD))]),
        ),
      "--bundle a.jsonl",
    ],
  ])("%s", async (_, make, rest) => {
    const { exitCode, stdout } = await verify(make(folder(other)), `${BY} ${rest}`);
    expect(exitCode, stdout).toBe(0);
  });

  test("in a folder, whatever else is in there", async () => {
    const made = folder(other);
    mkdirSync(made.at("all"));
    mkdirSync(made.at("all/sub.json"));
    made
      .write("all/a.json", "junk")
      .write("all/b.jsonl", line(other))
      .write("all/c.json", line(GOOD));
    const { exitCode, stdout } = await verify(made, `${BY} --bundle all`);
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain("app: note: 2 attestations were not taken: all/b.jsonl");
    expect(stdout).toContain("[ATTESTATION_PASSED_OVER]");
  });

  test.each<[string, (made: Folder) => void, string]>([
    ["nothing beside it", () => undefined, ""],
    ["an empty file of lines", (made) => made.write("a.jsonl", ""), "--bundle a.jsonl"],
    ["blank lines", (made) => made.write("a.jsonl", "\n \n\r\n"), "--bundle a.jsonl"],
    ["an empty folder", (made) => mkdirSync(made.at("all")), "--bundle all"],
    [
      "a folder without any",
      (made) => {
        mkdirSync(made.at("all"));
        made.write("all/readme.txt", "x");
      },
      "--bundle all",
    ],
  ])("%s is nothing to verify", async (_, make, rest) => {
    const made = new Folder().write("app", ARTIFACT).write("root.json", ROOT);
    make(made);
    expect(await rules(made, `${BY} ${rest}`)).toEqual({
      exitCode: 3,
      refused: ["ATTESTATION_NONE"],
    });
  });

  test("no such attestation is nothing to verify, and no such file is a mistake", async () => {
    for (const option of ["bundle", "attestations"])
      expect(await rules(folder(), `${BY} --${option} no.json`)).toEqual({
        exitCode: 3,
        refused: ["ATTESTATION_NONE"],
      });
    expect(await rules(folder(), BY, "no")).toEqual({ exitCode: 2, refused: ["FILE_MISSING"] });
  });

  test("junk alone is refused", async () => {
    const made = folder().write("a.jsonl", "junk\n{}\n");
    expect((await rules(made, `${BY} --bundle a.jsonl`)).exitCode).toBe(1);
  });

  test("a claim of megabytes is shown cut", async () => {
    const long = `https://builder.test/${"x".repeat(100_000)}`;
    const made = folder(signAs(instance, PINNED, workflowProvenance(long)));
    const { stdout } = await verify(made, `--json ${BY}`);
    expect(JSON.parse(stdout).exitCode).toBe(1);
    expect(stdout.length).toBeLessThan(50_000);
  });

  test("many lines are read one after the other, and the good one among them is found", async () => {
    const lines = Array.from({ length: 20_000 }, () => "x\n").join("");
    const made = folder(other).write("a.jsonl", `${lines}${line(GOOD)}${lines}`);
    const { exitCode, stdout } = await verify(made, `${BY} --bundle a.jsonl`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("20000 attestations were not taken");
  });
});

test("another claim than provenance, by its type", async () => {
  const made = folder(signAs(instance, PINNED, statementOf("https://spdx.dev/Document", {})));
  expect(await rules(made, BY)).toEqual({ exitCode: 1, refused: ["ATTESTATION_PREDICATE"] });
  const { exitCode } = await verify(made, `${BY} --predicate-type https://spdx.dev/Document`);
  expect(exitCode).toBe(0);
});

test("a machine of one's own is denied", async () => {
  const made = folder(
    signAs(instance, WORKFLOW, workflowProvenance(HOSTED), githubClaims({ 11: "self-hosted" })),
  );
  const by = `--trusted-root root.json --signer-workflow acme/app/.github/workflows/release.yml`;
  const { refused } = await rules(made, `${by} --deny-self-hosted-runners`);
  expect(refused).toContain("BUILDER_RUNNER");
});

test("an old trust root is refused where its age is limited", async () => {
  expect(await rules(folder(), `${BY} --max-root-age 1d`)).toEqual({
    exitCode: 4,
    refused: ["TRUST_ROOT_STALE"],
  });
});

describe("sets of builders of one's own", () => {
  const set = (name: string, text: string): string => `version = 1\n[builders.${name}]\n${text}\n`;
  const by = "--trusted-root root.json --source-uri github.com/acme/app --builders";

  test("a builder", async () => {
    const made = folder().write("b.toml", set("acme", `builder = "${BUILDER}"`));
    expect((await verify(made, `${by} b.toml`)).exitCode).toBe(0);
  });

  test("a delegator, whose builders begin as it says", async () => {
    const delegator = "https://github.com/acme/builders/.github/workflows/delegator.yml";
    const signed = signAs(instance, `${delegator}@refs/tags/v1.0.0`, delegatedProvenance());
    const own = `delegator = ["${delegator}"]\ndelegated = "https://github.com/acme/builders/"`;
    const made = folder(signed).write("b.toml", set("acme", own));
    expect((await verify(made, `${by} b.toml`)).exitCode).toBe(0);
    made.write(
      "b.toml",
      set("acme", own.replace("/builders/", "/others/").replace('acme/builders/"', 'x/"')),
    );
    expect((await rules(made, `${by} b.toml`)).exitCode).toBe(1);
  });

  test.each<[string, string]>([
    ["a name that is known", set("slsa-github-generator", `builder = "${BUILDER}"`)],
    ["neither builder nor delegator", set("acme", "")],
    ["an unknown field", set("acme", `builder = "${BUILDER}"\nbuilderz = "x"`)],
    [
      "a beginning that is no folder",
      set("acme", `builder = "x"\ndelegated = "https://github.com/acme"`),
    ],
    ["an empty list", set("acme", "builder = []")],
    ["no set", "version = 1\n[builders]\n"],
    ["another version", "version = 2\n[builders.a]\nbuilder = 'x'\n"],
  ])("%s is refused", async (_, text) => {
    expect(await rules(folder().write("b.toml", text), `${by} b.toml`)).toEqual({
      exitCode: 2,
      refused: ["POLICY_MALFORMED"],
    });
  });
});

describe("by a policy", () => {
  const GLOB = `keyless = [{ issuer = "${ISSUER}", repository = "acme/builders", workflow = ".github/workflows/build.yml", ref = "refs/tags/v*" }]`;
  const policy = (section: string, rest = ""): string =>
    `version = 1\n${rest}\n[provenance.app]\n${section}\n`;
  const BUILT = `builder = "${BUILDER}"\nsource = "github.com/acme/app"`;
  const judged = (text: string, files = "app", bundle: Loose = GOOD) =>
    rules(
      folder(bundle).write("p.toml", text),
      "--trusted-root root.json --expectations p.toml",
      files,
    );

  describe("that is in place", () => {
    const placed = (text: string): Folder => {
      const made = folder().write("lockseal.toml", text);
      mkdirSync(made.at(".git"));
      return made;
    };
    const ROOTED = "--trusted-root root.json";

    test("says whom to believe where no option does, and is named", async () => {
      const { exitCode, stdout } = await verify(placed(policy(BUILT)), ROOTED);
      expect(stdout).toContain("judged by lockseal.toml, since no option says by whom");
      expect(stdout).toContain("[POLICY_IN_TREE]");
      expect(exitCode).toBe(0);
      const other = policy(BUILT.replace("acme/app", "evil/app"));
      expect(await rules(placed(other), ROOTED)).toEqual({
        exitCode: 1,
        refused: ["SOURCE_MISMATCH"],
      });
    });

    test("says nothing where options or another one do", async () => {
      const made = placed(policy(BUILT.replace("acme/app", "evil/app"))).write(
        "p.toml",
        policy(BUILT),
      );
      for (const rest of [BY, `${ROOTED} --expectations p.toml`]) {
        const { exitCode, stdout } = await verify(made, rest);
        expect(stdout).not.toContain("POLICY_IN_TREE");
        expect(exitCode).toBe(0);
      }
    });

    test("is judged by the root that the command line names, in place of its own", async () => {
      const other = written(trustedRoot(createInstance()));
      const root = `sigstore_root = { file = "other.json", sha256 = "${sha256(other)}" }`;
      const made = placed(policy(BUILT, `[trust]\n${root}\nmax_root_age = "1d"`));
      made.write("other.json", other);
      expect((await rules(made, "")).refused).toEqual(["TLOG_LOG_UNKNOWN"]);
      expect(await rules(made, ROOTED)).toEqual({ exitCode: 0, refused: [] });
    });

    test("and expects nothing of attestations", async () => {
      const { exitCode, stderr } = await verify(placed("version = 1\n"), ROOTED);
      expect(stderr).toContain(
        "expected options that say whom it is believed from, or a table [provenance.NAME] of lockseal.toml, found neither",
      );
      expect(exitCode).toBe(2);
    });

    test("and is about other files", async () => {
      const text = policy(`subject = "dist/*"\n${BUILT}`);
      expect(await rules(placed(text), ROOTED)).toEqual({
        exitCode: 2,
        refused: ["EXPECTATION_NONE"],
      });
    });
  });

  test.each<[string, string]>([
    ["a builder and a source", policy(BUILT)],
    [
      "lists of them",
      policy(`builder = ["https://github.com/a/b", "${BUILDER}"]\nsource = ["${SOURCE}"]`),
    ],
    ["a builder of a set", policy(`builders = "acme"`, `[builders.acme]\nbuilder = "${BUILDER}"`)],
    ["a workflow", policy(`signer_workflow = "acme/builders/.github/workflows/build.yml"`)],
    ["what the build type has", policy(`${BUILT}\nexternal_parameters = ["workflow"]`)],
    [
      "the value of a parameter",
      policy(
        `${BUILT}\nexternal_parameters = { "workflow.path" = ".github/workflows/release.yml" }`,
      ),
    ],
    ["a file that it is about", policy(`${BUILT}\nsubject = "ap*"`)],
    [
      "tables about other things",
      policy(BUILT, `name = "x"\n[indexes]\nmain = "https://index.example/simple/"\n[tools]\n`),
    ],
    ["a time that is not over", policy(BUILT, "expires = 2027-01-01T00:00:00Z")],
    [
      "a root of an age",
      policy(BUILT, `[trust]\ntime = ["rekor-v1", "rfc3161"]\nmax_clock_skew = "5m"`),
    ],
  ])("takes %s", async (_, text) => {
    expect(await judged(text)).toEqual({ exitCode: 0, refused: [] });
  });

  test.each<[string, string, readonly string[]]>([
    ["another tag", policy(`${BUILT}\ntag = "v9"`), ["SOURCE_TAG"]],
    [
      "a version that is not there",
      policy(`${BUILT}\nversioned_tag = "v9"`),
      ["SOURCE_VERSIONED_TAG"],
    ],
    [
      "a parameter that is not allowed",
      policy(`${BUILT}\nexternal_parameters = "inputs"`),
      ["EXTERNAL_PARAMETER"],
    ],
    [
      "another value",
      policy(`${BUILT}\nexternal_parameters = { workflow = "x" }`),
      ["EXTERNAL_PARAMETER"],
    ],
    ["an input", policy(`${BUILT}\ninputs = { a = "b" }`), ["BUILD_INPUT"]],
    ["another build type", policy(`${BUILT}\nbuild_type = "https://x.test"`), ["BUILD_TYPE"]],
    [
      "another claim",
      policy(`${BUILT}\npredicate = "https://spdx.dev/Document"`),
      ["ATTESTATION_PREDICATE"],
    ],
    [
      "another of two tables",
      `${policy(BUILT)}[provenance.two]\n${BUILT}\nbranch = "dev"\n`,
      ["SOURCE_REF_KIND"],
    ],
  ])("refuses %s", async (_, text, refused) => {
    expect(await judged(text)).toEqual({ exitCode: 1, refused });
  });

  test("names the table that refuses", async () => {
    const made = folder().write("p.toml", policy(`${BUILT}\ntag = "v9"`));
    const { stdout } = await verify(made, "--trusted-root root.json --expectations p.toml");
    expect(stdout).toContain("app: error: provenance.app: app.intoto.jsonl: tag: expected v9");
  });

  test("a file that no table is about is not allowed", async () => {
    expect(await judged(policy(`${BUILT}\nsubject = "dist/*"`))).toEqual({
      exitCode: 2,
      refused: ["EXPECTATION_NONE"],
    });
  });

  test("a digest is of every file's table alone", async () => {
    const { sha256 } = workflowProvenance().subject[0].digest;
    const made = folder().write("p.toml", policy(BUILT));
    const rest = "--trusted-root root.json --expectations p.toml --bundle app.intoto.jsonl";
    expect(await rules(made, rest, `sha256:${sha256}`)).toEqual({ exitCode: 0, refused: [] });
    made.write("p.toml", policy(`${BUILT}\nsubject = "**"`));
    expect((await rules(made, rest, `sha256:${sha256}`)).refused).toEqual(["EXPECTATION_NONE"]);
  });

  describe("signers", () => {
    const signed = policy(`signer = "release"`, `[signers.release]\n${GLOB}`);
    test("of any tag that begins so", async () => {
      expect(
        await judged(
          signed,
          "app",
          signAs(
            instance,
            PINNED,
            workflowProvenance(),
            githubClaims({
              6: "refs/tags/v2.0.0",
              12: "https://github.com/acme/builders",
              14: "refs/tags/v2.0.0",
            }),
          ),
        ),
      ).toMatchObject({ refused: expect.not.arrayContaining(["IDENTITY_MISMATCH"]) });
    });
    test("not of a branch", async () => {
      const branch = signAs(instance, `${BUILDER}@refs/heads/v2`, workflowProvenance());
      expect((await judged(signed, "app", branch)).refused).toEqual(["IDENTITY_MISMATCH"]);
    });
    test("not of a tag with more parts", async () => {
      const parts = signAs(instance, `${BUILDER}@refs/tags/v2/x`, workflowProvenance());
      expect((await judged(signed, "app", parts)).refused).toEqual(["IDENTITY_MISMATCH"]);
    });
    const whole = `[signers.release]\nkeyless = [{ issuer = "${ISSUER}", identity = "${PINNED}" }]`;
    test.each<[string, string, readonly string[]]>([
      ["since before", "from = 2025-01-01T00:00:00Z", []],
      ["not yet", "from = 2026-01-16T00:00:00Z", ["ATTESTATION_SIGNER"]],
      ["no more", "until = 2026-01-15T00:00:00Z", ["ATTESTATION_SIGNER"]],
      ["until after", "until = 2026-01-16T00:00:00Z", []],
      ["revoked before", "revoked = 2026-01-15T00:00:00Z", ["ATTESTATION_SIGNER"]],
    ])("count %s", async (_, period, refused) => {
      expect((await judged(policy(`signer = "release"`, `${whole}\n${period}`))).refused).toEqual(
        refused,
      );
    });
    test("by keys beside the policy", async () => {
      const made = folder()
        .write("alice.pub", ALICE.publicFile)
        .write("alice.key", ALICE.privateFile)
        .write("statement.json", JSON.stringify(workflowProvenance()))
        .write("p.toml", policy(`signer = "alice"`, `[signers.alice]\nkeys = ["alice.pub"]`));
      await made.run("attest app --statement statement.json --key alice.key --bundle signed.json");
      const rest = "--expectations p.toml --bundle signed.json";
      expect(await rules(made, rest)).toEqual({ exitCode: 0, refused: [] });
    });
  });

  test.each<[string, string]>([
    ["no table", "version = 1\n"],
    ["another version", "version = 2\n[provenance.a]\nbuilder = 'x'\n"],
    ["an unknown field", policy(`${BUILT}\nsuorce = "x"`)],
    ["an unknown table", policy(BUILT, "[provenence.a]\n")],
    ["nobody who is trusted", policy(`source = "github.com/acme/app"`)],
    ["everybody's machine", policy(`builder = "${HOSTED}"`)],
    ["a signer that is not there", policy(`signer = "alice"`)],
    ["a set that is not there", policy(`builders = "acme"`)],
    ["a workflow that is none", policy(`signer_workflow = "release.yml"`)],
    ["a version that is none", policy(`${BUILT}\nversioned_tag = "1.2"`)],
    ["a commit that is none", policy(`${BUILT}\nsource_digest = "abc"`)],
    ["a flag that is a text", policy(`${BUILT}\ndeny_self_hosted = "yes"`)],
    ["an empty list", policy(`builder = []`)],
    ["a star within a ref", policy(`signer = "r"`, `[signers.r]\n${GLOB.replace("v*", "v*/x")}`)],
    ["an age that is none", policy(BUILT, `[trust]\nmax_root_age = "old"`)],
  ])("%s is a mistake of the policy", async (_, text) => {
    expect(await judged(text)).toEqual({ exitCode: 2, refused: ["POLICY_MALFORMED"] });
  });

  test("whose time is over allows nothing", async () => {
    expect(await judged(policy(BUILT, "expires = 2026-01-31T00:00:00Z"))).toEqual({
      exitCode: 2,
      refused: ["POLICY_EXPIRED"],
    });
  });

  test("that pins a root is judged by that root alone", async () => {
    const pinned = (sha256: string): string =>
      policy(BUILT, `[trust]\nsigstore_root = { file = "root.json", sha256 = "${sha256}" }`);
    const made = folder().write("p.toml", pinned(sha256(ROOT)));
    expect(await rules(made, "--expectations p.toml")).toEqual({ exitCode: 0, refused: [] });
    expect((await rules(made, "--expectations p.toml --trusted-root root.json")).exitCode).toBe(2);
    made.write("p.toml", pinned("0".repeat(64)));
    expect(await rules(made, "--expectations p.toml")).toEqual({
      exitCode: 4,
      refused: ["TRUST_ROOT_MALFORMED"],
    });
  });

  test.each<[why: string, trust: string, minutes: number, refused: readonly string[]]>([
    ["by a clock that it takes", 'time = ["rekor-v1"]', -60, []],
    ["by none that it takes", 'time = ["rfc3161"]', -60, ["VERIFIED_TIME_MISSING"]],
    ["newer than the clock by 3 minutes, where nothing is said", "", 3, []],
    ["newer by 3 minutes, of 2", 'max_clock_skew = "2m"', 3, ["CLOCK_BEHIND"]],
    ["newer by 50 minutes, of 60", 'max_clock_skew = "1h"', 50, []],
  ])("takes what is signed %s", async (_, trust, minutes, refused) => {
    const made = folder().write("p.toml", policy(BUILT, `[trust]\n${trust}`));
    const now = new Date(SIGNED_AT.getTime() - minutes * 60_000);
    const words = "attestation verify app --json --trusted-root root.json --expectations p.toml";
    const { stdout } = await made.run(words, { now });
    const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
    const found = findings.filter(({ verdict }) => verdict === "refused");
    expect(found.map(({ rule }) => rule)).toEqual(refused);
  });

  test("counts a signer within their time by a clock that it takes, else by today", async () => {
    const { publicFile, privateFile } = ALICE;
    const signer = `[signers.alice]\nkeys = ["alice.pub"]\nuntil = 2026-01-31T00:00:00Z`;
    const made = folder().write("alice.pub", publicFile).write("alice.key", privateFile);
    made.write("statement.json", JSON.stringify(workflowProvenance()));
    await made.run("attest app --statement statement.json --key alice.key --bundle signed.json");
    made.write("p.toml", policy(`signer = "alice"`, `[trust]\ntime = ["rekor-v1"]\n${signer}`));
    const rest = "--expectations p.toml --bundle signed.json";
    expect((await rules(made, rest)).refused).toEqual(["ATTESTATION_SIGNER"]);
  });

  test.each<[age: string, rest: string, refused: readonly string[]]>([
    ["397d", "", []],
    ["395d", "", ["TRUST_ROOT_STALE"]],
    ["395d", "--max-root-age 400d", []],
  ])(
    "takes a root that it pins for as old as its newest key: %s %s",
    async (age, rest, refused) => {
      const root = `sigstore_root = { file = "root.json", sha256 = "${sha256(ROOT)}" }`;
      const text = policy(BUILT, `[trust]\n${root}\nmax_root_age = "${age}"`);
      const made = folder().write("p.toml", text);
      expect((await rules(made, `--expectations p.toml ${rest}`)).refused).toEqual(refused);
      const { stdout } = await verify(made, `--expectations p.toml ${rest}`);
      if (refused.length > 0)
        expect(stdout).toContain(
          "expected a trust root at most 395 days old, found one whose newest key is 396 days old",
        );
    },
  );

  test("limits the age of the root", async () => {
    expect((await judged(policy(BUILT, `[trust]\nmax_root_age = "1d"`))).refused).toEqual([
      "TRUST_ROOT_STALE",
    ]);
  });

  test("takes the place of options", async () => {
    const made = folder().write("p.toml", policy(BUILT));
    const { exitCode, stderr } = await verify(made, "--expectations p.toml --source-tag v1.2.3");
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("--expectations or --source-tag"),
    ]);
  });
});
