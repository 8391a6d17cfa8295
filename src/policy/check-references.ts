import type { TomlNode } from "../bytes/toml.ts";
import { nearest } from "../nearest.ts";
import type { ApprovalRequirement, EmergencyRequirement } from "./approval-requirement.ts";
import { eligibleFor, eligibleSigners } from "./eligible.ts";
import type { Policy } from "./model.ts";
import { nameToml, type PolicyReader } from "./reader.ts";
import { nodeBelow } from "./shape.ts";
import type { LayoutSection } from "./table/layouts.ts";
import type { LockSection } from "./table/locks.ts";
import { nameSigner } from "./table/tools.ts";

type Sections = Omit<Policy, "placeOf">;

/** Notes every name that nothing has, every role that nobody has, and every number that cannot be reached. */
export function checkReferences(policy: Sections, root: TomlNode, reader: PolicyReader): void {
  const { signers, indexes, change, locks } = policy;
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
  if (change !== null) {
    const people = [...signers.values()].filter(
      ({ person, roles }) => person && roles.includes(change.role),
    );
    checkRole(policy, change.role, at("policy", "role"), reader, people.length);
    checkCount(
      change.threshold,
      people.length,
      at("policy", "threshold"),
      reader,
      `people of the role ${change.role}`,
    );
  }
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
    checkSection(policy, section, node, reader);
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

function checkSection(
  policy: Sections,
  section: LockSection,
  node: TomlNode,
  reader: PolicyReader,
): void {
  const { signatures, approval, emergency } = section;
  if (signatures !== null) {
    const able = eligibleSigners(policy, signatures.role).length;
    const below = nodeBelow(node, "signatures");
    checkRole(policy, signatures.role, nodeBelow(below, "role"), reader, able);
    checkCount(
      signatures.threshold,
      able,
      nodeBelow(below, "threshold"),
      reader,
      `signers of the role ${signatures.role}`,
    );
  }
  const rules = nodeBelow(node, "approval");
  for (const [kind, rule] of approval)
    if (rule.deny === null) checkRule(policy, rule, nodeBelow(rules, kind), reader);
  if (emergency !== null) checkRule(policy, emergency, nodeBelow(rules, "emergency"), reader);
}

function checkRule(
  policy: Sections,
  rule: Pick<ApprovalRequirement | EmergencyRequirement, "people" | "roles" | "role">,
  node: TomlNode,
  reader: PolicyReader,
): void {
  const { people, roles, role } = rule;
  const able = eligibleFor(policy, rule);
  if (role !== null) checkRole(policy, role, nodeBelow(node, "role"), reader, able.length);
  checkCount(
    people,
    able.length,
    nodeBelow(node, "people"),
    reader,
    role === null ? "people with a role" : `people of the role ${role}`,
  );
  for (const [one, least] of roles) {
    const below = nodeBelow(nodeBelow(node, "roles"), one);
    const some = able.filter((signer) => signer.roles.includes(one)).length;
    checkRole(policy, one, below, reader, some);
    checkCount(least, some, below, reader, `people of the role ${one}`);
  }
}

function checkRole(
  policy: Sections,
  role: string,
  node: TomlNode,
  reader: PolicyReader,
  able: number,
): void {
  if (able > 0) return;
  const roles = [...policy.signers.values()].flatMap((signer) => signer.roles);
  reader.note(node, "a role that somebody has who can sign for this", nameToml(role), {
    hint:
      suggest(
        role,
        roles.filter((one) => one !== role),
      ) ?? `give it to somebody: roles = ["${role}"] under [signers.…]`,
  });
}

function checkCount(
  asked: number,
  able: number,
  node: TomlNode,
  reader: PolicyReader,
  who: string,
): void {
  // Nobody at all is said once, by the role.
  if (asked <= able || (able === 0 && who.includes("role "))) return;
  reader.note(node, `at most ${able}, which is all ${who}`, String(asked), {
    hint: "name more signers, or ask for fewer; nobody could ever reach it",
  });
}

function suggest(word: string, known: readonly string[]): string | undefined {
  const near = nearest(word, known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}
