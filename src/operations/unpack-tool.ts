import { basename } from "node:path";
import { formatOfName } from "../archive/format.ts";
import type { ArchiveLimits } from "../archive/limits.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused } from "../finding.ts";
import { resolvePath } from "../io/root.ts";
import { sha256Of } from "../tool/pinned.ts";
import { digestAsset } from "./digest-asset.ts";
import { type AssetPin, judgeKnownBad, passed } from "./judge-asset.ts";
import type { EvidenceOptions } from "./judge-tool-evidence.ts";
import { programOf } from "./tool-places.ts";
import { unpackAsset } from "./unpack-asset.ts";
import { verifyAndFind } from "./verify-tool.ts";

/** A file that is here, and what it is to be. */
export interface UnpackToolOptions extends EvidenceOptions {
  readonly file: string;
  /** A folder that is not there yet. */
  readonly to: string;
  readonly cwd: string;
  readonly lock?: string | undefined;
  readonly tool?: string | undefined;
  readonly pinned?: { readonly sha256: string; readonly size: number | undefined } | undefined;
  /** Unpack what nobody pinned. */
  readonly unsafeUnpinned: boolean;
  /** In place of some of the limits of archives whose entries are not pinned. */
  readonly limits?: Partial<ArchiveLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was unpacked. */
export interface UnpackToolReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  /** How many files and links; 0 where it was refused. */
  readonly files: number;
}

/**
 * Unpacks a file that is here already: after it was verified against its pin, what is pinned of it and nothing else; with
 * a digest alone, whatever it holds, as far as the rules for archives allow. Without either only by an explicit word.
 */
export async function unpackTool(options: UnpackToolOptions): Promise<UnpackToolReport> {
  const { file, cwd, pinned, unsafeUnpinned } = options;
  const path = resolvePath(cwd, file);
  const findings: Finding[] = [];
  try {
    let pin: AssetPin | undefined;
    if (unsafeUnpinned) {
      const { digests } = digestAsset(path, ["sha256"]);
      const sha256 = digests.get("sha256") ?? "";
      findings.push(unpinned(file), ...judgeKnownBad(file, undefined, sha256, basename(path)));
      if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), files: 0 };
    } else {
      const judged = await verifyAndFind(file, options);
      findings.push(...judged.findings);
      pin = judged.pin;
      if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), files: 0 };
    }
    const name = pin?.asset.name ?? basename(path);
    const plan = await unpackAsset({
      file: path,
      name,
      target: resolvePath(cwd, options.to),
      fileName: pin === undefined || pin.asset.files !== null ? basename(path) : programOf(pin),
      pin: {
        sha256: pin === undefined ? pinned?.sha256 : sha256Of(pin.asset),
        size: pin === undefined ? pinned?.size : pin.asset.size,
      },
      pinned: pin?.asset.files ?? undefined,
      limits: options.limits,
      signal: options.signal,
    });
    const count = plan.entries.filter(({ kind }) => kind !== "directory").length;
    findings.push(
      passed(
        "TOOL_UNPACKED",
        file,
        `${count} ${count === 1 ? "file" : "files"}, ${plan.totalBytes} bytes, in ${options.to}${describe(name)}`,
      ),
    );
    return { findings, exitCode: exitCodeOf(findings), files: count };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(findingOfRefusal(error, file));
    return { findings, exitCode: exitCodeOf(findings), files: 0 };
  }
}

function describe(name: string): string {
  return formatOfName(name).content === "file"
    ? ""
    : "; two readers agreed about every entry, and the disk was read back";
}

function unpinned(subject: string): Finding {
  return {
    rule: "TOOL_UNPINNED",
    verdict: "warned",
    subject,
    message: "nobody pinned this file: it may be another than the one that is meant",
    help: "pin it: lockseal tool add, or --sha256 HEX",
  };
}
