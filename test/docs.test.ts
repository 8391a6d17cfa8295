import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pin } from "./fakes/checkout.ts";
import { Repository } from "./fakes/repository.ts";

/** Every line that a page shows in blocks of `sh`. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
    block.split("\n").filter((line) => line !== ""),
  );
}

test("first steps: every command runs as it stands there, in this order", async () => {
  const repository = new Repository().write("requirements.txt", pin("click", "8.1.7"));
  repository.commit("what was there before");
  for (const line of commandsOf("first-steps.md")) {
    const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    const [program, ...rest] = words;
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
