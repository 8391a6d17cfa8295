import { verifyAttestations } from "../../operations/verify-attestation.ts";
import { type Arguments, UsageError } from "../command.ts";
import { readExpectations, readMaxRootAge, readTrust } from "../expectations.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

const NAME = "attestation verify";

/** Verifies what attestations say about files. */
export async function verifyAttestation(args: Arguments, streams: Streams): Promise<number> {
  if (args.text("vsa") !== undefined) {
    const { verifyBySummary } = await import("../summary.ts");
    return verifyBySummary(args, streams);
  }
  const isEmitting = args.text("emit-vsa") !== undefined || args.text("emit-svr") !== undefined;
  refuseSummaryOptions(args, isEmitting);
  if (args.many("publisher").length > 0) {
    if (isEmitting)
      throw new UsageError(
        `${NAME}: expected --publisher or --emit-vsa and --emit-svr, found both: a publication is no build that a summary could be of`,
      );
    const { verifyPublished } = await import("../publisher.ts");
    return verifyPublished(
      args,
      streams,
      (identity, types) => readExpectations(args, streams, { published: { identity, types } }),
      readMaxRootAge(args),
    );
  }
  refuseAlone(args);
  const subjects = args.positionals;
  const [bundle, attestations] = [args.text("bundle"), args.text("attestations")];
  if (bundle !== undefined && attestations !== undefined)
    throw new UsageError(`${NAME}: expected --bundle or --attestations, found both`);
  if (attestations !== undefined && subjects.length > 1)
    throw new UsageError(`${NAME}: expected one FILE with --attestations, found several`);
  const npmKeys = args.text("npm-keys");
  if (npmKeys !== undefined && attestations === undefined)
    throw new UsageError(`${NAME}: expected --attestations with --npm-keys, found none`);
  // Loaded where it is used: what verifies has nothing in it that signs.
  const emission = isEmitting ? (await import("../emit.ts")).readEmission(args, streams) : null;
  const { said, ...trust } = await readTrust(args, streams, { keys: emission?.trustedKeys });
  const report = await verifyAttestations({
    ...trust,
    subjects,
    cwd: streams.cwd,
    bundle,
    attestations,
    npmKeys,
    now: streams.now(),
  });
  const { exitCode, ledger, evidence } = report;
  const emitted =
    exitCode === 0 && emission !== null
      ? await emission.emit({ subjects: evidence, expectations: trust.expectations })
      : [];
  const findings = [...said, ...report.findings, ...emitted];
  const outcome = { findings, exitCode, fields: { ledger, evidence } };
  return printOutcome(NAME, args, streams, outcome, () => "");
}

/** Options that say nothing without a publisher. */
function refuseAlone(args: Arguments): void {
  const alone = ["provenance", "index"].find((name) => args.text(name) !== undefined);
  if (alone !== undefined)
    throw new UsageError(`${NAME}: expected --publisher with --${alone}, found none`);
}

/** What is about summaries alone says nothing where none is read or written: whoever gave it expects it to be checked. */
function refuseSummaryOptions(args: Arguments, isEmitting: boolean): void {
  const names = ["verifier-id", "resource-uri", "verified-level"];
  const other = names.find((name) => !isEmitting && args.many(name).length > 0);
  if (other !== undefined)
    throw new UsageError(
      `${NAME}: expected --vsa, --emit-vsa or --emit-svr with --${other}, found none`,
      "verify by a summary: --vsa FILE; or write one: --emit-vsa OUT",
    );
}
