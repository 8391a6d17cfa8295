import { lookAtNames } from "../operations/compare-names.ts";
import { gatherEvidence } from "../operations/gather-evidence.ts";
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
  const { cwd, env } = streams;
  if (args.text("countersign") !== undefined)
    throw new UsageError("sign: expected --key with --countersign, found none");
  const now = streams.now();
  const files = args.positionals;
  const message = args.flag("message");
  const recorded = await gatherEvidence({
    files: message ? [] : files,
    cwd,
    root: args.text("root"),
    env,
    now,
  });
  const { findings, exitCode, signed } = await signKeyless({
    files,
    evidence: recorded.evidence,
    ...(await findKeylessSigner(args, streams, now)),
    cwd,
    now,
    message,
    announce: (text) => say(streams, "note", text),
    bundle: args.text("bundle"),
    root: args.text("root"),
    expires,
  });
  const locks = message || signed.length === 0 ? [] : files;
  const names = await lookAtNames(locks, { cwd, root: args.text("root") });
  const all = [...recorded.findings, ...findings, ...names];
  const outcome = { findings: all, exitCode, fields: { signed } };
  return printOutcome("sign", args, streams, outcome, () => "");
}
