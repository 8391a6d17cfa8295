const LONGEST_SHOWN = 80;

/**
 * Quotes foreign text for a message, as a JSON string in printable ASCII, cut after 80 characters.
 * Terminals, bidirectional marks and log parsers then see escapes only. Not a format to be read back.
 */
export function quote(text: string): string {
  return quoteUpTo(LONGEST_SHOWN, text);
}

/** Quotes as `quote` does, and shows more: two texts that begin alike are told apart by their ends. */
export function quoteUpTo(longest: number, text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
