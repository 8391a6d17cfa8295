import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Stack } from "./stack/stack.ts";

/** What a command line ended with, and what it said. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of a check's own, and the program in it as users type it. */
interface Desk {
  readonly folder: string;
  readonly stack: Stack;
  write(name: string, content: string): void;
  has(name: string): boolean;
  read(name: string): string;
  /** The line is split at blanks; `ROOT`, `CONFIG`, `CONFIG1` and `TOKEN` stand for those of the stack. */
  type(line: string, env?: NodeJS.ProcessEnv): Promise<Outcome>;
}

const LOCK = `alpha==1.0 --hash=sha256:${"a".repeat(64)}\n`;
const BUNDLE = "requirements.txt.sigstore.json";
const CALL_MS = 60_000;

const CHECKS: readonly (readonly [name: string, check: (desk: Desk) => Promise<unknown>])[] = [
  ["a lock, by SIGSTORE_ID_TOKEN and Rekor v2, verified by its identity", locksByVariable],
  ["a lock, by --identity-token and Rekor v1, and again as the next of its sequence", locksAgain],
  ["a workflow, by the parts of its identity, each of which counts", verifiesWorkflow],
  ["two files as messages, verified as a folder", signsMessages],
  ["a file by its digest", verifiesDigest],
  ["a token that has expired, and nothing written", refusesOldToken],
  ["services of another trust root, and nothing written", refusesForeignRoot],
  ["a log-in with a browser", logsIn],
];

/** Signs without a key and verifies by the program as it is shipped, against services that others wrote. */
export async function checkCommandLine(stack: Stack, above: string, checks: Checks): Promise<void> {
  for (const [index, [name, check]] of CHECKS.entries()) {
    const folder = join(above, `desk-${index}`);
    mkdirSync(folder);
    await checks.check(`command line: ${name}`, async () => {
      await check(deskIn(folder, stack));
      return undefined;
    });
  }
}

function deskIn(folder: string, stack: Stack): Desk {
  return {
    folder,
    stack,
    write: (name, content) => writeFileSync(join(folder, name), content),
    has: (name) => existsSync(join(folder, name)),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    type: (line, env = {}) => runProgram([PROGRAM, ...wordsOf(line, stack)], folder, env),
  };
}

function wordsOf(line: string, stack: Stack): string[] {
  const names = new Map([
    ["ROOT", stack.trustedRoot],
    ["CONFIG", stack.signingConfig],
    ["CONFIG1", stack.signingConfigV1],
    ["TOKEN", stack.token()],
    ["ISSUER", stack.issuer],
    ["IDENTITY", stack.identity],
  ]);
  return line.split(" ").map((word) => names.get(word) ?? word);
}

/** Not `spawnSync`: some of the services are in this process. */
export async function runProgram(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const { PATH } = process.env;
  const options = { cwd, env: { PATH, HOME: cwd, ...env }, timeout: CALL_MS };
  const child = spawn(process.execPath, args, options);
  child.stdin.end();
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await once(child, "close");
  const [stdout, stderr] = await said;
  return { status, stdout, stderr };
}

const BY = "--certificate-identity IDENTITY --certificate-oidc-issuer ISSUER --trusted-root ROOT";
const WITH = "--signing-config CONFIG --trusted-root ROOT";

async function locksByVariable(desk: Desk): Promise<void> {
  desk.write("requirements.txt", LOCK);
  const signed = await desk.type(`sign requirements.txt ${WITH}`, {
    SIGSTORE_ID_TOKEN: desk.stack.token(),
  });
  expect(signed, 0, /signed 1 pin with 1 hash as sequence 1 as https:.*release\.yml@refs\/tags/);
  expectText(
    "what is said before",
    signed.stderr,
    /this identity and each signature become public for good/,
  );
  expectText("the bundle", desk.read(BUNDLE), /"rfc3161Timestamps"/);
  const verified = await desk.type(`verify requirements.txt ${BY}`);
  expect(verified, 0, /pip will see what the signer saw: 1 pin/);
  expectText("the line to install", verified.stdout, /pip install .*--require-hashes/);
  desk.write("requirements.txt", LOCK.replace("1.0", "1.1"));
  expect(await desk.type(`verify requirements.txt ${BY}`), 1, /error: /);
}

async function locksAgain(desk: Desk): Promise<void> {
  const services = "--signing-config CONFIG1 --trusted-root ROOT --identity-token TOKEN";
  desk.write("requirements.txt", LOCK);
  expect(await desk.type(`sign requirements.txt ${services}`), 0, /as sequence 1/);
  expectText("the bundle", desk.read(BUNDLE), /"inclusionPromise"/);
  desk.write("requirements.txt", LOCK.replace("1.0", "1.1"));
  expect(await desk.type(`sign requirements.txt ${services}`), 0, /as sequence 2/);
  const least = "--min-sequence";
  expect(await desk.type(`verify requirements.txt ${BY} ${least} 2`), 0, /ok: /);
  expect(await desk.type(`verify requirements.txt ${BY} ${least} 3`), 1, /sequence/);
}

async function verifiesWorkflow(desk: Desk): Promise<void> {
  desk.write("app.bin", "the bytes");
  expect(
    await desk.type(`sign app.bin --message --identity-token TOKEN ${WITH}`),
    0,
    /signed its bytes/,
  );
  const parts: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
    "--repository": ["acme/app", "acme/other"],
    "--workflow": [".github/workflows/release.yml", ".github/workflows/test.yml"],
    "--ref": ["refs/tags/v1.2.3", "refs/tags/v1.2.4"],
    "--repository-id": ["4242", "4243"],
    "--trigger": ["push", "pull_request"],
    "--runner": ["github-hosted", "self-hosted"],
  };
  const lineWith = (wrong?: string): string =>
    Object.entries(parts)
      .map(([name, [one, other]]) => `${name} ${name === wrong ? other : one}`)
      .concat("verify app.bin --certificate-oidc-issuer ISSUER --trusted-root ROOT")
      .reverse()
      .join(" ");
  expect(await desk.type(lineWith()), 0, /ok: .*signed by https:/);
  for (const [name, [right, wrong]] of Object.entries(parts)) {
    const { status, stdout, stderr } = await desk.type(lineWith(name));
    if (status !== 1) throw new Error(`${name} ${wrong}: expected exit 1, found ${status}`);
    // Both are said: what was asked for, and what the certificate has.
    expectText(
      `${name} ${wrong}`,
      stdout + stderr,
      new RegExp(`expected .*${wrong}.*found .*${right}`),
    );
  }
}

async function signsMessages(desk: Desk): Promise<void> {
  desk.write("a.bin", "a");
  desk.write("b.bin", "b");
  const signed = await desk.type(`sign a.bin b.bin --message --identity-token TOKEN ${WITH}`);
  expect(signed, 0, /a\.bin: ok: [\s\S]*b\.bin: ok: /);
  expect(await desk.type(`verify . ${BY}`), 0, /a\.bin: ok: [\s\S]*b\.bin: ok: /);
  desk.write("b.bin", "c");
  expect(await desk.type(`verify . ${BY}`), 1, /b\.bin: error: /);
  // Whoever signs again must not replace what another may have signed.
  expect(await desk.type(`sign a.bin --message --identity-token TOKEN ${WITH}`), 2, /free path/);
}

async function verifiesDigest(desk: Desk): Promise<void> {
  desk.write("hello.bin", "hello\n");
  const made = "sign hello.bin --message --identity-token TOKEN --bundle out.json";
  expect(await desk.type(`${made} --signing-config CONFIG1 --trusted-root ROOT`), 0, /into /);
  const hex = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
  expect(await desk.type(`verify sha256:${hex} --bundle out.json ${BY}`), 0, /ok: /);
  expect(
    await desk.type(`verify sha256:${hex.replace("5", "6")} --bundle out.json ${BY}`),
    1,
    /error: /,
  );
}

async function refusesOldToken(desk: Desk): Promise<void> {
  desk.write("app.bin", "the bytes");
  const [head, , signature] = desk.stack.token().split(".");
  const claims = { iss: desk.stack.issuer, sub: "a", aud: "sigstore", exp: 1_700_000_000 };
  const old = [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(
    ".",
  );
  const { status, stdout, stderr } = await desk.type(`sign app.bin --message ${WITH}`, {
    SIGSTORE_ID_TOKEN: old,
  });
  expect({ status, stdout, stderr }, 2, /expected a token in force .*, found one until 2023/);
  if (stdout.includes(old) || stderr.includes(old))
    throw new Error("expected the token unsaid, found it");
  if (desk.has("app.bin.sigstore.json"))
    throw new Error("expected nothing written, found a bundle");
}

async function refusesForeignRoot(desk: Desk): Promise<void> {
  desk.write("app.bin", "the bytes");
  desk.write("foreign.json", Buffer.from(written(trustedRoot(createInstance()))).toString());
  const line = "sign app.bin --message --identity-token TOKEN --signing-config CONFIG";
  expect(
    await desk.type(`${line} --trusted-root foreign.json`),
    1,
    /expected one of https:.*, found one of log [0-9a-f]{64}/,
  );
  if (desk.has("app.bin.sigstore.json"))
    throw new Error("expected nothing written, found a bundle");
}

/** What makes a terminal of the system's: the program asks a person only where there is one. */
const TERMINAL =
  "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

async function logsIn(desk: Desk): Promise<void> {
  desk.write("app.bin", "the bytes");
  const { person } = desk.stack;
  const words = wordsOf(`sign app.bin --message ${WITH}`, desk.stack);
  const { PATH } = process.env;
  const { folder: cwd } = desk;
  const args = ["-c", TERMINAL, process.execPath, PROGRAM, ...words];
  const child = spawn("python3", args, { cwd, env: { PATH, HOME: cwd }, timeout: CALL_MS });
  let said = "";
  let browsed: Promise<unknown> | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
    const [, page] = /log in here: (\S+)\r?\n/.exec(said) ?? [];
    // What a browser does: opens the page, and goes where it is sent.
    if (page !== undefined) browsed ??= fetch(page).then((answer) => answer.text());
  });
  const [status] = await once(child, "close");
  await browsed;
  expect(
    { status, stdout: said, stderr: "" },
    0,
    /identity by log-in at [\s\S]*signed its bytes as alice@acme\.example/,
  );
  const by = `--certificate-identity ${person.name} --certificate-oidc-issuer ${person.issuer}`;
  expect(
    await desk.type(`verify app.bin ${by} --trusted-root ROOT`),
    0,
    /ok: .*alice@acme\.example/,
  );
}

export function expect({ status, stdout, stderr }: Outcome, exitCode: number, said: RegExp): void {
  if (status !== exitCode)
    throw new Error(`expected exit ${exitCode}, found ${status}: ${stdout}${stderr}`);
  expectText("what it says", stdout + stderr, said);
}

function expectText(what: string, found: string, expected: RegExp): void {
  if (!expected.test(found)) throw new Error(`${what}: expected ${expected}, found ${found}`);
}
