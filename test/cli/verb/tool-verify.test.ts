import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatToolLock } from "../../../src/tool/format-tool-lock.ts";
import { Folder, sha256 } from "../../fakes/checkout.ts";
import { AT, pinFile, pinnedFolder, pinTool, RELEASER } from "../../fakes/pinned-file.ts";

const ROOT = "--trusted-root root.json";
const only = (folder: Folder): string => {
  const [first = ""] = readdirSync(folder.at(".lockseal/evidence"));
  return `.lockseal/evidence/${first}`;
};

describe("a downloaded file that is pinned", () => {
  test("is verified by its name: size, every digest, and its signature, offline", async () => {
    expect(await pinnedFolder().transcript(`tool verify app-linux.bin ${ROOT}`, AT)).toBe(
      `$ lockseal tool verify app-linux.bin ${ROOT}
app-linux.bin: ok: 5 bytes, sha256, sha512 as app@linux-x64 1.2.3
app-linux.bin: ok: signed by https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2.3, certified for https://token.actions.githubusercontent.com, at 2026-01-15T12:00:00Z
exit 0`,
    );
  });

  test("is verified by the word that names its pin, whatever it is called", async () => {
    const folder = pinnedFolder().write("download", "linux");
    const { exitCode } = await folder.run(`tool verify download --tool app@linux-x64 ${ROOT}`, AT);
    expect(exitCode).toBe(0);
  });

  test("is verified in a folder below the lock", async () => {
    const folder = pinnedFolder().write("bin/app-linux.bin", "linux");
    const { exitCode } = await folder.run(`tool verify bin/app-linux.bin ${ROOT}`, AT);
    expect(exitCode).toBe(0);
  });

  test("is reported as JSON", async () => {
    const { stdout } = await pinnedFolder().run(`tool verify app-linux.bin ${ROOT} --json`, AT);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "tool verify",
      exitCode: 0,
      findings: [{ rule: "TOOL_DIGEST" }, { rule: "TOOL_SIGNATURE" }],
      verified: [
        { file: "app-linux.bin", size: 5, sha256: sha256("linux"), pin: "app@linux-x64 1.2.3" },
      ],
    });
  });
});

describe("a downloaded file is refused", () => {
  test.each<[why: string, file: string, bytes: string, line: string, code: number, found: RegExp]>([
    [
      "with other bytes",
      "app-linux.bin",
      "linuX",
      "app-linux.bin",
      1,
      /expected sha256:[0-9a-f]{64}, as app@linux-x64 1\.2\.3, found sha256:/,
    ],
    [
      "with fewer bytes",
      "app-linux.bin",
      "linu",
      "app-linux.bin",
      1,
      /expected 5 bytes, as app@linux-x64 1\.2\.3, found 4 \[TOOL_SIZE\]/,
    ],
    [
      "with the bytes of another platform, which is named",
      "app-linux.bin",
      "darwin",
      "app-linux.bin",
      1,
      /it is the file that is pinned as app@darwin-arm64 1\.2\.3, app-darwin\.bin/,
    ],
    [
      "with the bytes of a pin under a name of none",
      "x.bin",
      "darwin",
      "x.bin",
      1,
      /found the bytes of app@darwin-arm64 1\.2\.3, which is named app-darwin\.bin \[TOOL_PIN_OTHER\]/,
    ],
    [
      "that nobody pinned",
      "x.bin",
      "x",
      "x.bin",
      3,
      /expected a pin of that name or digest in lockseal-tools\.lock, found none \[TOOL_PIN_NONE\]/,
    ],
    [
      "for a tool that is not pinned",
      "x.bin",
      "linux",
      "x.bin --tool jq",
      3,
      /expected a pin of lockseal-tools\.lock, found jq/,
    ],
    [
      "for a platform that is not pinned",
      "x.bin",
      "linux",
      "x.bin --tool app@win32-x64",
      3,
      /found app@win32-x64/,
    ],
    [
      "for a tool with several platforms and no name to tell",
      "x.bin",
      "linux",
      "x.bin --tool app",
      2,
      /expected one pin, found 2: app@darwin-arm64, app@linux-x64 \[TOOL_PIN_AMBIGUOUS\]/,
    ],
    ["that is not there", "y", "", "x.bin", 2, /expected a file, found nothing/],
  ])("%s", async (_, file, bytes, line, code, found) => {
    const folder = pinnedFolder().write(file, bytes);
    const { exitCode, stdout } = await folder.run(`tool verify ${line} ${ROOT}`, AT);
    expect(stdout).toMatch(found);
    expect(exitCode).toBe(code);
  });

  test("with every byte changed, one by one", async () => {
    for (let at = 0; at < 5; at += 1) {
      const bytes = Buffer.from("linux");
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const folder = pinnedFolder().write("app-linux.bin", bytes);
      expect((await folder.run(`tool verify app-linux.bin ${ROOT}`, AT)).exitCode).toBe(1);
    }
  });

  test("with a further digest that is not its own", async () => {
    const folder = new Folder().write("jq", "jq");
    const asset = pinFile("jq", "linux-x64", Buffer.from("jq"), {
      digests: [
        { algorithm: "sha256", hex: sha256("jq") },
        { algorithm: "blake3", hex: "0".repeat(64) },
      ],
    });
    folder.write("lockseal-tools.lock", formatToolLock({ tools: [pinTool("jq", "1.7", [asset])] }));
    const { exitCode, stdout } = await folder.run("tool verify jq");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /expected blake3:0{64}, as jq@linux-x64 1\.7, found blake3:[0-9a-f]{64} \[TOOL_DIGEST\]/,
    );
  });

  test("when its evidence was altered, but not when it is another's signature root", async () => {
    const folder = pinnedFolder();
    folder.write(only(folder), "{}");
    const { exitCode, stdout } = await folder.run(
      `tool verify app-linux.bin app-darwin.bin ${ROOT}`,
      AT,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /expected evidence sha256:[0-9a-f]{64}, found sha256:[0-9a-f]{64} in its place \[TOOL_EVIDENCE_ALTERED\]/,
    );
  });

  test("when the trust root knows nobody who signed", async () => {
    const { exitCode, stdout } = await pinnedFolder().run("tool verify app-linux.bin", AT);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/TLOG_LOG_UNKNOWN/);
  });

  test("as a version that is known to be bad, whatever its pin says", async () => {
    const name = "trivy_0.69.4_Linux-64bit.tar.gz";
    const folder = new Folder().write(name, "bad").write("other.tar.gz", "bad");
    const pinned = pinTool("trivy", "0.69.4", [
      pinFile("other.tar.gz", "linux-x64", Buffer.from("bad")),
    ]);
    folder.write("lockseal-tools.lock", formatToolLock({ tools: [pinned] }));
    for (const line of ["other.tar.gz", `${name} --sha256 ${sha256("bad")}`]) {
      const { exitCode, stdout } = await folder.run(`tool verify ${line}`);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/TOOL_KNOWN_BAD/);
      expect(stdout).toMatch(/trivy 0\.69\.4.*GHSA-69fq-xp46-6x23/);
    }
  });
});

test("is refused where its pin has no evidence of its signer: TOOL_EVIDENCE_MISSING", async () => {
  const folder = new Folder().write("jq", "jq");
  const asset = pinFile("jq", "linux-x64", Buffer.from("jq"));
  folder.write(
    "lockseal-tools.lock",
    formatToolLock({ tools: [pinTool("jq", "1.7", [asset], RELEASER)] }),
  );
  const { exitCode, stdout } = await folder.run("tool verify jq");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/expected a signature, or a signed list of checksums, found neither/);
});

test("is refused where the evidence that its pin names is not there: any digest would pass", async () => {
  const whole = pinnedFolder();
  const folder = new Folder().write("app-linux.bin", "linux");
  folder.write("lockseal-tools.lock", whole.read("lockseal-tools.lock"));
  const { exitCode, stdout } = await folder.run(`tool verify app-linux.bin`, AT);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /app-linux\.bin: error: expected its signature as \.lockseal\/evidence\/sha256-[0-9a-f]{64} beside the lock, found nothing there \[TOOL_EVIDENCE_MISSING\]\n.*hint: restore it from git: .*lockseal tool add app\n/,
  );
});

test("says what could not be checked where nobody's signature is pinned", async () => {
  const asset = pinFile("jq", "linux-x64", Buffer.from("jq"));
  const folder = new Folder().write("jq", "jq");
  folder.write("lockseal-tools.lock", formatToolLock({ tools: [pinTool("jq", "1.7", [asset])] }));
  const { exitCode, stdout } = await folder.run("tool verify jq", AT);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/jq: warning: nobody's signature is pinned.* \[TOOL_UNCHECKED\]/);
});

describe("a file with its digest given by hand", () => {
  const given = `--sha256 ${sha256("abc")}`;
  test.each<[why: string, line: string, code: number]>([
    ["is verified", `a ${given}`, 0],
    ["is verified with its size", `a ${given} --size 3`, 0],
    ["is refused with another size", `a ${given} --size 4`, 1],
    ["is refused with another digest", `a --sha256 ${sha256("abd")}`, 1],
    ["needs a whole digest", "a --sha256 abc", 2],
    ["needs lower case", `a ${given.toUpperCase().replace("--SHA256", "--sha256")}`, 2],
    ["needs a size that is a number", `a ${given} --size 3k`, 2],
    ["needs a digest with its size", "a --size 3", 2],
    ["is one file", `a a ${given}`, 2],
    ["has no other pin", `a ${given} --tool app`, 2],
    ["has no list", `a ${given} --checksums S`, 2],
  ])("%s", async (_, line, code) => {
    const { exitCode } = await new Folder().write("a", "abc").run(`tool verify ${line}`);
    expect(exitCode).toBe(code);
  });
});

describe("a list of checksums", () => {
  const gnu = (text: string, name: string): string => `${sha256(text)}  ${name}\n`;
  test.each<[why: string, list: string, line: string, code: number]>([
    ["has every file", gnu("abc", "a") + gnu("d", "dir/d"), "", 0],
    ["has the file that is named", gnu("abc", "a") + gnu("x", "missing"), " a", 0],
    ["has a file that is not here", gnu("abc", "a") + gnu("x", "missing"), "", 2],
    ["has a file with other bytes", gnu("abd", "a"), "", 1],
    ["has not the file that is named", gnu("abc", "b"), " a", 3],
    ["has a line that is none", `${gnu("abc", "a")}garbage\n`, "", 1],
    ["leads out of the folder", gnu("abc", "../a"), "", 1],
    ["leads anywhere", gnu("abc", "/etc/passwd"), "", 1],
    ["is empty", "", "", 1],
    ["is by BSD's md5 alone", `MD5 (a) = ${"0".repeat(32)}\n`, "", 1],
    ["is by SHA-512", `${createHash("sha512").update("abc").digest("hex")}  a\n`, "", 0],
    ["is by what is said", gnu("abc", "a"), " --algorithm sha256", 0],
    ["is by what is said wrongly", gnu("abc", "a"), " --algorithm sha512", 1],
    ["is by what nobody knows", gnu("abc", "a"), " --algorithm sha257", 2],
  ])("%s", async (_, list, line, code) => {
    const folder = new Folder().write("a", "abc").write("dir/d", "d").write("list.txt", list);
    const { exitCode } = await folder.run(`tool verify --checksums list.txt${line}`);
    expect(exitCode).toBe(code);
  });

  test.each<[why: string, list: string, rule: string]>([
    ["other bytes", gnu("abd", "a"), "CHECKSUM_MISMATCH"],
    ["a weak digest alone", `MD5 (a) = ${"0".repeat(32)}\n`, "CHECKSUM_WEAK"],
    ["a name that leads out", gnu("abc", "../a"), "CHECKSUMS_OUTSIDE"],
    ["the right bytes", gnu("abc", "a"), "CHECKSUM"],
  ])("says of %s which check it was", async (_, list, rule) => {
    const folder = new Folder().write("a", "abc").write("list.txt", list);
    const { stdout } = await folder.run("tool verify --checksums list.txt --json");
    const { findings } = JSON.parse(stdout);
    expect(findings).toContainEqual(expect.objectContaining({ rule }));
    // That nobody vouches for the list matters to whoever would go on with it.
    expect(/CHECKSUMS_UNSIGNED/.test(stdout)).toBe(rule === "CHECKSUM");
  });

  test("says which line matched, and that nobody vouches for the list", async () => {
    const folder = new Folder().write("a", "abc").write("SHA256SUMS", gnu("abc", "a"));
    expect(await folder.transcript("tool verify --checksums SHA256SUMS")).toBe(
      `$ lockseal tool verify --checksums SHA256SUMS
a: ok: sha256:${sha256("abc")}, as SHA256SUMS has it
SHA256SUMS: note: the files are those of this list; nobody's signature of the list was looked at, and whoever can change the files can often change it too [CHECKSUMS_UNSIGNED]
    hint: pin what is verified: lockseal tool add
exit 0`,
    );
  });
});
