import { describe, expect, test } from "vitest";
import { COMMANDS, FIRST_WORDS, GROUPS, secondWords } from "../../src/cli/commands.ts";
import { main } from "../../src/cli/main.ts";
import { VERSION } from "../../src/version.ts";
import { Checkout, Folder, pin, signedCheckout } from "../fakes/checkout.ts";
import { Capture, NOW, pipe } from "../fakes/streams.ts";

describe("a command line that runs no command", () => {
  test("prints the version", async () => {
    expect(await new Folder().transcript("--version")).toBe(
      `$ lockseal --version\n${VERSION}\nexit 0`,
    );
  });

  test.each([["--help"], ["-h"], ["help"]])(
    "prints help for %s, with every command",
    async (word) => {
      const { exitCode, stdout, stderr } = await new Folder().run(word);
      expect([exitCode, stderr]).toEqual([0, ""]);
      for (const word of FIRST_WORDS) expect(stdout).toContain(`  lockseal ${word}`);
      expect(stdout).toMatch(/Exit codes: 0 verified · 1 refused · 2 usage/);
    },
  );

  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    "prints help for %s: every option, and examples",
    async (name, command) => {
      const { exitCode, stdout, stderr } = await new Folder().run(`${name} --help`);
      expect([exitCode, stderr]).toEqual([0, ""]);
      for (const option of Object.keys(command.options)) expect(stdout).toContain(`--${option}`);
      expect(stdout).toContain(`Examples:\n  lockseal ${name}`);
      // A command has no version of its own.
      if (!("version" in command.options)) expect(stdout).not.toContain("--version");
      expect(await new Folder().run(`${name} -h`)).toMatchObject({ exitCode: 0, stdout });
    },
  );

  test.each(["gate", "layout verify", "layout"])(
    "prints by help %s what --help does",
    async (name) => {
      const folder = new Folder();
      expect(await folder.run(`help ${name}`)).toEqual(await folder.run(`${name} --help`));
    },
  );

  test("says by help of a word that is none which is near", async () => {
    const { exitCode, stderr } = await new Folder().run("help gat");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean gate?");
  });

  test.each(Object.entries(GROUPS))("prints help for the group %s", async (word, describe) => {
    const { exitCode, stdout } = await new Folder().run(`${word} --help`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`lockseal ${word} COMMAND\n\n${describe}.`);
    for (const second of secondWords(word))
      expect(stdout).toContain(`  lockseal ${word} ${second}`);
  });

  test.each<[why: string, words: readonly string[], error: RegExp, hint: string]>([
    ["none", [], /expected a command, found none/, "lockseal --help"],
    [
      "an unknown one",
      ["install"],
      /expected init, .*lint, .*completion, .*found install/,
      "lockseal --help",
    ],
    ["a mistyped one", ["verfy"], /found verfy/, "did you mean verify?"],
    ["an empty one", [""], /found ""/, "lockseal --help"],
    ["a name that objects have", ["constructor"], /found constructor/, "lockseal --help"],
    ["one with an escape", ["\u001b[31m"], /found \\x1b\[31m/, "lockseal --help"],
    ["an unknown option", ["--bogus"], /bogus/, "lockseal --help"],
  ])("refuses a command that is %s", async (_why, words, error, hint) => {
    const [stdout, stderr] = [new Capture(), new Capture()];
    const streams = { cwd: "/", env: {}, now: () => NOW, stdin: pipe(), stdout, stderr };
    expect(await main(words, streams)).toBe(2);
    expect(stdout.text).toBe("");
    const [first = "", second = ""] = stderr.text.split("\n");
    expect(first).toMatch(error);
    expect(second).toBe(`lockseal: hint: ${hint}`);
  });
});

describe("what must not turn a verification into success", () => {
  test.each([["--help"], ["-h"], ["--get-yargs-completions"]])(
    "a file that is named %s, after --",
    async (name) => {
      const checkout = new Checkout();
      checkout.write(name, pin("click", "8.1.7"));
      const line = `verify --key ${checkout.keys.at("alice.pub")} -- ${name}`;
      expect((await checkout.run(line)).exitCode).toBe(3);
    },
  );

  test("the word with which completion begins", async () => {
    const checkout = new Checkout();
    expect((await checkout.verify("r.txt --get-yargs-completions")).exitCode).toBe(2);
  });
});

describe("colours", () => {
  test.each<[why: string, terminal: boolean, env: Record<string, string>, coloured: boolean]>([
    ["on a terminal", true, {}, true],
    ["not in a pipe", false, {}, false],
    ["not with NO_COLOR", true, { NO_COLOR: "1" }, false],
    // https://no-color.org: "when present and not an empty string"
    ["with an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["not on a dumb terminal", true, { TERM: "dumb" }, false],
  ])("%s", async (_why, terminal, env, coloured) => {
    const checkout = new Checkout();
    checkout.write("bad.txt", "click\n");
    const { stdout, stderr } = await checkout.run("lint bad.txt", { terminal, env });
    expect([stdout.includes("\u001b["), stderr.includes("\u001b[")]).toEqual([coloured, coloured]);
  });

  test("never in JSON", async () => {
    const checkout = await signedCheckout();
    const { stdout } = await checkout.verify("requirements.txt --json", "alice", {
      terminal: true,
    });
    expect(stdout).not.toContain("\u001b");
  });
});

test("a bug of ours ends with 70 and one line, without a stack", async () => {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const broken = {
    cwd: "/",
    env: {},
    now: () => {
      throw new TypeError("the clock is broken\n    at clock (file.js:1:1)");
    },
    stdin: pipe(),
    stdout,
    stderr,
  };
  const checkout = new Checkout();
  const words = ["verify", "r.txt", "--key", checkout.keys.at("alice.pub")];
  expect(await main(words, broken)).toBe(70);
  expect(stderr.text).toMatch(/^lockseal: bug: the clock is broken\\n .*; please report this/);
  expect(stderr.text.split("\n")).toHaveLength(2);
});

test("JSON of a refusal before any file is read has the same shape", async () => {
  const checkout = new Checkout();
  const { exitCode, stdout } = await checkout.run("verify r.txt --key env://NONE --json");
  expect(exitCode).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "verify",
    exitCode: 4,
    findings: [{ rule: "KEY_UNREADABLE", verdict: "refused", expected: "a key" }],
  });
});

test("a usage error is a document too where JSON is asked for", async () => {
  const { exitCode, stdout, stderr } = await new Folder().run("verify r.txt --json");
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "verify",
    exitCode: 2,
    findings: [
      { rule: "USAGE", verdict: "refused", message: expect.stringContaining("expected --key PUB") },
    ],
  });
  expect(stderr).toContain("expected --key PUB");
});
