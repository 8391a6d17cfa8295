import { readPassword } from "../operations/ask-password.ts";
import { openPrivateKey } from "../operations/open-private-key.ts";
import type { StatementSigner } from "../operations/sign-statement.ts";
import { type Arguments, UsageError } from "./command.ts";
import { say } from "./say.ts";
import type { Streams } from "./streams.ts";

const KEYLESS = ["identity-token", "signing-config", "trusted-root"];

/** Finds out who signs a statement: the key that is named, else who this runs for. */
export async function readStatementSigner(
  command: string,
  args: Arguments,
  streams: Streams,
): Promise<StatementSigner> {
  const { cwd, env } = streams;
  const reference = args.text("key");
  if (reference === undefined) {
    // Loaded where it is used, as it is for sign.
    const { findKeylessSigner } = await import("./keyless-signer.ts");
    const now = streams.now();
    const announce = (text: string): void => say(streams, "note", text);
    return {
      kind: "identity",
      ...(await findKeylessSigner(args, streams, now)),
      now,
      announce,
    };
  }
  const keyless = KEYLESS.find((name) => args.text(name) !== undefined);
  if (keyless !== undefined)
    throw new UsageError(`${command}: expected --key or an identity, found --key and --${keyless}`);
  const key = await openPrivateKey({
    reference,
    cwd,
    env,
    password: () => readPassword(reference, streams, false),
  });
  return { kind: "key", key };
}
