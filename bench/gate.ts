import { spawnSync } from "node:child_process";
import { PROGRAM } from "../test/interop/lockseal.ts";
import { type Figure, median, timeByTurns } from "./figures.ts";
import { type GatedRepository, makeGatedRepository } from "./gated-repository.ts";

const LARGE = { pins: 100, hashes: 10, tools: 50, people: 3 };

/**
 * Gates a repository of 1,000 locks with three approvals each, once where ten of them differ from the base and once where all
 * do; half of it; and the usual repository, by turns with Node doing nothing.
 */
export function measureGate(folder: string): Figure[] {
  const usual = makeGatedRepository(folder, { ...LARGE, locks: 2, tools: 3, last: 1 });
  const half = makeGatedRepository(folder, { ...LARGE, locks: 500, last: 10 });
  const whole = makeGatedRepository(folder, { ...LARGE, locks: 1000, last: 10 });
  const nothing = (): void => {
    run(["-e", "0"], folder, {});
  };
  const [gated = [], bare = []] = timeByTurns(25, [gate(usual, usual.middle), nothing]);
  const large = [
    gate(whole, whole.middle),
    gate(half, half.middle),
    gate(whole, whole.first),
    gate(half, half.first),
  ];
  // Once unmeasured: the files are in memory afterwards.
  for (const one of large) one();
  const [few = [], fewOfHalf = [], all = [], allOfHalf = []] = timeByTurns(3, large);
  return [
    {
      name: "gate of 1,000 locks, 10 changed, 3,000 approvals",
      value: median(few) / 1000,
      unit: "s",
      aim: { is: "at most", bound: 4 },
    },
    {
      name: "the same / 500 locks, 1,500 approvals",
      value: median(few) / median(fewOfHalf),
      unit: "×",
      aim: { is: "at most", bound: 2.2 },
    },
    {
      name: "gate of 1,000 locks, all of them changed",
      value: median(all) / 1000,
      unit: "s",
      aim: { is: "at most", bound: 4 },
    },
    {
      name: "the same / 500 locks, all of them changed",
      value: median(all) / median(allOfHalf),
      unit: "×",
      aim: { is: "at most", bound: 2.2 },
    },
    {
      name: "gate of 2 locks, 1 changed, 3 tools, whole process",
      value: median(gated),
      unit: "ms",
    },
    {
      name: "the same / node -e 0",
      value: median(gated) / median(bare),
      unit: "×",
      aim: { is: "at most", bound: 2.5 },
    },
  ];
}

function gate({ path, env }: GatedRepository, base: string): () => void {
  return () => run([PROGRAM, "gate", "--base", base, "--into", "refs/heads/main"], path, env);
}

/** What was refused would be measured for what it never did. */
function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env });
  if (status !== 0)
    throw new Error(`${args.join(" ")}: expected exit 0, found ${status}: ${stdout}${stderr}`);
}
