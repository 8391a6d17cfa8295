import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/cli/commands.ts";
import { updateTrustRoot } from "../src/operations/update-trust-root.ts";
import { Audited } from "./fakes/audited.ts";
import { ALICE, Folder, pin } from "./fakes/checkout.ts";
import {
  createInstance,
  IDENTITY,
  type Instance,
  ISSUER,
  signBundle,
  trustedRoot,
  written,
} from "./fakes/instance.ts";
import { POLICY, Policed } from "./fakes/policed.ts";
import { ARTIFACT, BUILDER, SOURCE, signAs, workflowProvenance } from "./fakes/provenance.ts";
import { Repository } from "./fakes/repository.ts";
import { FakeTuf } from "./fakes/tuf.ts";

const DIST = join(import.meta.dirname, "../dist");
const PROGRAM = join(DIST, "bin/lockseal.js");

/** Writes each module that is loaded to standard error, however it is asked for. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
import { writeSync } from "node:fs";
registerHooks({ load(url, context, next) { writeSync(2, "loaded " + url + "\\n"); return next(url, context); } });
`)}`;

/** What signs, asks services, or reads fetched trust roots: nothing of it belongs into a process that verifies by another. */
const SIGNING =
  /src\/sigstore\/(?:sign|certificate-request|log-request|timestamp-request|service-answer|choose-services|format-bundle|identity-token)\.js$|src\/trust\/tuf\/|src\/io\/(?:http|redirect|run-program)\.js$|lockseal-(?:tuf|signing|keyless-sign(?:ing)?)\.js$|\/@sigstore\/|\/sigstore\/dist\/|^node:(?:https?|net|tls|dgram|dns|http2)$/;

function loadedBy(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", WATCH, ...args], {
    cwd,
    env: { ...process.env, XDG_DATA_HOME: cwd, ...env },
    encoding: "utf8",
  });
  expect({ status, stdout: status === 0 ? "" : `${stdout}${stderr}` }).toEqual({
    status: 0,
    stdout: "",
  });
  return [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, url = ""]) => url);
}

/** A file with a keyless bundle beside it, in a folder with its trust root. */
function signed(instance: Instance = createInstance()): Folder {
  return new Folder()
    .write("app.bin", "the bytes")
    .write("root.json", written(trustedRoot(instance)))
    .write(
      "app.bin.sigstore.json",
      written(signBundle(instance, { message: Buffer.from("the bytes") })),
    );
}

const LIBRARY = `
import { readFileSync } from "node:fs";
import { loadTrustRoot, parseSignatures, verifyBundle } from ${JSON.stringify(join(DIST, "src/index.js"))};
const bundle = parseSignatures(readFileSync("app.bin.sigstore.json"), "bundle")[0];
const identity = { kind: "exact", name: ${JSON.stringify(IDENTITY)}, issuer: ${JSON.stringify(ISSUER)} };
const expected = { signer: { kind: "identity", identity }, predicateType: null };
const trust = loadTrustRoot("root.json", process.cwd()).root;
const { digests } = await verifyBundle({ name: "app.bin", bytes: readFileSync("app.bin") }, bundle, expected, trust, new Date());
if (digests.length !== 1) throw new Error("expected a digest");
`;

const BY = ["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", ISSUER];

test("the library that verifies loads nothing that signs or asks the network", () => {
  const loaded = loadedBy(["--input-type=module", "-e", LIBRARY], signed().path);
  expect(loaded.some((url) => url.endsWith("src/sigstore/verify.js"))).toBe(true);
  expect(loaded.filter((url) => SIGNING.test(url))).toEqual([]);
});

test("the program that verifies loads nothing that signs or asks the network", () => {
  const verify = ["verify", "app.bin", ...BY, "--trusted-root", "root.json"];
  const loaded = loadedBy([PROGRAM, ...verify], signed().path);
  expect(loaded.some((url) => url.endsWith("lockseal-keyless.js"))).toBe(true);
  expect(loaded.filter((url) => SIGNING.test(url))).toEqual([]);
});

test("the program that verifies a small file loads no curves but the runtime's", () => {
  const verify = ["verify", "app.bin", ...BY, "--trusted-root", "root.json"];
  const loaded = loadedBy([PROGRAM, ...verify], signed().path);
  expect(loaded.filter((url) => url.includes("/@noble/"))).toEqual([]);
});

test("the program that verifies a lock by its key loads nothing of bundles without one", () => {
  const folder = new Folder().write("requirements.txt", pin("click", "8.1.7"));
  const key = new Folder().write("a.pub", ALICE.publicFile).write("a.key", ALICE.privateFile);
  const sign = ["sign", "requirements.txt", "--key", key.at("a.key")];
  const env = { ...process.env, LOCKSEAL_PASSWORD: "correct horse" };
  execFileSync(process.execPath, [PROGRAM, ...sign], { cwd: folder.path, env });
  const verify = ["verify", "requirements.txt", "--key", key.at("a.pub")];
  const loaded = loadedBy([PROGRAM, ...verify], folder.path);
  expect(loaded.some((url) => url.endsWith("lockseal-verify.js"))).toBe(true);
  const ofOthers =
    /lockseal-(?:keyless|names|own-formats|tool-pins|tools|audit|explanations)\.js$|\/@noble\//;
  expect(loaded.filter((url) => SIGNING.test(url) || ofOthers.test(url))).toEqual([]);
});

const AUDIT = /lockseal-(?:audit|hash-worker)\.js$/;

/** Runs the program on a pinned tree, and gives what it loads. */
function loadedByTool(...words: readonly string[]): readonly string[] {
  const folder = new Audited().unpack("t/app");
  return loadedBy([PROGRAM, ...words], folder.path, { XDG_CACHE_HOME: folder.path });
}

test("the program that audits loads nothing that signs, verifies signatures, unpacks or asks the network", () => {
  const loaded = loadedByTool("audit", "t");
  expect(loaded.some((url) => AUDIT.test(url))).toBe(true);
  const ofOthers = /lockseal-(?:keyless|own-formats|tools)\.js$|\/@noble\/|\/yauzl\/|\/tar\//;
  expect(loaded.filter((url) => SIGNING.test(url) || ofOthers.test(url))).toEqual([]);
});

test("the program finds the file that its threads are started from", () => {
  const folder = new Audited().unpack("t/app");
  for (let at = 0; at < 600; at += 1) folder.put(`t/many/${at}`, `${at}`);
  loadedBy([PROGRAM, "audit", "t"], folder.path);
});

test("no other program about tools loads what audits", () => {
  const loaded = loadedByTool("tool", "list");
  expect(loaded.some((url) => url.endsWith("lockseal-tools.js"))).toBe(true);
  expect(loaded.filter((url) => AUDIT.test(url))).toEqual([]);
});

test.each([
  [
    "options",
    ["--builder-id", BUILDER, "--source-uri", SOURCE],
    /lockseal-(?:toml|expectations)\.js$/,
  ],
  ["a policy", ["--expectations", "policy.toml"], /nothing/],
])("the program that verifies an attestation by %s loads nothing that signs", (_, by, others) => {
  const instance = createInstance();
  const bundle = signAs(instance, `${BUILDER}@refs/tags/v2.0.0`, workflowProvenance());
  const folder = new Folder()
    .write("app", ARTIFACT)
    .write("app.intoto.jsonl", written(bundle))
    .write("policy.toml", `version = 1\n[provenance.app]\nbuilder = "${BUILDER}"\n`)
    .write("root.json", written(trustedRoot(instance)));
  const verify = ["attestation", "verify", "app", ...by, "--trusted-root", "root.json"];
  const loaded = loadedBy([PROGRAM, ...verify], folder.path);
  expect(loaded.some((url) => url.endsWith("lockseal-attested.js"))).toBe(true);
  const ofOthers = /lockseal-(?:tools|own-formats|predicates|npm-keys-source)\.js$|\/@noble\//;
  expect(
    loaded.filter((url) => SIGNING.test(url) || ofOthers.test(url) || others.test(url)),
  ).toEqual([]);
});

test("the program that verifies a layout loads nothing that signs", () => {
  const vectors = join(DIST, "../testdata/layouts");
  const folder = join(vectors, "plain/01-a-layout-of-one-step");
  const verify = ["layout", "verify", "--layout", "root.layout", "--links", "links"];
  const loaded = loadedBy(
    [PROGRAM, ...verify, "--key", join(vectors, "owner.pub"), "--skip-inspections"],
    folder,
  );
  expect(loaded.some((url) => url.endsWith("lockseal-layouts.js"))).toBe(true);
  const signing = /lockseal-(?:layout-signing|signing)\.js$|^node:child_process$/;
  expect(loaded.filter((url) => SIGNING.test(url) || signing.test(url))).toEqual([]);
});

const RULES = /\/@bufbuild\/|lockseal-(?:rule-worker|evaluate-rules)\.js$/;

/** Runs the gate on a release of one lock, by a policy with more in it. */
function loadedByGate(more: string, after = "click>=9\n"): readonly string[] {
  const policy =
    'version = 1\n[[lock]]\npath = "requirements.txt"\nformat = "pip-requirements"\nranges = true\n';
  const folder = new Repository();
  folder.write("lockseal.toml", policy + more).write("requirements.txt", "click>=8\n");
  folder.git("update-ref", "refs/remotes/origin/main", folder.commit("base"));
  folder.write("requirements.txt", after).commit("head");
  return loadedBy([PROGRAM, "gate", "--base", "origin/main"], folder.path);
}

test("the gate of a policy without rules loads nothing that evaluates one", () => {
  const loaded = loadedByGate("");
  expect(loaded.some((url) => url.endsWith("lockseal-gate.js"))).toBe(true);
  expect(loaded.filter((url) => RULES.test(url))).toEqual([]);
});

const NAMES = /lockseal-names\.js$|(?:protected|known)-names/;

test("the gate loads the popular names where there is a new one, and not else", () => {
  expect(loadedByGate("").filter((url) => NAMES.test(url))).toEqual([]);
  expect(loadedByGate("", "click>=9\nflask>=2\n").filter((url) => NAMES.test(url))).toHaveLength(1);
});

test("the names that are known beside are loaded where a name looks like another", () => {
  const known = (after: string): readonly string[] =>
    loadedByGate("", after).filter((url) => url.includes("known-names"));
  expect(known("click>=9\nflask>=2\n")).toEqual([]);
  expect(known("click>=9\nrequest>=2\n")).toHaveLength(1);
});

test("whoever lints loads the popular names where it is asked", () => {
  const folder = new Folder().write("r.txt", pin("click", "8.1.7"));
  const loaded = (...more: readonly string[]): readonly string[] =>
    loadedBy([PROGRAM, "lint", "r.txt", ...more], folder.path).filter((url) => NAMES.test(url));
  expect(loaded()).toEqual([]);
  expect(loaded("--names")).toHaveLength(1);
});

test("the library loads the popular names when it is asked for them", () => {
  const library = JSON.stringify(join(DIST, "src/index.js"));
  const load = (more: string): readonly string[] =>
    loadedBy(
      ["--input-type=module", "-e", `const all = await import(${library}); ${more}`],
      new Folder().path,
    ).filter((url) => NAMES.test(url));
  expect(load("")).toEqual([]);
  expect(load("await all.loadPopularNames();")).toHaveLength(2);
});

test("the gate of what people approved by key starts git thirteen times, and loads nothing for other evidence", async () => {
  const repository = new Policed(POLICY.replace(', hold = "24h"', ""));
  for (const person of ["alice", "bob"]) await repository.approve(person);
  repository.commit("approvals");
  const tools = new Folder().write(
    "git",
    `#!/bin/sh\necho started >> '${repository.secret.at("starts")}'\nPATH="\${PATH#*:}" exec git "$@"\n`,
  );
  chmodSync(tools.at("git"), 0o755);
  const event = { pull_request: { user: { login: "mallory" } } };
  const env = {
    PATH: `${tools.path}:${process.env.PATH}`,
    GITHUB_ACTIONS: "true",
    GITHUB_BASE_REF: "",
    GITHUB_EVENT_PATH: repository.secret
      .write("event.json", JSON.stringify(event))
      .at("event.json"),
    GITHUB_STEP_SUMMARY: "",
  };
  const args = [PROGRAM, "gate", "--base", "origin/main", "--into", "refs/heads/main"];
  const loaded = loadedBy(args, repository.path, env);
  const others =
    /lockseal-(?:keyless|attested|published|tools|layouts|layout-policy|records|reviewing|policy-change|policy-checked|own-formats|signing)\.js$|^node:worker_threads$/;
  expect(loaded.filter((url) => others.test(url))).toEqual([]);
  const starts = repository.secret.read("starts").split("\n").length - 1;
  expect(starts).toBeGreaterThan(4);
  expect(starts).toBeLessThanOrEqual(13);
});

test("the gate of a policy with rules starts no thread where none is asked about anything", () => {
  const rule = '[[rule]]\nid = "one"\non = "lock.change"\ndeny_if = "change.nothing"\n';
  expect(loadedByGate(rule).filter((url) => RULES.test(url))).toEqual([
    expect.stringMatching(/lockseal-evaluate-rules\.js$/),
  ]);
});

test("the program finds the file that evaluates rules", () => {
  const rule = '[[rule]]\nid = "one"\non = "lock.change"\ndeny_if = "nobody"\n';
  const folder = new Folder().write("lockseal.toml", `version = 1\n${rule}`);
  const check = spawnSync(process.execPath, [PROGRAM, "policy", "check"], {
    cwd: folder.path,
    encoding: "utf8",
  });
  expect(check.stdout).toMatch(
    /lockseal\.toml:5:12: error: rule one: .*"nobody" \[RULE_MALFORMED\]/,
  );
  expect(check.status).toBe(2);
});

test("the package has the program and no other", () => {
  const { files, bin } = JSON.parse(readFileSync(join(DIST, "../package.json"), "utf8"));
  expect({ files, bin }).toEqual({
    files: ["dist", "CHANGELOG.md"],
    bin: { lockseal: "dist/bin/lockseal.js" },
  });
  const others = readdirSync(join(DIST, "bin")).filter((name) => !/^lockseal\b/.test(name));
  expect(others).toEqual(["package.json"]);
});

test("the program that verifies by a fetched root asks no network either", async () => {
  const instance = createInstance();
  const folder = signed(instance);
  const tuf = new FakeTuf({ "trusted_root.json": written(trustedRoot(instance)) });
  folder.write("1.root.json", tuf.files.get("1.root.json") ?? "");
  await using server = await tuf.serve();
  const { exitCode } = await updateTrustRoot({
    mirror: server.url,
    root: "1.root.json",
    name: "acme",
    cwd: folder.path,
    env: { XDG_DATA_HOME: folder.path },
    now: new Date("2026-11-24T03:00:00Z"),
  });
  expect(exitCode).toBe(0);
  const loaded = loadedBy([PROGRAM, "verify", "app.bin", ...BY], folder.path);
  const ofSigning = loaded.filter((url) => SIGNING.test(url));
  expect(ofSigning.map((url) => url.split("/").at(-1))).toEqual(["lockseal-tuf.js"]);
});

test("the names above are those of files that are there", () => {
  for (const name of ["sign", "certificate-request", "log-request", "identity-token"])
    expect(existsSync(join(DIST, `src/sigstore/${name}.js`))).toBe(true);
  expect(existsSync(join(DIST, "src/trust/tuf/accept.js"))).toBe(true);
  for (const name of [
    "tuf",
    "signing",
    "keyless-signing",
    "keyless-sign",
    "keyless",
    "own-formats",
    "explanations",
    "tools",
    "tool-pins",
    "audit",
    "hash-worker",
    "rule-worker",
    "evaluate-rules",
    "known-names",
    "names",
  ])
    expect(existsSync(join(DIST, `bin/lockseal-${name}.js`))).toBe(true);
});

test.each(COMMANDS.map(({ name, count }) => [name, count.least] as const))(
  "the parts that %s loads need each other in no circle that would leave one half made",
  (name, least) => {
    const words = Array.from({ length: least }, (_, at) => `nothing-${at}`);
    const { stderr } = spawnSync(process.execPath, [PROGRAM, ...name.split(" "), ...words], {
      cwd: new Folder().path,
      // Nobody is asked for anything, and nothing is reached.
      env: { HTTPS_PROXY: "http://127.0.0.1:9", LOCKSEAL_PASSWORD: "x" },
      encoding: "utf8",
      input: "",
      timeout: 50_000,
    });
    expect(stderr).not.toMatch(/Warning/);
  },
);
