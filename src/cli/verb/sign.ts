import { readPassword } from "../../operations/ask-password.ts";
import { lookAtNames } from "../../operations/compare-names.ts";
import { parseExpiry } from "../../operations/expiry.ts";
import { gatherEvidence } from "../../operations/gather-evidence.ts";
import { readPublicKey } from "../../operations/key-source.ts";
import { openPrivateKey } from "../../operations/open-private-key.ts";
import { signLock } from "../../operations/sign-lock.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

const KEYLESS = ["identity-token", "signing-config", "trusted-root"];

/** Signs locks, or with `--message` the bytes of any file: with a key, or as who this runs for. */
export async function sign(args: Arguments, streams: Streams): Promise<number> {
  const files = args.positionals;
  const { cwd, env } = streams;
  const bundle = args.text("bundle");
  const now = streams.now();
  if (bundle !== undefined && files.length > 1)
    throw new UsageError("sign: expected one FILE with --bundle, found several");
  const expires = expiryOf(args.text("expires"), now);
  const lockOnly = ["expires", "countersign", "root"].find(
    (name) => args.flag("message") && args.text(name) !== undefined,
  );
  if (lockOnly !== undefined)
    throw new UsageError(
      `sign: expected no --${lockOnly} with --message, found it: it is about locks`,
    );
  const reference = args.text("key");
  if (reference === undefined)
    return (await import("../keyless-sign.ts")).signByIdentity(args, streams, expires);
  const keyless = KEYLESS.find((name) => args.text(name) !== undefined);
  if (keyless !== undefined)
    throw new UsageError(`sign: expected --key or an identity, found --key and --${keyless}`);
  const other = args.text("countersign");
  const countersign = other === undefined ? undefined : readPublicKey(other, { cwd, env }).key;
  const key = await openPrivateKey({
    reference,
    cwd,
    env,
    password: () => readPassword(reference, streams, false),
  });
  if (args.flag("message")) {
    const { signMessageFile } = await import("../../operations/sign-message.ts");
    const { findings, exitCode, signed } = signMessageFile({ files, key, cwd, bundle });
    return printOutcome(
      "sign",
      args,
      streams,
      { findings, exitCode, fields: { signed } },
      () => "",
    );
  }
  const recorded = await gatherEvidence({ files, cwd, root: args.text("root"), env, now });
  const { findings, exitCode, signed } = signLock({
    files,
    evidence: recorded.evidence,
    key,
    cwd,
    now,
    root: args.text("root"),
    expires,
    bundle,
    countersign,
  });
  const names =
    signed.length === 0 ? [] : await lookAtNames(files, { cwd, root: args.text("root") });
  const all = [...recorded.findings, ...findings, ...names];
  const outcome = { findings: all, exitCode, fields: { signed } };
  return printOutcome("sign", args, streams, outcome, () => "");
}

function expiryOf(text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined;
  const expires = parseExpiry(text, now);
  if (expires !== undefined) return expires;
  throw new UsageError(
    `sign: expected --expires 90d, 12h, 2w or a time to come such as 2027-01-31T00:00:00Z, found ${text}`,
  );
}
