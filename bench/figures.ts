/** One thing measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bound that it should keep; none where the figure only says how things are. */
  readonly aim?: { readonly is: "at most" | "at least"; readonly bound: number };
}

/** Takes the middle of the values: one slow run on a busy machine does not move it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Times a run, in milliseconds. */
export function time(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/**
 * Times runs by turns, so that what else the machine does falls on all alike.
 * @param after each run, unmeasured.
 * @returns the milliseconds of each, in the order given.
 */
export function timeByTurns(
  rounds: number,
  runs: readonly (() => void)[],
  after: () => void = () => {},
): number[][] {
  const times = runs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, run] of runs.entries()) {
      times[index]?.push(time(run));
      after();
    }
  }
  return times;
}

/** Writes a figure as a line: its name, what it is, and whether it keeps its aim. */
export function formatFigure({ name, value, unit, aim }: Figure): string {
  const measured = `${name.padEnd(56)} ${formatNumber(value).padStart(9)} ${unit.padEnd(6)}`;
  if (aim === undefined) return measured.trimEnd();
  const met = aim.is === "at most" ? value <= aim.bound : value >= aim.bound;
  return `${measured} ${aim.is} ${aim.bound}: ${met ? "met" : "NOT MET"}`;
}

function formatNumber(value: number): string {
  if (value >= 1000) return String(Math.round(value));
  return value.toFixed(value >= 100 ? 0 : 2);
}
