import { digest, sha256Hex } from "../bytes/digest.ts";
import { formatToolLock } from "../tool/format-tool-lock.ts";
import { parseToolLock } from "../tool/parse-tool-lock.ts";
import {
  evidenceName,
  type PinnedAsset,
  type PinnedSigner,
  type PinnedTool,
} from "../tool/pinned.ts";
import type { Stage } from "./stage.ts";
import type { CertifiedIdentity } from "./stand-in-certificate.ts";
import { identityOf } from "./stand-ins.ts";

const TOOL_LOCK = "lockseal-tools.lock";
const FOLDER = "drill-tools";
const DAY_MS = 24 * 60 * 60 * 1000;

/** The release that stands in for the true one: nobody downloads anything here. */
const RELEASE = Buffer.from("a release, for a drill\n");

/** The pins that lie there; none where there is no lock of tools. */
export function pinnedTools(stage: Stage): readonly PinnedTool[] {
  const text = stage.text(TOOL_LOCK);
  return text === "" ? [] : parseToolLock(Buffer.from(text), TOOL_LOCK).tools;
}

/** Writes the pins anew, in their one spelling. */
export function writeTools(stage: Stage, tools: readonly PinnedTool[]): void {
  stage.write(TOOL_LOCK, formatToolLock({ tools }));
}

/**
 * Pins a release of the drill's own in place of a tool's, signed as whoever has to have signed that, and puts its file there.
 * @returns why that cannot be.
 */
export function setToolScene(stage: Stage): string | undefined {
  const tools = pinnedTools(stage);
  if (tools.length === 0) return "no tool is pinned";
  const found = tools.find(({ signer }) => signer !== null && signer.kind !== "key");
  const [asset] = found?.assets ?? [];
  if (found === undefined || asset === undefined)
    return "no pinned tool is signed by an identity, and no other kind of signature can be stood in for";
  stage.mode = "tool";
  stage.asset = `${FOLDER}/${asset.name}`;
  stage.write(stage.asset, RELEASE);
  pinAnew(stage, found, asset, signerOf(found.signer));
  return undefined;
}

/** Gives the tool that was pinned, with the one file that it has. */
export function drilledTool(stage: Stage): {
  readonly tool: PinnedTool;
  readonly asset: PinnedAsset;
} {
  const name = stage.asset.slice(FOLDER.length + 1);
  for (const tool of pinnedTools(stage)) {
    const asset = tool.assets.find((one) => one.name === name);
    if (asset !== undefined) return { tool, asset };
  }
  throw new RangeError(`tool: expected a pin of ${name}, found none`);
}

/** Pins the release as one that somebody has signed: the evidence says who, and the pin says who it has to be. */
export function pinAnew(
  stage: Stage,
  tool: PinnedTool,
  asset: PinnedAsset,
  by: CertifiedIdentity,
): void {
  const sha256 = sha256Hex(RELEASE);
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: asset.name, digest: { sha256 } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: { buildDefinition: {}, runDetails: {} },
  };
  const at = new Date(stage.now.getTime() - DAY_MS);
  const evidence = stage.standIns.instance.sign(Buffer.from(JSON.stringify(statement)), by, at);
  const held = sha256Hex(evidence);
  stage.write(evidenceName(held), evidence);
  const pinned: PinnedAsset = {
    ...asset,
    size: RELEASE.length,
    digests: [digest("sha256", RELEASE)],
    files: null,
    evidence: [{ kind: "signature", sha256: held }],
  };
  const others = pinnedTools(stage).filter(({ name }) => name !== tool.name);
  writeTools(stage, [...others, { ...tool, bin: tool.name, assets: [pinned] }]);
}

/** The identity that a pin names, as a certificate has it. */
export function signerOf(signer: PinnedSigner | null): CertifiedIdentity {
  if (signer === null || signer.kind === "key")
    throw new RangeError("signer: expected an identity");
  if (signer.kind === "exact")
    return identityOf({ issuer: signer.issuer, identity: signer.name }, "");
  const { issuer, server, repository, workflow, ref, trigger, runner, repositoryId } = signer;
  return identityOf(
    {
      issuer,
      server,
      repository,
      workflow,
      ref,
      ...(trigger === undefined ? {} : { trigger }),
      ...(runner === undefined ? {} : { runner }),
      ...(repositoryId === undefined ? {} : { repository_id: repositoryId }),
    },
    "",
  );
}
