import { namesOwnFormat } from "../operations/names-own-format.ts";
import { type Arguments, UsageError } from "./command.ts";
import type { Streams } from "./streams.ts";

/**
 * Says whether `verify` is asked for signatures in a format of their own: by minisign's, signify's, SSH's or
 * allowed signers. Refuses what says so in one option and otherwise in another.
 * @param keyless the first option that names an identity.
 * @throws UsageError
 */
export function asksForOwnFormat(
  args: Arguments,
  streams: Streams,
  keyless: string | undefined,
): boolean {
  const keys = args.many("key");
  if (args.text("allowed-signers") === undefined) {
    const own = keys.filter((reference) => namesOwnFormat(reference, streams));
    if (own.length > 0 && own.length < keys.length)
      throw new UsageError(
        "verify: expected keys of one kind, found PEM keys and keys of other formats",
        "verify with each kind by itself: lockseal verify FILE --key PUB",
      );
    refuseIdle(args, own.length > 0);
    return own.length > 0;
  }
  const other = keyless ?? (keys.length > 0 ? "key" : undefined);
  if (other !== undefined)
    throw new UsageError(
      `verify: expected --allowed-signers or --${other}, found both`,
      "verify with each by itself",
    );
  if (args.text("fingerprint") !== undefined)
    throw new UsageError(
      "verify: expected no --fingerprint with --allowed-signers, found it",
      "it is about keys of OpenPGP",
    );
  if (args.text("principal") === undefined)
    throw new UsageError(
      "verify: expected --principal NAME with --allowed-signers, found none",
      "say who has to have signed, as the file names them: --principal release@acme.example",
    );
  return true;
}

/** Refuses options that would promise a check that nobody makes. */
function refuseIdle(args: Arguments, isOwn: boolean): void {
  if (args.text("principal") !== undefined)
    throw new UsageError(
      "verify: expected --allowed-signers FILE with --principal, found none",
      "name the file that says whose keys are whose: --allowed-signers FILE",
    );
  const idle = OWN_OPTIONS.find((name) =>
    name === "unsafe-legacy" ? args.flag(name) : args.text(name) !== undefined,
  );
  if (isOwn || idle === undefined) return;
  throw new UsageError(
    `verify: expected no --${idle} with a PEM key or an identity, found it`,
    "it is about keys of minisign, signify, SSH and OpenPGP",
  );
}

const OWN_OPTIONS = ["namespace", "fingerprint", "unsafe-legacy"] as const;
