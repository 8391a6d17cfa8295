import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRefused } from "../../src/finding.ts";
import { keyEntryOf } from "../../src/layout/key-entry.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import {
  type Functionary,
  fakeFunctionary,
  fakeLayout,
  fakeStep,
  metablock,
} from "../fakes/layout.ts";
import type { Checks } from "./checks.ts";
import { type DrawnLayout, drawLayouts } from "./drawn-layouts.ts";
import { runLockseal } from "./lockseal.ts";
import type { Peer } from "./peers.ts";

const DRAWN = 200;
const SEED = 20261124;
const PASSWORD = { LOCKSEAL_PASSWORD: "correct horse" };

/** Holds layouts and links of ours and of in-toto against each other: what one makes, the other takes, and verdicts agree. */
export async function checkLayouts(peer: Peer, folder: string, checks: Checks): Promise<void> {
  const name = `in-toto ${peer.version}`;
  const fresh = (): string => mkdtempSync(join(folder, "layout-"));
  for (const form of isOld(peer) ? (["metablock"] as const) : (["metablock", "dsse"] as const))
    await checks.check(`${name} takes what lockseal made, in ${form}`, () =>
      oursThere(peer, fresh(), form),
    );
  for (const kind of isOld(peer) ? (["rsa"] as const) : (["rsa", "ed25519", "P-256"] as const))
    await checks.check(`lockseal takes what ${name} made with ${kind}`, () =>
      theirsHere(peer, fresh(), kind),
    );
  if (!isOld(peer))
    await checks.check(`lockseal takes links of ${name} in DSSE`, () =>
      theirsHere(peer, fresh(), "ed25519", ["--use-dsse"]),
    );
  for (const kind of ["ed25519", "rsa3072"])
    await checks.check(`lockseal takes links of ${name} that gpg signed with ${kind}`, () =>
      gpgHere(peer, fresh(), kind),
    );
  await compareVerdicts(peer, fresh(), checks);
}

/** The versions before 2 know keys in files of their own alone, and no DSSE. */
function isOld({ version }: Peer): boolean {
  return version.startsWith("1.");
}

function call(
  peer: Peer,
  program: string,
  args: readonly string[],
  cwd: string,
): string | undefined {
  const { status, stdout, stderr } = spawnSync(join(dirname(peer.program), program), args, {
    cwd,
    encoding: "utf8",
    timeout: 60_000,
  });
  return status === 0 ? undefined : `${program} ended with ${status}: ${stdout}${stderr}`;
}

const DRAFT = `expires = "90d"
[keys]
alice = "alice.pub"
bob = "bob.pub"
[[step]]
name = "write"
by = ["alice"]
products = ["CREATE src/*"]
[[step]]
name = "build"
by = ["alice", "bob"]
command = "cp src/a out"
materials = ["MATCH src/* WITH PRODUCTS FROM write"]
products = ["CREATE out", "ALLOW src/*"]
`;

function oursThere(peer: Peer, cwd: string, form: "metablock" | "dsse"): string | undefined {
  writeFileSync(join(cwd, "layout.toml"), DRAFT);
  mkdirSync(join(cwd, "src"));
  writeFileSync(join(cwd, "src/a"), "text");
  const dsse = form === "dsse" ? ["--dsse"] : [];
  for (const line of [
    "keygen -o owner",
    "keygen -o alice",
    "keygen -o bob --type ed25519",
    "layout create layout.toml",
    `layout sign --layout root.layout --key owner.key --form ${form}`,
    ["link run --step write --key alice.key --products src", ...dsse, "-- true"].join(" "),
    [
      "link run --step build --key bob.key --materials src --products src --products out",
      ...dsse,
      "-- cp src/a out",
    ].join(" "),
    "layout verify --layout root.layout --key owner.pub",
  ]) {
    const { status, output } = runLockseal(line.split(" "), PASSWORD, cwd);
    if (status !== 0) return `lockseal ${line} ended with ${status}: ${output}`;
  }
  if (!isOld(peer))
    return call(
      peer,
      "in-toto-verify",
      ["--layout", "root.layout", "--verification-keys", "owner.pub"],
      cwd,
    );
  writeOwner(cwd);
  return call(
    peer,
    "in-toto-verify",
    ["--layout", "root.layout", "--layout-keys", "owner.json", "-t", "ecdsa"],
    cwd,
  );
}

/** Writes the owner's key as the versions before 2 read it. */
function writeOwner(cwd: string): void {
  const { signatures } = JSON.parse(readFileSync(join(cwd, "root.layout"), "utf8"));
  const key = {
    keyid: signatures[0].keyid,
    keyid_hash_algorithms: ["sha256", "sha512"],
    keytype: "ecdsa",
    scheme: "ecdsa-sha2-nistp256",
    keyval: { public: readFileSync(join(cwd, "owner.pub"), "utf8").trim() },
  };
  writeFileSync(join(cwd, "owner.json"), JSON.stringify(key));
}

function theirsHere(
  peer: Peer,
  cwd: string,
  kind: "rsa" | "ed25519" | "P-256",
  more: readonly string[] = [],
): string | undefined {
  const [owner, alice] = [fakeFunctionary(kind), fakeFunctionary(kind)];
  for (const [name, one] of [
    ["owner", owner],
    ["alice", alice],
  ] as const) {
    writeFileSync(
      join(cwd, `${name}.pub`),
      String(one.key.key.key.export({ format: "pem", type: "spki" })),
    );
    writeFileSync(
      join(cwd, `${name}.pem`),
      String(one.privateKey.export({ format: "pem", type: "pkcs8" })),
    );
  }
  writeFileSync(
    join(cwd, "root.layout"),
    JSON.stringify({ signatures: [], signed: layoutFor(peer, alice) }),
  );
  mkdirSync(join(cwd, "links"));
  const key = isOld(peer) ? ["--key", "../alice.pem"] : ["--signing-key", "../alice.pem"];
  const failed =
    call(peer, "in-toto-sign", ["-f", "root.layout", "-k", "owner.pem"], cwd) ??
    call(
      peer,
      "in-toto-run",
      ["-n", "build", ...key, ...more, "-p", "out", "--", "touch", "out"],
      join(cwd, "links"),
    );
  if (failed !== undefined) return failed;
  const verify = "layout verify --layout root.layout --key owner.pub --links links --json";
  const { status, output } = runLockseal(verify.split(" "), {}, cwd);
  if (status !== 0) return `${output} of ${readdirSync(join(cwd, "links")).join(", ")}`;
  return undefined;
}

const EXPORT = `
import json, sys
try:
    from securesystemslib.gpg.functions import export_pubkey
except ImportError:
    from securesystemslib._gpg.functions import export_pubkey
print(json.dumps(export_pubkey(sys.argv[1], homedir=sys.argv[2])))
`;

/** For RSA a primary key that certifies and a sub key that signs; of EdDSA in-toto exports no sub keys. */
function gpgHere(peer: Peer, cwd: string, kind: string): string | undefined {
  const home = join(cwd, "gpg");
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(join(cwd, "links"));
  const gpg = (...args: readonly string[]): string => {
    const all = ["--homedir", home, "--batch", "--quiet", "--passphrase", "", ...args];
    return spawnSync("gpg", all, { encoding: "utf8", timeout: 60_000 }).stdout ?? "";
  };
  try {
    const hasSubkey = kind.startsWith("rsa");
    gpg("--quick-generate-key", "alice@acme.example", kind, hasSubkey ? "cert" : "sign", "1y");
    const list = gpg("--list-keys", "--with-colons");
    const print = /^fpr:+([0-9A-F]{40}):$/m.exec(list)?.[1];
    if (print === undefined) return `gpg made no key: ${list}`;
    if (hasSubkey) gpg("--quick-add-key", print, kind, "sign", "1y");
    const run = [
      "-n",
      "build",
      "--gpg",
      print,
      "--gpg-home",
      home,
      "-p",
      "out",
      "--",
      "touch",
      "out",
    ];
    const failed = call(peer, "in-toto-run", run, join(cwd, "links"));
    if (failed !== undefined) return failed;
    const exported = spawnSync(peer.program, ["-c", EXPORT, print, home], { encoding: "utf8" });
    const key = JSON.parse(exported.stdout || "null");
    if (key === null) return exported.stderr;
    const owner = fakeFunctionary("P-256");
    const step = { ...fakeStep("build", []), pubkeys: [key.keyid] };
    writeFileSync(
      join(cwd, "root.layout"),
      metablock(fakeLayout([step], [], { keys: { [key.keyid]: key } }), owner),
    );
    writeFileSync(
      join(cwd, "owner.pub"),
      String(owner.key.key.key.export({ format: "pem", type: "spki" })),
    );
    const verify = "layout verify --layout root.layout --key owner.pub --links links";
    const { status, output } = runLockseal(verify.split(" "), {}, cwd);
    return status === 0 ? undefined : output;
  } finally {
    spawnSync("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]);
  }
}

function layoutFor(peer: Peer, by: Functionary) {
  const { keyid, newKeyid, entry } = keyEntryOf(by.key.key);
  const name = isOld(peer) ? keyid : newKeyid;
  const rules = [
    ["CREATE", "out"],
    ["DISALLOW", "*"],
  ];
  const step = { ...fakeStep("build", [], { expected_products: rules }), pubkeys: [name] };
  return fakeLayout([step], [], {
    expires: "2035-01-01T00:00:00Z",
    keys: { [name]: { ...entry, keyid: name } },
  });
}

interface TheirVerdict {
  readonly name: string;
  readonly accepted: boolean;
  readonly why: string;
}

async function compareVerdicts(peer: Peer, folder: string, checks: Checks): Promise<void> {
  const drawn = drawLayouts(DRAWN, SEED);
  for (const one of drawn) write(one, join(folder, one.name));
  const script = join(import.meta.dirname, "layouts.py");
  const { stdout, stderr } = spawnSync(peer.program, [script, folder], {
    encoding: "utf8",
    timeout: 300_000,
  });
  const theirs = new Map(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line || "{}") as TheirVerdict)
      .map((verdict) => [verdict.name, verdict]),
  );
  let [accepted, stricter] = [0, 0];
  const different: string[] = [];
  for (const one of drawn) {
    const their = theirs.get(one.name);
    const ours = refusalsOf(one);
    if (their === undefined) different.push(`${one.name}: no verdict: ${stderr.slice(-300)}`);
    else if (their.accepted === (ours.length === 0)) accepted += their.accepted ? 1 : 0;
    // Whichever link stands first decides there, where the threshold is 1; here links that disagree refuse.
    else if (their.accepted && ours.every((rule) => rule === "LINKS_DISAGREE")) stricter += 1;
    else
      different.push(
        `${one.name}: here ${ours.join(" ") || "accepted"}, there ${their.why || "accepted"}`,
      );
  }
  const name = `lockseal and in-toto ${peer.version} agree about ${drawn.length} drawn layouts`;
  for (const found of different) checks.fail(name, found);
  // A comparison in which one verdict hardly occurs shows little.
  if (accepted < 30 || accepted > 170) checks.fail(name, `${accepted} accepted`);
  else if (different.length === 0)
    checks.pass(
      `${name}: ${accepted} accepted; ${stricter} refused here alone, for links that disagree`,
    );
}

function write({ layout, links, owner }: DrawnLayout, folder: string): void {
  mkdirSync(join(folder, "links"), { recursive: true });
  writeFileSync(join(folder, "root.layout"), layout);
  writeFileSync(join(folder, "owners.json"), JSON.stringify({ [owner.keyid]: owner.entry }));
  for (const [name, bytes] of links) writeFileSync(join(folder, "links", name), bytes);
}

function refusalsOf({ layout, links, owner }: DrawnLayout): readonly string[] {
  const { findings } = verifyLayout(
    { name: "root.layout", bytes: layout },
    [...links].map(([name, bytes]) => ({ name, bytes })),
    [owner.key],
    new Map(),
    new Date(),
  );
  if (!isRefused(findings)) return [];
  return [
    ...new Set(findings.filter(({ verdict }) => verdict === "refused").map(({ rule }) => rule)),
  ];
}
