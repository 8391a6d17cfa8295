import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spool } from "../../src/io/random-access.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockseal-spool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

test("keeps a stream in a file without a name", async () => {
  const file = await spool(pieces("0123", "", "456789"), "a.zip", folder);
  try {
    expect(readdirSync(folder)).toEqual([]);
    expect([file.name, file.size]).toEqual(["a.zip", 10]);
    expect(Buffer.from(file.read(0, 10)).toString()).toBe("0123456789");
    expect(Buffer.from(file.read(3, 4)).toString()).toBe("3456");
    expect(file.read(10, 0)).toHaveLength(0);
    expect(() => file.read(8, 3)).toThrow(expect.objectContaining({ code: "FILE_UNREADABLE" }));
  } finally {
    file.close();
  }
});

test("keeps nothing of a stream that breaks off", async () => {
  async function* broken() {
    yield Buffer.from("0123");
    throw new Error("broken off");
  }
  await expect(spool(broken(), "a.zip", folder)).rejects.toThrow("broken off");
  expect(readdirSync(folder)).toEqual([]);
});

test("says where there is no room", async () => {
  const missing = join(folder, "missing");
  await expect(spool(pieces("a"), "a.zip", missing)).rejects.toMatchObject({
    code: "FILE_UNWRITABLE",
    message: `a.zip: expected room for it in ${missing} while it is read, found ENOENT`,
    hint: expect.stringContaining("TMPDIR"),
  });
});
