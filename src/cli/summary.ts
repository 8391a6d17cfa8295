import { expectedIdentity } from "../operations/expected-identity.ts";
import { readPublicKey } from "../operations/key-source.ts";
import { parseMaxAge } from "../operations/root-age.ts";
import { loadTrustRoots } from "../operations/trust-source.ts";
import { type VerifySummariesOptions, verifySummaries } from "../operations/verify-summaries.ts";
import { ATTESTATION_COMMANDS } from "./attestation-commands.ts";
import { type Arguments, UsageError } from "./command.ts";
import { printOutcome } from "./outcome.ts";
import type { Streams } from "./streams.ts";

const NAME = "attestation verify";

/** What a summary is believed by; all else is about attestations that were verified to make it. */
const TAKEN = new Set([
  "vsa",
  "verifier-id",
  "resource-uri",
  "verified-level",
  "key",
  "certificate-identity",
  "certificate-identity-pattern",
  "certificate-oidc-issuer",
  "trusted-root",
  "max-root-age",
  "report",
  "json",
]);

/** Verifies by summaries of others what they verified, instead of doing so again. */
export async function verifyBySummary(args: Arguments, streams: Streams): Promise<number> {
  const { cwd, env } = streams;
  const options = ATTESTATION_COMMANDS.find(({ name }) => name === NAME)?.options ?? {};
  const other = Object.keys(options).find((name) => !TAKEN.has(name) && isGiven(args, name));
  if (other !== undefined)
    throw new UsageError(
      `${NAME}: expected no --${other} with --vsa, found it: a summary says only what its verifier found`,
    );
  const expected = readExpected(args, streams);
  const isKeyed = expected.pairs.every(({ signer }) => signer.kind === "key");
  const { findings, exitCode, ledger } = await verifySummaries({
    subjects: args.positionals,
    summaries: args.text("vsa") ?? "",
    expected,
    cwd,
    trust: isKeyed ? null : await loadTrustRoots(args.text("trusted-root"), cwd, env),
    maxRootAgeMs: readMaxRootAge(args.text("max-root-age")),
    now: streams.now(),
  });
  return printOutcome(NAME, args, streams, { findings, exitCode, fields: { ledger } }, () => "");
}

function isGiven(args: Arguments, name: string): boolean {
  return args.flag(name) || args.many(name).length > 0;
}

function readExpected(args: Arguments, streams: Streams): VerifySummariesOptions["expected"] {
  const verifierId = args.text("verifier-id");
  const resourceUri = args.text("resource-uri");
  if (verifierId === undefined)
    throw new UsageError(
      `${NAME}: expected --verifier-id URI with --vsa, found none`,
      "say which verifier the signer speaks for, as its summaries name it: --verifier-id URI",
    );
  if (resourceUri === undefined)
    throw new UsageError(
      `${NAME}: expected --resource-uri URI with --vsa, found none`,
      "say what the artifact was fetched as, as its verifier names it: --resource-uri URI",
    );
  const signers = readSigners(args, streams);
  if (signers.length === 0)
    throw new UsageError(
      `${NAME}: expected --key PUB or an identity with --vsa, found neither`,
      "say whose summaries are believed: --key verifier.pub",
    );
  return {
    pairs: signers.map((signer) => ({ signer, verifierId })),
    resourceUri,
    levels: args.many("verified-level"),
  };
}

type Signer = VerifySummariesOptions["expected"]["pairs"][number]["signer"];

function readSigners(args: Arguments, { cwd, env }: Streams): readonly Signer[] {
  const keys = args
    .many("key")
    .map((reference): Signer => ({ kind: "key", key: readPublicKey(reference, { cwd, env }).key }));
  const [identity, pattern, issuer] = [
    args.text("certificate-identity"),
    args.text("certificate-identity-pattern"),
    args.text("certificate-oidc-issuer"),
  ];
  if (identity === undefined && pattern === undefined && issuer === undefined) return keys;
  const expected = expectedIdentity({ identity, pattern, issuer });
  if (typeof expected === "string") throw new UsageError(`${NAME}: expected ${expected}`);
  return [...keys, { kind: "identity", identity: expected }];
}

function readMaxRootAge(text: string | undefined): number | null {
  if (text === undefined) return null;
  const age = parseMaxAge(text);
  if (age !== undefined) return age;
  throw new UsageError(`${NAME}: expected --max-root-age such as 180d, 12h or 26w, found ${text}`);
}
