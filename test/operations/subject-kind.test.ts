import { mkdirSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { digestOnce } from "../../src/io/digest-file.ts";
import { isArtifact, isForPip, readsLikeLock } from "../../src/operations/subject-kind.ts";
import { Folder, pin } from "../fakes/checkout.ts";

const PIN = pin("click", "8.1.7");

describe("a file that pip would install from", () => {
  test.each<[string, string, string, boolean]>([
    ["a pin with its hash, whatever the name", "deps", PIN, true],
    ["an include alone, whatever the name", "deps", "-r other.txt\n", true],
    ["an include among comments", "deps", "# all of them\n--requirement=other.txt\n\n", true],
    ["a constraint alone", "deps", "-c limits\n", true],
    ["an include beside a requirement", "deps.lst", "click\n-r other.txt\n", true],
    ["an include in text that is none", "README", "How to use it!\n-r other.txt\n", false],
    ["words, each of which pip would take for a name", "words", "alpha\nbeta\n", false],
    ["the same under a name that says what it is for", "words.in", "alpha\nbeta\n", true],
    ["an option alone under an odd name", "deps", "--no-index\n", false],
    ["an option alone under a usual name", "deps.txt", "--no-index\n", true],
    ["nothing", "deps", "", false],
    ["anything under the name of a lock", "requirements.txt", "!\n", true],
    ["a list of options of another program", "args", "-rf x\n", true],
    ["bytes", "app.bin", "\u0000\u0001", false],
  ])("%s", (_what, name, data, expected) => {
    expect(readsLikeLock(`/srv/${name}`, Buffer.from(data))).toBe(expected);
  });

  test("is told from what is no lock before it is judged", () => {
    const folder = new Folder().write("deps", "-r other.txt\n").write("app.bin", "x");
    expect(isArtifact("deps", folder.path, undefined)).toBe(false);
    expect(isArtifact("app.bin", folder.path, undefined)).toBe(true);
  });
});

describe("a file that is exchanged after it was verified", () => {
  const verified = (data: string) => {
    const folder = new Folder().write("deps", data);
    const path = folder.at("deps");
    return { folder, path, digested: digestOnce(path)(["sha256"]) };
  };

  test("is judged by the bytes that were verified", () => {
    const { path, digested } = verified(PIN);
    expect(isForPip(path, digested)).toBe(true);
  });

  test.each<[string, string | Buffer | null]>([
    ["for one that is no lock", "nothing that pip reads\n"],
    ["for one that is too large to be a lock", Buffer.alloc(64 * 1024 * 1024 + 1)],
    ["for a folder", null],
  ])("%s is refused", (_what, data) => {
    const { folder, path, digested } = verified(PIN);
    if (data === null) {
      rmSync(path);
      mkdirSync(path);
    } else folder.write("deps", data);
    expect(() => isForPip(path, digested)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^FILE_UNREADABLE|^INPUT_TOO_LARGE/) }),
    );
  });
});
