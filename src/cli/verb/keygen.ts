import { readPassword } from "../../operations/ask-password.ts";
import { createKeyPair } from "../../operations/create-key-pair.ts";
import { escapeText } from "../../report/escape.ts";
import { quoteForShell } from "../../shell-word.ts";
import type { Arguments } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Makes a key pair. */
export async function keygen(args: Arguments, streams: Streams): Promise<number> {
  const name = args.text("output") ?? "lockseal";
  const type = args.text("type") === "ed25519" ? "ed25519" : "ecdsa-p256";
  const { findings, privateKey, privatePath, publicPath } = await createKeyPair({
    name,
    type,
    cwd: streams.cwd,
    password: () => readPassword(`${name}.key`, streams, true),
  });
  const { fingerprint } = privateKey.publicKey;
  return printOutcome(
    "keygen",
    args,
    streams,
    {
      findings,
      exitCode: 0,
      fields: { type, fingerprint, privateKey: privatePath, publicKey: publicPath },
    },
    () =>
      `next: lockseal sign requirements.txt --key ${escapeText(quoteForShell(`${name}.key`))}\n`,
  );
}
