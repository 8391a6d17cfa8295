import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Writes src/names/popular-names.ts anew, from a table of the packages that are downloaded most: a line each, with its rank and its
// name between tabs, and whatever else behind them. Give the month that it is of: node scripts/embed-names.ts top.tsv 2026-06

const TARGET = join(import.meta.dirname, "../src/names/popular-names.ts");

const [table, month] = process.argv.slice(2);
if (table === undefined || !/^\d{4}-\d\d$/.test(month ?? ""))
  throw new RangeError(
    `arguments: expected FILE YYYY-MM, found ${process.argv.slice(2).join(" ")}`,
  );

// A rank that the table leaves out keeps its place.
const names: string[] = [];
for (const line of readFileSync(table, "utf8").trimEnd().split("\n")) {
  const [rank, name] = line.split("\t");
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name ?? "") || !(Number(rank) > names.length))
    throw new RangeError(
      `${table}: expected ranks that rise and names as they are normalised, found ${line}`,
    );
  while (names.length < Number(rank) - 1) names.push("-");
  names.push(name ?? "");
}

writeFileSync(
  TARGET,
  `/** The month that \`POPULAR_NAMES\` is of. */
export const POPULAR_NAMES_MONTH = "${month}";

/**
 * Holds the names of the packages of the Python index that were downloaded most, normalised, a line each, the first the
 * most popular; \`-\` where one is not known. \`node scripts/embed-names.ts TABLE ${month}\` wrote this file.
 */
export const POPULAR_NAMES: string = \`${names.join("\n")}\`;
`,
);
