import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { ARCHIVE, Audited } from "./fakes/audited.ts";
import { ALICE, pin } from "./fakes/checkout.ts";
import { commandsOf, DOCS } from "./fakes/page.ts";
import { Repository } from "./fakes/repository.ts";
import { run } from "./fakes/streams.ts";
import { problemOf } from "./fakes/typed.ts";

const ALL = ["../README.md", ...readdirSync(DOCS).filter((name) => name.endsWith(".md"))].flatMap(
  (page) => commandsOf(page).map((words) => [page, words.join(" "), words] as const),
);

test.each(ALL.filter(([, , [program]]) => program === "lockseal"))(
  "%s: %s can be typed",
  (...of) => {
    expect(problemOf(of[2].slice(1))).toBe("");
  },
);

test("pages show commands enough that looking at them means something", () => {
  expect(ALL.length).toBeGreaterThan(50);
});

test("first steps: every command runs as it stands there, in this order", async () => {
  const repository = new Repository().write("requirements.txt", pin("click", "8.1.7"));
  repository.commit("what was there before");
  for (const words of commandsOf("first-steps.md")) {
    const [program, ...rest] = words;
    const line = words.join(" ");
    if (program === "git") {
      repository.git(...rest);
      continue;
    }
    expect(program).toBe("lockseal");
    if (rest[0] === "approve") repository.write("requirements.txt", pin("click", "8.1.8"));
    const { exitCode, stderr, stdout } = await repository.run(rest.join(" "));
    // Without a terminal nobody can say yes: what would be signed is shown, and nothing is.
    const isLook = rest[0] === "approve";
    expect({ line, exitCode, stderr: isLook ? "" : stderr }).toEqual({
      line,
      exitCode: isLook ? 2 : 0,
      stderr: "",
    });
    if (isLook) expect(stdout).toContain("click 8.1.7 → 8.1.8");
  }
});

/** Runs each line of a page, in its order. */
async function runPage(
  page: string,
  repository: { git?: (...words: string[]) => unknown; readonly path: string },
  env: Readonly<Record<string, string>> = {},
  before: (words: readonly string[]) => void = () => {},
): Promise<void> {
  for (const words of commandsOf(page)) {
    const [program, ...rest] = words;
    before(rest);
    if (program === "git") repository.git?.(...rest);
    else {
      const { exitCode, stdout, stderr } = await run(rest, { cwd: repository.path, env });
      const expected = rest[0] === "diff" ? 1 : 0;
      expect({ words, exitCode, said: exitCode === expected ? "" : stdout + stderr }).toEqual({
        words,
        exitCode: expected,
        said: "",
      });
    }
  }
}

test("sign: every command runs as it stands there, in this order", async () => {
  const repository = new Repository().write("requirements.txt", pin("click", "8.1.7"));
  await runPage("sign.md", repository, {}, ([verb]) => {
    if (verb !== "diff") return;
    repository.write("released.txt", repository.read("requirements.txt"));
    repository.write("requirements.txt", pin("click", "8.1.8"));
  });
  expect(JSON.parse(repository.read("requirements.txt.sigstore.json"))).toHaveProperty(
    "dsseEnvelope",
  );
});

test("verify: every command runs as it stands there, in this order", async () => {
  const repository = new Repository().write("requirements.txt", pin("click", "8.1.7"));
  repository.write("../alice.key", ALICE.privateFile);
  const signed = await repository.run("sign requirements.txt --key ../alice.key");
  expect(signed.exitCode).toBe(0);
  await runPage("verify.md", repository, {
    RELEASE_PUB: Buffer.from(ALICE.publicFile).toString("utf8"),
  });
  expect(repository.read("verified/requirements.txt")).toBe(repository.read("requirements.txt"));
});

test("audit: every command runs as it stands there, in this order", async () => {
  const folder = new Audited().unpack("tools/app").put("tools/app-1.2.3-linux.tar.gz", ARCHIVE);
  await runPage("audit.md", folder, { PATH: folder.path, HOME: folder.path });
});
