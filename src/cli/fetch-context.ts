import { arch, platform } from "node:process";
import type { EvidenceOptions } from "../operations/judge-tool-evidence.ts";
import type { FetchContext } from "../operations/tool-cache.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import type { Arguments } from "./command.ts";
import { createProgress } from "./progress.ts";
import type { Streams } from "./streams.ts";

/** What every command about tools is told of its surroundings. */
export interface ToolContext extends FetchContext, EvidenceOptions {
  readonly cwd: string;
  readonly lock: string | undefined;
  readonly platform: string;
}

/** Takes from a command line and its surroundings what commands about tools need. */
export function fetchContext(args: Arguments, streams: Streams): ToolContext {
  const { cwd, env } = streams;
  const minRate = args.integer("min-rate");
  return {
    cwd,
    env,
    now: streams.now(),
    lock: args.text("lock"),
    platform: args.text("for") ?? `${platform}-${arch}`,
    isTrustNamed: args.text("trusted-root") !== undefined,
    trust: () => loadTrustRoots(args.text("trusted-root"), cwd, env),
    download: {
      onProgress: createProgress(args, streams),
      ...(minRate === undefined ? {} : { minRate }),
    },
  };
}
