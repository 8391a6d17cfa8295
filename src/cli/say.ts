import { escapeText } from "../report/escape.ts";
import { paint } from "../report/text.ts";
import type { Rule } from "../rule.ts";
import { type Streams, usesColour } from "./streams.ts";

/** Says where more is told about a rule: on a terminal, where somebody reads. */
export function pointToRule(streams: Streams, rule: Rule): void {
  if (streams.stderr.isTTY === true) say(streams, "hint", `lockseal explain ${rule}`);
}

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
