import { HEX_LENGTHS, isDigestAlgorithm } from "../../bytes/digest.ts";

const PLAIN = "--hash=sha256:";
const SPACE = 0x20;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
const IS_HEX = new Uint8Array(128);
for (const digit of "0123456789abcdef") IS_HEX[digit.charCodeAt(0)] = 1;

/**
 * Reads ` --hash=algorithm:hex`, with at most one ` \\` and line end before it.
 * @param from where the option's white space starts; `hashes` takes what is found, as `algorithm:hex`.
 * @returns where the option ends, or -1 where none stands in the strict dialect.
 */
export function readHashOption(text: string, from: number, hashes: string[]): number {
  let at = skipSpaces(text, from);
  if (at === from) return -1;
  if (text.charCodeAt(at) === BACKSLASH) {
    at += 1;
    if (text.charCodeAt(at) === CR) at += 1;
    if (text.charCodeAt(at) !== LF) return -1;
    at = skipSpaces(text, at + 1);
  }
  // Nearly every hash is spelt like this; a slice that is compared costs a fifth of startsWith.
  if (text.slice(at, at + PLAIN.length) !== PLAIN) return readOtherSpelling(text, at, hashes);
  const end = hexEnd(text, at + PLAIN.length, HEX_LENGTHS.sha256);
  if (end === -1 || !endsWord(text, end)) return -1;
  hashes.push(text.slice(at + "--hash=".length, end));
  return end;
}

/** `--hash sha256:…`, quotes around the value, another algorithm. */
function readOtherSpelling(text: string, at: number, hashes: string[]): number {
  if (!text.startsWith("--hash", at)) return -1;
  const name = at + "--hash".length;
  const value = text.charAt(name) === "=" ? name + 1 : skipSpaces(text, name);
  if (value === name) return -1;
  const quote = text.charAt(value);
  const quoted = quote === '"' || quote === "'";
  const start = quoted ? value + 1 : value;
  const algorithm = text.slice(start, start + "sha256".length);
  if (!isDigestAlgorithm(algorithm) || text.charAt(start + algorithm.length) !== ":") return -1;
  const end = hexEnd(text, start + algorithm.length + 1, HEX_LENGTHS[algorithm]);
  if (end === -1 || (quoted && text.charAt(end) !== quote)) return -1;
  const after = quoted ? end + 1 : end;
  if (!endsWord(text, after)) return -1;
  hashes.push(text.slice(start, end));
  return after;
}

/** A digest that goes on, or a comment without white space before it, is read by pip as part of the value. */
function endsWord(text: string, at: number): boolean {
  return at >= text.length || " \t\r\n".includes(text.charAt(at));
}

/** Where so many hex digits end; -1 where there are fewer. A table takes a third of a pattern's time, a hundred thousand times a lock. */
function hexEnd(text: string, start: number, length: number): number {
  const end = start + length;
  if (end > text.length) return -1;
  for (let at = start; at < end; at += 1) if (IS_HEX[text.charCodeAt(at)] !== 1) return -1;
  return end;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}
