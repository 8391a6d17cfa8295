import { basename, isAbsolute } from "node:path";
import { Refusal } from "../errors.ts";
import { exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { ChecksumAlgorithm } from "../tool/checksum-algorithm.ts";
import { type ChecksumList, MAX_CHECKSUMS_BYTES, plainName } from "../tool/checksums.ts";
import { digestAsset, digestsOfFile } from "./digest-asset.ts";
import { judgeKnownBad, passed } from "./judge-asset.ts";
import { checkListed } from "./judge-tool-evidence.ts";
import { readChecksums } from "./read-checksums.ts";
import type { VerifiedAsset, VerifyToolReport } from "./verify-tool.ts";

/** Which list, and which of its files. */
export interface VerifyChecksumsOptions {
  readonly list: string;
  /** Default: every file of the list. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** Of digests that nothing in the list names; default: see `readChecksums`. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
}

/**
 * Verifies files against a list of checksums, as `sha256sum -c --strict` does, in every format that lists come in. Every
 * file that is named has to be there, and every strong digest of it to be right. Nobody vouches for the list itself.
 */
export function verifyChecksums(options: VerifyChecksumsOptions): VerifyToolReport {
  const { list: name, cwd } = options;
  let list: ChecksumList;
  try {
    list = readChecksums(
      readFile(resolvePath(cwd, name), MAX_CHECKSUMS_BYTES),
      name,
      options.algorithm,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const findings = [findingOfRefusal(error, name)];
    return { findings, exitCode: exitCodeOf(findings), verified: [] };
  }
  const listed = [...new Set(list.entries.map((entry) => plainName(entry.name)))];
  const verified: VerifiedAsset[] = [];
  const findings = (options.files.length > 0 ? options.files : listed).flatMap((file) =>
    verifyListed(file, options.files.length === 0, list, cwd, verified),
  );
  // Beside a refusal it would only soften what has to be read.
  if (isRefused(findings)) return { findings, exitCode: exitCodeOf(findings), verified };
  findings.push({
    rule: "CHECKSUMS_UNSIGNED",
    verdict: "noted",
    subject: name,
    message:
      "the files are those of this list; nobody's signature of the list was looked at, and whoever can change the files can often change it too",
    help: "pin what is verified: lockseal tool add",
  });
  return { findings, exitCode: exitCodeOf(findings), verified };
}

function verifyListed(
  file: string,
  fromList: boolean,
  list: ChecksumList,
  cwd: string,
  verified: VerifiedAsset[],
): readonly Finding[] {
  // A list that somebody else wrote does not say which files of this machine are looked at.
  if (fromList && (isAbsolute(file) || file.split(/[/\\]/).includes("..")))
    return [
      refused(
        "CHECKSUMS_OUTSIDE",
        file,
        "a name below this folder in the list",
        "one that leads out of it",
        "name the file itself after --checksums, if it is meant",
      ),
    ];
  try {
    const path = resolvePath(cwd, file);
    const facts = digestAsset(path, ["sha256"]);
    const sha256 = facts.digests.get("sha256") ?? "";
    const name = fromList ? file : nameIn(list, file);
    const digest = checkListed(list, name, digestsOfFile(path, facts.digests));
    const findings = [
      ...judgeKnownBad(file, undefined, sha256, basename(file)),
      passed("CHECKSUM", file, `${digest}, as ${list.what} has it`),
    ];
    if (!isRefused(findings)) verified.push({ file, size: facts.size, sha256, pin: null });
    return findings;
  } catch (error) {
    if (error instanceof Refusal) return [findingOfRefusal(error, file)];
    throw error;
  }
}

/** As the list has it where it has folders; else by the last part of the path. */
function nameIn(list: ChecksumList, file: string): string {
  const plain = plainName(file);
  return list.entries.some((entry) => plainName(entry.name) === plain) ? plain : basename(file);
}
