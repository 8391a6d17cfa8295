import { fc, test as property } from "@fast-check/vitest";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { formatToolLock, TOOL_LOCK_HEADER } from "../../src/tool/format-tool-lock.ts";
import { isToolLock, parseToolLock, readToolLock } from "../../src/tool/parse-tool-lock.ts";
import type { ToolLock } from "../../src/tool/pinned.ts";
import { TRIVY, TRIVY_LOCK } from "../fakes/tool-lock.ts";

const read = (text: string): ToolLock => parseToolLock(Buffer.from(text), "lock");
const refusal = (text: string): string => {
  try {
    read(text);
    return "accepted";
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
};

describe("a tool lock", () => {
  test("is written in one spelling, and read back", () => {
    expect(formatToolLock({ tools: [TRIVY] })).toBe(TRIVY_LOCK);
    expect(read(TRIVY_LOCK)).toEqual({ tools: [TRIVY] });
    expect(isToolLock(Buffer.from(TRIVY_LOCK))).toBe(true);
    expect(isToolLock(Buffer.from("requests==2.0\n"))).toBe(false);
  });

  test("is TOML to every other reader, too", () => {
    expect(parse(TRIVY_LOCK)).toMatchObject({
      version: 1,
      tools: {
        trivy: {
          version: "0.71.0",
          bin: "trivy",
          signer: { repository: "aquasecurity/trivy", ref: "refs/tags/v0.71.0" },
          assets: {
            "linux-x64": {
              size: 51_200_345,
              urls: [expect.stringContaining("https://"), expect.stringContaining("https://")],
              files: {
                "contrib/": { mode: "0755" },
                trivy: { mode: "0755", size: 163_000_000, sha256: "b".repeat(64) },
              },
            },
          },
        },
      },
    });
  });

  test("may pin nothing yet", () => {
    expect(read(`${TOOL_LOCK_HEADER}version = 1\n`)).toEqual({ tools: [] });
  });

  test.each<[why: string, from: string | RegExp, to: string, message: string]>([
    [
      "another first line",
      /^# Pins/,
      "# pins",
      "lock:1: expected the line that a tool lock begins with",
    ],
    ["a later version", "version = 1", "version = 2", 'lock:2: expected version = 1, found "2"'],
    [
      "a comment",
      "version = 1",
      "# hidden\nversion = 1",
      'lock:2: expected a key, found "# hidden"',
    ],
    [
      "an unknown key",
      'bin = "trivy"',
      'bin = "trivy"\nrun = "x"',
      'lock:7: expected only version, bin, signer, found "run"',
    ],
    [
      "a key twice",
      'bin = "trivy"',
      'bin = "trivy"\nbin = "x"',
      'lock:7: expected each key once, found "bin"',
    ],
    ["spaces", 'bin = "trivy"', 'bin  = "trivy"', 'expected " = ", found'],
    ["text after a value", 'bin = "trivy"', 'bin = "trivy" # no', "expected the end of the line"],
    ["a literal string", 'bin = "trivy"', "bin = 'trivy'", "expected a string, a whole number"],
    [
      "a needless escape",
      'bin = "trivy"',
      'bin = "tr\\u0069vy"',
      "expected a string in double quotes",
    ],
    [
      "a short digest",
      `sha256 = "${"a".repeat(64)}"`,
      `sha256 = "${"a".repeat(63)}"`,
      "expected a value for sha256",
    ],
    [
      "an upper-case digest",
      `sha256 = "${"a".repeat(64)}"`,
      `sha256 = "${"A".repeat(64)}"`,
      "expected a value for sha256",
    ],
    [
      "no digest",
      `sha256 = "${"a".repeat(64)}"\n`,
      "",
      "expected a value for sha256, found nothing",
    ],
    ["no size", "size = 51200345\n", "", "expected a whole number for size"],
    ["a size as text", "size = 51200345", 'size = "51200345"', "expected a whole number for size"],
    [
      "a size with a fraction",
      "size = 51200345",
      "size = 5.1",
      "expected a string, a whole number",
    ],
    [
      "a size beyond 2^53",
      "size = 51200345",
      "size = 9007199254740993",
      "expected a number below 2^53",
    ],
    [
      "a name with a folder",
      'name = "trivy_0.71.0',
      'name = "../trivy_0.71.0',
      "expected a value for name",
    ],
    ["plain http", "https://mirror", "http://mirror", "expected an https URL, found plain http"],
    ["a password in a URL", "https://mirror", "https://a:b@mirror", "found a URL with a password"],
    ["no URL", /urls = \[\n(?: {2}.*\n)*\]\n/, "", "expected 1 to 16 values for urls, found 0"],
    [
      "evidence of no kind",
      "signature sha256",
      "vow sha256",
      "expected one of signature, checksums",
    ],
    ["a file without a size", ", size = 163000000", "", "expected mode, size and sha256 of a file"],
    [
      "a folder with a digest",
      '"contrib/" = { mode = "0755" }',
      '"contrib/" = { mode = "0755", size = 1 }',
      "expected mode, size and sha256 of a file",
    ],
    [
      "a mode in decimal",
      'mode = "0755", size = 163',
      'mode = "755", size = 163',
      "expected mode, size and sha256 of a file",
    ],
    [
      "an unknown table",
      "[tools.trivy]",
      "[tool.trivy]",
      'expected a table of a tool, found "[tool.trivy]"',
    ],
    [
      "files of no asset",
      "[tools.trivy.assets.linux-x64.files]",
      "[tools.trivy.assets.darwin-x64.files]",
      "expected the asset before its files",
    ],
    [
      "a tool's odd name",
      "[tools.trivy]",
      '[tools."Tri vy"]',
      "lock:9: expected [tools.trivy] before it",
    ],
    ["no line end", /\n$/, "", "expected this line in the one order and spelling"],
    [
      "an empty line more",
      "\n\n[tools.trivy]",
      "\n\n\n[tools.trivy]",
      "expected this line in the one order and spelling",
    ],
    [
      "a signer of other parts",
      'workflow = ".github/',
      'flow = ".github/',
      "expected a key, an identity with its issuer, or a workflow's parts",
    ],
  ])("refuses %s", (_, from, to, message) => {
    const changed = TRIVY_LOCK.replace(from, to);
    expect(changed).not.toBe(TRIVY_LOCK);
    expect(refusal(changed)).toContain(message);
  });

  test("that was sorted otherwise is refused, and says the line; its one spelling is known", () => {
    const other: ToolLock = { tools: [{ ...TRIVY, name: "cosign" }, TRIVY] };
    const text = formatToolLock(other);
    const [head = "", cosign = "", trivy = ""] = text.split(/(?=\n\[tools\.(?:cosign|trivy)\]\n)/);
    const swapped = head + trivy + cosign;
    expect(refusal(swapped)).toMatch(/^lock:4: expected this line in the one order/);
    expect(readToolLock(Buffer.from(swapped), "lock").canonical).toBe(text);
  });

  test("of which any line is missing is another lock or none", () => {
    const lines = TRIVY_LOCK.split("\n");
    for (const [at] of lines.entries()) {
      const text = lines.toSpliced(at, 1).join("\n");
      if (text === TRIVY_LOCK) continue;
      if (refusal(text) === "accepted") expect(read(text)).not.toEqual({ tools: [TRIVY] });
    }
  });

  test("is a lock or a refusal from any beginning of it", () => {
    for (let end = 0; end < TRIVY_LOCK.length; end += 7) refusal(TRIVY_LOCK.slice(0, end));
  });

  property.prop([fc.string(), fc.nat(TRIVY_LOCK.length)])(
    "with anything written into it is refused, or reads as what it says",
    (text, at) => {
      const changed = TRIVY_LOCK.slice(0, at) + text + TRIVY_LOCK.slice(at);
      if (refusal(changed) === "accepted") expect(formatToolLock(read(changed))).toBe(changed);
    },
  );
});
