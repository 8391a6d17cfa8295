import { signKeyless } from "../operations/sign-keyless.ts";
import { loadSigningConfig } from "../operations/signing-config-source.ts";
import { createTransport, findSigner } from "../operations/signing-source.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import { type Arguments, UsageError } from "./command.ts";
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
  const [trust] = await loadTrustRoots(args.text("trusted-root"), cwd, env);
  const config = loadSigningConfig(args.text("signing-config"), cwd, trust);
  const [provider] = config.identityProviders;
  const person =
    streams.stdin.isTTY === true && provider !== undefined
      ? { issuer: provider.url, show: (url: string) => say(streams, "note", `log in here: ${url}`) }
      : undefined;
  const signer = await findSigner(args.text("identity-token"), env, now, person);
  const { token } = signer;
  say(streams, "note", `identity by ${signer.provider}`);
  const { findings, exitCode, signed } = await signKeyless({
    files: args.positionals,
    token,
    config,
    trust,
    transport: createTransport(env, streams.patience),
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
