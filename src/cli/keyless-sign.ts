import { signKeyless } from "../operations/sign-keyless.ts";
import { type Arguments, UsageError } from "./command.ts";
import { findKeylessSigner } from "./keyless-signer.ts";
import { printOutcome } from "./outcome.ts";
import { say } from "./say.ts";
import type { Streams } from "./streams.ts";

/** Signs as who this runs for: with a key that exists for one signature, certified by an identity. */
export async function signByIdentity(
  args: Arguments,
  streams: Streams,
  expires: string | undefined,
): Promise<number> {
  const { cwd } = streams;
  if (args.text("countersign") !== undefined)
    throw new UsageError("sign: expected --key with --countersign, found none");
  const now = streams.now();
  const { findings, exitCode, signed } = await signKeyless({
    files: args.positionals,
    ...(await findKeylessSigner(args, streams, now)),
    cwd,
    now,
    message: args.flag("message"),
    announce: (text) => say(streams, "note", text),
    bundle: args.text("bundle"),
    root: args.text("root"),
    expires,
  });
  return printOutcome("sign", args, streams, { findings, exitCode, fields: { signed } }, () => "");
}
