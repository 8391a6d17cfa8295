import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/bytes/json.ts";
import { failLayout } from "../../src/layout/layout-failure.ts";
import {
  allKeys,
  isSignedByKey,
  type LayoutKey,
  parseLayoutKey,
  parseLayoutKeyFile,
} from "../../src/layout/layout-key.ts";
import { parseSignedDocument, type SignedDocument } from "../../src/layout/signed-document.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import { dsse, fakeFunctionary, fakeLayout, fakeStep, metablock } from "../fakes/layout.ts";
import { refusalOf } from "../fakes/refusal.ts";
import { CASES } from "./cases.ts";

const PYTHON = join(CASES, "in-toto/python");
const GO = join(CASES, "in-toto/go");
const NOW = new Date("2026-11-24T12:00:00Z");
const OWNER = fakeFunctionary();

function documentOf(path: string): SignedDocument {
  return parseSignedDocument(readFileSync(path), path, failLayout(path));
}

function keyOf(folder: string, name: string): LayoutKey {
  return parseLayoutKeyFile(readFileSync(join(folder, name)), name);
}

/** The keys that a layout holds. */
function keysWithin(path: string): readonly LayoutKey[] {
  const { keys } = documentOf(path).body;
  return Object.entries(keys as JsonObject).map(([keyid, key]) =>
    parseLayoutKey(key, keyid, keyid, failLayout(path)),
  );
}

const PYTHON_KEYS = ["alice", "bob", "carl", "danny"].map((name) =>
  keyOf(PYTHON, `demo_files/${name}.pub`),
);
// Erin's is on secp256k1 and Heidi's on P-224: curves that are not accepted.
const GO_KEYS = ["alice", "carol", "dan", "frank", "grace"].map((name) => keyOf(GO, `${name}.pub`));
const KEYS: readonly LayoutKey[] = [
  ...PYTHON_KEYS,
  ...GO_KEYS,
  ...keysWithin(join(PYTHON, "demo_files/demo.layout.template")),
  ...keysWithin(join(PYTHON, "demo_dsse_files/demo.layout.template")),
  ...keysWithin(join(PYTHON, "demo_files_gpg/demo.layout.template")),
  ...keysWithin(join(GO, "demo.layout")),
  ...keysWithin(join(GO, "dsse-only.root.layout")),
  ...keysWithin(join(GO, "super.layout")),
];

const SIGNED = [PYTHON, GO].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:link|layout)$/.test(name))
    .map((name) => [name, join(folder, name)] as const),
);

describe("a key verifies", () => {
  test.each(SIGNED)("%s", (name, path) => {
    const { message, signatures } = documentOf(path);
    if (name === "canonical-test.link" || name === "super.layout") {
      expect(signatures).toEqual([]);
      return;
    }
    const by = KEYS.flatMap(allKeys).filter((key) =>
      signatures.some((signature) => isSignedByKey(key, message, signature, NOW)),
    );
    expect(new Set(by.map(({ key }) => key.fingerprint)).size).toBe(1);
    const changed = Buffer.concat([message, Buffer.from(" ")]);
    for (const key of by)
      for (const signature of signatures)
        expect(isSignedByKey(key, changed, signature, NOW)).toBe(false);
  });
});

test("the files are found", () => {
  expect(SIGNED.length).toBe(19);
});

test.each(["erin.pub", "heidi.pub"])("%s is on a curve that is not accepted", (name) => {
  expect(refusalOf(() => keyOf(GO, name)).code).toBe("KEY_UNSUPPORTED");
});

/** Signs a template of a layout, which has no time to expire. */
function signedTemplate(path: string): Buffer {
  const body = { ...documentOf(path).body, expires: "2027-01-01T00:00:00Z" };
  return path.includes("dsse") ? dsse(body, [OWNER]) : metablock(body, OWNER);
}

function outcome(
  layout: Uint8Array,
  folder: string,
  keys: readonly LayoutKey[],
  more: { readonly now?: Date; readonly allowSublayouts?: readonly string[] } = {},
): readonly string[] {
  const links = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".link"))
    // Those of the layout within lie in a folder of their own.
    .flatMap((name) => [name, `sub_layout.70ca5750/${name}`].map((as) => [name, as] as const))
    .map(([name, as]) => ({ name: as, bytes: readFileSync(join(folder, name)) }));
  const { findings } = verifyLayout(
    { name: "layout", bytes: layout },
    links,
    keys,
    new Map(),
    more.now ?? NOW,
    { inspections: "skip", allowSublayouts: more.allowSublayouts ?? [] },
  );
  return findings
    .filter(({ verdict }) => verdict === "refused")
    .map(({ rule, message }) => `${rule} ${message}`);
}

describe("a layout holds", () => {
  test.each(["demo_files", "demo_dsse_files", "demo_files_gpg"])("%s of Python", (name) => {
    const folder = join(PYTHON, name);
    const layout = signedTemplate(join(folder, "demo.layout.template"));
    expect(outcome(layout, folder, [OWNER.key])).toEqual([]);
  });

  test.each([
    ["demo.layout", ["alice.pub"]],
    ["demo.dsse.layout", ["alice.pub"]],
    ["dsse-only.root.layout", ["alice.pub"]],
  ])("%s of Go", (name, by) => {
    const keys = by.map((key) => keyOf(GO, key));
    expect(outcome(readFileSync(join(GO, name)), GO, keys)).toEqual([]);
  });

  test("the layout within that a functionary of Go's brings", () => {
    const [alice] = keysWithin(join(GO, "super.layout"));
    const inner = readFileSync(join(GO, "sub_layout.70ca5750.link"));
    if (alice === undefined) throw new Error("expected a key in super.layout");
    expect(outcome(inner, GO, [alice])).toEqual([]);
  });
});

test("the layout above it is refused, for it expired; and holds at its time where that step may bring a layout", () => {
  const { body } = documentOf(join(GO, "super.layout"));
  const layout = metablock(body, OWNER);
  expect(outcome(layout, GO, [OWNER.key])).toEqual([expect.stringContaining("LAYOUT_EXPIRED")]);
  const then = new Date("2021-03-06T11:54:24Z");
  expect(outcome(layout, GO, [OWNER.key], { now: then })).toEqual([
    expect.stringContaining("SUBLAYOUT_NOT_ALLOWED"),
  ]);
  const allowed = { now: then, allowSublayouts: ["sub_layout"] };
  expect(outcome(layout, GO, [OWNER.key], allowed)).toEqual([]);
});

test("a layout of another owner is refused", () => {
  const layout = readFileSync(join(GO, "demo.layout"));
  expect(outcome(layout, GO, [OWNER.key])).toEqual([expect.stringContaining("SIGNATURE_INVALID")]);
});

test("links of other steps and functionaries carry out nothing", () => {
  const layout = metablock(fakeLayout([fakeStep("write-code", [OWNER])], [OWNER]), OWNER);
  expect(outcome(layout, GO, [OWNER.key])).toEqual([expect.stringContaining("STEP_THRESHOLD")]);
});
