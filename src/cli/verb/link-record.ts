import { startStep, stopStep } from "../../operations/record-step.ts";
import { type Arguments, UsageError } from "../command.ts";
import { recordOptions, sayRecorded } from "../record-step.ts";
import type { Streams } from "../streams.ts";

/** Records a step that no single command carries out: its materials, and later its products. */
export async function linkRecord(args: Arguments, streams: Streams): Promise<number> {
  const [word] = args.positionals;
  if (word !== "start" && word !== "stop")
    throw new UsageError(`link record: expected start or stop, found ${word ?? "none"}`);
  const other = word === "start" ? "products" : "materials";
  if (args.many(other).length > 0)
    throw new UsageError(
      `link record ${word}: expected no --${other}, found it`,
      word === "start"
        ? "products are recorded by: link record stop"
        : "materials are recorded by: link record start",
    );
  const options = await recordOptions("link record", args, streams);
  const recorded = word === "start" ? startStep(options) : stopStep(options);
  return sayRecorded("link record", args, streams, options, recorded);
}
