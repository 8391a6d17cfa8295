import { Refusal } from "../errors.ts";
import { parseSignerOptions, type SignerOptions } from "./signer-options.ts";
import { parseSshWords, type SshKey } from "./ssh-key.ts";

/** One line of an allowed signers file. */
export interface AllowedSigner {
  /** Counts from 1. */
  readonly line: number;
  /** The patterns of the principals, byte for character. */
  readonly principals: string;
  /** Null where the line cannot count; `problem` says why. */
  readonly rule: { readonly key: SshKey; readonly options: SignerOptions } | null;
  /** Counts only against a principal that the line is about: a line about somebody else may be odd. */
  readonly problem: Refusal | null;
}

/** A large organisation with several keys for each member. */
export const MAX_ALLOWED_SIGNERS_BYTES: number = 4 * 1024 * 1024;

/**
 * Reads an allowed signers file of ssh-keygen. A line that cannot be read is kept with what is wrong with it, as
 * ssh-keygen goes on after one.
 *
 * @throws Refusal `INPUT_TOO_LARGE` — more than 4 MiB.
 * @see https://man.openbsd.org/ssh-keygen.1#ALLOWED_SIGNERS
 */
export function parseAllowedSigners(file: Uint8Array, what: string): readonly AllowedSigner[] {
  if (file.length > MAX_ALLOWED_SIGNERS_BYTES)
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected at most ${MAX_ALLOWED_SIGNERS_BYTES} bytes, found ${file.length}`,
      { bytes: file.length, limit: MAX_ALLOWED_SIGNERS_BYTES },
      { hint: "name the file of allowed signers" },
    );
  return Buffer.from(file)
    .toString("latin1")
    .split("\n")
    .flatMap((text, index) => parseLine(text.replace(/\r$/, ""), index + 1, what) ?? []);
}

function parseLine(text: string, line: number, what: string): AllowedSigner | undefined {
  const trimmed = text.replace(/^[ \t]+/, "");
  if (trimmed === "" || trimmed.startsWith("#")) return undefined;
  const [, quoted, bare, rest = ""] = /^(?:"([^"]*)"|([^ \t]+))[ \t]*(.*)$/s.exec(trimmed) ?? [];
  const principals = quoted ?? bare ?? trimmed;
  try {
    return { line, principals, rule: parseRule(rest, `${what}:${line}`), problem: null };
  } catch (error) {
    if (error instanceof Refusal) return { line, principals, rule: null, problem: error };
    throw error;
  }
}

const KEY_TYPE = /^(?:sk-)?(?:ssh|ecdsa)-[^ \t"=,]*$/;

function parseRule(rest: string, what: string): AllowedSigner["rule"] {
  const words = splitOutsideQuotes(rest);
  const hasOptions = !KEY_TYPE.test(words[0] ?? "");
  const options = parseSignerOptions(hasOptions ? (words[0] ?? "") : "", what);
  const [type = "", base64 = ""] = hasOptions ? words.slice(1) : words;
  if (options.certAuthority)
    throw new Refusal(
      "KEY_UNSUPPORTED",
      `${what}: expected the key of a signer, found the key of a certificate authority`,
      { found: "cert-authority" },
      { hint: "name the signer's key itself: certificates of SSH are not judged here" },
    );
  if (type === "")
    throw malformedLine(what, `${what}: expected a key behind the principals, found none`);
  try {
    return { key: parseSshWords(type, base64, what), options };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "KEY_MALFORMED") throw error;
    throw malformedLine(what, error.message, error);
  }
}

function malformedLine(place: string, message: string, cause?: unknown): Refusal {
  const hint = "write the line as ssh-keygen(1) says under ALLOWED SIGNERS";
  return new Refusal("ALLOWED_SIGNERS_MALFORMED", message, { place }, { hint, cause });
}

/** Splits at blanks that are not within double quotes, of which `\"` is none. */
function splitOutsideQuotes(text: string): string[] {
  return text.match(/(?:"(?:\\"|[^"])*"?|[^ \t"])+/g) ?? [];
}
