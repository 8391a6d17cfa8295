import type { TomlNode } from "../bytes/toml.ts";
import { nearest } from "../nearest.ts";
import type { Policy } from "./model.ts";
import { nameToml, type PolicyReader } from "./reader.ts";
import { nodeBelow } from "./shape.ts";
import type { LayoutSection } from "./table/layouts.ts";
import { nameSigner } from "./table/tools.ts";

type Sections = Omit<Policy, "placeOf">;

/** Notes every name that nothing has. Roles that nobody has, and numbers that nobody reaches, are for `lintReach`. */
export function checkReferences(policy: Sections, root: TomlNode, reader: PolicyReader): void {
  const { signers, indexes, locks } = policy;
  const at = (...path: readonly string[]): TomlNode => path.reduce(nodeBelow, root);
  const named = [
    ...[...policy.tools.values()].map(({ name, signer }) => ["tools", name, signer] as const),
    ...[...policy.provenance.values()].flatMap(({ name, signers: some }) =>
      some.map((signer) => ["provenance", name, signer] as const),
    ),
  ];
  for (const [table, name, signer] of named)
    if (signer !== null && !signers.has(signer))
      reader.note(at(table, name, "signer"), nameSigner(signer), "none", {
        hint: suggest(signer, [...signers.keys()]),
      });
  const sections = at("lock").value;
  for (const [index, section] of locks.entries()) {
    const node = Array.isArray(sections) ? sections[index] : undefined;
    if (node === undefined) continue;
    for (const name of section.indexes)
      if (!indexes.has(name))
        reader.note(
          nodeBelow(node, "index"),
          `an index under [indexes] called ${nameToml(name)}`,
          "none",
          {
            hint: suggest(name, [...indexes.keys()]),
          },
        );
    if (locks.findIndex(({ path }) => path === section.path) < index)
      reader.note(
        nodeBelow(node, "path"),
        "a pattern of its own",
        `that of another [[lock]]: ${nameToml(section.path)}`,
      );
  }
  const layouts = at("layout").value;
  for (const [index, section] of policy.layouts.entries()) {
    const node = Array.isArray(layouts) ? layouts[index] : undefined;
    if (node !== undefined) checkLayout(policy, section, index, node, reader);
  }
}

function checkLayout(
  { signers, layouts }: Sections,
  { file, links, owners }: LayoutSection,
  index: number,
  node: TomlNode,
  reader: PolicyReader,
): void {
  const below = nodeBelow(node, "owners");
  for (const owner of owners) {
    const signer = signers.get(owner);
    if (signer === undefined)
      reader.note(below, nameSigner(owner), "none", { hint: suggest(owner, [...signers.keys()]) });
    else if (signer.keys.length === 0)
      reader.note(below, `a key of ${owner}, since layouts are signed by keys`, "none", {
        hint: `name it: keys = ["keys/${owner}.pub"] under [signers.${owner}]`,
      });
  }
  if (layouts.findIndex((one) => one.file === file && one.links === links) < index)
    reader.note(
      nodeBelow(node, "file"),
      "a layout or links of its own",
      `those of another [[layout]]: ${nameToml(file)} with ${nameToml(links)}`,
    );
}

function suggest(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}
