import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { Checkout, ORIGIN, pin } from "../fakes/checkout.ts";

const LOCK = "api/requirements.txt";

/** A checkout whose signed lock is in git's own history. */
async function committed(lock: string): Promise<Checkout> {
  const checkout = new Checkout();
  rmSync(checkout.at(".git"), { recursive: true });
  checkout.write(LOCK, lock);
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
      cwd: checkout.path,
      stdio: "ignore",
    });
  git("init", "-q");
  git("remote", "add", "origin", ORIGIN);
  await checkout.sign(LOCK);
  git("add", ".");
  git("commit", "-q", "-m", "lock");
  // What git has to look past: the file gone, and back.
  git("rm", "-q", "--cached", LOCK);
  git("commit", "-q", "-m", "gone");
  git("add", ".");
  git("commit", "-q", "--allow-empty", "-m", "back");
  return checkout;
}

test("names the changed line, and what of it changed, where git has the signed bytes", async () => {
  const checkout = await committed(`# header\n${pin("click", "8.1.7")}${pin("six", "1.9")}`);
  expect((await checkout.verify(LOCK)).exitCode).toBe(0);
  checkout.write(
    LOCK,
    `# header\n${pin("click", "8.1.7")}${pin("six", "1.9", "evil")}${pin("idna", "3")}`,
  );
  const { exitCode, stdout } = await checkout.verify(LOCK);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^api\/requirements\.txt:3: note: changed since it was signed: six 1\.9: SAME VERSION, OTHER HASHES: sha256:[0-9a-f]{12}… gone/m,
  );
  expect(stdout).toMatch(
    /^api\/requirements\.txt:4: note: changed since it was signed: idna 3: new, 1 file/m,
  );
  expect(stdout).not.toMatch(/note: .*click/);

  checkout.write(LOCK, `# other\n${pin("click", "8.1.7")}${pin("six", "1.9")}`);
  expect((await checkout.verify(LOCK)).stdout).toMatch(
    /note: the pins are unchanged: .*\n +hint: .*lockseal sign api\/requirements\.txt --key KEY/,
  );

  const many = Array.from({ length: 30 }, (_, at) => pin(`name${at}`, "1")).join("");
  checkout.write(LOCK, `${pin("click", "8.1.7")}${pin("six", "1.9")}${many}`);
  const long = (await checkout.verify(LOCK)).stdout;
  expect(long.match(/changed since it was signed/g)).toHaveLength(20);
  expect(long).toContain("and 10 more packages changed");
});

test("says that the line cannot be named where there is no history", async () => {
  const checkout = new Checkout();
  checkout.write("r's.txt", pin("click", "8.1.7"));
  expect((await checkout.sign("r's.txt")).exitCode).toBe(0);
  checkout.write("r's.txt", pin("click", "8.1.8"));
  const { text } = await checkout.refusals("r's.txt");
  expect(text).toMatch(
    /noted LOCK_CHANGE: r's\.txt: the bytes that were signed are not in the history here/,
  );
  expect((await checkout.verify("r's.txt")).stdout).toContain(`lockseal diff SIGNED 'r'\\''s.txt'`);
});

test("says nothing of a lock that is too large to read to its end", async () => {
  const checkout = await committed(pin("click", "8.1.7"));
  checkout.write(LOCK, "a\n".repeat(2e5));
  const { exitCode, text } = await checkout.refusals(LOCK);
  expect(exitCode).toBe(1);
  expect(text).toContain("LOCK_TOO_LARGE");
  expect(text).toContain("SUBJECT_DIGEST");
  expect(text).not.toContain("LOCK_CHANGE");
});
