import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { formatManPage } from "../../../src/cli/man-page.ts";
import { RULES } from "../../../src/explain/find-rule.ts";
import { run } from "../../fakes/streams.ts";

describe("completion", () => {
  test.each([["bash"], ["zsh"], ["fish"]])(
    "of %s knows every command and option",
    async (shell) => {
      const { exitCode, stdout } = await run(["completion", shell], { cwd: "/" });
      expect(exitCode).toBe(0);
      for (const { name, options } of COMMANDS) {
        expect(stdout).toContain(name.split(" ").at(-1));
        for (const option of Object.keys(options))
          expect(stdout).toContain(shell === "fish" ? `-l ${option} ` : `--${option}`);
      }
    },
  );

  test.each([["bash"], ["zsh"], ["fish"]])("of %s knows what can be explained", async (shell) => {
    const { stdout } = await run(["completion", shell], { cwd: "/" });
    const line = stdout.split("\n").find((one) => one.includes("LOCK_HIDDEN_LINE")) ?? "";
    expect(line).toContain("explain");
    for (const rule of RULES) expect(line).toContain(rule);
  });

  test("is of the shell that the user has, where none is named", async () => {
    const { stdout } = await run(["completion"], { cwd: "/", env: { SHELL: "/usr/bin/fish" } });
    expect(stdout).toContain("complete -c lockseal");
  });

  test.each<[why: string, words: string[], shell: string | undefined, found: string]>([
    ["another shell", ["tcsh"], "/bin/bash", "tcsh"],
    ["none that is known", [], "/bin/tcsh", "tcsh"],
    ["none at all", [], undefined, "no shell"],
    ["a name that objects have", ["constructor"], undefined, "constructor"],
  ])("refuses %s", async (_why, words, SHELL, found) => {
    const outcome = await run(["completion", ...words], { cwd: "/", env: { SHELL } });
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain(`expected bash, zsh, fish, found ${found}`);
  });
});

describe("the manual page", () => {
  test("has every command and option, and no line that roff would take for a request", () => {
    const page = formatManPage();
    for (const { name, options } of COMMANDS) {
      expect(page).toContain(`.SS lockseal ${name.replaceAll("-", "\\-")}`);
      for (const option of Object.keys(options))
        expect(page).toContain(`\\fB\\-\\-${option.replaceAll("-", "\\-")}\\fR`);
    }
    for (const line of page.split("\n"))
      expect(line).toMatch(/^(?:[^.']|$|\.(?:TH|SH|SS|TP|PP|EX|EE|B|I)\b)/);
  });
});
