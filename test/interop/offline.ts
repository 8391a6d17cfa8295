import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  signBundle,
  trustedRoot,
  written,
} from "../fakes/instance.ts";
import type { Checks } from "./checks.ts";
import { PROGRAM } from "./lockseal.ts";
import { signLock } from "./signed-lock.ts";

/** Shows that verifying needs no network and asks for none: in a namespace that has none, and with every call watched. */
export async function checkOffline(checks: Checks, folder: string, lock: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "lockseal-offline-"));
  try {
    const signed = signLock(folder, lock);
    const lines: readonly (readonly [string, readonly string[]])[] = [
      ["a lock by its key", ["verify", signed.lock, "--key", signed.publicKey]],
      ["a file by an identity", signKeyless(place)],
    ];
    for (const [what, args] of lines) {
      if (!works("unshare", ["--net", "true"]))
        checks.skip(`${what}, without a network`, "no network namespace can be made here");
      else
        await checks.check(`lockseal verifies ${what} where there is no network`, () =>
          inNamespace(args),
        );
      if (!works("strace", ["--version"])) checks.skip(`${what}, watched`, "strace is not here");
      else
        await checks.check(`lockseal verifies ${what} and makes no network call`, () =>
          watched(place, args),
        );
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function signKeyless(place: string): readonly string[] {
  const instance = createInstance();
  const file = join(place, "app.bin");
  writeFileSync(file, "the bytes");
  writeFileSync(join(place, "root.json"), written(trustedRoot(instance)));
  writeFileSync(
    `${file}.sigstore.json`,
    written(signBundle(instance, { message: Buffer.from("the bytes") })),
  );
  return [
    "verify",
    file,
    "--certificate-identity",
    IDENTITY,
    "--certificate-oidc-issuer",
    ISSUER,
    "--trusted-root",
    join(place, "root.json"),
  ];
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function inNamespace(args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--net", process.execPath, PROGRAM, ...args],
    { encoding: "utf8" },
  );
  return status === 0 ? undefined : `exit ${status}: ${stdout}${stderr}`;
}

function watched(place: string, args: readonly string[]): string | undefined {
  const log = join(place, "calls");
  const options = ["-f", "-qq", "-e", "trace=%network", "-o", log];
  // Nothing is read from it: a pipe to us would itself be a socket that it asks about.
  const { status } = spawnSync("strace", [...options, process.execPath, PROGRAM, ...args], {
    stdio: "ignore",
  });
  if (status !== 0) return `exit ${status}`;
  const calls = existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => /\w+\(/.test(line))
    : ["no log"];
  return calls.length === 0 ? undefined : `${calls.length} calls: ${calls[0]}`;
}
