import { describe, expect, test } from "vitest";
import { type PasswordInput, readPassword } from "../../src/io/password.ts";
import { Capture, pipe, Terminal } from "../fakes/streams.ts";

async function ask(
  stdin: PasswordInput,
  env: Record<string, string> = {},
  twice = false,
): Promise<{ readonly text: string; readonly shown: string }> {
  const stderr = new Capture();
  const bytes = await readPassword("my.key", { env, stdin, stderr }, twice);
  return { text: Buffer.from(bytes).toString(), shown: stderr.text };
}

describe("from a variable", () => {
  test.each<[why: string, env: Record<string, string>, expected: string]>([
    ["ours goes before cosign's", { LOCKSEAL_PASSWORD: "a", COSIGN_PASSWORD: "b" }, "a"],
    ["cosign's alone", { COSIGN_PASSWORD: "b" }, "b"],
    ["an empty one says that there is none", { LOCKSEAL_PASSWORD: "", COSIGN_PASSWORD: "b" }, ""],
    ["white space and line ends are part of it", { LOCKSEAL_PASSWORD: " a\n" }, " a\n"],
  ])("%s", async (_why, env, expected) => {
    expect(await ask(new Terminal("typed\r"), env)).toEqual({ text: expected, shown: "" });
  });
});

describe("from a pipe", () => {
  test.each<[why: string, chunks: readonly string[], expected: string]>([
    ["a line", ["secret\n"], "secret"],
    ["a line that ends in CR LF", ["secret\r\n"], "secret"],
    ["no line end", ["secret"], "secret"],
    ["in pieces", ["se", "cr", "et\n"], "secret"],
    ["only the first line", ["secret\nmore\n"], "secret"],
    ["an empty line, which says so", ["\n"], ""],
    ["spaces that belong to it", [" s \n"], " s "],
    ["letters beyond ASCII", ["пароль\n"], "пароль"],
    ["the longest", [`${"a".repeat(4095)}\n`], "a".repeat(4095)],
  ])("%s", async (_why, chunks, expected) => {
    expect(await ask(pipe(...chunks))).toEqual({ text: expected, shown: "" });
  });

  test.each<[why: string, chunks: readonly string[], found: string]>([
    ["an empty one", [], "nothing: no variable, no terminal, and an empty pipe"],
    ["a line too long to be one", ["a".repeat(4097)], "a line that is too long to be one"],
  ])("refuses %s", async (_why, chunks, found) => {
    await expect(ask(pipe(...chunks))).rejects.toThrow(
      expect.objectContaining({
        code: "PASSWORD_MISSING",
        message: `my.key: expected a password, found ${found}`,
        hint: expect.any(String),
      }),
    );
  });
});

describe("from a terminal", () => {
  test.each<[why: string, keys: string, expected: string]>([
    ["return", "secret\r", "secret"],
    ["a line feed", "secret\n", "secret"],
    ["backspace", "secx\u007fret\r", "secret"],
    ["the other backspace", "secx\bret\r", "secret"],
    ["backspace over a character of two bytes", "é\u007fa\r", "a"],
    ["backspace at the beginning", "\u007f\u007fa\r", "a"],
    ["^U, which takes all", "wrong\u0015right\r", "right"],
    ["^D in the middle", "a\u0004b\r", "a\u0004b"],
  ])("reads up to %s, and shows nothing of it", async (_why, keys, expected) => {
    const terminal = new Terminal(keys);
    expect(await ask(terminal)).toEqual({ text: expected, shown: "password for my.key: \n" });
    expect(terminal.raw).toEqual([true, false]);
  });

  test("echoes nothing that is typed the moment the prompt shows", async () => {
    const [terminal, stderr] = [new Terminal("a\r"), new Capture()];
    const shown: [raw: boolean, text: string][] = [];
    terminal.onRawMode = (raw) => shown.push([raw, stderr.text]);
    await readPassword("my.key", { env: {}, stdin: terminal, stderr }, false);
    expect(shown).toEqual([
      [true, ""],
      [false, "password for my.key: "],
    ]);
  });

  test("asks a second time for a new key", async () => {
    const { text, shown } = await ask(new Terminal("secret\r", "secret\r"), {}, true);
    expect(text).toBe("secret");
    expect(shown).toBe("password for my.key: \npassword for my.key, once more: \n");
  });

  test.each<[why: string, typed: readonly string[], twice: boolean, found: RegExp]>([
    ["two that differ", ["a\r", "b\r"], true, /found two that differ$/],
    ["an empty one", ["\r"], false, /found an empty one at the prompt$/],
    ["^C", ["sec\u0003"], false, /found the end of the input$/],
    ["^D at the beginning", ["\u0004"], false, /found the end of the input$/],
    ["^C at the second prompt", ["a\r", "\u0003"], true, /found the end of the input$/],
  ])("refuses %s, and gives the terminal back", async (_why, typed, twice, found) => {
    const terminal = new Terminal(...typed);
    await expect(ask(terminal, {}, twice)).rejects.toThrow(
      expect.objectContaining({ code: "PASSWORD_MISSING", message: expect.stringMatching(found) }),
    );
    expect(terminal.raw.at(-1)).toBe(false);
  });
});
