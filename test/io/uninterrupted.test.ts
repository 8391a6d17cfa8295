import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { uninterrupted } from "../../src/io/uninterrupted.ts";
import { Checkout, pin } from "../fakes/checkout.ts";

const PROGRAM = join(import.meta.dirname, "../../bin/lockseal.ts");
const COUNT = 120;

test("gives what the work gives, and leaves no listener", () => {
  const before = process.listenerCount("SIGINT");
  expect(uninterrupted(() => 7)).toBe(7);
  expect(() =>
    uninterrupted(() => {
      throw new RangeError("no");
    }),
  ).toThrow(RangeError);
  expect(process.listenerCount("SIGINT")).toBe(before);
});

/** Signs many locks in a process of its own, and ends it as soon as it writes. */
async function interrupt(checkout: Checkout, files: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    [PROGRAM, "sign", ...files, "--key", checkout.keys.at("alice.key")],
    {
      cwd: checkout.path,
      env: { LOCKSEAL_PASSWORD: "correct horse" },
      stdio: "ignore",
    },
  );
  const ended = new Promise((resolve) => child.on("close", resolve));
  const isWriting = () => readdirSync(checkout.path).some((name) => name.endsWith(".tmp"));
  while (child.exitCode === null && child.signalCode === null) {
    if (isWriting()) child.kill("SIGTERM");
    await new Promise(setImmediate);
  }
  await ended;
}

test("an interrupted sign leaves all bundles or none, and nothing else", async () => {
  const checkout = new Checkout();
  const files = Array.from({ length: COUNT }, (_, at) => `r${at}.txt`);
  for (const file of files) checkout.write(file, pin("click", "8.1.7"));
  await interrupt(checkout, files);
  const left = readdirSync(checkout.path).filter((name) => name !== ".git");
  expect(left.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  const bundles = left.filter((name) => name.endsWith(".sigstore.json"));
  expect([0, COUNT]).toContain(bundles.length);
});
