import { compareNewNames, type DescribedChange, diffLocks } from "../../operations/diff-locks.ts";
import type { PublisherDiff } from "../../operations/diff-publishers.ts";
import { escapeText } from "../../report/escape.ts";
import { formatJson } from "../../report/json.ts";
import { paint } from "../../report/text.ts";
import { type Arguments, UsageError } from "../command.ts";
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
export async function diff(args: Arguments, streams: Streams): Promise<number> {
  const [before = "", after = ""] = args.positionals;
  const locks = { before, after, cwd: streams.cwd, root: args.text("root") };
  const published = await comparePublished(args, streams, locks);
  const { changes, unread, exitCode: differs } = await compareNewNames(diffLocks(locks));
  const exitCode = published !== null && published.changes.length > 0 ? 1 : differs;
  if (args.flag("json")) {
    const publishers = published === null ? {} : { publishers: published.changes };
    streams.stdout.write(formatJson("diff", exitCode, { changes, ...publishers, unread }));
  } else if (exitCode === 0) streams.stdout.write("no difference: pip sees the same in both\n");
  else
    streams.stdout.write(
      [
        ...changes.map((change) => formatChange(change, usesColour(streams.stdout, streams.env))),
        ...(published?.changes ?? []).map(({ text }) =>
          formatChange({ kind: "rehashed", text }, usesColour(streams.stdout, streams.env)),
        ),
      ].join(""),
    );
  for (const line of published?.unread ?? [])
    say(streams, "warning", `${line}; this attestation says nothing about who published`);
  for (const line of unread) say(streams, "warning", `${line}; this line was not compared`);
  return exitCode;
}

/** Gives nothing where nobody asks who published. */
async function comparePublished(
  args: Arguments,
  { cwd, env, now }: Streams,
  locks: Parameters<typeof diffLocks>[0],
): Promise<PublisherDiff | null> {
  const provenance = args.text("provenance");
  if (provenance === undefined) {
    const alone = ["index", "predicate-type", "trusted-root"].find(
      (name) => args.text(name) !== undefined,
    );
    if (alone === undefined) return null;
    throw new UsageError(`diff: expected --provenance with --${alone}, found none`);
  }
  const [type, index] = [args.text("predicate-type"), args.text("index")];
  if (type !== undefined && index !== undefined)
    throw new UsageError("diff: expected --index or --predicate-type, found both");
  const [{ diffPublishers }, { namedPublishType }, { loadTrustRoots }] = await Promise.all([
    import("../../operations/diff-publishers.ts"),
    import("../../operations/named-index.ts"),
    import("../../operations/trust-source.ts"),
  ]);
  return diffPublishers({
    ...locks,
    provenance,
    publishType: type ?? namedPublishType(index, cwd, now()),
    trust: await loadTrustRoots(args.text("trusted-root"), cwd, env),
    now: now(),
  });
}

function formatChange(
  { kind, text }: Pick<DescribedChange, "kind" | "text">,
  colour: boolean,
): string {
  const [sign, code] = SIGNS[kind];
  return `${paint(`${sign} ${escapeText(text)}`, code, colour)}\n`;
}
