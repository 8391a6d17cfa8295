/** What a tool may be called: a bare key in TOML, a folder on every disk, a word in every shell. */
export const TOOL_NAME: RegExp = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** A version, as it stands in file names and tags. */
export const TOOL_VERSION: RegExp = /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$/;

/** A platform as Node names it: the operating system, and the processor. */
export const PLATFORM: RegExp = /^[a-z0-9]{2,16}-[a-z0-9]{2,16}$/;

/** The name of a downloaded file: never a path, hidden, or an option. */
export const ASSET_NAME: RegExp = /^[A-Za-z0-9_][A-Za-z0-9._+@~-]{0,199}$/;

/** The path of a program within what is unpacked: it never leads out of it. */
export const PROGRAM_PATH: RegExp =
  /^(?=.{1,1024}$)(?!\.{1,2}(?:\/|$))[^\p{Cc}\\/]+(?:\/(?!\.{1,2}(?:\/|$))[^\p{Cc}\\/]+)*$/u;

/** Longer than any download address. */
const MAX_URL_LENGTH = 2048;

/**
 * Says why an address is not one that tools are fetched from; nothing where it is. Only `https`, and `http` on this
 * very machine, where nobody reads along: a digest protects against other bytes, and not against old ones.
 */
export function badUrl(text: string): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `${text.length} characters`;
  if (!/^[!-~]+$/.test(text) || !URL.canParse(text)) return "no URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "a URL with a password";
  if (url.hash !== "") return "a URL with a fragment";
  if (url.protocol === "https:" || isLoopback(url)) return undefined;
  return url.protocol === "http:"
    ? "plain http, which anybody on the way can answer"
    : `a URL of ${url.protocol.slice(0, -1)}`;
}

/** Says whether an address is plain `http` to this very machine, by its number and not by a name. */
export function isLoopback(url: URL): boolean {
  return url.protocol === "http:" && /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
