import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exitCodeOfRule } from "../../src/exit-code.ts";
import { runJailed } from "../../src/io/jail.ts";
import { Folder } from "../fakes/checkout.ts";
import { refusalFrom } from "../fakes/refusal.ts";

/** Where namespaces are not allowed, a jail is refused, and that is what is tested. */
const CAN =
  spawnSync("unshare", ["--user", "--map-root-user", "--mount", "--net", "true"]).status === 0;

const inside = (script: string, folder: string, timeoutMs = 20_000) =>
  runJailed(["sh", "-c", script], folder, timeoutMs);

describe.runIf(CAN)("a command in a jail", () => {
  test("gives its exit code and what it wrote", async () => {
    const folder = new Folder();
    expect(await inside("echo said; exit 3", folder.path)).toEqual({
      exitCode: 3,
      timedOut: false,
      output: "said\n",
    });
  });

  test("changes its own folder, and nothing else", async () => {
    const folder = new Folder().write("a", "before");
    const outside = new Folder();
    const { output } = await inside(
      `cat a; echo after > a; for at in / /usr /etc /proc ${outside.path}; do (echo x > $at/made) 2>/dev/null && echo made $at; done`,
      folder.path,
    );
    expect(output).toBe("before");
    expect(folder.read("a")).toBe("after\n");
    expect(outside.list()).toEqual({});
  });

  test("sees no file of the user, no environment, no process and no network", async () => {
    const secret = new Folder().write("secret", "x");
    const { output } = await inside(
      `cat ${secret.at("secret")} 2>/dev/null; env | sed 's/=.*//' | sort | tr '\\n' ' '; ls /proc | grep -c '^[0-9]'; grep -c : /proc/net/dev; grep CapEff /proc/self/status; ls /`,
      new Folder().path,
    );
    const [first, ...rest] = output.split("\n");
    expect(first).toMatch(/^(?:HOME |LANG |OLDPWD |PATH |PWD |_ |SHLVL )*\d$/);
    expect(first).not.toMatch(/LOCKSEAL|TOKEN/);
    // One interface: its own loopback, which leads nowhere.
    expect(rest[0]).toBe("1");
    expect(rest[1]).toBe("CapEff:\t0000000000000000");
    expect(rest).not.toContain("home");
    expect(rest).not.toContain("root");
  });

  test("is ended with all that it began when it takes too long", async () => {
    const folder = new Folder();
    const { timedOut, exitCode } = await inside(
      "(sleep 60; touch late) & sleep 60",
      folder.path,
      500,
    );
    expect({ timedOut, exitCode }).toEqual({ timedOut: true, exitCode: 137 });
    expect(folder.list()).toEqual({});
  });

  test("cannot build another jail to get out of", async () => {
    const { output } = await inside(
      "mount -t tmpfs none /tmp 2>&1; umount / 2>&1; id -u",
      new Folder().path,
    );
    expect(output).toMatch(/denied|not permitted|superuser/);
  });

  test("that is not there fails as one that failed", async () => {
    const { exitCode } = await runJailed(["nothing-of-that-name"], new Folder().path, 20_000);
    expect(exitCode).not.toBe(0);
  });

  test("writes no more than is kept", async () => {
    const { output } = await inside("head -c 1000000 /dev/zero | tr '\\0' a", new Folder().path);
    expect(output.length).toBeLessThanOrEqual(2 * 65_536);
  });
});

test("a jail that cannot be built runs nothing", async () => {
  const file = new Folder().at("no-folder");
  writeFileSync(file, "");
  // A file for a folder: what has to be mounted cannot be.
  const refusal = await refusalFrom(() => inside(`touch ${file}.ran`, `${file}/none`));
  expect(refusal.code).toBe("ISOLATION_UNAVAILABLE");
  expect(exitCodeOfRule(refusal.code)).toBe(6);
  expect(refusal.message).toMatch(/^isolation: expected Linux with user namespaces.*, found .+/);
});
