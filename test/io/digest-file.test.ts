import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestFile, digestOnce } from "../../src/io/digest-file.ts";
import { Folder } from "../fakes/checkout.ts";

const CHUNK = 1024 * 1024;

describe("digestFile", () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])(
    "gives what one pass over all of %i bytes gives",
    (size) => {
      const bytes = Buffer.alloc(size, "lockseal");
      const folder = new Folder().write("file", bytes);
      const { digests, head, size: found } = digestFile(folder.at("file"), ["sha256", "sha512"]);
      expect([found, Buffer.compare(head, bytes.subarray(0, 16))]).toEqual([size, 0]);
      for (const algorithm of ["sha256", "sha512"] as const) {
        expect(digests.get(algorithm)?.hex).toBe(createHash(algorithm).update(bytes).digest("hex"));
      }
      expect(digests.size).toBe(2);
    },
  );

  test("does not wait for a pipe that nobody writes to", () => {
    expect(() => digestFile(new Folder().pipe("pipe"), ["sha256"])).toThrow(
      expect.objectContaining({ code: "FILE_UNREADABLE" }),
    );
  });

  test.each([
    ["a folder", "", "FILE_UNREADABLE"],
    ["what is not there", "nothing", "FILE_MISSING"],
  ])("refuses %s", (_what, name, code) => {
    expect(() => digestFile(new Folder().at(name), ["sha256"])).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe("digestOnce", () => {
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

  test("does not read a file again for what it knows", () => {
    const folder = new Folder().write("file", "before");
    const digests = digestOnce(folder.at("file"));
    expect(digests(["sha256"]).digests.get("sha256")?.hex).toBe(sha256("before"));
    folder.write("file", "after");
    expect(digests(["sha256"]).digests.get("sha256")?.hex).toBe(sha256("before"));
  });

  test("gives another digest of the same bytes", () => {
    const digests = digestOnce(new Folder().write("file", "before").at("file"));
    digests(["sha256"]);
    expect([...digests(["sha512"]).digests.keys()]).toEqual(["sha256", "sha512"]);
  });

  test("refuses another digest of other bytes", () => {
    const folder = new Folder().write("file", "before");
    const digests = digestOnce(folder.at("file"));
    digests(["sha256"]);
    folder.write("file", "after");
    expect(() => digests(["sha512"])).toThrow(expect.objectContaining({ code: "FILE_UNREADABLE" }));
  });
});
