import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { encryptPrivateKey, generateKeyPair, type PrivateKey } from "../../src/key/private-key.ts";
import { formatPublicKey } from "../../src/key/public-key.ts";
import { type Outcome, run, type Surroundings } from "./streams.ts";

/** A key pair with its files, the private one encrypted so cheaply that tests can afford to open it often. */
export interface Signer {
  readonly key: PrivateKey;
  readonly privateFile: Uint8Array;
  readonly publicFile: Uint8Array;
}

async function makeSigner(type: "ecdsa-p256" | "ed25519"): Promise<Signer> {
  const key = generateKeyPair(type);
  return {
    key,
    privateFile: await encryptPrivateKey(key, Buffer.from("correct horse"), { N: 2, r: 1, p: 1 }),
    publicFile: formatPublicKey(key.publicKey),
  };
}

export const ALICE: Signer = await makeSigner("ecdsa-p256");
export const BOB: Signer = await makeSigner("ecdsa-p256");
export const CAROL: Signer = await makeSigner("ed25519");

/** A pin as lock files have it; its hash is a true SHA-256, of nothing in particular. */
export function pin(name: string, version: string, of: string = name): string {
  return `${name}==${version} --hash=sha256:${sha256(`${of} ${version}`)}\n`;
}

/** The digest of a text in hex, by the runtime alone. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

export const ORIGIN = "https://github.com/acme/app.git";

/** A folder of a test's own, which goes when the test ends. */
export class Folder {
  /** Absolute, without symbolic links. */
  readonly path: string;

  constructor() {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), "lockseal-test-")));
    onTestFinished(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Writes a file, its folders too. */
  write(name: string, data: string | Uint8Array): this {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), data);
    return this;
  }

  /** Makes a named pipe that nobody writes to. */
  pipe(name: string): string {
    execFileSync("sh", ["-c", 'mkfifo "$0"', this.at(name)]);
    return this.at(name);
  }

  read(name: string): string {
    return readFileSync(this.at(name), "utf8");
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** Every file below with the digest of its bytes; links and pipes by name alone. */
  list(): Readonly<Record<string, string>> {
    const files = readdirSync(this.path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => [join(entry.parentPath, entry.name), entry.isFile()] as const)
      .sort();
    return Object.fromEntries(
      files.map(([file, regular]) => [
        file.slice(this.path.length + 1),
        regular ? sha256(readFileSync(file)) : "",
      ]),
    );
  }

  /** Runs a command line here; its words are parted by single spaces. */
  run(line: string, around: Omit<Surroundings, "cwd"> = {}): Promise<Outcome> {
    return run(line.split(" "), { ...around, cwd: this.path });
  }

  /** Runs a command line and gives it as a transcript: the command, what it printed, and how it ended. */
  async transcript(line: string, around: Omit<Surroundings, "cwd"> = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(line, around);
    const errors = stderr.replace(/^(?=.)/gm, "2> ");
    return `$ lockseal ${line}\n${stdout}${errors}exit ${exitCode}`.replaceAll(this.path, "HERE");
  }
}

/** A git checkout with an origin, made by hand as git would, and the keys of all signers in a folder beside it. */
export class Checkout extends Folder {
  readonly keys: Folder = new Folder();

  constructor(origin: string = ORIGIN) {
    super();
    this.write(".git/HEAD", "ref: refs/heads/main\n");
    this.write(".git/config", `[remote "origin"]\n\turl = ${origin}\n`);
    for (const [name, signer] of [
      ["alice", ALICE],
      ["bob", BOB],
      ["carol", CAROL],
    ] as const) {
      this.keys.write(`${name}.key`, signer.privateFile).write(`${name}.pub`, signer.publicFile);
    }
  }

  /** Runs `sign` with a signer's key. */
  sign(line: string, by = "alice", around: Omit<Surroundings, "cwd"> = {}): Promise<Outcome> {
    return this.run(`sign ${line} --key ${this.keys.at(`${by}.key`)}`, around);
  }

  /** Runs `verify` with a signer's key. */
  verify(line: string, by = "alice", around: Omit<Surroundings, "cwd"> = {}): Promise<Outcome> {
    return this.run(`verify ${line} --key ${this.keys.at(`${by}.pub`)}`, around);
  }

  /** Runs `verify --json`, and gives its findings that refuse as `rule: message`, with the exit code. */
  async refusals(
    line: string,
    by = "alice",
    around: Omit<Surroundings, "cwd"> = {},
  ): Promise<{
    readonly exitCode: number;
    readonly rules: readonly string[];
    readonly text: string;
  }> {
    const { exitCode, stdout } = await this.verify(`${line} --json`, by, around);
    const { findings } = JSON.parse(stdout) as { findings: ReportedFinding[] };
    const refused = findings.filter(({ verdict }) => verdict === "refused");
    return {
      exitCode,
      rules: refused.map(({ rule }) => rule),
      text: findings
        .map(({ rule, verdict, message }) => `${verdict} ${rule}: ${message}\n`)
        .join("")
        .replaceAll(this.path, "HERE")
        .replaceAll(this.keys.path, "KEYS"),
    };
  }
}

/** A finding as JSON has it. */
export interface ReportedFinding {
  readonly rule: string;
  readonly verdict: string;
  readonly subject: string;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly help?: string;
}

/** A checkout with a signed lock of one pin. */
export async function signedCheckout(lock: string = pin("click", "8.1.7")): Promise<Checkout> {
  const checkout = new Checkout();
  checkout.write("requirements.txt", lock);
  const { exitCode, stderr, stdout } = await checkout.sign("requirements.txt");
  if (exitCode !== 0) throw new Error(`cannot sign: ${stdout}${stderr}`);
  return checkout;
}
