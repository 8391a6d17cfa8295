import { showTrust } from "../../operations/show-trust.ts";
import { loadTrustRoot } from "../../operations/trust-source.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import type { Arguments } from "../command.ts";
import type { Streams } from "../streams.ts";

/** Says which trust root is used for keyless signatures, how old it is, and what it trusts. */
export function showTrustRoot(args: Arguments, streams: Streams): number {
  const now = streams.now();
  const shown = showTrust(loadTrustRoot(args.text("trusted-root"), streams.cwd), now);
  if (args.flag("json")) {
    streams.stdout.write(formatJson("trust show", 0, { ...shown }));
    return 0;
  }
  const lines = shown.services.map(({ kind, url, key, fingerprint, from, until }) => {
    const ended = until !== null && Date.parse(until) < now.getTime();
    const period =
      until === null
        ? `since ${from}`
        : `${from} to ${until}${ended ? " (over: for older signatures)" : ""}`;
    return `  ${kind.padEnd(21)}  ${escapeText(url)}\n    ${key} ${fingerprint}, ${period}\n`;
  });
  streams.stdout.write(`${escapeText(shown.about)}\n${lines.join("")}`);
  return 0;
}
