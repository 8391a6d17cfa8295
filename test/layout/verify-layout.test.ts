import { describe, expect, test } from "vitest";
import { isRefused } from "../../src/finding.ts";
import type { LayoutKey } from "../../src/layout/layout-key.ts";
import { type Verdict, verifyLayout } from "../../src/layout/verify-layout.ts";
import {
  dsse,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../fakes/layout.ts";
import {
  ALICE,
  BAD_INPUT,
  BOB,
  DIFFERENT_IN_GO,
  file,
  type GivenLayout,
  GOOD,
  LINK,
  links,
  NOW,
  ONE_STEP,
  OWNER,
  PARAMETER,
  stepWith,
  WRONG_IN_REFERENCE,
} from "../fakes/layout-cases.ts";

interface Given extends GivenLayout {
  readonly keys?: readonly LayoutKey[];
}

function verdictOf({ layout, links: files = {}, keys, parameters = {}, policy }: Given): Verdict {
  return verifyLayout(
    { name: "root.layout", bytes: layout },
    Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
    keys ?? [OWNER.key],
    new Map(Object.entries(parameters)),
    NOW,
    policy,
  );
}

/** `ACCEPT`, or the rules that refuse, each once. */
function outcome(given: Given): string {
  const { findings } = verdictOf(given);
  if (!isRefused(findings)) return "ACCEPT";
  const refused = findings.filter(({ verdict }) => verdict === "refused");
  return [...new Set(refused.map(({ rule }) => rule))].join(" ");
}

describe("accepts", () => {
  test.each<[why: string, given: Given]>([
    ["a layout and a link in Metablocks", { layout: GOOD, links: links() }],
    [
      "both in DSSE",
      { layout: dsse(ONE_STEP, [OWNER]), links: { [file("build", ALICE)]: dsse(LINK, [ALICE]) } },
    ],
    [
      "two owners, each of whom signed",
      {
        layout: metablock(ONE_STEP, OWNER, BOB),
        keys: [OWNER.key, BOB.key],
        links: links(),
      },
    ],
    [
      "two functionaries who say the same",
      {
        layout: metablock(
          fakeLayout([fakeStep("build", [ALICE, BOB], { threshold: 2 })], [ALICE, BOB]),
          OWNER,
        ),
        links: { ...links(), [file("build", BOB)]: metablock(LINK, BOB) },
      },
    ],
    ...(["ed25519", "rsa", "P-256", "P-384", "P-521"] as const).map((kind): [string, Given] => {
      const by = fakeFunctionary(kind);
      return [
        `a functionary with a key of ${kind}`,
        {
          layout: metablock(fakeLayout([fakeStep("build", [by])], [by]), OWNER),
          links: { [file("build", by)]: metablock(LINK, by) },
        },
      ];
    }),
  ])("%s", (_why, given) => {
    expect(verdictOf(given).findings.filter(({ verdict }) => verdict === "refused")).toEqual([]);
    expect(outcome(given)).toBe("ACCEPT");
  });

  test("says who did what, and what came of it", () => {
    const { steps, summary, findings } = verdictOf({ layout: GOOD, links: links() });
    expect(steps).toEqual([
      {
        name: "build",
        threshold: 1,
        functionaries: [ALICE.key.key.fingerprint],
        links: [file("build", ALICE)],
      },
    ]);
    expect([...(summary?.products.keys() ?? [])]).toEqual(["app.bin"]);
    expect(findings.map(({ rule, verdict }) => `${verdict} ${rule}`)).toEqual([
      "passed LAYOUT_SIGNATURE",
      "warned RULES_OPEN",
      "passed STEP",
      "passed LAYOUT",
    ]);
  });
});

describe("where the reference is wrong", () => {
  test.each(WRONG_IN_REFERENCE)("§1.4 %s", (_row, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe("where the Go implementation differs", () => {
  test.each(DIFFERENT_IN_GO)("§1.5 %s", (_row, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test("§1.5 without parameters a word in braces is itself, and warned of", () => {
    const { findings } = verdictOf({
      layout: stepWith(PARAMETER),
      links: links(fakeLink("build", { products: { "{x}": hashOf("x") } })),
    });
    expect(isRefused(findings)).toBe(false);
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "PARAMETER_LITERAL", verdict: "warned" }),
    );
  });
});
describe("bad input", () => {
  test.each(BAD_INPUT)("row %s", (_row, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test("row 48 no final DISALLOW is warned of", () => {
    const { findings } = verdictOf({ layout: GOOD, links: links() });
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "RULES_OPEN", verdict: "warned" }),
    );
  });
});
