import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** What a line of allowed signers says beside whom and which key. */
export interface SignerOptions {
  readonly certAuthority: boolean;
  /** Patterns, byte for character; null for every namespace. */
  readonly namespaces: string | null;
  readonly validAfter: SignerTime | null;
  readonly validBefore: SignerTime | null;
}

/** A time as it is written there. */
export interface SignerTime {
  readonly text: string;
  /** In milliseconds since 1970, read as UTC. */
  readonly utc: number;
  /** Written without Z: then it is of the time zone of whoever reads it. */
  readonly isLocal: boolean;
}

/**
 * Reads the options of a line of allowed signers. Names are read in upper and lower case, values have to be quoted, and
 * none may come twice, as in ssh-keygen.
 *
 * @param text without blanks outside quotes; empty for none.
 * @throws Refusal `ALLOWED_SIGNERS_MALFORMED` — says what is wrong.
 * @see https://man.openbsd.org/ssh-keygen.1#ALLOWED_SIGNERS
 */
export function parseSignerOptions(text: string, what: string): SignerOptions {
  const given = new Map<string, string>();
  let rest = text;
  while (rest !== "") {
    const [option, name = "", value] =
      /^([A-Za-z-]+)(?:="((?:\\"|[^"])*)")?(?=,|$)/.exec(rest) ?? [];
    if (option === undefined)
      throw malformed(what, "options with their values in quotes", quote(rest));
    const key = name.toLowerCase();
    const takesValue = VALUED.has(key);
    if (!takesValue && key !== "cert-authority")
      throw malformed(what, "namespaces, valid-after, valid-before or cert-authority", quote(name));
    if (takesValue !== (value !== undefined))
      throw malformed(
        what,
        `${key} ${takesValue ? "with" : "without"} a value in quotes`,
        quote(option),
      );
    // A flag may be said twice, a value may not.
    if (takesValue && given.has(key)) throw malformed(what, `${key} once`, "it twice");
    given.set(key, (value ?? "").replaceAll('\\"', '"'));
    rest = rest.slice(option.length);
    if (rest === ",") throw malformed(what, "an option behind the comma", "the end");
    rest = rest.replace(/^,/, "");
  }
  return checkOrder(
    {
      certAuthority: given.has("cert-authority"),
      namespaces: given.get("namespaces") ?? null,
      validAfter: parseTime(given.get("valid-after"), what),
      validBefore: parseTime(given.get("valid-before"), what),
    },
    what,
  );
}

const VALUED: ReadonlySet<string> = new Set(["namespaces", "valid-after", "valid-before"]);

function checkOrder(options: SignerOptions, what: string): SignerOptions {
  const { validAfter, validBefore } = options;
  if (validAfter === null || validBefore === null) return options;
  // Of a time in UTC and one that is not nobody can tell here which is first.
  if (validAfter.isLocal === validBefore.isLocal && validBefore.utc <= validAfter.utc)
    throw malformed(what, "valid-before to be after valid-after", quote(validBefore.text));
  return options;
}

/** `YYYYMMDD`, with `HHMM` or `HHMMSS` behind it, with Z for UTC. */
function parseTime(text: string | undefined, what: string): SignerTime | null {
  if (text === undefined) return null;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", zone] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/i.exec(text) ?? [];
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const utc = Date.parse(written);
  // A day that no month has would be another day to whoever counts on.
  if (Number.isNaN(utc) || new Date(utc).toISOString() !== written)
    throw malformed(
      what,
      "a time as 20261231, 202612312359 or 20261231235959, best with Z",
      quote(text),
    );
  return { text, utc, isLocal: zone === undefined };
}

function malformed(what: string, expected: string, found: string): Refusal {
  return new Refusal(
    "ALLOWED_SIGNERS_MALFORMED",
    `${what}: expected ${expected}, found ${found}`,
    { place: what },
    { hint: "write the line as ssh-keygen(1) says under ALLOWED SIGNERS" },
  );
}
