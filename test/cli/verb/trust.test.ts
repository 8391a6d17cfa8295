import { expect, test } from "vitest";
import { Folder } from "../../fakes/checkout.ts";
import { createInstance, trustedRoot, written } from "../../fakes/instance.ts";

test("shows the embedded root, how old it is, and every service with its key", async () => {
  const { exitCode, stdout } = await new Folder().run("trust show", {
    now: new Date("2026-11-24T00:00:00Z"),
  });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^the embedded root of Sigstore's public instance, of 2026-\d\d-\d\d, \d+ days? old\n/,
  );
  for (const kind of [
    "signature log",
    "certificate log",
    "certificate authority",
    "timestamp authority",
  ])
    expect(stdout).toContain(kind);
  expect(stdout).toContain(
    "https://rekor.sigstore.dev\n    ecdsa-p256 c0d23d6ad406973f9559f3ba2d1ca01f84147d8ffc5b8445c224f98b9591801d, since 2021-01-12T11:53:27Z",
  );
});

test("shows a root of one's own, whose age nobody knows", async () => {
  const folder = new Folder().write("root.json", written(trustedRoot(createInstance())));
  const { exitCode, stdout } = await folder.run("trust show --trusted-root root.json --json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "trust show",
    name: "root.json",
    date: null,
    services: expect.arrayContaining([expect.objectContaining({ kind: "signature log" })]),
  });
});

test.each([
  ["another word", "trust shaw", 2],
  ["no word", "trust", 2],
  ["a root that is not there", "trust show --trusted-root nothing.json", 4],
])("refuses %s", async (_what, line, code) => {
  const { exitCode, stdout, stderr } = await new Folder().run(line);
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  expect(stderr).toMatch(/^lockseal: error: .*expected .*found /);
});
