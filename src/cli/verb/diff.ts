import { type DescribedChange, diffLocks } from "../../operations/diff-locks.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import { paint } from "../../report/text.ts";
import type { Arguments } from "../command.ts";
import { say } from "../say.ts";
import { type Streams, usesColour } from "../streams.ts";

const SIGNS: Readonly<Record<DescribedChange["kind"], readonly [string, string]>> = {
  new: ["+", "32"],
  updated: ["~", "36"],
  downgraded: ["~", "33"],
  removed: ["-", "31"],
  rehashed: ["!", "31;1"],
  "files added": ["~", "2"],
  altered: ["~", "33"],
};

/** Compares two locks. */
export function diff(args: Arguments, streams: Streams): number {
  const [before = "", after = ""] = args.positionals;
  const { changes, unread, exitCode } = diffLocks({
    before,
    after,
    cwd: streams.cwd,
    root: args.text("root"),
  });
  if (args.flag("json")) streams.stdout.write(formatJson("diff", exitCode, { changes, unread }));
  else if (exitCode === 0) streams.stdout.write("no difference: pip sees the same in both\n");
  else
    streams.stdout.write(
      changes
        .map((change) => formatChange(change, usesColour(streams.stdout, streams.env)))
        .join(""),
    );
  for (const line of unread) say(streams, "warning", `${line}; this line was not compared`);
  return exitCode;
}

function formatChange({ kind, text }: DescribedChange, colour: boolean): string {
  const [sign, code] = SIGNS[kind];
  return `${paint(`${sign} ${escapeText(text)}`, code, colour)}\n`;
}
