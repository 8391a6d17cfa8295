import { pythonRepr } from "./repr.ts";

/** A URL in the parts that Python's `urlsplit` makes of it; nothing is decoded. */
export interface SplitUrl {
  /** Lower case; `""` where there is none. */
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
}

/** Why pip cannot take text for a URL or a path: the class of Python's error and its message. */
export class LinkError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * Splits text as Python's `urlsplit` does: it is no URL parser, everything is a URL to it.
 * @throws LinkError `ValueError` — brackets in the host do not match, or hold no address.
 * @see https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlsplit
 */
export function splitUrl(text: string): SplitUrl {
  let rest = withoutControls(text).replace(/[\t\r\n]/g, "");
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest)?.[1];
  if (scheme !== undefined) rest = rest.slice(scheme.length + 1);
  let netloc = "";
  if (rest.startsWith("//")) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end === -1 ? rest.slice(2) : rest.slice(2, 2 + end);
    rest = rest.slice(2 + netloc.length);
    checkNetloc(netloc);
  }
  const path = /^[^?#]*/.exec(rest)?.[0] ?? "";
  return { scheme: scheme?.toLowerCase() ?? "", netloc, path };
}

function withoutControls(text: string): string {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) <= 0x20) start++;
  return text.slice(start);
}

function checkNetloc(netloc: string): void {
  if (netloc.includes("[") !== netloc.includes("]"))
    throw new LinkError("ValueError", "Invalid IPv6 URL");
  if (netloc.includes("[")) {
    const host = netloc.slice(netloc.indexOf("[") + 1).split("]", 1)[0] ?? "";
    // A host name that is not even made of the characters of an address; Python parses the address itself.
    const address = host.startsWith("v") ? /^v[a-fA-F0-9]+\..+$/.test(host) : isAddress(host);
    if (!address) {
      throw new LinkError(
        "ValueError",
        `${pythonRepr(host)} does not appear to be an IPv4 or IPv6 address`,
      );
    }
  }
  const plain = netloc.replace(/[@:#?]/g, "");
  const normal = plain.normalize("NFKC");
  if (plain !== normal && /[/?#@:]/.test(normal)) {
    throw new LinkError(
      "ValueError",
      `netloc '${netloc}' contains invalid characters under NFKC normalization`,
    );
  }
}

function isAddress(host: string): boolean {
  const [address = "", scope, more] = host.split("%");
  if (more !== undefined || scope === "") return false;
  return URL.canParse(`http://[${address}]/`) && !/^[.\d]+$/.test(address);
}

/** The schemes by which pip fetches from version control. */
export const VERSION_CONTROL: ReadonlySet<string> = new Set(
  [
    "bzr+http bzr+https bzr+ssh bzr+sftp bzr+ftp bzr+lp bzr+file",
    "git+http git+https git+ssh git+git git+file",
    "hg+file hg+http hg+https hg+ssh hg+static-http",
    "svn+ssh svn+http svn+https svn+svn svn+file",
  ].flatMap((schemes) => schemes.split(" ")),
);

const PLAIN_SCHEMES = new Set(["http", "https", "file", "ftp"]);

/**
 * Tells whether pip takes text for a URL: by its scheme alone.
 * @throws LinkError `ValueError` — it has a host whose brackets make no sense.
 */
export function isUrl(text: string): boolean {
  const { scheme } = splitUrl(text);
  return PLAIN_SCHEMES.has(scheme) || VERSION_CONTROL.has(scheme);
}

/** Decodes percent escapes as UTF-8, replacing what is not, as Python's `unquote` does. */
export function unquote(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

function quote(path: string): string {
  return path.replace(/[^A-Za-z0-9_.~/-]+/g, (run) =>
    Buffer.from(run, "utf8").toString("hex").toUpperCase().replace(/../g, "%$&"),
  );
}

/** Makes an absolute path normal as Python's `os.path.normpath` does: `.`, `..` and doubled slashes go. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  // POSIX leaves it to the system what two leading slashes mean, so they stay two.
  return (/^\/\/(?!\/)/.test(path) ? "//" : "/") + parts.join("/");
}

/** Writes an absolute path as a `file:` URL, as pip does. */
export function pathToUrl(path: string): string {
  const quoted = quote(normalisePath(path));
  return quoted.startsWith("//") ? `file:${quoted}` : `file://${quoted}`;
}

/**
 * Checks that pip can turn a `file:` URL into a path.
 * @throws LinkError — the scheme is not in lower case, or there is a host other than localhost.
 */
export function checkFileUrl(url: string): void {
  if (!url.startsWith("file:")) {
    throw new LinkError(
      "AssertionError",
      `You can only turn file: urls into filenames (not ${pythonRepr(url)})`,
    );
  }
  const { netloc } = splitUrl(url);
  if (netloc !== "" && netloc !== "localhost") {
    throw new LinkError(
      "ValueError",
      `non-local file URIs are not supported on this platform: ${pythonRepr(url)}`,
    );
  }
}

/** Gives the extension of a path as pip's `splitext` does: `.tar` before another belongs to it, in any case. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  // Leading dots start no extension; `.tar` as a whole name is one all the same.
  const extension = dot === -1 || /^\.*$/.test(name.slice(0, dot)) ? "" : name.slice(dot);
  const base = path.slice(0, path.length - extension.length);
  return base.toLowerCase().endsWith(".tar") ? base.slice(-4) + extension : extension;
}
