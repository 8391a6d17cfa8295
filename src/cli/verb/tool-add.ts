import { addTool } from "../../operations/add-tool.ts";
import {
  badToolName,
  parseAccepted,
  parsePlatforms,
  signerOfWords,
} from "../../operations/tool-words.ts";
import { type Arguments, UsageError } from "../command.ts";
import { fetchContext } from "../fetch-context.ts";
import { printOutcome } from "../outcome.ts";
import type { Streams } from "../streams.ts";

const WISHES = ["url", "version", "platform", "signer", "bin", "checksums-name"];

/** Pins a tool for the first time, or anew what lockseal.toml has of it. */
export async function toolAdd(args: Arguments, streams: Streams): Promise<number> {
  const [name = ""] = args.positionals;
  const objection = badToolName(name);
  if (objection !== undefined) throw new UsageError(`tool add: expected ${objection}`);
  const context = fetchContext(args, streams);
  const [url, version] = [args.text("url"), args.text("version")];
  const signer = signerOfWords(
    {
      signer: args.text("signer"),
      key: args.text("key"),
      identity: args.text("certificate-identity"),
      issuer: args.text("certificate-oidc-issuer"),
      repository: args.text("repository"),
      workflow: args.text("workflow"),
      ref: args.text("ref"),
      repositoryId: args.text("repository-id"),
      trigger: args.text("trigger"),
      runner: args.text("runner"),
    },
    name,
  );
  if (typeof signer === "string") throw new UsageError(`tool add: expected ${signer}`);
  const wish = WISHES.find((one) => args.text(one) !== undefined);
  if (url === undefined && (wish !== undefined || signer.value !== null))
    throw new UsageError(
      "tool add: expected --url TEMPLATE with what is wanted, found none",
      `to pin what lockseal.toml has: lockseal tool add ${name}`,
    );
  if (url !== undefined && version === undefined)
    throw new UsageError("tool add: expected --version V with --url, found none");
  const platforms = parsePlatforms(args.many("platform"), context.platform);
  if (typeof platforms === "string") throw new UsageError(`tool add: expected ${platforms}`);
  const accept = parseAccepted(args.many("accept"));
  if (typeof accept === "string") throw new UsageError(`tool add: expected ${accept}`);
  const { findings, exitCode, pinned, written } = await addTool({
    ...context,
    name,
    wanted:
      url === undefined || version === undefined
        ? null
        : {
            version,
            sources: [url, ...args.many("mirror")],
            platforms,
            bin: args.text("bin") ?? null,
            checksums: args.text("checksums-name") ?? null,
          },
    signer: signer.value,
    accept,
    unsafeUnsigned: args.flag("unsafe-unsigned"),
    logUrl: args.text("rekor-url"),
  });
  const fields = { pinned, written };
  return printOutcome("tool add", args, streams, { findings, exitCode, fields }, () => "");
}
