import { describe, expect, test } from "vitest";
import { judgeStatement } from "../../src/operations/judge-statement.ts";
import { openLock } from "../../src/operations/open-lock.ts";
import { parseLockStatement } from "../../src/statement/lock-statement.ts";
import { parseStatement, STATEMENT_V1 } from "../../src/statement/statement.ts";
import { formatToolLock } from "../../src/tool/format-tool-lock.ts";
import { Checkout, Folder } from "../fakes/checkout.ts";
import { pinFile, pinTool } from "../fakes/pinned-file.ts";
import { NOW } from "../fakes/streams.ts";
import { TRIVY, TRIVY_LOCK } from "../fakes/tool-lock.ts";

const LOCK = "lockseal-tools.lock";

describe("a lock of tools", () => {
  test("is linted as a lock", async () => {
    expect(await new Folder().write(LOCK, TRIVY_LOCK).transcript(`lint ${LOCK}`)).toBe(
      `$ lockseal lint ${LOCK}\n${LOCK}: ok: hash-locked: 1 pin with 3 hashes in 1 file\nexit 0`,
    );
  });

  test.each<[why: string, text: string, found: RegExp]>([
    [
      "that nobody wrote",
      "requests==2\n",
      /lockseal-tools\.lock:1: error: expected the line that a tool lock begins with/,
    ],
    [
      "that pins nothing",
      formatToolLock({ tools: [] }),
      /expected at least one tool, found none \[LOCK_EMPTY\]/,
    ],
    [
      "without the program",
      TRIVY_LOCK.replace('bin = "trivy"', 'bin = "trivvy"'),
      /lockseal-tools\.lock:9: error: expected the program trivvy of trivy among the files for linux-x64/,
    ],
    [
      "with a folder for a program",
      TRIVY_LOCK.replace('bin = "trivy"', 'bin = "contrib"'),
      /TOOL_BIN_MISSING/,
    ],
    [
      "with a digit changed to none",
      TRIVY_LOCK.replace("a".repeat(64), "a".repeat(63)),
      /TOOL_LOCK_MALFORMED/,
    ],
  ])("is refused by lint: one %s", async (_, text, found) => {
    const { exitCode, stdout } = await new Folder().write(LOCK, text).run(`lint ${LOCK}`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(found);
  });

  test("is put in order by --fix, as after a merge", async () => {
    const lock = formatToolLock({ tools: [TRIVY, { ...TRIVY, name: "cosign" }] });
    const [head = "", cosign = "", trivy = ""] = lock.split(/(?=\n\[tools\.(?:cosign|trivy)\]\n)/);
    const folder = new Folder().write(LOCK, head + trivy + cosign);
    expect((await folder.run(`lint ${LOCK}`)).exitCode).toBe(1);
    expect((await folder.run(`lint --fix ${LOCK}`)).exitCode).toBe(0);
    expect(folder.read(LOCK)).toBe(lock);
  });

  test("warns of a tool that nobody signed", async () => {
    const lock = formatToolLock({
      tools: [pinTool("jq", "1.7", [pinFile("jq", "linux-x64", Buffer.from("jq"))])],
    });
    const { exitCode, stdout } = await new Folder().write(LOCK, lock).run(`lint ${LOCK}`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /jq 1\.7 is pinned as it was found: nobody's signature was asked for \[TOOL_UNSIGNED\]/,
    );
  });

  test("is signed and verified, and names the command that goes on", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, TRIVY_LOCK);
    expect((await checkout.sign(LOCK)).exitCode).toBe(0);
    const { exitCode, stdout } = await checkout.verify(LOCK);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/lockseal will see what the signer saw: 1 pin/);
    expect(stdout).toMatch(/ {2}lockseal tool fetch --lock lockseal-tools\.lock\n/);
    checkout.write(LOCK, TRIVY_LOCK.replace("0755", "0644"));
    const refused = await checkout.verify(LOCK);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toMatch(/SUBJECT_DIGEST/);
    expect(refused.stdout).toMatch(/PINS_TABLE/);
  });

  test("that was signed is no requirements file of the same bytes", async () => {
    const checkout = new Checkout();
    checkout.write(LOCK, TRIVY_LOCK);
    await checkout.sign(LOCK);
    const bundle = JSON.parse(checkout.read(`${LOCK}.sigstore.json`));
    const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64").toString();
    expect(JSON.parse(payload).predicate.format).toBe("lockseal-tools");
    const lock = openLock({ file: LOCK, cwd: checkout.path });
    const statement = parseLockStatement(
      parseStatement(
        Buffer.from(payload.replace('"format":"lockseal-tools"', '"format":"pip-requirements"')),
        { what: "statement", types: [STATEMENT_V1] },
      ),
    );
    const facts = { lock, name: LOCK, repository: null, now: NOW, minSequence: undefined };
    expect(judgeStatement(LOCK, statement, facts)).toContainEqual(
      expect.objectContaining({
        rule: "LOCK_FORMAT",
        expected: "pip-requirements",
        found: "lockseal-tools",
      }),
    );
  });

  test.each<[why: string, from: string | RegExp, to: string, line: RegExp]>([
    ["a new version", /0\.71\.0/g, "0.72.0", /^~ trivy for linux-x64 0\.71\.0 → 0\.72\.0: updated/],
    [
      "an older version",
      /0\.71\.0/g,
      "0.70.0",
      /^~ trivy for linux-x64 0\.71\.0 → 0\.70\.0: downgraded/,
    ],
    [
      "other bytes of the same version",
      "a".repeat(64),
      "9".repeat(64),
      /^! trivy for linux-x64 0\.71\.0: SAME VERSION, OTHER HASHES/,
    ],
    [
      "another signer",
      'aquasecurity/trivy", workflow',
      'evil/trivy", workflow',
      /^~ trivy for linux-x64 0\.71\.0: - signer .*aquasecurity.*\+ signer .*evil/,
    ],
    [
      "another mode of a file",
      'mode = "0755", size = 163',
      'mode = "4755", size = 163',
      /^~ trivy for linux-x64 0\.71\.0: - "trivy" = .*0755.*4755/,
    ],
    [
      "another mirror",
      "mirror.example",
      "mirror2.example",
      /^~ trivy for linux-x64 0\.71\.0: - "https:\/\/mirror\.example/,
    ],
  ])("is compared by what it pins: %s", async (_, from, to, line) => {
    const after = TRIVY_LOCK.replace(from, to);
    expect(after).not.toBe(TRIVY_LOCK);
    const folder = new Folder().write("old.lock", TRIVY_LOCK).write("new.lock", after);
    const { exitCode, stdout } = await folder.run("diff old.lock new.lock");
    expect(stdout).toMatch(line);
    expect(exitCode).toBe(1);
  });
});
