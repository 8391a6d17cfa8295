import { describe, expect, test } from "vitest";
import { Folder, sha256 } from "../../fakes/checkout.ts";
import { createInstance, type Loose, NOW, trustedRoot, written } from "../../fakes/instance.ts";
import {
  asAttestation,
  PUBLISH_TYPE,
  PUBLISHER_CLAIMS,
  provenanceOf,
  publicationOf,
  signByAccount,
  signPublication,
} from "../../fakes/pep740.ts";

const instance = createInstance();
const BY = "--provenance seen --index https://index.example/simple/ --trusted-root root.json";
const OTHERS = {
  ...PUBLISHER_CLAIMS,
  12: "https://github.com/evil/app",
  18: "https://github.com/evil/app/.github/workflows/release.yml@refs/tags/v1.2.3",
};
const OTHER_WORKFLOW = {
  ...PUBLISHER_CLAIMS,
  18: "https://github.com/acme/app/.github/workflows/ci.yml@refs/tags/v1.2.3",
};
const LATER = {
  ...PUBLISHER_CLAIMS,
  14: "refs/tags/v1.2.4",
  18: "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.4",
};
const fileOf = (version: string): string => `app-${version}-py3-none-any.whl`;
const bytesOf = (version: string): Buffer => Buffer.from(`a wheel of ${version}\n`);
const lockOf = (...versions: readonly string[]): string =>
  versions.map((one) => `app==${one} --hash=sha256:${sha256(bytesOf(one))}\n`).join("");
const attest = (version: string, claims: Readonly<Record<number, string>>): Loose =>
  asAttestation(
    signPublication(instance, publicationOf(fileOf(version), bytesOf(version)), claims),
  );

/** Two locks, and what an index had for the files of both. */
function folder(before: Loose | null, after: Loose | null): Folder {
  const made = new Folder()
    .write("old.txt", lockOf("1.2.3"))
    .write("new.txt", lockOf("1.2.4"))
    .write("root.json", written(trustedRoot(instance)))
    .write("seen/README", "none of these");
  for (const [version, one] of [
    ["1.2.3", before],
    ["1.2.4", after],
  ] as const)
    if (one !== null) made.write(`seen/${fileOf(version)}.provenance`, written(provenanceOf(one)));
  return made;
}

const A = "github:acme/app/release.yml";
const GOOD = attest("1.2.3", PUBLISHER_CLAIMS);

describe("diff --provenance", () => {
  test.each<[why: string, before: Loose | null, after: Loose | null, line: string]>([
    ["the same publisher at another tag", GOOD, attest("1.2.4", LATER), ""],
    [
      "another repository",
      GOOD,
      attest("1.2.4", OTHERS),
      `expected a publication by ${A}, as before, found one by github:evil/app/release.yml`,
    ],
    [
      "another workflow",
      GOOD,
      attest("1.2.4", OTHER_WORKFLOW),
      `expected a publication by ${A}, as before, found one by github:acme/app/ci.yml`,
    ],
    ["an upload with a token", GOOD, null, `expected a publication by ${A}, as before, found none`],
    ["attestations for the first time", null, attest("1.2.4", LATER), ""],
    [
      "an attestation of another file",
      GOOD,
      attest("1.2.9", LATER),
      `expected a publication by ${A}, as before, found none`,
    ],
    [
      "an account in the place of a workflow",
      GOOD,
      asAttestation(
        signByAccount(instance, publicationOf(fileOf("1.2.4"), bytesOf("1.2.4")), "a@b.example"),
      ),
      `expected a publication by ${A}, as before, found one by google:a@b.example`,
    ],
  ])("%s", async (_, before, after, line) => {
    const { exitCode, stdout, stderr } = await folder(before, after).run(
      `diff old.txt new.txt ${BY}`,
      { now: NOW },
    );
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout).toBe(
      `~ app 1.2.3 → 1.2.4: updated, 1 file\n${line === "" ? "" : `! app: ${line}\n`}`,
    );
  });

  test("what does not hold says nothing, and is named", async () => {
    const forged = {
      ...attest("1.2.4", LATER),
      envelope: { ...attest("1.2.4", LATER).envelope, signature: GOOD.envelope.signature },
    };
    const made = folder(GOOD, forged).write("seen/x.attestation", "{}");
    const { exitCode, stdout, stderr } = await made.run(`diff old.txt new.txt ${BY}`, { now: NOW });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("as before, found none");
    expect(stderr).toContain(
      `warning: ${fileOf("1.2.4")}.provenance: attestation_bundles[0].attestations[0]: envelope: expected a signature`,
    );
    expect(stderr).toContain("warning: x.attestation: expected");
  });

  test("a publication of another index is none", async () => {
    const by = BY.replace("index.example", "other.example");
    const { stdout } = await folder(GOOD, null).run(`diff old.txt new.txt ${by}`, { now: NOW });
    expect(stdout).not.toContain("publication");
    const named = `--provenance seen --predicate-type ${PUBLISH_TYPE} --trusted-root root.json`;
    const again = await folder(GOOD, null).run(`diff old.txt new.txt ${named}`, { now: NOW });
    expect(again.stdout).toContain("found none");
  });

  test("as JSON", async () => {
    const { stdout } = await folder(GOOD, null).run(`diff old.txt new.txt --json ${BY}`, {
      now: NOW,
    });
    expect((JSON.parse(stdout) as Loose).publishers).toMatchObject([
      { kind: "gone", name: "app", before: [A], after: [], unattested: 1 },
    ]);
  });

  test("equal locks have nothing to compare", async () => {
    const made = folder(GOOD, null).write("new.txt", lockOf("1.2.3"));
    const { exitCode } = await made.run(`diff old.txt new.txt ${BY}`, { now: NOW });
    expect(exitCode).toBe(0);
  });

  test.each([
    ["no index", "--provenance seen", "expected the index that the files are from"],
    ["an index alone", "--index https://index.example/", "expected --provenance with --index"],
    [
      "an index and a URI",
      `--provenance seen --index https://index.example/ --predicate-type ${PUBLISH_TYPE}`,
      "found both",
    ],
    ["no folder", BY.replace("seen", "nowhere"), "nowhere"],
  ])("%s: exit 2", async (_, rest, expected) => {
    const { exitCode, stderr } = await folder(GOOD, null).run(`diff old.txt new.txt ${rest}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected.replace("files are", "file is"));
  });
});
