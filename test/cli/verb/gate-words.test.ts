import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Folder, pin } from "../../fakes/checkout.ts";
import { POLICY, Policed } from "../../fakes/policed.ts";

const KINDS = ["text", "json", "sarif", "github", "summary", "gitlab", "junit", "markdown", "html"];
const EMERGENCY = `${POLICY}approval.emergency = { people = 2, lasts = "72h" }\n`;

/** An event in which somebody opened the pull request who approves nothing. */
function event(): Record<string, string> {
  const folder = new Folder();
  folder.write("event.json", JSON.stringify({ pull_request: { user: { login: "mallory" } } }));
  return { GITHUB_EVENT_PATH: folder.at("event.json"), GITHUB_ACTIONS: "true" };
}

/** Says something of the change with words that have blanks. */
async function say(repository: Policed, by: string, words: readonly string[]): Promise<void> {
  const look = await repository.run("approve requirements.txt");
  const [, digest = ""] = /delta sha256:([0-9a-f]{64})/.exec(look.stdout) ?? [];
  const key = repository.secret.at(`${by}.key`);
  const { exitCode, stdout } = await repository.run(
    ["approve", "requirements.txt", "--key", key, "--yes", digest, ...words].join(" "),
  );
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
}

/** Runs the gate, and gives what it wrote in each kind of report, as text whatever it is escaped by. */
async function report(repository: Policed): Promise<{
  readonly exitCode: number;
  readonly stdout: string;
  readonly reports: Readonly<Record<string, string>>;
}> {
  const out = new Folder();
  const words = KINDS.map((kind) => `--report ${kind}=${out.at(kind)}`).join(" ");
  const { exitCode, stdout } = await repository.run(`gate ${words}`, { env: event() });
  const read = (kind: string): string =>
    readFileSync(out.at(kind), "utf8").replaceAll(/&#(\d+);/g, (_, code) =>
      String.fromCharCode(Number(code)),
    );
  return { exitCode, stdout, reports: Object.fromEntries(KINDS.map((kind) => [kind, read(kind)])) };
}

describe("an emergency", () => {
  const words = ["--emergency", "--reason", "exploited-today", "--advisory", "ACME-2026-0001"];

  test("lets pass before its time, and is loud in every kind of report", async () => {
    const repository = new Policed(EMERGENCY);
    await say(repository, "alice", words);
    await say(repository, "bob", words);
    repository.commit("approvals");
    const { exitCode, stdout, reports } = await report(repository);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "warning: EMERGENCY: click 8.1.7 → 8.1.8 passes before its time by the word of alice, bob: exploited-today (ACME-2026-0001), until 2026-11-27T03:00:00Z [APPROVAL_EMERGENCY]",
    );
    for (const [kind, text] of Object.entries(reports)) {
      const found = ["EMERGENCY: click", "exploited-today", "ACME-2026-0001"].filter((one) =>
        text.replaceAll("\\", "").includes(one),
      );
      expect([kind, found.length]).toEqual([kind, 3]);
    }
    const { findings } = JSON.parse(reports.json ?? "");
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "APPROVAL_EMERGENCY", verdict: "warned" }),
    );
    const [result] = JSON.parse(reports.sarif ?? "").runs[0].results.filter(
      ({ ruleId }: { ruleId: string }) => ruleId === "APPROVAL_EMERGENCY",
    );
    expect(result.level).toBe("warning");
  });

  test.each<[why: string, more: string, change: (one: Policed) => unknown]>([
    ["merged", "", (one) => one.write("README", "more").commit("docs")],
    ["merged, in a release", " --release", (one) => one.write("README", "more").commit("docs")],
    [
      "merged, beside another change",
      "",
      (one) =>
        one
          .write("requirements.txt", pin("click", "8.1.8") + pin("idna", "3.7"))
          .commit("another package"),
    ],
  ])("is loud while it lasts, once it was %s", async (_why, more, change) => {
    const { one, gate } = await merged(EMERGENCY);
    change(one);
    const loud =
      "warning: EMERGENCY: click 8.1.7 → 8.1.8 came in before its time by the word of alice, bob: exploited-today (ACME-2026-0001), until 2026-11-27T03:00:00Z [APPROVAL_EMERGENCY]";
    expect((await gate(more)).split(loud)).toHaveLength(2);
    // Until its end, and not a second longer.
    expect(await gate(more, new Date("2026-11-27T03:00:00Z"))).toContain(loud);
    expect(await gate(more, new Date("2026-11-27T03:00:01Z"))).not.toContain("EMERGENCY");
  });

  test.each<[why: string, policy: string, change: (one: Policed) => unknown]>([
    [
      "is another version by now",
      EMERGENCY,
      (one) => one.write("requirements.txt", pin("click", "8.1.9")).commit("later"),
    ],
    [
      "is other bytes by now",
      EMERGENCY,
      (one) => one.write("requirements.txt", pin("click", "8.1.8", "b")).commit("later"),
    ],
    ["is gone", EMERGENCY, (one) => one.write("requirements.txt", "").commit("gone")],
  ])("is said no more of what %s", async (_why, policy, change) => {
    const { one, gate } = await merged(policy);
    change(one);
    one.git("update-ref", "refs/remotes/origin/main", "HEAD");
    expect(await gate("")).not.toContain("EMERGENCY");
  });

  /** A change that came in by the word of an emergency. */
  async function merged(policy: string): Promise<{
    readonly one: Policed;
    readonly gate: (more: string, now?: Date) => Promise<string>;
  }> {
    const one = new Policed(policy);
    for (const by of ["alice", "bob"]) await say(one, by, words);
    one.commit("approvals");
    one.git("update-ref", "refs/remotes/origin/main", "HEAD");
    return {
      one,
      gate: async (more, now) =>
        (await one.run(`gate${more}`, { env: event(), ...(now === undefined ? {} : { now }) }))
          .stdout,
    };
  }

  test("of one where two are asked for passes nothing, nor where the policy has none", async () => {
    const one = new Policed(EMERGENCY);
    await say(one, "alice", words);
    one.commit("approval");
    expect((await report(one)).exitCode).toBe(1);
    const none = new Policed();
    await say(none, "alice", words);
    await say(none, "bob", words);
    none.commit("approvals");
    const { exitCode, stdout } = await report(none);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("[APPROVAL_EMERGENCY_LASTS]");
  });
});

describe("a reject", () => {
  test("blocks whatever was approved, and every kind of report has its reason", async () => {
    const repository = new Policed(POLICY.replace(', hold = "24h"', "").replace("2", "1"));
    await say(repository, "alice", []);
    await say(repository, "bob", ["--reject", "--reason", "steals-tokens"]);
    repository.commit("approval and reject");
    const { exitCode, stdout, reports } = await report(repository);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/expected no reject, found one by bob: steals-tokens/);
    for (const [kind, text] of Object.entries(reports))
      expect([kind, text.replaceAll("\\", "").includes("steals-tokens")]).toEqual([kind, true]);
    const { findings } = JSON.parse(reports.json ?? "");
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "APPROVAL_REJECTED", verdict: "refused" }),
    );
  });
});
