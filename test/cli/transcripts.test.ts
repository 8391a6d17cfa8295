import { chmodSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ALICE, BOB, Checkout, Folder, pin, sha256 } from "../fakes/checkout.ts";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";
import { fakeFunctionary, fakeLayout, fakeLink, fakeStep, metablock } from "../fakes/layout.ts";
import { POLICY, Policed } from "../fakes/policed.ts";
import { publicKeyPem } from "../fakes/policy.ts";
import { ARTIFACT, BUILDER, signAs, workflowProvenance } from "../fakes/provenance.ts";
import { Repository } from "../fakes/repository.ts";
import { run, type Surroundings } from "../fakes/streams.ts";

/** What went wrong, why with both values, and the next command: the lines that somebody has to find in a log. */
type Expected = readonly (string | RegExp)[];

/** A signed lock in the history of a checkout, with the signer's public key out of it. */
async function signed(): Promise<Repository> {
  const repository = new Repository().write("requirements.txt", pin("requests", "2.31.0"));
  repository.write("../release.key", ALICE.privateFile);
  await repository.run("sign requirements.txt --key ../release.key");
  repository.commit("signed");
  return repository;
}

async function transcript(
  folder: { readonly path: string },
  line: string,
  exitCode: number,
  expected: Expected,
  env: Readonly<Record<string, string>> = {},
  more: Omit<Surroundings, "cwd" | "env"> = {},
): Promise<void> {
  const around = { ...more, cwd: folder.path, env: { KEY: text(ALICE.publicFile), ...env } };
  const outcome = await run(line.split(" "), around);
  const said = outcome.stdout + outcome.stderr;
  for (const one of expected) {
    if (typeof one === "string") expect(said).toContain(one);
    else expect(said).toMatch(one);
  }
  expect(outcome.exitCode).toBe(exitCode);
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

describe("what fails most often says what, why and what to type next", () => {
  test("a lock that changed after it was signed: the line, as signed and as found", async () => {
    const repository = await signed();
    repository.write("requirements.txt", pin("requets", "2.31.0", "requests"));
    await transcript(repository, "verify requirements.txt --key env://KEY", 1, [
      `expected requirements.txt as it was signed, sha256:${sha256(pin("requests", "2.31.0"))}, found sha256:${sha256(pin("requets", "2.31.0", "requests"))} [SUBJECT_DIGEST]`,
      "requirements.txt: note: changed since it was signed: requests 2.31.0: removed [LOCK_CHANGE]",
      "requirements.txt:1: note: changed since it was signed: requets 2.31.0: new, 1 file [LOCK_CHANGE]",
      "hint: review the change and sign again, or restore the file: git checkout -- requirements.txt",
    ]);
  });

  test("no signature: where it was looked for", async () => {
    const checkout = new Checkout().write("requirements.txt", pin("click", "8.1.7"));
    await transcript(checkout, "verify requirements.txt --key env://KEY", 3, [
      "requirements.txt: error: expected a bundle requirements.txt.sigstore.json beside the lock, found none [SIGNATURE_NONE]",
      "hint: sign the lock: lockseal sign requirements.txt --key lockseal.key",
    ]);
  });

  test("a signature by somebody else: whose, and whose was expected", async () => {
    const repository = await signed();
    await transcript(
      repository,
      "verify requirements.txt --key env://OTHER",
      1,
      [
        /names the key [0-9a-f]{12}, which is not among the given ones/,
        "expected a lock signature by env://OTHER, found only what is named above [SIGNER_UNTRUSTED]",
        "hint: check that the key is the signer's",
      ],
      { OTHER: text(BOB.publicFile) },
    );
  });

  test("approvals that are missing: how many, and who could give them", async () => {
    const policed = new Policed();
    await transcript(policed, "gate", 1, [
      /requirements\.txt: error: update: click 8\.1\.7 → 8\.1\.8: expected approvals as the policy asks, found 0 of 3 people \[APPROVAL_MISSING\]/,
      "lockseal approve requirements.txt",
    ]);
    await transcript(policed, "policy explain requirements.txt", 1, [
      "could still be approved by alice (reviewer, owner)",
      "hint: alice types: lockseal approve requirements.txt --key alice.key",
      "hint: bob types: lockseal approve requirements.txt --key bob.key",
    ]);
  });

  test("a signature by somebody whom the policy does not trust: whose, and whom it trusts", async () => {
    const repository = new Policed(
      POLICY.replace(
        "[[lock]]",
        '[signers.release]\nperson = false\nroles = ["releaser"]\nkeys = ["keys/release.pub"]\n\n[[lock]]',
      ).replace(
        "approval.update",
        'signatures = { role = "releaser", threshold = 1 }\napproval.update',
      ),
    );
    repository.write("keys/release.pub", publicKeyPem());
    await repository.run(`sign requirements.txt --key ${repository.secret.at("carol.key")}`);
    await transcript(repository, "verify requirements.txt", 1, [
      /requirements\.txt\.sigstore\.json: names the key [0-9a-f]{12}, which is not among the given ones/,
      "requirements.txt: error: expected 1 signer of the role releaser, found none [SIGNER_UNTRUSTED]",
      "hint: let a signer of the role releaser sign it: lockseal sign requirements.txt; by lockseal.toml that is release",
    ]);
  });

  test("a hold: since when the files are known, and who can say", async () => {
    await transcript(new Policed(), "gate", 1, [
      "click 8.1.8: expected files known for 24 hours, found 1 of 1 of unknown age",
      "[HOLD_UNKNOWN]",
      "lockseal observe requirements.txt",
    ]);
  });

  test.each<[why: string, lock: string, expected: Expected]>([
    [
      "is not pinned",
      "urllib3>=2\n",
      [
        "requirements.txt:1:1: error: expected urllib3 pinned to one version by ==, found >=2",
        "[LOCK_NOT_PINNED]",
        "hint: pin the version",
      ],
    ],
    [
      "has no hash",
      `${pin("click", "8.1.7")}certifi==2024.2.2\n`,
      [
        "requirements.txt:2:1: error: expected at least one --hash for certifi 2024.2.2, found none [LOCK_HASH_MISSING]",
        "uv pip compile --generate-hashes requirements.in -o requirements.txt",
      ],
    ],
    [
      "has a weak hash alone",
      `certifi==2024.2.2 --hash=md5:${"0".repeat(32)}\n`,
      [
        "requirements.txt:1:26: error: expected sha256, sha384 or sha512, found md5 [LOCK_HASH_ALGORITHM]",
        "hint: make the lock anew with sha256",
      ],
    ],
  ])(
    "a requirement that %s: file, line and the command that makes it anew",
    async (_, lock, expected) => {
      const checkout = new Checkout().write("requirements.txt", lock);
      await transcript(checkout, "lint requirements.txt", 1, expected);
    },
  );

  test("a new name that is nearly a popular one: which, how, and the line that allows it", async () => {
    const policed = new Policed();
    policed.write("requirements.txt", pin("click", "8.1.7") + pin("requets", "2.31.0")).commit();
    await transcript(policed, "gate", 1, [
      "requirements.txt:2: error: requets looks like requests (1 letter missing; requests is rank 6, requets is not among 15,000) [NAME_IMPERSONATES]",
      'hint: if requests is meant, write that; if requets is, let the owners of lockseal.toml add [[allow_name]] with name = "requets", reason = "…", until = 2026-12-25T00:00:00Z',
    ]);
    await transcript(policed, "explain NAME_IMPERSONATES", 0, ["Squatters register what people"]);
  });

  test("a download with another digest: both, and not to unpack it", async () => {
    const checkout = new Checkout().write("trivy.tar.gz", "evil");
    const wanted = "ab".repeat(32);
    await transcript(checkout, `tool verify trivy.tar.gz --sha256 ${wanted}`, 1, [
      `trivy.tar.gz: error: expected sha256:${wanted}, as given, found sha256:${sha256("evil")} [TOOL_DIGEST]`,
      "hint: do not unpack or run it; download it again, and ask its publisher if it stays different",
    ]);
  });

  test("an attestation that is not there: about which digest", async () => {
    const checkout = new Checkout().write("app", "bytes");
    const line =
      "attestation verify app --builders slsa-github-generator --source-uri github.com/acme/app";
    await transcript(checkout, line, 3, [/app: error: expected .*found none/, "hint: "]);
  });

  test("an attestation by another builder: which was found, and which expected", async () => {
    const instance = createInstance();
    const bundle = signAs(instance, `${BUILDER}@refs/tags/v2.0.0`, workflowProvenance());
    const folder = new Folder()
      .write("app", ARTIFACT)
      .write("app.intoto.jsonl", `${JSON.stringify(bundle)}\n`)
      .write("root.json", written(trustedRoot(instance)));
    const other = "https://github.com/acme/builder/.github/workflows/build.yml";
    const line = `attestation verify app --trusted-root root.json --builder-id ${other} --source-uri github.com/acme/app`;
    await transcript(folder, line, 1, [
      `app: error: app.intoto.jsonl: builder: expected ${other}, found ${BUILDER}@refs/tags/v2.0.0 (certificate subjectAlternativeName) [BUILDER_UNTRUSTED]`,
      "hint: do not use the file, unless its publisher names this very builder: --builder-id with what was found",
    ]);
  });

  test("no isolation for inspections: what the machine says, the setting behind it, and the way on", async () => {
    const [owner, worker] = [fakeFunctionary("P-256"), fakeFunctionary()];
    const inspect = [{ _type: "inspection", name: "look", run: ["true"] }];
    const folder = new Folder();
    const machine = { unshare: folder.at("unshare"), settings: folder.at("sys") };
    const setting = "sys/kernel/apparmor_restrict_unprivileged_userns";
    const products = { "app.bin": { sha256: sha256("app") } };
    folder
      .write(
        "unshare",
        "#!/bin/sh\necho 'unshare: write failed /proc/self/uid_map: Operation not permitted' >&2\nexit 1\n",
      )
      .write(setting, "1\n")
      .write("owner.pub", String(owner.key.key.key.export({ format: "pem", type: "spki" })))
      .write(
        "root.layout",
        metablock(fakeLayout([fakeStep("build", [worker])], [worker], { inspect }), owner),
      )
      .write(
        `links/build.${worker.keyid.slice(0, 8)}.link`,
        metablock(fakeLink("build", { products }), worker),
      )
      .write("out/app.bin", "app");
    chmodSync(folder.at("unshare"), 0o755);
    const line =
      "layout verify --layout root.layout --key owner.pub --links links --artifacts out --run-inspections";
    await transcript(
      folder,
      line,
      6,
      [
        `root.layout: error: isolation: expected Linux with user namespaces, unshare and setpriv, found unshare: write failed /proc/self/uid_map: Operation not permitted, and 1 in ${folder.at(setting)} [ISOLATION_UNAVAILABLE]`,
        "hint: run it where such namespaces are allowed, see: sysctl kernel.apparmor_restrict_unprivileged_userns; or leave inspections out of the verdict: --skip-inspections",
      ],
      {},
      { machine },
    );
  });

  test("an index that nobody answers at: that nothing could be decided", async () => {
    const policed = new Policed();
    const { exitCode, stderr } = await policed.run(
      `observe requirements.txt --key ${policed.secret.at("carol.key")}`,
      {
        env: { PIP_INDEX_URL: "https://127.0.0.1:9/simple/" },
        patience: { timeoutMs: 10_000, attempts: 1, backoffMs: 1 },
      },
    );
    expect(stderr).toMatch(
      /https:\/\/127\.0\.0\.1:9\/simple\/click\/: expected an answer .*ECONNREFUSED/,
    );
    expect(stderr).toContain("hint: check the network, and HTTPS_PROXY where there is a proxy");
    expect(exitCode).toBe(5);
  });
});
