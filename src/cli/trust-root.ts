import type { ShownTrust } from "../operations/show-trust.ts";
import { escapeText } from "../report/escape.ts";

/** Writes a trust root in lines: which, how old, from where, and every service with its key. */
export function formatRoot({ about, path, sha256, services }: ShownTrust, now: Date): string {
  const lines = services.map(({ kind, url, key, fingerprint, from, until }) => {
    const ended = until !== null && Date.parse(until) < now.getTime();
    const period =
      until === null
        ? `since ${from}`
        : `${from} to ${until}${ended ? " (over: for older signatures)" : ""}`;
    return `  ${kind.padEnd(21)}  ${escapeText(url)}\n    ${key} ${fingerprint}, ${period}\n`;
  });
  const place = path === null ? "part of this program" : escapeText(path);
  return `${escapeText(about)}\n  sha256:${sha256}, ${place}\n${lines.join("")}`;
}
