import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "../../../src/io/http.ts";
import { updateTrustRoot } from "../../../src/operations/update-trust-root.ts";
import { Folder } from "../../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../../fakes/instance.ts";
import {
  fakeRegistry,
  NPM_PURL,
  npmKeySet,
  npmSet,
  publishBundle,
  publishStatement,
} from "../../fakes/npm-set.ts";
import {
  githubClaims,
  HOSTED,
  SOURCE,
  signAs,
  workflowProvenance,
} from "../../fakes/provenance.ts";
import { FakeTuf } from "../../fakes/tuf.ts";

const instance = createInstance();
const registry = fakeRegistry();
const WORKFLOW = `${SOURCE}/.github/workflows/release.yml@refs/tags/v1.2.3`;
const BY = `--builder-id ${HOSTED} --source-uri github.com/acme/app --attestations set.json`;
const ROOTED = "--trusted-root root.json --npm-keys keys.json";

/** The provenance of the package's file, as npm's client has it: one subject, by its package URL and SHA-512. */
function provenance(name: string = NPM_PURL): Loose {
  const sha512 = createHash("sha512").update(registry.file).digest("hex");
  const statement = { ...workflowProvenance(HOSTED), subject: [{ name, digest: { sha512 } }] };
  return signAs(instance, WORKFLOW, statement, githubClaims(), { version: "0.2" });
}

const SET = npmSet(provenance(), publishBundle(instance, registry));

function folder(set: Loose = SET): Folder {
  return new Folder()
    .write("app.tgz", registry.file)
    .write("set.json", set instanceof Uint8Array ? set : written(set))
    .write("keys.json", written(npmKeySet(registry)))
    .write("root.json", written(trustedRoot(instance)));
}

async function verify(made: Folder, rest: string, env: Readonly<Record<string, string>> = {}) {
  const line = `attestation verify app.tgz --json ${BY} ${rest}`.trim();
  const { exitCode, stdout, stderr } = await made.run(line, { now: NOW, env });
  const { findings = [] } = JSON.parse(stdout || "{}") as { findings?: readonly Loose[] };
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  return { exitCode, stderr, refused: refused.map(({ rule }) => rule).join() };
}

test("says of the whole set what it is about, and who published it", async () => {
  const line = `attestation verify app.tgz --json ${BY} ${ROOTED}`;
  const { stdout } = await folder().run(line, { now: NOW });
  const { ledger } = JSON.parse(stdout) as { ledger: readonly Loose[] };
  const held = ledger.filter(({ verdict }) => verdict === "passed").map(({ rule }) => rule);
  expect(held).toEqual(
    expect.arrayContaining([
      "ATTESTATION_SUBJECT",
      "ATTESTATION_PUBLISH",
      "PROVENANCE_UNVERIFIABLE",
    ]),
  );
});

const publication = (change: (statement: Loose) => void): Loose => {
  const statement = publishStatement(registry);
  change(statement);
  return publishBundle(instance, registry, { statement });
};

describe("attestation verify --attestations", () => {
  test("takes a provenance and a publication about one package", async () => {
    const { exitCode, refused } = await verify(
      folder(),
      `${ROOTED} --package-name @acme/app --package-version 1.2.3 --source-tag v1.2.3`,
    );
    expect([exitCode, refused]).toEqual([0, ""]);
  });

  test.each<[why: string, set: Loose, rest: string, exit: number, rule: string]>([
    ["another name", SET, "--package-name acme", 1, "PACKAGE_NAME"],
    ["another version", SET, "--package-version 1.2.4", 1, "PACKAGE_VERSION"],
    [
      "provenance of another package",
      npmSet(provenance("pkg:npm/%40acme/other@1.2.3"), publishBundle(instance, registry)),
      "",
      1,
      "PACKAGE_NAME",
    ],
    [
      "provenance of another version",
      npmSet(provenance("pkg:npm/%40acme/app@1.2.2"), publishBundle(instance, registry)),
      "",
      1,
      "PACKAGE_VERSION",
    ],
    [
      "a publication of another version",
      npmSet(
        provenance(),
        publication((one) => {
          one.subject[0].name = "pkg:npm/%40acme/app@1.2.2";
          one.predicate.version = "1.2.2";
        }),
      ),
      "",
      1,
      "PACKAGE_VERSION",
    ],
    [
      "a publication by somebody's key",
      npmSet(provenance(), publishBundle(instance, fakeRegistry())),
      "",
      1,
      "SIGNATURE_INVALID",
    ],
    [
      "no publication",
      { attestations: SET.attestations.slice(1) },
      "",
      3,
      "NPM_ATTESTATION_MISSING",
    ],
    ["an empty set", { attestations: [] }, "", 3, "NPM_ATTESTATION_MISSING"],
  ])("refuses %s", async (_, set, rest, exit, rule) => {
    const { exitCode, refused } = await verify(folder(set), `${ROOTED} ${rest}`);
    expect(exitCode).toBe(exit);
    expect(refused).toContain(rule);
  });

  test("by the embedded keys it is none of npm's", async () => {
    expect(await verify(folder(), "--trusted-root root.json")).toMatchObject({
      exitCode: 1,
      refused: "SIGNATURE_INVALID",
    });
  });

  test("takes the keys that an update brought with the root of the instance", async () => {
    const tuf = new FakeTuf({
      "trusted_root.json": written(trustedRoot(instance)),
      "registry.example/keys.json": written(npmKeySet(registry)),
    });
    const made = folder().write("tuf.json", tuf.files.get("1.root.json") ?? "");
    const env = { XDG_DATA_HOME: made.at("data") };
    await using server = await tuf.serve();
    const { exitCode } = await updateTrustRoot({
      mirror: server.url,
      root: "tuf.json",
      name: "acme",
      cwd: made.path,
      env,
      now: NOW,
      transport: createHttpClient({ env: {}, attempts: 1, timeoutMs: 10_000 }),
    });
    expect(exitCode).toBe(0);
    expect(await verify(made, "", env)).toMatchObject({ exitCode: 0, refused: "" });
  });

  test("keys without a set: exit 2", async () => {
    const { exitCode, stderr } = await folder().run(
      "attestation verify app.tgz --npm-keys keys.json",
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("expected --attestations with --npm-keys, found none");
  });

  test("any prefix and any changed byte is refused, or changes nothing that counts", async () => {
    const whole = Buffer.from(written(SET));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        for (const bytes of [whole.subarray(0, at), changed]) {
          const { exitCode } = await verify(folder(bytes), ROOTED);
          expect([0, 1, 3]).toContain(exitCode);
          if (bytes.length < whole.length) expect(exitCode).toBe(1);
        }
      }),
      { numRuns: 40 },
    );
  });
});
