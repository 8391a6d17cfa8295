import type { JsonObject, JsonValue } from "../../bytes/json.ts";
import { jsonOfToml, type TomlNode } from "../../bytes/toml.ts";
import { compareDocuments, type Difference, spell } from "./difference.ts";
import { findMeaning } from "./meanings.ts";
import type { Weight } from "./weight.ts";

/** A policy as it is compared. */
export interface ComparedPolicy {
  /** As it is written. */
  readonly root: TomlNode;
  /** SHA-256 in hex of every file that it names, by path. */
  readonly digests: ReadonlyMap<string, string>;
  /** By path, of those files that are keys: what tells one key from another, however it is written. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** One thing that a policy says otherwise than before, in a line. */
export interface PolicyChange {
  readonly weight: Weight;
  readonly text: string;
}

/**
 * Says by meaning how two policies differ: who may do what, how many, for how long, by which keys. Whatever differs has a
 * line, and what this knows no words for is shown as it is written. Judges neither of them; a weight says what a line
 * does by itself.
 * @param before undefined where there was none.
 * @param after undefined where it is removed.
 * @returns at least one line, also where comments and layout alone differ.
 */
export function describePolicyChange(
  before: ComparedPolicy | undefined,
  after: ComparedPolicy | undefined,
): readonly PolicyChange[] {
  if (after === undefined)
    return [{ weight: "weaker", text: "the policy is gone: nothing is asked of anybody any more" }];
  const [had, has] = [before, after].map((one) =>
    one === undefined ? {} : (jsonOfToml(one.root) as JsonObject),
  ) as [JsonObject, JsonObject];
  const differences = compareDocuments(had, has);
  const { paired, rest } = pairIdentities(differences);
  const lines = [
    ...paired,
    ...rest.map((difference) => describe(difference, before, after)),
    ...compareNamed(before, after),
  ];
  if (lines.length > 0) return order(lines);
  // What a table says can be told apart by its letters alone: a date from the text that spells it.
  if (before !== undefined && !isAlike(before.root, after.root))
    return [{ weight: "other", text: "values are written otherwise: look at the file itself" }];
  return [{ weight: "same", text: "comments, order and layout alone: it says what it said" }];
}

const WEIGHTS: readonly Weight[] = ["weaker", "other", "stricter", "same"];

function order(lines: readonly PolicyChange[]): readonly PolicyChange[] {
  return WEIGHTS.flatMap((weight) => lines.filter((line) => line.weight === weight));
}

function describe(
  difference: Difference,
  before: ComparedPolicy | undefined,
  after: ComparedPolicy,
): PolicyChange {
  const { path, kind } = difference;
  const found = findMeaning(path);
  const place = path.map(quoteName).join(".");
  const fill = (words: string): string =>
    words.replace(/\{(\d)\}/g, (_, index: string) => quoteName(found?.names[Number(index)] ?? ""));
  const of = found === undefined ? place : fill(found.meaning.of);
  const what = found === undefined ? "" : `${fill(found.meaning.what)} `;
  if (kind === "order")
    return { weight: "other", text: `${of}: ${what}in another order: ${show(difference.after)}` };
  const key = keyWords(difference, before, after);
  const weight = key.isKnown ? "same" : (found?.meaning.weigh(difference) ?? "other");
  return { weight, text: `${of}: ${wordsOf(difference, what.trimEnd(), key.words)}` };
}

function wordsOf({ before, after, kind }: Difference, what: string, more: string): string {
  const named = what === "" ? "" : `${what} `;
  if (kind === "item")
    return before === undefined
      ? `gains ${named}${show(after)}${more}`
      : `loses ${named}${show(before)}${more}`;
  if (before === undefined) return `${named}is new: ${show(after)}${more}`;
  if (after === undefined) return `${named}is gone: was ${show(before)}${more}`;
  return `${named}${show(before)} → ${show(after)}`;
}

/** Names the key that a path leads to: by its fingerprint, since a file of the same name can hold another one. */
function keyWords(
  { path, kind, before: gone, after: come }: Difference,
  before: ComparedPolicy | undefined,
  after: ComparedPolicy,
): { readonly words: string; readonly isKnown: boolean } {
  const nothing = { words: "", isKnown: false };
  if (path.length !== 3 || path[2] !== "keys" || kind !== "item") return nothing;
  const file = come ?? gone;
  const [now, then] = come === undefined ? [before, after] : [after, before];
  if (typeof file !== "string" || now === undefined) return nothing;
  const print = printOf(now, file);
  if (print === undefined) return nothing;
  const others = keysAt(then, path);
  const isKnown = others.some((other) => then !== undefined && printOf(then, other) === print);
  const still = come === undefined ? "it has it in another file" : "it had it in another file";
  return { words: ` (${shorten(print)})${isKnown ? `: ${still}` : ""}`, isKnown };
}

function printOf(policy: ComparedPolicy, file: string): string | undefined {
  return policy.fingerprints.get(file) ?? policy.digests.get(file);
}

function keysAt(policy: ComparedPolicy | undefined, path: readonly string[]): readonly string[] {
  if (policy === undefined) return [];
  const found = path.reduce<JsonValue | undefined>(
    (value, name) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? (value as JsonObject)[name]
        : undefined,
    jsonOfToml(policy.root),
  );
  return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
}

/** Files that both policies name, and that are others now. */
function compareNamed(
  before: ComparedPolicy | undefined,
  after: ComparedPolicy,
): readonly PolicyChange[] {
  if (before === undefined) return [];
  return [...after.digests].flatMap(([file, digest]): PolicyChange[] => {
    const had = before.digests.get(file);
    if (had === undefined || had === digest) return [];
    const [one, other] = [before.fingerprints.get(file), after.fingerprints.get(file)];
    if (one !== undefined && one === other)
      return [
        { weight: "same", text: `the key ${show(file)} is written otherwise, and is the same key` },
      ];
    const what = other === undefined ? "the file" : "the key";
    const [from, to] = [one ?? had, other ?? digest].map(shorten);
    const whose = ownersOf(after, file);
    const text = `${what} ${show(file)}${whose === "" ? "" : ` of ${whose}`} is another one now: ${from} → ${to}`;
    return [{ weight: "weaker", text }];
  });
}

function ownersOf({ root }: ComparedPolicy, file: string): string {
  const { signers } = jsonOfToml(root) as JsonObject;
  if (typeof signers !== "object" || signers === null || Array.isArray(signers)) return "";
  return Object.entries(signers as JsonObject)
    .filter(([, signer]) => {
      const keys = (signer as JsonObject).keys;
      return Array.isArray(keys) && keys.includes(file);
    })
    .map(([name]) => quoteName(name))
    .join(", ");
}

/** An identity that is widened is one line, and not one that comes and another that goes. */
function pairIdentities(differences: readonly Difference[]): {
  readonly paired: readonly PolicyChange[];
  readonly rest: readonly Difference[];
} {
  const isIdentity = ({ path, kind }: Difference): boolean =>
    path[0] === "signers" && path[2] === "keyless" && path.length === 3 && kind === "item";
  const used = new Set<Difference>();
  const paired = differences.flatMap((come): PolicyChange[] => {
    if (!isIdentity(come) || come.after === undefined) return [];
    const gone = differences.find(
      (one) =>
        isIdentity(one) &&
        one.before !== undefined &&
        one.path[1] === come.path[1] &&
        !used.has(one) &&
        isSameSource(one.before, come.after),
    );
    if (gone === undefined) return [];
    used.add(gone).add(come);
    return [describePair(come.path[1] ?? "", gone.before as JsonObject, come.after as JsonObject)];
  });
  return { paired, rest: differences.filter((one) => !used.has(one)) };
}

function isSameSource(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  const [had, has] = [one, other] as [JsonObject, JsonObject];
  return (
    had.issuer === has.issuer && had.repository !== undefined && had.repository === has.repository
  );
}

function describePair(signer: string, had: JsonObject, has: JsonObject): PolicyChange {
  const differences = compareDocuments(had, has);
  const weights = differences.map((one) => {
    if (one.path[0] === "ref" && isWithin(one.after, one.before)) return "stricter";
    // What is said in addition narrows it; anything in place of something else lets others in.
    return one.before === undefined ? "stricter" : "weaker";
  });
  const fields = differences.map(({ path, before, after }) =>
    [
      path[0] ?? "",
      `${before === undefined ? "any" : show(before)} → ${after === undefined ? "any" : show(after)}`,
    ].join(" "),
  );
  return {
    weight: weights.includes("weaker") ? "weaker" : "stricter",
    text: `${quoteName(signer)}: the identity of ${show(has.repository)}: ${fields.join(", ")}`,
  };
}

function isWithin(ref: JsonValue | undefined, wide: JsonValue | undefined): boolean {
  return typeof ref === "string" && typeof wide === "string" && wide.endsWith("*")
    ? ref.startsWith(wide.slice(0, -1))
    : false;
}

function isAlike(one: TomlNode, other: TomlNode): boolean {
  const [had, has] = [one.value, other.value];
  if (had instanceof Map && has instanceof Map)
    return (
      had.size === has.size &&
      [...had].every(([name, node]) => {
        const same = has.get(name);
        return same !== undefined && isAlike(node, same);
      })
    );
  if (Array.isArray(had) && Array.isArray(has))
    return had.length === has.length && had.every((node, at) => isAlike(node, has[at]));
  if (typeof had === "object" && typeof has === "object")
    return "text" in had && "text" in has && had.text === has.text;
  return had === has;
}

function shorten(hex: string): string {
  return `sha256:${hex.slice(0, 12)}…`;
}

/** Values are shown whole: what is cut off could be what matters. */
function show(value: JsonValue | undefined): string {
  return spell(value);
}

function quoteName(name: string): string {
  return /^[A-Za-z0-9_.@+/*-]+$/.test(name) ? name : JSON.stringify(name);
}
