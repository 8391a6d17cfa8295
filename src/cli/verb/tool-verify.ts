import { parseChecksumAlgorithm } from "../../operations/read-checksums.ts";
import { loadTrustRoots } from "../../operations/trust-source.ts";
import { parseGivenPin, verifyTool } from "../../operations/verify-tool.ts";
import { verifyChecksums } from "../../operations/verify-tool-checksums.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Verifies downloaded files: against their pins, against digests given by hand, or against a list. */
export async function toolVerify(args: Arguments, streams: Streams): Promise<number> {
  const { cwd } = streams;
  const files = args.positionals;
  const list = args.text("checksums");
  const [sha256, size, tool] = [args.text("sha256"), args.text("size"), args.text("tool")];
  if (list !== undefined) {
    const other = ["sha256", "size", "tool", "lock"].find((name) => args.text(name) !== undefined);
    if (other !== undefined)
      throw new UsageError(`tool verify: expected --checksums or --${other}, found both`);
    const { findings, exitCode, verified } = verifyChecksums({
      list,
      files,
      cwd,
      algorithm: algorithmOf(args.text("algorithm")),
    });
    return printOutcome(
      "tool verify",
      args,
      streams,
      { findings, exitCode, fields: { verified } },
      none,
    );
  }
  if (files.length === 0)
    throw new UsageError(
      "tool verify: expected FILE…, found none",
      "name the downloaded file, or a list of checksums with --checksums LIST",
    );
  const pinned = parseGivenPin(sha256, size);
  if (typeof pinned === "string") throw new UsageError(`tool verify: expected ${pinned}`);
  if (pinned !== undefined && tool !== undefined)
    throw new UsageError("tool verify: expected --sha256 or --tool, found both");
  if (pinned !== undefined && files.length > 1)
    throw new UsageError("tool verify: expected one FILE with --sha256, found several");
  const { findings, exitCode, verified } = await verifyTool({
    files,
    cwd,
    now: streams.now(),
    lock: args.text("lock"),
    tool,
    pinned,
    isTrustNamed: args.text("trusted-root") !== undefined,
    trust: () => loadTrustRoots(args.text("trusted-root"), cwd, streams.env),
  });
  return printOutcome(
    "tool verify",
    args,
    streams,
    { findings, exitCode, fields: { verified } },
    none,
  );
}

function algorithmOf(word: string | undefined): ReturnType<typeof parseChecksumAlgorithm> {
  if (word === undefined) return undefined;
  const algorithm = parseChecksumAlgorithm(word);
  if (algorithm !== undefined) return algorithm;
  throw new UsageError(`tool verify: expected --algorithm such as sha256, found ${word}`);
}

function none(): string {
  return "";
}
