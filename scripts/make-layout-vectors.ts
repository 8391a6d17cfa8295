/**
 * Writes testdata/layouts: hostile layouts and a few good ones, for any implementation to try. Run it after cases were added:
 * `node scripts/make-layout-vectors.ts`. Keys are new each time, so that all files change; what they show does not.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  BAD_INPUT,
  DIFFERENT_IN_GO,
  GOOD,
  type LayoutCase,
  links,
  NOW,
  OWNER,
  WRONG_IN_REFERENCE,
} from "../test/fakes/layout-cases.ts";

const FOLDER = join(import.meta.dirname, "../testdata/layouts");

const PLAIN: readonly LayoutCase[] = [
  ["a layout of one step", { layout: GOOD, links: links() }, "ACCEPT"],
];

for (const [group, cases] of [
  ["plain", PLAIN],
  ["reference", WRONG_IN_REFERENCE],
  ["go", DIFFERENT_IN_GO],
  ["input", BAD_INPUT],
] as const) {
  rmSync(join(FOLDER, group), { recursive: true, force: true });
  for (const [index, one] of cases.entries()) write(group, index, one);
}
writeFileSync(
  join(FOLDER, "owner.pub"),
  String(OWNER.key.key.key.export({ format: "pem", type: "spki" })),
);

function write(group: string, index: number, [row, given, expected]: LayoutCase): void {
  const title = row.replace(/^\d+ /, "");
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 48);
  const folder = join(FOLDER, group, `${String(index + 1).padStart(2, "0")}-${slug}`);
  const header = [
    `expect: ${expected === "ACCEPT" ? "accept" : "reject"}`,
    ...(expected === "ACCEPT" ? [] : [`rule: ${expected}`]),
    `why: ${title}`,
    `now: ${NOW.toISOString().replace(".000", "")}`,
    ...Object.entries(given.parameters ?? {}).map(([name, value]) => `param: ${name}=${value}`),
  ];
  place(join(folder, "case.txt"), `${header.join("\n")}\n`);
  place(join(folder, "root.layout"), given.layout);
  for (const [name, bytes] of Object.entries(given.links ?? {}))
    place(join(folder, "links", name), bytes);
}

function place(path: string, data: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}
