import type { SignKeylessOptions } from "../operations/sign-keyless.ts";
import { loadSigningConfig } from "../operations/signing-config-source.ts";
import { createTransport, findSigner } from "../operations/signing-source.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import type { Arguments } from "./command.ts";
import { say } from "./say.ts";
import type { Streams } from "./streams.ts";

/** Who signs without a key, and with what. */
export type KeylessSigner = Pick<SignKeylessOptions, "token" | "config" | "trust" | "transport">;

/** Finds out who signs without a key, by the options that every signing command has for it. */
export async function findKeylessSigner(
  args: Arguments,
  streams: Streams,
  now: Date,
): Promise<KeylessSigner> {
  const { cwd, env } = streams;
  const [trust] = await loadTrustRoots(args.text("trusted-root"), cwd, env);
  const config = loadSigningConfig(args.text("signing-config"), cwd, trust);
  const [provider] = config.identityProviders;
  const person =
    streams.stdin.isTTY === true && provider !== undefined
      ? { issuer: provider.url, show: (url: string) => say(streams, "note", `log in here: ${url}`) }
      : undefined;
  const signer = await findSigner(args.text("identity-token"), env, now, person);
  say(streams, "note", `identity by ${signer.provider}`);
  return { token: signer.token, config, trust, transport: createTransport(env, streams.patience) };
}
