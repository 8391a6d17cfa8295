import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest } from "../src/bytes/digest.ts";
import { formatKeyBundle } from "../src/envelope/bundle.ts";
import { signDsseBundle } from "../src/envelope/bundle-signature.ts";
import { IN_TOTO_PAYLOAD_TYPE } from "../src/envelope/dsse.ts";
import { generateKeyPair } from "../src/key/private-key.ts";
import { formatPublicKey } from "../src/key/public-key.ts";
import { compareLocks } from "../src/lock/lock-delta.ts";
import { createApproval } from "../src/operations/create-approval.ts";
import { readLockState } from "../src/operations/lock-content.ts";
import { readPolicyClosure } from "../src/policy/policy-closure.ts";
import { formatToolLock } from "../src/tool/format-tool-lock.ts";
import { TRIVY } from "../test/fakes/tool-lock.ts";
import { generateLock } from "./generate.ts";

/** How large a repository is. */
export interface GatedSize {
  readonly locks: number;
  readonly pins: number;
  readonly hashes: number;
  readonly tools: number;
  /** Who approves each change: people with a key. */
  readonly people: number;
  /** So many of the locks change in the last commit alone. */
  readonly last: number;
}

/** A repository whose locks changed, each with approvals. */
export interface GatedRepository {
  readonly path: string;
  /** Before any lock changed. */
  readonly first: string;
  /** Before the last of them changed. */
  readonly middle: string;
  readonly env: NodeJS.ProcessEnv;
}

const ORIGIN = "https://git.example/acme/app.git";
const REPOSITORY = "git+https://git.example/acme/app";
const NOW = new Date();

/** Makes a repository: one commit with a policy and locks, one in which most locks change, one in which the last ones do. */
export function makeGatedRepository(folder: string, size: GatedSize): GatedRepository {
  const path = join(folder, `gated-${size.locks}`);
  mkdirSync(path, { recursive: true });
  const git = (args: readonly string[], input?: Buffer): string =>
    execFileSync("git", ["-C", path, ...args], {
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
      encoding: "utf8",
    }).trim();
  git(["init", "-q", "-b", "main"]);
  git(["remote", "add", "origin", ORIGIN]);
  const people = Array.from({ length: size.people }, (_, index) => ({
    name: `person${index}`,
    key: generateKeyPair("ecdsa-p256"),
  }));
  const names = Array.from({ length: size.tools }, (_, index) => `tool${index}`);
  const shared = new Map<string, Uint8Array>([
    ["lockseal.toml", Buffer.from(policyOf(people, names))],
    ["lockseal-tools.lock", Buffer.from(toolLockOf(names))],
    ...people.map(({ name, key }) => [`keys/${name}.pub`, formatPublicKey(key.publicKey)] as const),
  ]);
  const read = (name: string): Uint8Array | string => shared.get(name) ?? "nothing";
  const policy = readPolicyClosure(read("lockseal.toml") as Uint8Array, "lockseal.toml", read);
  const [first, middle, last] = [new Map(shared), new Map(), new Map()] as Map<
    string,
    Uint8Array
  >[];
  for (let index = 0; index < size.locks; index += 1) {
    const name = `services/${index % 37}/s${index}/requirements.txt`;
    const text = generateLock(size.pins, size.hashes, index + 1);
    const changed = text.replace(/^(package-000003==)\S+/m, "$199.0.0");
    first?.set(name, Buffer.from(text));
    const commit = index < size.locks - size.last ? middle : last;
    commit?.set(name, Buffer.from(changed));
    const [before, after] = [text, changed].map((one) =>
      readLockState({ name, bytes: Buffer.from(one) }, () => "none"),
    );
    if (after === undefined) continue;
    const result = digest("sha256", Buffer.from(changed));
    for (const { name: reviewer, key } of people) {
      const { payload } = createApproval(
        {
          ...{ repository: REPOSITORY, path: name, ref: "refs/heads/main", sequence: 1 },
          ...{ base: digest("sha256", Buffer.from(text)), result },
          delta: compareLocks(before?.content, after.content),
        },
        {
          ...{ decision: "approve", reviewer, policy: policy.digest, notes: "", emergency: null },
          ...{ expires: "2099-01-01T00:00:00Z", supersedes: [], now: NOW },
        },
      );
      const bundle = formatKeyBundle(signDsseBundle(IN_TOTO_PAYLOAD_TYPE, payload, key));
      commit?.set(
        `.lockseal/approvals/${result.hex.slice(0, 12)}/${reviewer}.sigstore.json`,
        bundle,
      );
    }
  }
  const commits = [first, middle, last].map((files, index) => commitOf(files ?? new Map(), index));
  git(["fast-import", "--quiet"], Buffer.concat(commits));
  git(["reset", "-q", "--hard", "main"]);
  const event = join(folder, "event.json");
  writeFileSync(event, JSON.stringify({ pull_request: { user: { login: "mallory" } } }));
  return {
    path,
    first: git(["rev-parse", "main~2"]),
    middle: git(["rev-parse", "main~1"]),
    env: { PATH: process.env.PATH, GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: event },
  };
}

/** As `git fast-import` reads it: so many files become objects in one run of git, in a pack, as a fetched clone has them. */
function commitOf(files: ReadonlyMap<string, Uint8Array>, index: number): Buffer {
  const head = `commit refs/heads/main\ncommitter Mallory <mallory@mail.example> ${1_790_000_000 + index} +0000\ndata 6\nchange\n`;
  return Buffer.concat([
    Buffer.from(head),
    ...[...files].flatMap(([name, bytes]) => [
      Buffer.from(`M 100644 inline ${name}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from("\n"),
    ]),
    Buffer.from("\n"),
  ]);
}

function policyOf(people: readonly { readonly name: string }[], tools: readonly string[]): string {
  return `version = 1
expires = 2099-01-01T00:00:00Z

[policy]
role = "owner"
threshold = 1
${people
  .map(
    ({ name }) =>
      `\n[signers.${name}]\nperson = true\nroles = ["owner"]\nkeys = ["keys/${name}.pub"]\n`,
  )
  .join("")}
[[lock]]
path = "services/**/requirements.txt"
format = "pip-requirements"
approval.update = { people = 2 }

[[lock]]
path = "lockseal-tools.lock"
format = "lockseal-tools"
approval.update = { people = 2 }
${tools
  .map(
    (name) =>
      `\n[tools.${name}]\nversion = "${TRIVY.version}"\nsource = "https://host.example/{version}/${name}_{platform}.tar.gz"\nplatforms = { "linux-x64" = "Linux-64bit" }\n`,
  )
  .join("")}`;
}

function toolLockOf(names: readonly string[]): string {
  return formatToolLock({
    tools: names.map((name) => ({ ...TRIVY, name, bin: name, signer: null })),
  });
}
