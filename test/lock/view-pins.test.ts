import { describe, expect, test } from "vitest";
import { readLikePip } from "../../src/lock/requirements/pip.ts";
import { pinsOfView } from "../../src/lock/view-pins.ts";
import { ONE, TWO } from "./lint-files.ts";

const pins = (text: string, constraints = "") =>
  pinsOfView(
    readLikePip(
      { name: "r.txt", bytes: Buffer.from(text) },
      () => ({ name: "c.txt", bytes: Buffer.from(constraints) }),
      {},
    ),
  );

describe("pinsOfView", () => {
  test.each<[string, string, object[]]>([
    ["a pin", `A_b==1.0 --hash=${TWO} --hash=${ONE}\n`, [{ name: "a-b", version: "1.0", line: 1 }]],
    ["===", "a===1.0\n", [{ version: "1.0", hashes: [] }]],
    ["a range, as its version", "a>=1.0\n", [{ version: ">=1.0" }]],
    ["no version", "a\n", [{ version: "" }]],
    ["a weak hash", `a==1 --hash=md5:${"a".repeat(32)}\n`, []],
    [
      "a reference, as it is written",
      "a @ git+https://x.example/a\n",
      [{ name: "a", url: "a @ git+https://x.example/a" }],
    ],
    ["what is no requirement, as nothing", "==1\nb==1\n", [{ name: "b", line: 2 }]],
    ["constraints, as nothing", "a==1\n-c c.txt\n", [{ name: "a" }]],
  ])("gives %s", (_why, text, expected) => {
    const given = pins(text, "c==1\n");
    expect(given).toMatchObject(expected);
    expect(given).toHaveLength(expected.length);
  });
});
