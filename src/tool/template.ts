import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { ASSET_NAME, badUrl } from "./words.ts";

/** What stands for itself in a template, and what in braces is replaced. */
export interface TemplateValues {
  readonly version: string;
  /** As the publisher names the platform. */
  readonly platform: string;
}

/**
 * Fills in a template such as `https://host/v{version}/tool_{version}_{platform}.tar.gz`, by plain replacement.
 * @param what names the template in a refusal.
 * @throws Refusal `TOOL_TEMPLATE_MALFORMED` — another word in braces, or a brace alone.
 */
export function fillTemplate(template: string, values: TemplateValues, what: string): string {
  const filled = template.replace(
    /\{(version|platform)\}/g,
    (_, word: "version" | "platform") =>
      // A brace in a value would be taken for a word that is not known.
      values[word],
  );
  const bare = template.replace(/\{(?:version|platform)\}/g, "");
  if (!/[{}]/.test(bare)) return filled;
  const [found = "a brace alone"] = /\{[^{}]*\}/.exec(bare) ?? [];
  throw new Refusal(
    "TOOL_TEMPLATE_MALFORMED",
    `${what}: expected {version} and {platform} alone in braces, found ${quote(found)}`,
    { found },
    { hint: "write {version} where the version stands, {platform} where the platform does" },
  );
}

/**
 * Fills in the template of an address, and checks that it is one that tools are fetched from.
 * @throws Refusal `TOOL_TEMPLATE_MALFORMED`, `TOOL_URL_REFUSED`.
 */
export function fillUrl(template: string, values: TemplateValues, what: string): string {
  const url = fillTemplate(template, values, what);
  const bad = badUrl(url);
  if (bad === undefined) return url;
  throw new Refusal(
    "TOOL_URL_REFUSED",
    `${what}: expected an https URL, found ${bad} in ${quote(url)}`,
    { url },
    { hint: "name the address with https; plain http is for 127.0.0.1 alone" },
  );
}

/**
 * Gives the name of the file that an address leads to: its last part.
 * @throws Refusal `TOOL_URL_REFUSED` — it has none that could be a plain file's.
 */
export function nameOfUrl(url: string, what: string): string {
  const name = new URL(url).pathname.split("/").at(-1) ?? "";
  const plain = name.replaceAll("%2B", "+").replaceAll("%2b", "+");
  if (ASSET_NAME.test(plain)) return plain;
  throw new Refusal(
    "TOOL_URL_REFUSED",
    `${what}: expected an address that ends in a file's name, found ${quote(name)}`,
    { url },
    { hint: "name the file itself, not a page or a folder" },
  );
}
