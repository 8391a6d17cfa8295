// A terminal obeys controls and turns text at bidirectional marks; tags and separators are invisible;
// GitHub and Azure run what stands after `::`, `##[` and `##vso[` in a log.
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|:(?=:)|#(?=#(?:\[|vso\[))/gu;
const NAMES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Makes foreign text harmless for a terminal and a CI log: what could act is shown as an escape, the rest stays. */
export function escapeText(text: string): string {
  return text.replace(HOSTILE, (character) => NAMES[character] ?? escapeCodePoint(character));
}

/** Writes a value as JSON that a terminal and a CI log take for text; any reader of JSON gets the value back. */
export function escapeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replace(HOSTILE, (character) =>
    character === "\n" ? character : escapeUnits(character),
  );
}

function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");
}
