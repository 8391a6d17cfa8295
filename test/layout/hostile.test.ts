import { describe, expect, test } from "vitest";
import { isRefused } from "../../src/finding.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import {
  dsse,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../fakes/layout.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const [OWNER, ALICE] = [fakeFunctionary("P-256"), fakeFunctionary()];
const STEP = fakeStep("build", [ALICE], {
  expected_products: [
    ["CREATE", "app"],
    ["DISALLOW", "*"],
  ],
});
const BODY = fakeLayout([STEP], [ALICE]);
const LINK = fakeLink("build", { products: { app: hashOf("app") } });
const NAME = `build.${ALICE.keyid.slice(0, 8)}.link`;

function isAccepted(layout: Uint8Array, link: Uint8Array): boolean {
  const files = [{ name: NAME, bytes: link }];
  const owner = [OWNER.key];
  const { findings, summary } = verifyLayout(
    { name: "layout", bytes: layout },
    files,
    owner,
    new Map(),
    NOW,
  );
  if (isRefused(findings)) return false;
  // Whatever stands there, what is accepted is what was signed.
  expect(JSON.stringify([...(summary?.products ?? [])])).toBe(
    JSON.stringify([["app", { hashes: `sha256:${hashOf("app").sha256}`, strong: true }]]),
  );
  return true;
}

describe.each([
  ["Metablock", metablock(BODY, OWNER), metablock(LINK, ALICE)],
  ["DSSE", dsse(BODY, [OWNER]), dsse(LINK, [ALICE])],
])("%s", (_form, layout, link) => {
  test("is accepted whole", () => {
    expect(isAccepted(layout, link)).toBe(true);
  });

  test("no beginning of it is accepted", () => {
    for (let end = 0; end < layout.length; end++)
      expect(isAccepted(layout.subarray(0, end), link), `layout to ${end}`).toBe(false);
    for (let end = 0; end < link.length; end++)
      expect(isAccepted(layout, link.subarray(0, end)), `link to ${end}`).toBe(false);
  });

  test("a changed byte is refused, or changes nothing that was signed", () => {
    let accepted = 0;
    for (const [bytes, verify] of [
      [layout, (changed: Uint8Array) => isAccepted(changed, link)],
      [link, (changed: Uint8Array) => isAccepted(layout, changed)],
    ] as const)
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        if (verify(changed)) accepted++;
      }
    // The names of keys, which decide nothing, and that of the field they stand in.
    expect(accepted).toBeLessThan(2 * (64 + 12));
    expect(accepted).toBeGreaterThan(0);
  });
});

test("a layout of 50 rules and a link of 10,000 files are judged", () => {
  const products = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, at) => [`src/${at}.ts`, hashOf(`${at}`)]),
  );
  const rules = Array.from({ length: 50 }, (_, at) => ["ALLOW", `src/*${at}x.ts`]);
  const step = fakeStep("build", [ALICE], { expected_products: [...rules, ["ALLOW", "*"]] });
  const { findings } = verifyLayout(
    { name: "layout", bytes: metablock(fakeLayout([step], [ALICE]), OWNER) },
    [{ name: NAME, bytes: metablock(fakeLink("build", { products }), ALICE) }],
    [OWNER.key],
    new Map(),
    NOW,
  );
  expect(isRefused(findings)).toBe(false);
});
