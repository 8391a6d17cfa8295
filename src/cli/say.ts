import { escapeText } from "../report/escape.ts";
import { paint } from "../report/text.ts";
import { type Streams, usesColour } from "./streams.ts";

/** Says something that is no result. */
export function say(
  streams: Streams,
  kind: "error" | "hint" | "warning" | "note" | "bug",
  text: string,
): void {
  const colours = { error: "31;1", hint: "2", warning: "33", note: "36", bug: "35;1" };
  const word = paint(kind, colours[kind], usesColour(streams.stderr, streams.env));
  streams.stderr.write(`lockseal: ${word}: ${escapeText(text)}\n`);
}
