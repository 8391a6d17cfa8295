import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { expectedIdentity } from "../../src/operations/expected-identity.ts";
import { parsePolicy } from "../../src/policy/policy.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import { verifyBundle } from "../../src/sigstore/verify.ts";
import type { Claims } from "../../src/trust/claim.ts";
import { checkIdentity, type ExpectedIdentity } from "../../src/trust/identity.ts";
import { parseTrustRoot } from "../../src/trust/trust-root.ts";
import { Folder } from "../fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type Loose,
  NOW,
  SIGNED_AT,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import {
  ARTIFACT,
  BUILDER,
  githubClaims,
  HOSTED,
  SOURCE,
  signAs,
  workflowProvenance,
} from "../fakes/provenance.ts";
import { refusalOf } from "../fakes/refusal.ts";

// Bad input that a table of such names by its row, 23 and 36 to 40: certificates, identities, and what they ran for.

const instance = createInstance();
const MESSAGE = Buffer.from("a message\n");

describe("row 23: a certificate counts at the trusted time, and at no other", () => {
  async function outcome(loggedAt: Date): Promise<string> {
    try {
      await verifyBundle(
        { name: "artifact", bytes: MESSAGE },
        parseBundle(written(signBundle(instance, { message: MESSAGE, loggedAt })), "bundle"),
        {
          signer: { kind: "identity", identity: { kind: "exact", name: IDENTITY, issuer: ISSUER } },
          predicateType: null,
        },
        parseTrustRoot(written(trustedRoot(instance)), "root"),
        NOW,
      );
      return "verified";
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  test("it has ended since, and was valid then", async () => {
    expect(await outcome(SIGNED_AT)).toBe("verified");
  });

  test.each([
    ["before its start", -3_600_000],
    ["after its end", 3_600_000],
  ])("%s", async (_, milliseconds) => {
    expect(await outcome(new Date(SIGNED_AT.getTime() + milliseconds))).toBe(
      "CERTIFICATE_NOT_VALID",
    );
  });
});

const CLAIMS: Claims = {
  sourceRepositoryUri: "https://github.com/acme/app",
  sourceRepositoryRef: "refs/tags/v1.2.3",
  sourceRepositoryIdentifier: "4242",
};

function codeOf(name: string, expected: ExpectedIdentity, claims: Claims = {}): string {
  try {
    checkIdentity({ name, issuer: ISSUER, claims }, expected);
    return "accepted";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe("row 36: an identity is the whole name, and no expression", () => {
  const MAIN = "https://github.com/acme/app/.github/workflows/r.yml@refs/heads/main";

  test.each<[expected: string, found: string]>([
    [MAIN, `${MAIN}-evil`],
    [MAIN, `https://evil.example/?u=${MAIN}`],
    ["alice@acme.com", "alice@acme.com.evil.org"],
    ["alice@acme.com", "malice@acmeXcom"],
    ["alice@acme.com", "alice@acmeXcom"],
    [".*", MAIN],
  ])("%s is not %s", (expected, found) => {
    for (const form of [
      { kind: "exact", name: expected, issuer: ISSUER },
      { kind: "pattern", pattern: expected, issuer: ISSUER },
    ] as const) {
      expect(codeOf(found, form)).toBe("IDENTITY_MISMATCH");
      if (expected !== ".*") expect(codeOf(expected, form)).toBe("accepted");
    }
  });
});

/** Reads a policy with a signer of one identity. */
function signersWith(keyless: Readonly<Record<string, string>>) {
  const fields = Object.entries(keyless).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const text = `version = 1\n[signers.alice]\nkeyless = [{ ${fields.join(", ")} }]\n`;
  return parsePolicy(Buffer.from(text), "policy").signers;
}

describe("row 37: names are compared by their bytes", () => {
  const exact = (name: string): ExpectedIdentity => ({ kind: "exact", name, issuer: ISSUER });

  test.each([
    ["a Cyrillic letter", "аlice@acme.example"],
    ["another case", "Alice@acme.example"],
    ["a dot at the end", "alice@acme.example."],
    ["an accent", "álice@acme.example"],
    ["an accent of its own", "a\u0301lice@acme.example"],
    ["a blank", "alice@acme.example "],
    ["a width of none", "alice\u200b@acme.example"],
  ])("%s makes another", (_, found) => {
    expect(codeOf(found, exact("alice@acme.example"))).toBe("IDENTITY_MISMATCH");
    const { message } = refusalOf(() =>
      checkIdentity({ name: found, issuer: ISSUER, claims: {} }, exact("alice@acme.example")),
    );
    // What looks the same is told apart.
    expect(message).toMatch(/^[ -~]*$/);
  });

  test("letters of other alphabets are refused where somebody is expected", () => {
    for (const field of ["identity", "issuer"] as const) {
      const said = { identity: "alice@acme.example", issuer: ISSUER, [field]: "аlice" };
      expect(expectedIdentity(said)).toMatch(/printable ASCII.*found "\\u0430lice"/);
    }
    expect(expectedIdentity({ pattern: "*@аcme.example", issuer: ISSUER })).toContain("ASCII");
    for (const field of ["email", "issuer"]) {
      const keyless = { email: "alice@acme.example", issuer: ISSUER, [field]: "аlice" };
      const refusal = refusalOf(() => signersWith(keyless));
      expect(refusal.code).toBe("POLICY_MALFORMED");
      expect(refusal.message).toContain(`signers.alice.keyless[0].${field}`);
      expect(refusal.message).toMatch(/^[ -~]*$/);
    }
    const workflow = { issuer: ISSUER, repository: "аcme/app", workflow: "r.yml", ref: "refs/x" };
    expect(refusalOf(() => signersWith(workflow)).code).toBe("POLICY_MALFORMED");
    const punycode = { email: "alice@xn--cme-5cd.example", issuer: ISSUER };
    expect(signersWith(punycode).size).toBe(1);
  });
});

describe("row 38: an identity without an issuer is nobody's", () => {
  test("on the command line: exit 2", async () => {
    const { exitCode, stderr } = await new Folder()
      .write("app", ARTIFACT)
      .run("verify app --certificate-identity alice@acme.example");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--certificate-oidc-issuer");
  });

  test("in a policy", () => {
    const refusal = refusalOf(() => signersWith({ email: "alice@acme.example" }));
    expect(refusal).toMatchObject({
      code: "POLICY_MALFORMED",
      message: expect.stringContaining("signers.alice.keyless[0].issuer"),
    });
  });
});

test("row 39: a repository of the same name that is another one has another number", () => {
  const name = "https://github.com/acme/app/.github/workflows/r.yml@refs/tags/v1.2.3";
  const expected: ExpectedIdentity = {
    kind: "workflow",
    server: "https://github.com",
    issuer: ISSUER,
    repository: "acme/app",
    workflow: ".github/workflows/r.yml",
    ref: "refs/tags/v1.2.3",
    repositoryId: "4242",
  };
  expect(codeOf(name, expected, CLAIMS)).toBe("accepted");
  for (const claims of [{ ...CLAIMS, sourceRepositoryIdentifier: "4243" }, without(CLAIMS)])
    expect(codeOf(name, expected, claims)).toBe("IDENTITY_CLAIM_MISMATCH");
});

function without({ sourceRepositoryIdentifier: _, ...claims }: Claims): Claims {
  return claims;
}

describe("row 40: what a run was for is not what its branch is called", () => {
  const WORKFLOW = `${SOURCE}/.github/workflows/release.yml`;

  async function refused(
    claims: Readonly<Record<number, string>>,
    rest: string,
    ref = "refs/tags/v1.2.3",
    change: (predicate: Loose) => void = () => {},
  ): Promise<string> {
    const statement = workflowProvenance(HOSTED);
    const { buildDefinition } = statement.predicate;
    buildDefinition.externalParameters.workflow.ref = ref;
    buildDefinition.resolvedDependencies[0].uri = `git+${SOURCE}@${ref}`;
    change(statement.predicate);
    const made = new Folder()
      .write("app", ARTIFACT)
      .write(
        "app.intoto.jsonl",
        `${JSON.stringify(signAs(instance, `${WORKFLOW}@${ref}`, statement, claims))}\n`,
      )
      .write("root.json", written(trustedRoot(instance)));
    const line = `attestation verify app --json --trusted-root root.json --signer-workflow acme/app/.github/workflows/release.yml --source-uri github.com/acme/app ${rest}`;
    const { exitCode, stdout } = await made.run(line.trim(), { now: NOW });
    const { findings } = JSON.parse(stdout) as { findings: readonly Loose[] };
    const rules = findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule);
    return exitCode === 0 ? "accepted" : rules.join();
  }

  test("a run of the tag is taken", async () => {
    expect(await refused(githubClaims(), "--source-tag v1.2.3")).toBe("accepted");
  });

  test("a branch that is called like a tag is none", async () => {
    const ref = "refs/heads/v1.2.3";
    const claims = githubClaims({ 6: ref, 14: ref, 18: `${WORKFLOW}@${ref}` });
    expect(await refused(claims, "--source-tag v1.2.3", ref)).toContain("SOURCE_REF_KIND");
    expect(await refused(claims, "--source-versioned-tag v1.2.3", ref)).toContain(
      "SOURCE_REF_KIND",
    );
  });

  test("a machine of one's own is denied", async () => {
    const claims = githubClaims({ 11: "self-hosted" });
    expect(await refused(claims, "--deny-self-hosted-runners")).toContain("BUILDER_RUNNER");
    expect(await refused(githubClaims(), "--deny-self-hosted-runners")).toBe("accepted");
  });

  test("a pull request is of no branch and of no tag", async () => {
    const ref = "refs/pull/7/merge";
    const claims = githubClaims({
      2: "pull_request",
      6: ref,
      14: ref,
      18: `${WORKFLOW}@${ref}`,
      20: "pull_request",
    });
    const event = (predicate: Loose): void => {
      predicate.buildDefinition.internalParameters.github.event_name = "pull_request";
    };
    for (const rest of ["--source-tag v1.2.3", "--source-branch main"])
      expect(await refused(claims, rest, ref, event)).toContain("SOURCE_REF_KIND");
  });

  test("a fork's run is of the fork", async () => {
    const claims = githubClaims({ 5: "mallory/app", 12: "https://github.com/mallory/app" });
    expect(await refused(claims, "")).toContain("SOURCE_MISMATCH");
  });
});

test("row 40: a builder that is pinned is not the one of its name at a branch", async () => {
  const made = new Folder()
    .write("app", ARTIFACT)
    .write(
      "app.intoto.jsonl",
      `${JSON.stringify(
        signAs(
          instance,
          `${BUILDER}@refs/heads/v2.0.0`,
          workflowProvenance(`${BUILDER}@refs/heads/v2.0.0`),
        ),
      )}\n`,
    )
    .write("root.json", written(trustedRoot(instance)));
  const { exitCode } = await made.run(
    `attestation verify app --trusted-root root.json --builder-id ${BUILDER}@v2.0.0 --source-uri github.com/acme/app`,
    { now: NOW },
  );
  expect(exitCode).toBe(1);
});
