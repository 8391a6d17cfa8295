import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { loadPopularNames, loadProtectedNames } from "../src/names/name-list.ts";
import { resembles } from "../src/names/resembles.ts";
import { type Figure, median } from "./figures.ts";
import { type NameScore, scoreOthers, scoreTypos } from "./name-scores.ts";

const BUILT = join(import.meta.dirname, "../dist/src/names");

/** Compares one name in a new process, as a gate of one new name does: the list is loaded and read, too. Of the processor's time. */
const FIRST = `
const { loadProtectedNames } = await import(${JSON.stringify(`${BUILT}/name-list.js`)});
const { resembles } = await import(${JSON.stringify(`${BUILT}/resembles.js`)});
const start = process.cpuUsage();
const found = resembles("acme-internal", await loadProtectedNames());
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
if (found !== null) throw new Error("expected a name of its own");
`;

/** What the name check finds, what it says of names that are honest, and how long it takes. */
export async function* measureNames(): AsyncGenerator<Figure> {
  const list = await loadPopularNames();
  const firsts = Array.from({ length: 15 }, () => {
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", FIRST]);
    return Number(stdout.toString());
  });
  const aim = { is: "at most", bound: 5 } as const;
  yield { name: "the first new name, the list with it", value: median(firsts), unit: "ms", aim };
  const [first, names] = [await loadProtectedNames(), list.text.split("\n").slice(5000, 6000)];
  const start = process.cpuUsage();
  for (const name of names) resembles(name, first);
  const { user, system } = process.cpuUsage(start);
  const many = (user + system) / 1000;
  yield { name: "each name more", value: many / names.length, unit: "ms", aim };
  for (const top of [100, 1000])
    for (const score of scoreTypos(list, top))
      yield* figuresOf(`of the top ${top}: ${score.kind}`, score);
  for (const isKnown of [false, true]) {
    const score = scoreOthers(list, isKnown);
    const name = isKnown ? "ranks 5,001 to 15,000" : "the same, were they not listed";
    const [said, refused] = figuresOf(name, score);
    if (said === undefined || refused === undefined) return;
    yield { ...said, aim: { is: "at most", bound: 1 } };
    yield { ...refused, aim: { is: "at most", bound: 0.1 } };
  }
}

function figuresOf(name: string, { names, said, refused }: NameScore): readonly Figure[] {
  const percent = (count: number): number => (100 * count) / names;
  return [
    { name: `${name}, ${names}: said`, value: percent(said), unit: "%" },
    { name: `${name}, ${names}: refused`, value: percent(refused), unit: "%" },
  ];
}
