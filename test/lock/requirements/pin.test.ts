import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { readPin, readPinBlock } from "../../../src/lock/requirements/pin.ts";
import { readLikePip } from "../../../src/lock/requirements/pip.ts";
import { NOWHERE } from "../../../src/lock/requirements/place.ts";
import { readRequirement } from "../../../src/lock/requirements/requirement.ts";

describe("readPinBlock", () => {
  test("reads a pin with its hashes", () => {
    const text = "#\nalpha==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha512:bb\n    # via x\n";
    expect(readPinBlock(text, 2)).toEqual({
      text: "alpha==1.0    ",
      hashes: new Map([
        ["sha256", ["aa"]],
        ["sha512", ["bb"]],
      ]),
      parsed: {
        name: "alpha",
        specifier: "==1.0",
        extras: [],
        marker: null,
        url: null,
        pinned: true,
      },
      end: text.indexOf("    # via"),
      lines: 3,
    });
  });

  test.each([
    ["a weak hash", "a==1 \\\n    --hash=md5:aa\n"],
    ["a quote", "a==1 \\\n    --hash=sha256:'aa'\n"],
    ["a backslash in a value", "a==1 \\\n    --hash=sha256:a\\b\n"],
    ["two backslashes", "a==1 \\\n    --hash=sha256:a \\\\\n    --hash=sha256:b\n"],
    ["white space that is stripped", "a==1 \\\n    --hash=sha256:aa\u00a0\n"],
    ["two options on one line", "a==1 \\\n    --hash=sha256:a --hash=sha256:b\n"],
    ["a variable", "a==1 \\\n    --hash=sha256:$" + "{A}\n"],
    ["a comment behind a hash", "a==1 \\\n    --hash=sha256:aa # x\n"],
    ["a join that nothing follows", "a==1 \\\n    --hash=sha256:aa \\\n"],
    ["an end without a newline", "a==1 \\\n    --hash=sha256:aa"],
    ["a wildcard", "a==1.* \\\n    --hash=sha256:aa\n"],
  ])("leaves %s to the parsers", (_why, text) => {
    expect(readPinBlock(text, 0)).toBeUndefined();
  });
});

describe("readPin", () => {
  test.prop([fc.string({ unit: fc.constantFrom(..."ab1.-_=*;@[ ", "==1.0", ".zip") })])(
    "gives what the parsers give",
    (line) => {
      const pin = readPin(line);
      if (pin !== undefined) expect(pin.parsed).toEqual(readRequirement(pin.text, NOWHERE));
    },
  );
});

describe("both", () => {
  const pieces = fc.constantFrom(
    ...[
      "alpha==1.0",
      "b==2",
      "==1",
      " ",
      "    ",
      "\n",
      " \\\n",
      "\\\n",
      "# c",
      " #",
      "\t",
      ";",
      "'",
      "$",
      "aa",
      "bb",
      ":",
      "\u00a0",
      "\x1f",
      "\\",
    ],
    ...[
      "--hash=sha256:aa",
      "--hash=sha256:bb",
      "--hash=sha512:cc",
      "--hash=md5:d",
      "--hash=",
      "--pre",
      "-r x",
      " -- ",
    ],
    ...[
      "alpha==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha384:bb\n",
      "x==1 --hash=sha256:aa\n",
    ],
  );
  const view = (text: string) => {
    const bytes = Buffer.from(text);
    const seen = readLikePip({ name: "r", bytes }, () => "none", {});
    const { requirements, optionLines, errors } = seen;
    return JSON.stringify({ requirements, optionLines, errors }, (_key, value) =>
      value instanceof Map ? [...value] : value,
    );
  };

  const bare = (text: string) => text.replaceAll("--hash=''", "--hash=");

  // Empty quotes change no value, and keep the line from the short way.
  test.prop([fc.array(pieces, { maxLength: 12 })], { numRuns: 2000 })(
    "give the view that the long way gives",
    (parts) => {
      const text = parts.join("");
      const quoted = text.replaceAll(/--hash=(?=sha)/g, "--hash=''");
      // What is refused is quoted in the message, with its quotes.
      if (!view(text).includes("invalid")) expect(bare(view(quoted))).toBe(bare(view(text)));
    },
  );
});
