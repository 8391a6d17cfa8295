import type { JsonObject } from "../../src/bytes/json.ts";
import { Dice } from "../fakes/dice.ts";
import {
  type Functionary,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "../fakes/layout.ts";

/** A layout with its links, as files. */
export interface DrawnLayout {
  readonly name: string;
  readonly owner: Functionary;
  readonly layout: Uint8Array;
  /** By their names in the folder of links. */
  readonly links: ReadonlyMap<string, Uint8Array>;
}

const PATHS = ["a", "b", "src/a", "src/b", "src/deep/c", "out/app", "out/app.sig", ".hidden"];
const PATTERNS = [
  "*",
  "a",
  "src/*",
  "out/*",
  "?",
  "*.sig",
  "[ab]",
  "[!a]",
  "src/[a-b]",
  "*/app",
  ".*",
];
const PREFIXES = ["src", "out", "src/deep"];

/** Draws layouts of 1 to 6 steps with thresholds and rules of every kind, most of which hold. */
export function drawLayouts(count: number, seed: number): readonly DrawnLayout[] {
  const people = (["ed25519", "ed25519", "P-256", "rsa"] as const).map((kind) =>
    fakeFunctionary(kind),
  );
  const owner = fakeFunctionary();
  return Array.from({ length: count }, (_, at) =>
    drawLayout(new Dice(seed + at), at, people, owner),
  );
}

type Files = Readonly<Record<string, JsonObject>>;

interface Seen {
  readonly name: string;
  readonly materials: Files;
  readonly products: Files;
}

function drawLayout(
  dice: Dice,
  at: number,
  people: readonly Functionary[],
  owner: Functionary,
): DrawnLayout {
  const seen: Seen[] = [];
  const steps: JsonObject[] = [];
  const links = new Map<string, Uint8Array>();
  const count = 1 + dice.below(6);
  for (let index = 0; index < count; index++) {
    const step = drawSeen(dice, `step-${index}`, seen.at(-1));
    const by = people.filter(() => dice.often(50));
    if (by.length === 0) by.push(...people.slice(0, 1));
    const threshold = 1 + dice.below(by.length);
    const names = [...seen.map(({ name }) => name), step.name];
    steps.push(
      fakeStep(step.name, by, {
        threshold,
        expected_materials: drawRules(dice, names, step.materials),
        expected_products: drawRules(dice, names, step.products),
      }),
    );
    seen.push(step);
    for (const one of by.slice(0, threshold + dice.below(2)))
      if (dice.often(99)) links.set(...drawLink(dice, step, one, people));
  }
  const expires = dice.often(97) ? "2035-01-01T00:00:00Z" : "2020-01-01T00:00:00Z";
  const body = fakeLayout(steps, people, { expires });
  const name = `case-${String(at).padStart(4, "0")}`;
  return {
    name,
    owner,
    layout: metablock(body, dice.often(98) ? owner : fakeFunctionary()),
    links,
  };
}

function drawSeen(dice: Dice, name: string, before: Seen | undefined): Seen {
  const materials: Record<string, JsonObject> = dice.often(80) ? { ...before?.products } : {};
  const products: Record<string, JsonObject> = { ...materials };
  for (const path of PATHS) {
    if (dice.often(25)) products[path] = hashOf(`${name} ${path}`);
    if (dice.often(10)) delete products[path];
    if (dice.often(5)) materials[path] = hashOf(`other ${path}`);
  }
  return { name, materials, products };
}

function drawLink(
  dice: Dice,
  step: Seen,
  by: Functionary,
  people: readonly Functionary[],
): [string, Uint8Array] {
  const products: Record<string, JsonObject> = { ...step.products };
  // Now and then somebody saw something else, signed as somebody else, or changed what was signed.
  if (dice.often(6)) products.a = hashOf("something else");
  const link = fakeLink(step.name, { materials: step.materials, products, command: ["make"] });
  const name = `${step.name}.${by.keyid.slice(0, 8)}.link`;
  if (dice.often(1)) {
    const other = people[dice.below(people.length)] ?? by;
    return [name, metablock(link, { ...by, sign: other.sign })];
  }
  const signed = metablock(link, by);
  return [name, dice.often(1) ? Buffer.from(String(signed).replace('"make"', '"fake"')) : signed];
}

/** Rules that take what is there more often than not, and then forbid the rest more often than not. */
function drawRules(dice: Dice, steps: readonly string[], files: Files): string[][] {
  const rules = Array.from({ length: dice.below(4) }, () => drawRule(dice, steps));
  for (const path of Object.keys(files)) if (dice.often(90)) rules.push(["ALLOW", path]);
  if (dice.often(30)) rules.push(["ALLOW", "*"]);
  if (dice.often(35)) rules.push(["DISALLOW", "*"]);
  return rules;
}

function drawRule(dice: Dice, steps: readonly string[]): string[] {
  const keyword = (word: string): string => (dice.often(10) ? word.toLowerCase() : word);
  const kind = dice.one([
    "CREATE",
    "DELETE",
    "MODIFY",
    "ALLOW",
    "MATCH",
    "MATCH",
    "MATCH",
    "DISALLOW",
    "REQUIRE",
  ]);
  if (kind === "REQUIRE") return [keyword(kind), dice.often(50) ? "a" : dice.one(PATHS)];
  if (kind === "DISALLOW")
    return [keyword(kind), dice.one([".hidden", "*.sig", "src/deep/*", "zzz*"])];
  if (kind !== "MATCH") return [keyword(kind), dice.one(PATTERNS)];
  const inFolder = (): string[] => (dice.often(30) ? [keyword("IN"), dice.one(PREFIXES)] : []);
  return [
    keyword(kind),
    dice.one(PATTERNS),
    ...inFolder(),
    keyword("WITH"),
    keyword(dice.one(["MATERIALS", "PRODUCTS"])),
    ...inFolder(),
    keyword("FROM"),
    dice.one(steps),
  ];
}
