import { readPassword } from "../../operations/ask-password.ts";
import { parseExpiry } from "../../operations/expiry.ts";
import { openPrivateKey } from "../../operations/open-private-key.ts";
import { signLayout } from "../../operations/sign-layout.ts";
import { type Arguments, UsageError } from "../command.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

/** Signs a layout with an owner's key. */
export async function layoutSign(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const now = streams.now();
  const given = args.text("expires");
  const expires = given === undefined ? undefined : parseExpiry(given, now);
  if (given !== undefined && expires === undefined)
    throw new UsageError(
      `layout sign: expected --expires 90d, 12h, 2w or a time to come such as 2027-01-31T00:00:00Z, found ${given}`,
    );
  const reference = args.text("key") ?? "";
  const key = await openPrivateKey({
    reference,
    cwd,
    env,
    password: () => readPassword(reference, streams, false),
  });
  const signed = signLayout({
    layout: args.text("layout") ?? "",
    key,
    expires,
    form:
      args.text("form") === undefined
        ? undefined
        : args.text("form") === "dsse"
          ? "dsse"
          : "metablock",
    output: args.text("output"),
    cwd,
    now,
  });
  const kept = signed.kept === 0 ? "" : `, beside ${signed.kept} signatures of others`;
  const finding = {
    rule: "LAYOUT_SIGNED",
    verdict: "passed",
    subject: signed.output,
    message: `signed ${signed.steps} ${signed.steps === 1 ? "step" : "steps"} until ${signed.expires} by key ${key.publicKey.fingerprint}${kept}`,
  } as const;
  const outcome = { findings: [finding], exitCode: 0, fields: { signed } };
  return printOutcome("layout sign", args, streams, outcome, () => "");
}
