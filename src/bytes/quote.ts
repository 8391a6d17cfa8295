const LONGEST_SHOWN = 80;

/**
 * Quotes foreign text for a message, as a JSON string in printable ASCII, cut after 80 characters.
 * Terminals, bidirectional marks and log parsers then see escapes only. Not a format to be read back.
 */
export function quote(text: string): string {
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
