import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { verifyDetachedFiles } from "../../src/operations/verify-detached-files.ts";
import { Folder } from "../fakes/checkout.ts";
import type { Surroundings } from "../fakes/streams.ts";

const read = (path: string) => readFileSync(new URL(`../../testdata/${path}`, import.meta.url));
const BARE = read("minisign/minisign.pub").toString().split("\n")[1] ?? "";
const MINISIGN_ID = /([0-9A-F]{16})\n/.exec(read("minisign/minisign.pub").toString())?.[1];

/** A folder with the signed file, and the keys where no change to it reaches them. */
class Download extends Folder {
  readonly keys: Folder = new Folder();

  constructor(...signatures: readonly string[]) {
    super();
    this.write("artifact.txt", read("minisign/artifact.txt"));
    for (const path of signatures) this.write(path.replace(/^.*\//, ""), read(path));
    for (const name of ["minisign/minisign.pub", "minisign/other.pub", "signify/signify.pub"])
      this.keys.write(name, read(name));
  }

  verify(line: string, around: Omit<Surroundings, "cwd"> = {}) {
    return this.run(`verify ${line.replaceAll("@", `${this.keys.path}/`)}`, around);
  }
}

const MINISIG = "minisign/artifact.txt.minisig";
const SIG = "signify/artifact.txt.sig";

test("verifies a file by minisign's signature beside it", async () => {
  const { exitCode, stdout, stderr } = await new Download(MINISIG).verify(
    "artifact.txt --key @minisign/minisign.pub",
  );
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(
    `artifact.txt: ok: artifact.txt.minisig: signed by the key ${MINISIGN_ID} (minisign)\n` +
      'artifact.txt: ok: the trusted comment is signed, too: "artifact.txt, version 1.2.3"\n',
  );
});

test("gives its evidence as JSON", async () => {
  const { stdout } = await new Download(MINISIG).verify(
    "artifact.txt --key @minisign/minisign.pub --json",
  );
  expect(JSON.parse(stdout)).toMatchObject({
    exitCode: 0,
    findings: [{ rule: "SIGNATURE" }, { rule: "SIGNATURE_COMMENT" }],
    evidence: [
      {
        subject: "artifact.txt",
        bundle: "artifact.txt.minisig",
        format: "minisign",
        signer: { kind: "numbered", id: MINISIGN_ID },
        // sha256sum artifact.txt
        digests: ["sha256:dc4cbbc70871dc3498bd6eae2a261a3e1f3d85f40ad9ff9fbf8da1faca173132"],
        comment: "artifact.txt, version 1.2.3",
      },
    ],
  });
});

describe("accepts", () => {
  test.each<[string, readonly string[], string, RegExp]>([
    ["minisign's key in the command line", [MINISIG], `--key ${BARE}`, /signed by the key/],
    ["a key in a variable", [MINISIG], "--key env://KEY", /signed by the key/],
    ["signify", [SIG], "--key @signify/signify.pub", /\(signify\)\n$/],
    [
      "a signature by somebody else beside it, which it names",
      [MINISIG, SIG],
      "--key @signify/signify.pub",
      /note: artifact\.txt\.minisig: expected .*\[SIGNATURE_KEY_MISMATCH\]\n.*\(signify\)/,
    ],
    [
      "a signature by each of two keys",
      [MINISIG, SIG],
      "--key @signify/signify.pub --key @minisign/minisign.pub --threshold 2",
      /\(minisign\)(?:.*\n)+.*\(signify\)/,
    ],
    [
      "one of two keys",
      [SIG],
      "--key @signify/signify.pub --key @minisign/minisign.pub --threshold 1",
      /\(signify\)/,
    ],
    [
      "a named signature",
      ["minisign/second.minisig"],
      "--key @minisign/minisign.pub --bundle second.minisig",
      /version 9/,
    ],
    [
      "a legacy signature by name",
      ["minisign/legacy.minisig"],
      "--key @minisign/minisign.pub --bundle legacy.minisig --unsafe-legacy",
      /signed by the key/,
    ],
  ])("%s", async (_, signatures, line, text) => {
    const env = { KEY: BARE };
    const { exitCode, stdout } = await new Download(...signatures).verify(`artifact.txt ${line}`, {
      env,
    });
    expect(stdout).toMatch(text);
    expect(exitCode).toBe(0);
  });
});

describe("refuses", () => {
  test.each<[string, readonly string[], string, number, RegExp]>([
    [
      "no signature",
      [],
      "--key @minisign/minisign.pub",
      3,
      /found none \[SIGNATURE_NONE\]\n +hint: .*minisign -S/,
    ],
    ["another key", [MINISIG], "--key @minisign/other.pub", 1, /\[SIGNATURE_KEY_MISMATCH\]/],
    [
      "a legacy signature",
      ["minisign/legacy.minisig"],
      "--key @minisign/minisign.pub --bundle legacy.minisig",
      1,
      /\[SIGNATURE_LEGACY\]\n +hint: .*--unsafe-legacy/,
    ],
    [
      "one signature where two are asked for",
      [SIG],
      "--key @signify/signify.pub --key @minisign/minisign.pub --threshold 2",
      1,
      /expected 2 different keys to sign it, found 1 \[THRESHOLD\]/,
    ],
    [
      "one key twice for two",
      [MINISIG],
      `--key @minisign/minisign.pub --key ${BARE} --threshold 2`,
      2,
      /expected a whole number from 1 to 1/,
    ],
    [
      "a text with its own signature for one beside a file",
      ["signify/SHA256.sig"],
      "--key @signify/signify.pub --bundle SHA256.sig",
      1,
      /\[SIGNATURE_FORMAT_MISMATCH\]/,
    ],
    [
      "a bundle",
      [],
      "--key @signify/signify.pub --bundle artifact.txt",
      1,
      /\[SIGNATURE_FORMAT_UNKNOWN\]/,
    ],
    [
      "a signature that is not there",
      [],
      "--key @signify/signify.pub --bundle none.sig",
      2,
      /\[FILE_MISSING\]/,
    ],
    [
      "a PEM key beside a key of minisign",
      [MINISIG],
      `--key ${BARE} --key none.pem --threshold 1`,
      2,
      /expected keys of one kind/,
    ],
    [
      "options about locks",
      [MINISIG],
      `--key ${BARE} --root .`,
      2,
      /expected no --root with a key of this kind/,
    ],
    [
      "an option about statements",
      [MINISIG],
      `--key ${BARE} --predicate-type x`,
      2,
      /expected no --predicate-type/,
    ],
  ])("%s", async (_, signatures, line, exitCode, text) => {
    const outcome = await new Download(...signatures).verify(`artifact.txt ${line}`);
    expect(outcome.stdout + outcome.stderr).toMatch(text);
    expect(outcome.exitCode).toBe(exitCode);
  });

  test("a changed file, a changed trusted comment, a missing file", async () => {
    const download = new Download(MINISIG);
    const key = "--key @minisign/minisign.pub";
    download.write("artifact.txt", "other");
    expect((await download.verify(`artifact.txt ${key}`)).stdout).toMatch(/\[SIGNATURE_INVALID\]/);
    download.write("artifact.txt", read("minisign/artifact.txt"));
    download.write(
      "artifact.txt.minisig",
      download.read("artifact.txt.minisig").replace("1.2.3", "1.2.4"),
    );
    expect((await download.verify(`artifact.txt ${key}`)).stdout).toMatch(
      /\[SIGNATURE_COMMENT_INVALID\]/,
    );
    expect(await download.verify(`none.txt ${key}`)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("FILE_MISSING"),
    });
  });

  test("a good signature beside a damaged one by the same key", async () => {
    const download = new Download(MINISIG);
    download.write(
      "artifact.txt.sig",
      download.read("artifact.txt.minisig").replace("1.2.3", "1.2.4"),
    );
    const { exitCode, stdout } = await download.verify(
      "artifact.txt --key @minisign/minisign.pub --json",
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      evidence: [],
      findings: [
        { verdict: "passed" },
        { verdict: "passed" },
        { rule: "SIGNATURE_COMMENT_INVALID", verdict: "refused" },
      ],
    });
  });

  test("the bytes of a lock, unless they are asked for", async () => {
    const download = new Download();
    download.write("requirements.txt", read("minisign/artifact.txt"));
    download.write("requirements.txt.minisig", read(MINISIG));
    const line = "requirements.txt --key @minisign/minisign.pub";
    expect(await download.verify(line)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("[MESSAGE_SIGNATURE]"),
    });
    expect(await download.verify(`${line} --message`)).toMatchObject({ exitCode: 0 });
  });
});

test("warns of a key in the tree that it judges", async () => {
  const download = new Download(MINISIG).write("m.pub", read("minisign/minisign.pub"));
  expect((await download.run("verify artifact.txt --key m.pub")).stdout).toContain("[KEY_IN_TREE]");
});

test.each<[string, object]>([
  ["no key", { keys: [] }],
  ["one signature for several files", { files: ["a", "b"], signature: "a.sig" }],
])("a caller who gives %s is told", async (_, more) => {
  const key = {
    reference: "k",
    path: null,
    key: { kind: "numbered", key: { id: "", tool: null, key: { fingerprint: "" } } },
  };
  const options = {
    files: ["a"],
    keys: [key],
    threshold: 1,
    message: false,
    unsafeAllowLegacy: false,
    cwd: "/",
    ...more,
  };
  await expect(verifyDetachedFiles(options as never)).rejects.toThrow(RangeError);
});
