import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import type { AllowedSigner } from "./allowed-signers.ts";
import { matchesPatternList } from "./pattern-list.ts";
import type { SignerOptions, SignerTime } from "./signer-options.ts";
import type { SshKey } from "./ssh-key.ts";

/** Whose signature is asked about. */
export interface SignerQuestion {
  /** Who is expected to have signed. */
  readonly principal: string;
  readonly namespace: string;
  readonly key: SshKey;
  readonly now: Date;
  /** Names the signature file in refusals. */
  readonly what: string;
}

const HOUR = 3_600_000;
/** Clocks of the world are behind and ahead of UTC by so much: where that decides, nothing is decided. */
const BEHIND = 12 * HOUR;
const AHEAD = 14 * HOUR;

/**
 * Says that a key may sign for a principal, in a namespace, now: some line of the file has to allow it. As in ssh-keygen,
 * a line that does not is no objection where another does.
 *
 * @returns the line.
 * @throws Refusal `SIGNER_NOT_ALLOWED` — no line is about this principal and key.
 * @throws Refusal `SIGNER_NAMESPACE`, `SIGNER_NOT_VALID` — one is, but not for this namespace or time.
 * @throws Refusal `ALLOWED_SIGNERS_MALFORMED`, `KEY_MALFORMED`, `KEY_UNSUPPORTED` — one for this principal cannot be read.
 */
export function allowSigner(
  signers: readonly AllowedSigner[],
  question: SignerQuestion,
): AllowedSigner {
  const principal = latin1Of(question.principal);
  const about = signers.filter(({ principals }) => matchesPatternList(principal, principals));
  let refusal: Refusal | undefined;
  for (const signer of about) {
    if (signer.rule?.key.id !== question.key.id) continue;
    const objection = objectTo(signer.rule.options, question);
    if (objection === undefined) return signer;
    refusal ??= objection;
  }
  throw (
    refusal ?? about.find(({ problem }) => problem !== null)?.problem ?? notAllowed(about, question)
  );
}

function objectTo(options: SignerOptions, question: SignerQuestion): Refusal | undefined {
  const { namespace, now, principal, what } = question;
  const { namespaces, validAfter, validBefore } = options;
  if (namespaces !== null && !matchesPatternList(latin1Of(namespace), namespaces))
    return new Refusal(
      "SIGNER_NAMESPACE",
      `${what}: expected a signer who may sign in the namespace ${quote(namespace)}, found ${quote(principal)}, who may in ${quote(namespaces)}`,
      { expected: namespace, found: namespaces },
      { hint: "let whoever keeps the allowed signers add the namespace to the line" },
    );
  // A whole second, as the file counts.
  const time = Math.floor(now.getTime() / 1000) * 1000;
  const after = validAfter === null ? ALWAYS : rangeOf(validAfter);
  const before = validBefore === null ? NEVER : rangeOf(validBefore);
  if (time < after.first || time > before.last) return notValid(question, options, "");
  if (time < after.last || time > before.first)
    return notValid(question, options, ", which depends on a time zone");
  return undefined;
}

const ALWAYS = { first: Number.NEGATIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
const NEVER = { first: Number.POSITIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/** The first and the last moment that a time may stand for, in the time zones of the world. */
function rangeOf(time: SignerTime): { readonly first: number; readonly last: number } {
  if (!time.isLocal) return { first: time.utc, last: time.utc };
  return { first: time.utc - AHEAD, last: time.utc + BEHIND };
}

function notValid(
  { principal, now, what }: SignerQuestion,
  { validAfter, validBefore }: SignerOptions,
  why: string,
): Refusal {
  const period = `${validAfter === null ? "" : ` from ${quote(validAfter.text)}`}${validBefore === null ? "" : ` until ${quote(validBefore.text)}`}`;
  return new Refusal(
    "SIGNER_NOT_VALID",
    `${what}: expected a signer who is allowed now, found ${quote(principal)}, who is${period}${why}, and ${now.toISOString()}`,
    { from: validAfter?.text, until: validBefore?.text, time: now.getTime() },
    {
      hint:
        why === ""
          ? "take a signature by a key that is allowed now, or the newest file of allowed signers"
          : "let whoever keeps the allowed signers write the time in UTC, with Z at its end",
    },
  );
}

function notAllowed(
  about: readonly AllowedSigner[],
  { principal, key, what }: SignerQuestion,
): Refusal {
  const known = about.flatMap(({ rule }) => rule?.key.id ?? []);
  return new Refusal(
    "SIGNER_NOT_ALLOWED",
    `${what}: expected a signature by a key of ${quote(principal)} (${known.join(", ") || "who has none"}), found one by ${key.id}`,
    { principal, allowed: known, found: key.id },
    {
      hint:
        known.length > 0
          ? "check who signed; only who keeps the allowed signers adds a key to them"
          : "check the principal against the first word of each line in the file",
    },
  );
}

function latin1Of(text: string): string {
  return Buffer.from(text).toString("latin1");
}
