import { describe, expect, test } from "vitest";
import { formatToolLock } from "../../../src/tool/format-tool-lock.ts";
import { type Folder, sha256 } from "../../fakes/checkout.ts";
import { ISSUER, SIGNED_AT } from "../../fakes/instance.ts";
import { AT, pinFile, pinnedFolder, pinTool } from "../../fakes/pinned-file.ts";

const LINE = "tool verify app-linux.bin --trusted-root root.json";
const WORKFLOW = `keyless = [{ issuer = "${ISSUER}", repository = "acme/app", workflow = ".github/workflows/release.yml", ref = "refs/tags/v{version}" }]`;

const policy = ({ signer = WORKFLOW, tool = "app", trust = "" } = {}): string => `version = 1
expires = 2027-06-30T00:00:00Z
[trust]
${trust}
[signers.acme]
${signer}
[tools.${tool}]
version = "1.2.3"
source = "https://releases.example/app-{platform}.bin"
platforms = ["linux-x64"]
signer = "acme"
`;

async function verify(folder: Folder, line = LINE, around: { readonly now?: Date } = AT) {
  const { stdout, exitCode } = await folder.run(`${line} --json`, around);
  const findings = JSON.parse(stdout).findings as {
    rule: string;
    verdict: string;
    message: string;
  }[];
  const of = (verdict: string) =>
    findings.filter((one) => one.verdict === verdict).map(({ rule }) => rule);
  const text = findings.map(({ message }) => message).join("\n");
  return { exitCode, refused: of("refused"), warned: of("warned"), text };
}

const placed = (text: string): Folder => pinnedFolder().write("lockseal.toml", text);

describe("a pinned tool, by the signer that the policy names", () => {
  test.each<[why: string, text: string, refused: readonly string[]]>([
    ["who signed it", policy(), []],
    [
      "another repository than the pin's",
      policy({ signer: WORKFLOW.replace("acme/app", "evil/app") }),
      ["IDENTITY_MISMATCH"],
    ],
    [
      "the same workflow at another tag",
      policy({ signer: WORKFLOW.replace("v{version}", "w{version}") }),
      ["IDENTITY_MISMATCH"],
    ],
    [
      "the repository by its number, which the pin does not have",
      policy({ signer: WORKFLOW.replace("workflow =", 'repository_id = "4242", workflow =') }),
      [],
    ],
    [
      "who began to count later",
      policy({ signer: `${WORKFLOW}\nfrom = 2026-01-16T00:00:00Z` }),
      ["SIGNER_OUT_OF_TIME"],
    ],
    [
      "who counted no more",
      policy({ signer: `${WORKFLOW}\nuntil = 2026-01-15T00:00:00Z` }),
      ["SIGNER_OUT_OF_TIME"],
    ],
    [
      "who counts no more since",
      policy({ signer: `${WORKFLOW}\nuntil = 2026-01-16T00:00:00Z` }),
      [],
    ],
    [
      "whose keys were lost before",
      policy({ signer: `${WORKFLOW}\nrevoked = 2026-01-15T00:00:00Z` }),
      ["SIGNER_OUT_OF_TIME"],
    ],
    [
      "whose time the policy does not take",
      policy({ trust: 'time = ["rfc3161"]' }),
      ["VERIFIED_TIME_MISSING"],
    ],
    ["by a key that is not there", policy({ signer: 'keys = ["acme.pub"]' }), ["FILE_MISSING"]],
  ])("%s", async (_why, text, refused) => {
    const found = await verify(placed(text));
    expect(found.refused, found.text).toEqual(refused);
    expect(found.exitCode === 0).toBe(refused.length === 0);
  });

  test("is refused where the pin says that nobody signed it", async () => {
    const asset = pinFile("app-linux.bin", "linux-x64", Buffer.from("linux"));
    const lock = formatToolLock({ tools: [pinTool("app", "1.2.3", [asset])] });
    const found = await verify(placed(policy()).write("lockseal-tools.lock", lock));
    expect(found.refused).toEqual(["TOOL_UNSIGNED"]);
    expect(found.text).toContain(
      "expected a signature by acme, as [tools.app] of lockseal.toml asks, found a pin that nobody signed",
    );
  });

  test("is judged by its pin where the policy has nothing about it, and that is said", async () => {
    const found = await verify(placed(policy({ tool: "other" })));
    expect([found.refused, found.warned]).toEqual([[], ["TOOL_UNWANTED"]]);
    expect(found.text).toContain(
      "judged by its pin alone: expected a table [tools.app] of lockseal.toml, which says who signs it, found none",
    );
  });

  test("is not asked for where a digest is given by hand", async () => {
    const folder = placed(policy({ signer: WORKFLOW.replace("acme/app", "evil/app") }));
    const line = `tool verify app-linux.bin --sha256 ${sha256("linux")}`;
    expect(await verify(folder, line)).toMatchObject({ refused: [], exitCode: 0 });
  });

  test("is refused where its signature is newer than the clock by more than the skew", async () => {
    const now = new Date(SIGNED_AT.getTime() - 3 * 60_000);
    const late = await verify(placed(policy({ trust: 'max_clock_skew = "2m"' })), LINE, { now });
    expect(late.refused).toEqual(["CLOCK_BEHIND"]);
    expect((await verify(placed(policy()), LINE, { now })).refused).toEqual([]);
  });
});

describe("the trust of the policy", () => {
  const PLAIN = "tool verify app-linux.bin";
  /** A policy that pins a root by this digest. */
  const rooted = (digest: string, more = "", tool = "app"): string =>
    policy({
      tool,
      trust: `sigstore_root = { file = "root.json", sha256 = "${digest}" }\n${more}`,
    });
  const own = (): string => sha256(pinnedRoot());
  const pinnedRoot = (): string => pinnedFolder().read("root.json");

  test.each<[why: string, text: () => string, line: string, refused: readonly string[]]>([
    ["nothing that is pinned", policy, PLAIN, ["TLOG_LOG_UNKNOWN"]],
    ["the root that it pins", () => rooted(own()), PLAIN, []],
    ["of a tool that it does not have", () => rooted(own(), "", "other"), PLAIN, []],
    ["another root in its place", () => rooted("0".repeat(64)), PLAIN, ["TRUST_ROOT_MALFORMED"]],
    ["a root that the command line names", () => rooted("0".repeat(64)), LINE, []],
  ])("%s", async (_why, text, line, refused) => {
    const found = await verify(placed(text()), line);
    expect(found.refused, found.text).toEqual(refused);
  });
});

describe("an expired policy", () => {
  const EXPIRED = policy().replace("2027-06-30", "2026-01-10");

  test.each([
    LINE,
    "tool fetch app --to tools",
    "tool unpack app-linux.bin --to out",
    "tool list",
    "tool add app",
    "tool update app --version 1.2.4",
    "tool add other --url https://releases.example/o --version 1 --unsafe-unsigned",
  ])("allows nothing to %s", async (line) => {
    const folder = placed(EXPIRED);
    const before = folder.list();
    const { stdout, exitCode } = await folder.run(`${line} --json`, AT);
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: "POLICY_EXPIRED", help: expect.stringContaining("lockseal policy check") },
    ]);
    expect(exitCode).toBe(2);
    expect(folder.list()).toEqual(before);
  });

  test("lets no tool run", async () => {
    const { stderr, exitCode } = await placed(EXPIRED).run("tool exec app", AT);
    expect(stderr).toContain("expected a policy in force, found one that expired 2026-01-10");
    expect(exitCode).toBe(2);
  });

  test("above a lock that has none beside it", async () => {
    const folder = placed(EXPIRED);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("deep/lockseal-tools.lock", folder.read("lockseal-tools.lock"));
    folder.write("deep/app-linux.bin", "linux");
    const line = "tool verify deep/app-linux.bin --lock deep/lockseal-tools.lock";
    expect(await verify(folder, line)).toMatchObject({ refused: ["POLICY_EXPIRED"], exitCode: 2 });
  });
});
