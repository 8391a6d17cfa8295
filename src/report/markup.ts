import { escapeText } from "./escape.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Makes foreign text harmless in HTML and XML, in text and in quoted attributes. What XML 1.0 has no character for is
 * shown as an escape, as terminals' controls are.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function escapeMarkup(text: string): string {
  return escapeText(text)
    .replace(/[\ufffe\uffff]/g, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Between a mark and a word, so that a forge sees no mention, no reference and no label in foreign text. */
const GAP = "<!-- -->";
/** What forges make mentions, references and labels of, whatever Markdown says. */
const MENTIONS = "@#!~%&$";

/**
 * Makes foreign text harmless in Markdown as forges read it, in a table too: no markup, no link, no mention.
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return escapeText(text)
    .replace(/[\\`*_{}[\]<>#!|~&@$%:^"']/g, (mark) => {
      const shown = ENTITIES[mark] ?? `\\${mark}`;
      return MENTIONS.includes(mark) ? `${shown}${GAP}` : shown;
    })
    .replace(/www\./gi, (word) => word.replace(".", "\\."));
}
