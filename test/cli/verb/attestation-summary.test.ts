import { describe, expect, test } from "vitest";
import { parseKeyBundle } from "../../../src/envelope/bundle.ts";
import { verifyDsseBundle } from "../../../src/envelope/bundle-signature.ts";
import { parseVsa } from "../../../src/statement/predicate/vsa.ts";
import { ALICE, Checkout, sha256 } from "../../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../../fakes/instance.ts";
import { ARTIFACT, BUILDER, signAs, workflowProvenance } from "../../fakes/provenance.ts";
import { parsed } from "../../statement/predicate/readers.ts";

const instance = createInstance();
const GOOD = signAs(instance, `${BUILDER}@refs/tags/v2.0.0`, workflowProvenance());
const VERIFIER = "https://verifier.example/v1";
const RESOURCE = "https://downloads.example/app";
const BY = `--trusted-root root.json --builder-id ${BUILDER} --source-uri github.com/acme/app`;
const AS = `--verifier-id ${VERIFIER} --resource-uri ${RESOURCE}`;

/** A checkout with an artifact and the attestation of its build. */
function checkout(): Checkout {
  const made = new Checkout();
  made
    .write("app", ARTIFACT)
    .write("app.intoto.jsonl", `${JSON.stringify(GOOD)}\n`)
    .write("root.json", written(trustedRoot(instance)));
  return made;
}

const key = (made: Checkout, name: string): string => `--key ${made.keys.at(name)}`;
const run = (made: Checkout, line: string) => made.run(`attestation verify ${line}`, { now: NOW });

/** A checkout whose artifact was verified, with the summary of that. */
async function summarised(levels = "--verified-level SLSA_BUILD_LEVEL_3"): Promise<Checkout> {
  const made = checkout();
  const emit = `--emit-vsa app.vsa ${key(made, "alice.key")} ${AS} ${levels}`.trim();
  const { exitCode, stdout, stderr } = await run(made, `app ${BY} ${emit}`);
  if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
  return made;
}

async function rules(made: Checkout, line: string) {
  const { exitCode, stdout } = await run(made, `${line} --json`);
  const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  return { exitCode, refused: refused.map(({ rule }) => rule) };
}

describe("attestation verify --emit-vsa", () => {
  test("signs what was verified, for those who verify later", async () => {
    const made = await summarised();
    const bundle = parseKeyBundle(Buffer.from(made.read("app.vsa")), "app.vsa", "ours");
    if (bundle.kind !== "dsse") return expect.unreachable();
    const statement = parsed(verifyDsseBundle(bundle, [ALICE.key.publicKey]).payload);
    expect(statement.subjects[0]?.digests.get("sha256")?.hex).toBe(sha256(ARTIFACT));
    const vsa = parseVsa(statement);
    expect(vsa).toMatchObject({
      verifier: { id: VERIFIER },
      timeVerified: "2026-02-01T00:00:00Z",
      resourceUri: RESOURCE,
      verificationResult: "PASSED",
      verifiedLevels: ["SLSA_BUILD_LEVEL_3"],
      inputAttestations: [],
    });
    // What was demanded stands in it, so that it can be seen what the summary is worth.
    const policy = Buffer.from(vsa.policy.content ?? []).toString();
    expect(vsa.policy.digest.get("sha256")).toBe(sha256(policy));
    expect(JSON.parse(policy)).toMatchObject({
      builders: [BUILDER],
      sources: ["github.com/acme/app"],
      signer: { keys: [] },
    });
    const line = `app --vsa app.vsa ${key(made, "alice.pub")} ${AS} --verified-level SLSA_BUILD_LEVEL_2`;
    const { exitCode, stdout } = await run(made, line);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`app: ok: verifier: ${VERIFIER} (predicate.verifier.id)`);
    expect(stdout).toContain("app: ok: result: PASSED (predicate.verificationResult)");
  });

  test("claims no level where none is said", async () => {
    const made = await summarised("");
    const { findings } = JSON.parse(
      (await run(made, `app --vsa app.vsa ${key(made, "alice.pub")} ${AS} --json`)).stdout,
    ) as Loose;
    expect(findings.find(({ rule }: Loose) => rule === "VSA_LEVEL")).toMatchObject({
      verdict: "noted",
      found: "SLSA_BUILD_LEVEL_UNEVALUATED",
    });
  });

  test("says nothing of what was refused", async () => {
    const made = checkout();
    const emit = `--emit-vsa app.vsa ${key(made, "alice.key")} ${AS}`;
    const before = made.list();
    expect((await run(made, `app ${BY} --source-tag v9 ${emit}`)).exitCode).toBe(1);
    made.write("app", "other");
    expect((await run(made, `app ${BY} ${emit}`)).exitCode).toBe(1);
    made.write("app", ARTIFACT);
    expect(made.list()).toEqual(before);
  });

  test("writes over nothing, and names the finding", async () => {
    const made = await summarised();
    const emit = `${key(made, "alice.key")} ${AS}`;
    const again = await run(made, `app ${BY} --emit-vsa app.vsa ${emit}`);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toMatch(/expected a free path/);
    const other = await run(made, `app ${BY} --emit-vsa other.vsa ${emit} --json`);
    const { findings } = JSON.parse(other.stdout) as Loose;
    expect(findings.at(-1)).toMatchObject({ rule: "SUMMARY_EMITTED", verdict: "passed" });
  });

  test("also signs a simple verification result, beside trusted keys", async () => {
    const made = checkout();
    const claim = JSON.stringify({ result: "PASSED", configuration: [{ uri: "a:b" }] });
    made.write("t.json", claim);
    const attest = "attest app --predicate t.json --type test-result --bundle t.sigstore.json";
    await made.run(`${attest} ${key(made, "bob.key")}`);
    const line = `app --bundle t.sigstore.json --predicate-type https://in-toto.io/attestation/test-result/v0.1 ${key(made, "bob.pub")} ${key(made, "alice.key")} --emit-svr app.svr --verifier-id ${VERIFIER}`;
    const { exitCode, stdout, stderr } = await run(made, line);
    expect({ exitCode, stderr, stdout }).toMatchObject({ exitCode: 0, stderr: "" });
    const svr = JSON.parse(made.read("app.svr"));
    const statement = JSON.parse(
      Buffer.from(svr.dsseEnvelope.payload, "base64").toString(),
    ) as Loose;
    expect(statement).toMatchObject({
      predicateType: "https://in-toto.io/attestation/svr/v0.2",
      predicate: {
        verifier: { id: VERIFIER, policies: [{ mediaType: "application/json" }] },
        timeCreated: "2026-02-01T00:00:00Z",
        properties: ["LOCKSEAL_ATTESTATION_VERIFIED"],
      },
    });
  });

  test.each<[string, RegExp]>([
    [`--emit-vsa o ${AS}`, /expected one private key in --key to sign with, found none/],
    [`--emit-vsa o PRIVATE --resource-uri ${RESOURCE}`, /expected --verifier-id URI with --emit/],
    [`--emit-vsa o PRIVATE --verifier-id ${VERIFIER}`, /expected --resource-uri URI with --emit/],
    [`--emit-vsa o PRIVATE ${AS} --key MISSING`, /MISSING: expected a key, found/],
    [
      `--emit-vsa o PRIVATE ${AS} --publisher github:acme/app/r.yml`,
      /expected --publisher or --emit/,
    ],
    ["--verified-level X", /expected --vsa, --emit-vsa or --emit-svr with --verified-level/],
    [
      `--emit-vsa o PRIVATE --verifier-id acme --resource-uri ${RESOURCE}`,
      /expected a URI at predicate.verifier.id, found "acme"/,
    ],
    [
      `--emit-vsa o PRIVATE ${AS} --verified-level SLSA_BUILD_LEVEL_1 --verified-level SLSA_BUILD_LEVEL_2`,
      /expected one level of the track BUILD/,
    ],
  ])("cannot run with %s", async (rest, said) => {
    const made = checkout();
    const { stderr, exitCode } = await run(
      made,
      `app ${BY} ${rest.replace("PRIVATE", key(made, "alice.key"))}`,
    );
    expect(stderr).toMatch(said);
    expect([1, 2, 4]).toContain(exitCode);
    expect(Object.keys(made.list())).not.toContain("o");
  });

  test("is about one resource", async () => {
    const made = checkout();
    const line = `app root.json ${BY} --emit-vsa o ${key(made, "alice.key")} ${AS}`;
    expect((await run(made, line)).stderr).toMatch(/expected one FILE with --emit-vsa/);
  });
});

describe("attestation verify --vsa", () => {
  test("refuses what its steps refuse, each by its rule", async () => {
    const made = await summarised();
    const by = key(made, "alice.pub");
    const cases: readonly (readonly [line: string, rule: string])[] = [
      [`app --vsa app.vsa ${key(made, "bob.pub")} ${AS}`, "SIGNATURE_INVALID"],
      [`root.json --vsa app.vsa ${by} ${AS}`, "STATEMENT_SUBJECT_MISMATCH"],
      [
        `app --vsa app.vsa ${by} ${AS.replace("verifier.example", "other.example")}`,
        "VSA_VERIFIER",
      ],
      [`app --vsa app.vsa ${by} ${AS.replace("downloads", "evil")}`, "VSA_RESOURCE"],
      [`app --vsa app.vsa ${by} ${AS} --verified-level SLSA_BUILD_LEVEL_4`, "VSA_LEVEL"],
      [`app --vsa app.intoto.jsonl ${by} ${AS}`, "SIGNER_KIND_MISMATCH"],
      [`md5:aa --vsa app.vsa ${by} ${AS}`, "STATEMENT_DIGEST_WEAK"],
      [`gitCommit:abc --vsa app.vsa ${by} ${AS}`, "DIGEST_MALFORMED"],
      [`gce_image_id:1 --vsa app.vsa ${by} ${AS}`, "VSA_SUBJECT"],
    ];
    for (const [line, rule] of cases)
      expect({ line, ...(await rules(made, line)) }).toEqual({
        line,
        exitCode: 1,
        refused: [rule],
      });
  });

  test("takes the good one among others, and a digest for the file", async () => {
    const made = await summarised();
    const vsa = made.read("app.vsa").trimEnd();
    made.write("many.jsonl", `{"hostile": [}\n${JSON.stringify(GOOD)}\n${vsa}\n{}\n`);
    const line = `sha256:${sha256(ARTIFACT)} --vsa many.jsonl ${key(made, "alice.pub")} ${AS}`;
    const { exitCode, stdout } = await run(made, line);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/2 attestations were not taken: they hold less/);
  });

  test("is reported as every verdict is", async () => {
    const made = await summarised();
    const line = `app --vsa app.vsa ${key(made, "bob.pub")} ${AS} --report sarif=r.sarif --json`;
    expect((await run(made, line)).exitCode).toBe(1);
    const { runs } = JSON.parse(made.read("r.sarif")) as Loose;
    expect(runs[0].results.map(({ ruleId }: Loose) => ruleId)).toContain("SIGNATURE_INVALID");
  });

  test.each([
    ["an empty file", "none.jsonl", ""],
    ["no such file", "missing.jsonl", undefined],
    ["blank lines", "blank.jsonl", "\n\n"],
  ])("ends with 3 for %s", async (_why, name, content) => {
    const made = checkout();
    if (content !== undefined) made.write(name, content);
    const line = `app --vsa ${name} ${key(made, "alice.pub")} ${AS}`;
    expect(await rules(made, line)).toEqual({ exitCode: 3, refused: ["ATTESTATION_NONE"] });
  });

  test("notes that a name is believed which nobody here can compute", async () => {
    const made = checkout();
    const statement = {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ digest: { gitCommit: "1".repeat(40), sha256: sha256(ARTIFACT) } }],
      predicateType: "https://slsa.dev/verification_summary/v1",
      predicate: {
        verifier: { id: VERIFIER },
        resourceUri: RESOURCE,
        policy: { uri: "a:b" },
        verificationResult: "PASSED",
        verifiedLevels: ["SLSA_SOURCE_LEVEL_3"],
      },
    };
    made.write("s.json", JSON.stringify(statement));
    await made.run(`attest app --statement s.json --bundle s.vsa ${key(made, "alice.key")}`);
    const line = `gitCommit:${"1".repeat(40)} --vsa s.vsa ${key(made, "alice.pub")} ${AS} --json`;
    const { exitCode, stdout } = await run(made, line);
    expect(exitCode).toBe(0);
    const { findings } = JSON.parse(stdout) as Loose;
    expect(findings.at(-1)).toMatchObject({ rule: "SUBJECT_NOT_COMPUTED", verdict: "noted" });
  });

  test.each<[string, RegExp]>([
    [`--key KEY --resource-uri ${RESOURCE}`, /expected --verifier-id URI with --vsa, found none/],
    [`--key KEY --verifier-id ${VERIFIER}`, /expected --resource-uri URI with --vsa, found none/],
    [AS, /expected --key PUB or an identity with --vsa, found neither/],
    [`${AS} --certificate-identity a`, /expected --certificate-oidc-issuer with an identity/],
    [`--key KEY ${AS} --source-uri a`, /expected no --source-uri with --vsa, found it/],
    [`--key KEY ${AS} --emit-vsa o`, /expected no --emit-vsa with --vsa, found it/],
    [`--key KEY ${AS} --bundle o`, /expected no --bundle with --vsa, found it/],
  ])("cannot run with %s", async (rest, said) => {
    const made = checkout();
    const line = rest.replace("KEY", made.keys.at("alice.pub"));
    const { exitCode, stderr } = await run(made, `app --vsa app.vsa ${line}`);
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(2);
  });
});

describe("provenance by hand", () => {
  test("counts for nobody who did not ask for that very builder, and not without a key", async () => {
    const made = checkout();
    await made.run("provenance create app --out s.json", { now: NOW });
    await made.run(`attest app --statement s.json --bundle local.json ${key(made, "bob.key")}`);
    const local = "https://lockseal.dev/builders/local";
    const line = (rest: string): string => `app --bundle local.json ${rest}`;
    const bob = key(made, "bob.pub");
    expect((await run(made, line(`${bob} --builder-id ${local}`))).exitCode).toBe(0);
    for (const wrong of [
      "https://lockseal.dev/builders",
      "https://lockseal.dev/builders/",
      "https://lockseal.dev/builders/loca",
      "https://lockseal.dev/builders/local/",
      "https://lockseal.dev/builders/local2",
      BUILDER,
    ])
      expect({ wrong, ...(await rules(made, line(`${bob} --builder-id ${wrong}`))) }).toEqual({
        wrong,
        exitCode: 1,
        refused: ["BUILDER_MISMATCH"],
      });
    // No key, no signer: such a builder has no host that certifies it.
    const unsigned = `--trusted-root root.json --builder-id ${local} --source-uri github.com/acme/app`;
    expect((await rules(made, line(unsigned))).exitCode).not.toBe(0);
    const sets = "--trusted-root root.json --builders slsa-github-generator";
    expect((await rules(made, line(sets))).exitCode).toBe(1);
  });
});
