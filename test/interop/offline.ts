import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createInstance,
  IDENTITY,
  ISSUER,
  type SignOptions,
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
      ...signKeyless(place),
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

const DATA = Buffer.from("the bytes");

/** Makes bundles of every form that differs in what is read for it, and says how each is verified. */
function signKeyless(place: string): readonly (readonly [string, readonly string[]])[] {
  const instance = createInstance();
  const root = trustedRoot(instance);
  const at = (name: string): string => join(place, name);
  writeFileSync(at("root.json"), written(root));
  writeFileSync(at("bare-root.json"), written({ ...root, tlogs: [], ctlogs: [] }));
  const put = (name: string, options: SignOptions): string => {
    writeFileSync(at(name), DATA);
    writeFileSync(`${at(name)}.sigstore.json`, written(signBundle(instance, options)));
    return at(name);
  };
  const digest = createHash("sha256").update(DATA).digest("hex");
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "app", digest: { sha256: digest } }],
    predicateType: "https://example.test/claim/v1",
    predicate: {},
  };
  const file = put("app.bin", { message: DATA });
  const by = ["--certificate-identity", IDENTITY, "--certificate-oidc-issuer", ISSUER];
  const parts =
    "--repository acme/app --workflow .github/workflows/release.yml --ref refs/tags/v1.2.3";
  const more = "--repository-id 4242 --trigger push --runner github-hosted";
  const pattern = ["--certificate-identity-pattern", "https://github.com/acme/**"];
  const under = ["--trusted-root", at("root.json")];
  const stamped = { log: "none", timestamp: true, leaf: { withPromise: false } } as const;
  return [
    ["a file by an identity", ["verify", file, ...by, ...under]],
    [
      "a file by the parts of an identity",
      ["verify", file, ...`${parts} ${more}`.split(" "), ...under],
    ],
    [
      "a file by a pattern",
      ["verify", file, ...pattern, "--certificate-oidc-issuer", ISSUER, ...under],
    ],
    [
      "a digest by an identity",
      ["verify", `sha256:${digest}`, "--bundle", `${file}.sigstore.json`, ...by, ...under],
    ],
    [
      "a statement in the second version of the log",
      ["verify", put("app2.bin", { statement, log: "v2" }), ...by, ...under],
    ],
    [
      "a file of an instance without logs",
      [
        "verify",
        put("app3.bin", { message: DATA, ...stamped }),
        ...by,
        "--trusted-root",
        at("bare-root.json"),
      ],
    ],
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
