import { describe, expect, test } from "vitest";
import { readRecords } from "../../../src/operations/read-records.ts";
import { parseRootFile } from "../../../src/operations/trust-root-file.ts";
import { judgeHold } from "../../../src/policy/judge-hold.ts";
import type { PolicySigner } from "../../../src/policy/signer.ts";
import { ChangedLock } from "../../fakes/changed-lock.ts";
import { ALICE, Folder, pin, sha256 } from "../../fakes/checkout.ts";
import { createInstance, IDENTITY, ISSUER, SIGNED_AT } from "../../fakes/instance.ts";
import { type Loopback, startLoopback } from "../../fakes/loopback.ts";
import { serveInstance } from "../../fakes/served.ts";

const HOUR = 3_600_000;
const WHEEL = sha256("click 8.1.8");

/** An index on this machine that has one file of click. */
const startIndex = (page: unknown, status = 200): Promise<Loopback> =>
  startLoopback((request, response) => {
    if (request.url === "/simple/click/")
      response.writeHead(status).end(typeof page === "string" ? page : JSON.stringify(page));
    else if (request.url === "/provenance/click") response.writeHead(200).end("the attestations");
    else response.writeHead(404).end();
  });

const PAGE = {
  files: [
    {
      filename: "click-8.1.8-py3-none-any.whl",
      hashes: { sha256: WHEEL },
      size: 98_188,
      "upload-time": "2026-01-10T08:00:00.5Z",
      provenance: "/provenance/click",
    },
    { filename: "click-8.1.7-py3-none-any.whl", hashes: { sha256: "0".repeat(64) } },
  ],
};
const payloadOf = (bundle: string) =>
  JSON.parse(Buffer.from(JSON.parse(bundle).dsseEnvelope.payload, "base64").toString());
const records = (repository: ChangedLock) =>
  Object.keys(repository.list()).filter((name) => name.startsWith(".lockseal/records/"));
const withKey = (repository: ChangedLock, more: string) =>
  repository.run(
    `observe requirements.txt --key ${repository.keys.at("alice.key")} ${more}`.trim(),
  );

describe("records what is new, with what an index says of it", () => {
  test("each file once, nothing of what was there before", async () => {
    await using index = await startIndex(PAGE);
    const repository = new ChangedLock();
    const url = `${index.url}/simple`;
    const { stdout, exitCode } = await withKey(repository, `--index ${url} --index-name main`);
    const [path = ""] = records(repository);
    expect(stdout).toBe(
      `requirements.txt: note: asked the index main, named by --index [OBSERVED_INDEX]
requirements.txt: warning: click 8.1.8: the attestations that the index serves do not hold and are not recorded: click-8.1.8-py3-none-any.whl.provenance: expected true, found "t" at line 1, column 1 [JSON_MALFORMED] [OBSERVED_ATTESTATION]
    hint: look at who published it before anybody approves it
requirements.txt: ok: recorded 1 file, 1 of them known to an index, by key ${ALICE.key.publicKey.fingerprint.slice(0, 12)} into ${path}
    hint: commit it with the change: git add ${path}
requirements.txt: warning: a record by a key alone has no time, and ends no hold [OBSERVED_UNDATED]
    hint: sign it keyless, in the bot's own workflow: leave --key out
`,
    );
    expect(exitCode).toBe(0);
    expect(index.asked).toEqual(["GET /simple/click/", "GET /provenance/click"]);
    const { subject, predicate } = payloadOf(repository.read(path));
    expect(subject).toEqual([{ name: "click-8.1.8-py3-none-any.whl", digest: { sha256: WHEEL } }]);
    expect(predicate.files).toEqual([
      {
        name: "click",
        version: "8.1.8",
        hash: `sha256:${WHEEL}`,
        index: {
          name: "main",
          file: "click-8.1.8-py3-none-any.whl",
          uploadTime: "2026-01-10T08:00:00Z",
          size: 98_188,
          attestation: null,
        },
      },
    ]);
  });

  test("a file that the index does not know is recorded, and said", async () => {
    await using index = await startIndex({ files: [] });
    const repository = new ChangedLock();
    const { stdout } = await withKey(repository, `--index ${index.url}/simple/`);
    expect(stdout).toContain("[OBSERVED_UNKNOWN]");
    expect(stdout).toContain("recorded 1 file, 0 of them known to an index");
    const [path = ""] = records(repository);
    expect(payloadOf(repository.read(path)).predicate.files).toMatchObject([{ index: null }]);
  });

  test("all files with --all, a package that the index does not have among them", async () => {
    await using index = await startIndex(PAGE);
    const repository = new ChangedLock();
    const { stdout } = await withKey(repository, `--all --index ${index.url}/simple/`);
    expect(stdout).toContain("recorded 2 files, 1 of them known to an index");
    expect(index.asked).toContain("GET /simple/flask/");
  });

  test("without an index that they are there, and no more", async () => {
    const repository = new ChangedLock();
    const { stdout } = await withKey(repository, "--json");
    const { findings } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      "OBSERVED_INDEX",
      "OBSERVED",
      "OBSERVED_UNDATED",
    ]);
    expect(findings[0].message).toMatch(/^no index was asked: /);
    expect(findings[1].message).toContain("recorded 1 file, 0 of them known to an index");
  });

  test("attestations elsewhere are not asked for", async () => {
    const [file] = PAGE.files;
    const page = { files: [{ ...file, provenance: "https://elsewhere.example/x" }] };
    await using index = await startIndex(page);
    const repository = new ChangedLock();
    await withKey(repository, `--index ${index.url}/simple/`);
    const [path = ""] = records(repository);
    expect(payloadOf(repository.read(path)).predicate.files[0].index.attestation).toBeNull();
    expect(index.asked).toEqual(["GET /simple/click/"]);
  });
});

describe("asks whom pip is told to ask", () => {
  test("by a file of its user's, and says so", async () => {
    await using index = await startIndex(PAGE);
    const repository = new ChangedLock();
    const home = new Folder().write(
      ".config/pip/pip.conf",
      `[global]\nindex-url = ${index.url}/simple\n`,
    );
    const env = { HOME: home.path, PIP_CONFIG_FILE: "" };
    const { stdout } = await repository.run(
      `observe requirements.txt --key ${repository.keys.at("alice.key")}`,
      { env },
    );
    expect(stdout).toContain(
      `asked the index ${index.url}/simple/, named by ${home.at(".config/pip/pip.conf")} [OBSERVED_INDEX]`,
    );
    expect(stdout).toContain("recorded 1 file, 1 of them known to an index");
    expect(index.asked).toContain("GET /simple/click/");
  });

  test("and neither prints nor records a password that it has", async () => {
    const repository = new ChangedLock();
    const home = new Folder().write(
      ".config/pip/pip.conf",
      "[global]\nextra-index-url =\n  https://me:s3cret/@index.example/simple\n  me:s3cret@b.example\n",
    );
    const { stdout, stderr, exitCode } = await repository.run(
      `observe requirements.txt --json --key ${repository.keys.at("alice.key")}`,
      { env: { HOME: home.path, PIP_CONFIG_FILE: "" } },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("INDEX_URL_REFUSED");
    const [path = ""] = records(repository);
    const record = Buffer.from(
      JSON.parse(repository.read(path)).dsseEnvelope.payload,
      "base64",
    ).toString();
    expect(stdout + stderr + record).not.toContain("s3cret");
  });
});

describe("writes nothing", () => {
  test("where nothing is new", async () => {
    const repository = new ChangedLock();
    repository.git("checkout", "-q", "main");
    const { stdout, exitCode } = await withKey(repository, "");
    expect(stdout).toContain("[OBSERVED_NOTHING]");
    expect([exitCode, records(repository)]).toEqual([0, []]);
  });

  test("of a lock that two tools read differently", async () => {
    const repository = new ChangedLock();
    repository.write("requirements.txt", "click>=8\n");
    const { exitCode } = await withKey(repository, "");
    expect([exitCode, records(repository)]).toEqual([1, []]);
  });

  test.each<[string, unknown, number]>([
    ["HTML", "<html>", 200],
    ["no page", { x: 1 }, 200],
    ["a refusal", {}, 403],
  ])("where the index answers %s", async (_why, page, status) => {
    await using index = await startIndex(page, status);
    const repository = new ChangedLock();
    const { stdout, exitCode } = await withKey(repository, `--index ${index.url}/simple/ --json`);
    expect(JSON.parse(stdout).findings[0].rule).toMatch(/^(?:INDEX_ANSWER|JSON)_MALFORMED$/);
    expect(exitCode).not.toBe(0);
    expect(records(repository)).toEqual([]);
  });

  test.each([
    "http://index.example/simple/",
    "https://user@index.example/simple/",
    "https://index.example/simple/?x=1",
    "file:///simple/",
    "index.example",
  ])("for the index %s", async (url) => {
    const repository = new ChangedLock();
    const { stdout, exitCode } = await withKey(repository, `--index ${url} --json`);
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "INDEX_URL_REFUSED" }]);
    expect([exitCode, records(repository)]).toEqual([2, []]);
  });

  test("for a name of an index that nobody asks", async () => {
    const { exitCode } = await withKey(new ChangedLock(), "--index-name main");
    expect(exitCode).toBe(2);
  });
});

test("a record by a bot ends a hold, by the time of the log and by nothing that is written in it", async () => {
  const instance = createInstance();
  await using served = await serveInstance(instance, SIGNED_AT, "v1");
  await using index = await startIndex(PAGE);
  const repository = new ChangedLock();
  repository.write("signing.json", served.signingConfig).write("root.json", served.trustedRoot);
  const line = `observe requirements.txt --index ${index.url}/simple/ --index-name main --identity-token ${served.token} --signing-config signing.json --trusted-root root.json`;
  const { stdout, stderr, exitCode } = await repository.run(line, { now: SIGNED_AT });
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  expect(stderr).toContain("become public for good");
  expect(stdout).not.toContain("OBSERVED_UNDATED");

  const bot: PolicySigner = {
    name: "update-bot",
    person: false,
    roles: ["observer"],
    keys: [],
    sshKeys: [],
    identities: [{ kind: "exact", name: IDENTITY, issuer: ISSUER }],
    git: [],
    github: [],
    from: null,
    until: null,
    revoked: null,
  };
  const judge = async (hours: number, signers: readonly PolicySigner[] = [bot]) => {
    const now = new Date(SIGNED_AT.getTime() + hours * HOUR);
    const root = parseRootFile(served.trustedRoot, "root.json");
    const roots = [
      { root, name: "test", date: null, kind: "file", sha256: "", path: null },
    ] as never;
    const trust = { signers, keys: [], roots };
    const read = await readRecords(repository.path, trust, now);
    const added = [`sha256:${WHEEL}`];
    const held = [{ name: "click 8.1.8", added, holdMs: 240 * HOUR }];
    const verdict = judgeHold("requirements.txt", held, read.evidence, {
      signers,
      clocks: ["rekor-v1", "rfc3161"],
      now,
      maxSkewMs: 5 * 60_000,
    });
    return [...read.findings, ...verdict.findings].map(
      ({ rule, verdict: word, message }) => `${word} ${rule}: ${message}`,
    );
  };
  // It was uploaded five days before it was seen.
  expect(await judge(1)).toEqual([expect.stringContaining("refused HOLD: click 8.1.8")]);
  expect(await judge(121)).toEqual([
    expect.stringMatching(
      /passed HOLD: .* by the word of the index main in a first-seen record by update-bot/,
    ),
  ]);
  expect(await judge(241)).toEqual([
    expect.stringMatching(
      /passed HOLD: .* known for long enough, by a first-seen record by update-bot, dated by /,
    ),
  ]);
  expect(await judge(241, [])).toEqual([
    expect.stringContaining("IDENTITY_MISMATCH"),
    expect.stringContaining("HOLD_UNKNOWN"),
  ]);
  expect(await judge(-1)).toEqual([
    expect.stringContaining("refused CLOCK_BEHIND"),
    expect.stringContaining("HOLD_UNKNOWN"),
  ]);
  expect(pin("click", "8.1.8")).toContain(WHEEL);
});
