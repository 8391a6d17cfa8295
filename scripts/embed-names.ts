import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeMasks, PROTECTED, parseNameList } from "../src/names/name-list.ts";

// Writes src/names/protected-names.ts and src/names/known-names.ts anew, from a table of the packages that are downloaded most: a line each, with its rank and its
// name between tabs, and whatever else behind them. Give the month that it is of: node scripts/embed-names.ts top.tsv 2026-06

const TARGET = join(import.meta.dirname, "../src/names");

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

const protectedNames = names.slice(0, PROTECTED).join("\n");
const masks = encodeMasks(parseNameList(protectedNames).masks);

writeFileSync(
  join(TARGET, "protected-names.ts"),
  `/** The month that the names are of. */
export const POPULAR_NAMES_MONTH = "${month}";

/**
 * Holds the names of the ${PROTECTED} packages of the Python index that were downloaded most, normalised, a line each, the first the
 * most popular; \`-\` where one is not known. \`node scripts/embed-names.ts TABLE ${month}\` wrote this file.
 */
export const PROTECTED_NAMES: string = \`${protectedNames}\`;

/** Of each name which letters it has, see \`maskOf\`: four bytes each, the least first, in base64. */
export const PROTECTED_MASKS: string =
  "${masks}";
`,
);

writeFileSync(
  join(TARGET, "known-names.ts"),
  `/**
 * Holds the names behind those of \`PROTECTED_NAMES\`, in the same way. \`node scripts/embed-names.ts TABLE ${month}\` wrote this file.
 */
export const KNOWN_NAMES: string = \`${names.slice(PROTECTED).join("\n")}\`;
`,
);
