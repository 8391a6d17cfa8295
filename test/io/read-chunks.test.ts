import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openChunks } from "../../src/io/read-chunks.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockseal-chunks-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([[0], [1], [262_144], [262_145], [600_000]])(
  "a file of %i bytes is read whole",
  async (length) => {
    const path = join(folder, "file");
    const bytes = Buffer.alloc(length, "abc");
    writeFileSync(path, bytes);
    const { size, chunks } = await openChunks(path);
    expect(size).toBe(length);
    const read: Uint8Array[] = [];
    for await (const chunk of chunks) read.push(Buffer.from(chunk));
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
  },
);

test("what is no file is refused", async () => {
  await expect(openChunks(folder)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await expect(openChunks(join(folder, "no"))).rejects.toMatchObject({ code: "FILE_MISSING" });
  await expect(openChunks(join(folder, "x".repeat(300)))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
});
