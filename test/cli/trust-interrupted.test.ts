import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { loadTrustRoots } from "../../src/operations/trust-source.ts";
import { Folder, sha256 } from "../fakes/checkout.ts";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";
import { startLoopback } from "../fakes/loopback.ts";
import { FakeTuf } from "../fakes/tuf.ts";

const PROGRAM = join(import.meta.dirname, "../../dist/bin/lockseal.js");
const [OLD, NEW] = [written(trustedRoot(createInstance())), written(trustedRoot(createInstance()))];
const KEPT = "lockseal/trust/updated/acme.json";

/** A repository whose trust root was fetched once, and has since become another. */
class Update {
  readonly tuf: FakeTuf = new FakeTuf({ "trusted_root.json": OLD });
  readonly home: Folder = new Folder();

  static async open(url: (tuf: FakeTuf) => Promise<AsyncDisposable & { url: string }>) {
    const update = new Update();
    const end = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
    for (const role of ["root", "timestamp", "snapshot", "targets"] as const)
      update.tuf.expires[role] = end;
    update.home.write("1.json", update.tuf.publishRoot());
    update.tuf.publish();
    const server = await url(update.tuf);
    return { update, server };
  }

  start(url: string, shell = ""): ChildProcess {
    const args = ["trust", "update", "--mirror", url, "--root", "1.json", "--name", "acme"];
    const options = { cwd: this.home.path, env: { XDG_DATA_HOME: this.home.path } };
    if (shell === "")
      return spawn(process.execPath, [PROGRAM, ...args], { ...options, stdio: "ignore" });
    return spawn(
      "/bin/sh",
      ["-c", `${shell}; exec "$0" "$@"`, process.execPath, PROGRAM, ...args],
      {
        ...options,
        stdio: "ignore",
      },
    );
  }

  async run(url: string, shell = ""): Promise<number | null> {
    const [code] = await once(this.start(url, shell), "close");
    return code;
  }

  turn(): void {
    this.tuf.targets.set("trusted_root.json", NEW);
    this.tuf.republish();
  }

  /** What would judge now: the digest of the trust root that was fetched. */
  async inUse(): Promise<string | undefined> {
    const env = { XDG_DATA_HOME: this.home.path };
    return (await loadTrustRoots(undefined, this.home.path, env))[1]?.sha256;
  }
}

describe("an update that is killed", () => {
  test.each([1, 2, 3, 4, 5])("at request %i keeps the old root", async (at) => {
    let victim: ChildProcess | undefined;
    let asked = 0;
    const { update, server } = await Update.open((tuf) =>
      startLoopback((request, response) => {
        asked += 1;
        if (victim !== undefined && asked === at) victim.kill("SIGKILL");
        const body = tuf.files.get((request.url ?? "").slice(1));
        if (body === undefined) response.writeHead(404).end();
        else response.end(body);
      }),
    );
    await using _server = server;
    expect(await update.run(server.url)).toBe(0);
    const before = update.home.read(KEPT);
    update.turn();
    asked = 0;
    victim = update.start(server.url);
    const [, signal] = await once(victim, "close");
    expect([signal, asked]).toEqual(["SIGKILL", at]);
    expect(update.home.read(KEPT)).toBe(before);
    expect(await update.inUse()).toBe(sha256(OLD));
    victim = undefined;
    expect(await update.run(server.url)).toBe(0);
    expect(await update.inUse()).toBe(sha256(NEW));
  });

  // The rest of its life, from the last answer on, in which it writes.
  test.each([0, 1, 2, 4, 6, 8, 10, 12, 15, 20, 30])(
    "%i ms after the last answer keeps the old root or has the new one, whole",
    async (ms) => {
      let victim: ChildProcess | undefined;
      const { update, server } = await Update.open((tuf) =>
        startLoopback(async (request, response) => {
          const body = tuf.files.get((request.url ?? "").slice(1));
          if (body === undefined) response.writeHead(404).end();
          else response.end(body);
          if (victim === undefined || request.url?.includes("trusted_root") !== true) return;
          await sleep(ms);
          victim.kill("SIGKILL");
        }),
      );
      await using _server = server;
      expect(await update.run(server.url)).toBe(0);
      update.turn();
      victim = update.start(server.url);
      const [code, signal] = await once(victim, "close");
      expect(signal === "SIGKILL" || code === 0).toBe(true);
      expect([sha256(OLD), sha256(NEW)]).toContain(await update.inUse());
      if (signal === null) expect(await update.inUse()).toBe(sha256(NEW));
    },
  );
});

describe("an update that cannot write", () => {
  test("for a file system that is full keeps the old root", async () => {
    const { update, server } = await Update.open((tuf) => tuf.serve());
    await using _server = server;
    expect(await update.run(server.url)).toBe(0);
    const before = update.home.list();
    update.turn();
    // Two blocks of 512 bytes: the temporary file grows no further.
    expect(await update.run(server.url, "trap '' XFSZ; ulimit -f 2")).toBe(5);
    expect(update.home.list()).toEqual(before);
    expect(await update.inUse()).toBe(sha256(OLD));
  });

  test.each<[why: string, inTheWay: string]>([
    ["a file in the place of its folder", "lockseal/trust/updated"],
    ["a file in the place of the folder above", "lockseal/trust"],
    ["a file in the place of the folder above all", "lockseal"],
    ["a folder in the place of its file", `${KEPT}/x`],
  ])("for %s says so, and changes nothing", async (_why, inTheWay) => {
    const { update, server } = await Update.open((tuf) => tuf.serve());
    await using _server = server;
    update.home.write(inTheWay, "in the way");
    const before = update.home.list();
    const line = `trust update --mirror ${server.url} --root 1.json --name acme --json`;
    const { exitCode, stdout, stderr } = await update.home.run(line, {
      env: { XDG_DATA_HOME: update.home.path },
    });
    expect([2, 4, 5]).toContain(exitCode);
    expect(`${stdout}${stderr}`).toMatch(/expected .*, found/);
    expect(update.home.list()).toEqual(before);
  });
});

test("six processes at once leave one whole set", async () => {
  const { update, server } = await Update.open((tuf) => tuf.serve());
  await using _server = server;
  const codes = await Promise.all(Array.from({ length: 6 }, () => update.run(server.url)));
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  expect(Object.keys(update.home.list())).toEqual(["1.json", KEPT]);
  expect(await update.inUse()).toBe(sha256(OLD));
});
