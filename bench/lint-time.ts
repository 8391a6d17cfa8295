import { readFileSync } from "node:fs";
import { lintClosure } from "../src/lock/rules.ts";
import { time } from "./figures.ts";

// Run in a process of its own, by file name: nothing is compiled or warm but what the lock itself made so.
const WARM_RUNS = 7;

const bytes = readFileSync(process.argv[2] ?? "");
const lint = (): void => {
  const noFile = { why: "unreadable", found: "a lock that includes another" } as const;
  const { pins, problems } = lintClosure({ name: "requirements.txt", bytes }, () => noFile);
  if (pins.length === 0)
    throw new Error(`expected an accepted lock, found ${problems[0]?.message}`);
};

const cold = time(lint);
const warm = Array.from({ length: WARM_RUNS }, () => time(lint));
process.stdout.write(JSON.stringify({ cold, warm }));
