import { basename } from "node:path";
import { HEX_LENGTHS } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal, isRefused, refused } from "../finding.ts";
import { resolvePath } from "../io/root.ts";
import { quoteForShell } from "../shell-word.ts";
import type { AssetAlgorithm } from "../tool/asset-hasher.ts";
import type { ToolLock } from "../tool/pinned.ts";
import { PLATFORM, TOOL_NAME } from "../tool/words.ts";
import { type Denying, judgeDenied, readDenying } from "./denied-tools.ts";
import { type AssetFacts, digestAsset } from "./digest-asset.ts";
import {
  type AssetPin,
  findOtherPin,
  judgeBytes,
  judgeKnownBad,
  listPins,
  namePin,
} from "./judge-asset.ts";
import { judgeEvidence } from "./judge-tool-evidence.ts";
import { locateTools, readPins, type ToolFiles } from "./locate-tools.ts";
import type { ToolPolicy } from "./tool-signer.ts";
import type { TrustSources } from "./trust-source.ts";

/** Which files, and what they are to be. */
export interface VerifyToolOptions {
  readonly files: readonly string[];
  readonly cwd: string;
  readonly now: Date;
  /** The lock; default: the nearest one. */
  readonly lock?: string | undefined;
  /** Which pin is meant: `NAME` or `NAME@PLATFORM`; default: the one whose file has the same name. */
  readonly tool?: string | undefined;
  /** Pins given by hand, instead of a lock. */
  readonly pinned?: { readonly sha256: string; readonly size: number | undefined } | undefined;
  /** What signatures are verified against, where no policy pins a root. */
  readonly trust: () => Promise<TrustSources>;
  /** See `EvidenceOptions`. */
  readonly isTrustNamed?: boolean;
}

/** What was verified of each file. */
export interface VerifyToolReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly verified: readonly VerifiedAsset[];
}

/** A file that is what was pinned. */
export interface VerifiedAsset {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  /** The pin, as `NAME@PLATFORM VERSION`; null where it was given by hand. */
  readonly pin: string | null;
}

/**
 * Verifies downloaded files against their pins, before anybody unpacks or runs them: size, every digest, the signature
 * that was verified when they were pinned, and that they are not known to be bad. Offline.
 */
export function verifyTool(options: VerifyToolOptions): Promise<VerifyToolReport> {
  return verifyAll(options);
}

async function verifyAll(options: VerifyToolOptions): Promise<VerifyToolReport> {
  const files = locateTools(options.cwd, options.lock);
  const known = readKnown(files, options);
  const findings: Finding[] = [];
  const verified: VerifiedAsset[] = [];
  for (const file of options.files) {
    try {
      const judged = await verifyFile(file, known, files, options);
      findings.push(...judged.findings);
      if (judged.verified !== undefined && !isRefused(judged.findings))
        verified.push(judged.verified);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push(findingOfRefusal(error, file));
    }
  }
  return { findings, exitCode: exitCodeOf(findings), verified };
}

/**
 * Verifies one file, and says which pin it is of.
 * @throws Refusal `TOOL_PIN_NONE`, `TOOL_PIN_AMBIGUOUS`, `FILE_…`.
 */
export async function verifyAndFind(
  file: string,
  options: Omit<VerifyToolOptions, "files">,
): Promise<{ readonly findings: readonly Finding[]; readonly pin: AssetPin | undefined }> {
  const files = locateTools(options.cwd, options.lock);
  const { findings, pin } = await verifyFile(file, readKnown(files, options), files, options);
  return { findings, pin };
}

interface JudgedFile {
  readonly findings: readonly Finding[];
  readonly pin?: AssetPin;
  readonly verified?: VerifiedAsset;
}

/** What files are judged by. */
interface Known {
  readonly lock: ToolLock;
  readonly denying: readonly (Denying & ToolPolicy)[];
}

/** A pin that is given by hand is of no tool: neither a lock nor a manifest has a word to say about it. */
function readKnown(
  files: ToolFiles,
  { pinned, cwd, now }: Pick<VerifyToolOptions, "pinned" | "cwd" | "now">,
): Known {
  if (pinned !== undefined) return { lock: { tools: [] }, denying: [] };
  return { lock: readPins(files), denying: readDenying(files, cwd, now) };
}

async function verifyFile(
  file: string,
  { lock, denying }: Known,
  files: ToolFiles,
  options: Omit<VerifyToolOptions, "files">,
): Promise<JudgedFile> {
  const path = resolvePath(options.cwd, file);
  const name = basename(path);
  if (options.pinned !== undefined) return verifyByHand(file, path, options.pinned);
  const pin = findPin(lock, name, options.tool, files);
  const facts = digestAsset(path, pin === undefined ? ["sha256"] : algorithmsOf(pin));
  const sha256 = facts.digests.get("sha256") ?? "";
  const bad = [
    ...judgeKnownBad(file, pin, sha256, name),
    ...(pin === undefined ? [] : judgeDenied(file, pin.tool, denying)),
  ];
  if (pin === undefined) {
    const other = findOtherPin(lock, facts, undefined);
    return {
      findings: [...bad, other === undefined ? noPin(file, files) : otherName(file, other)],
    };
  }
  const bytes = judgeBytes(file, facts, pin.asset, namePin(pin));
  if (isRefused(bytes)) {
    const other = findOtherPin(lock, facts, pin);
    return {
      findings: [...bad, ...bytes, ...(other === undefined ? [] : [otherPin(file, other)])],
    };
  }
  const judging = { ...options, policies: denying };
  const evidence = await judgeEvidence(file, path, pin, facts, files, judging);
  return {
    findings: [...bad, ...bytes, ...evidence],
    pin,
    verified: { file, size: facts.size, sha256, pin: namePin(pin) },
  };
}

function algorithmsOf({ asset }: AssetPin): readonly AssetAlgorithm[] {
  return asset.digests.map(({ algorithm }) => algorithm);
}

function verifyByHand(
  file: string,
  path: string,
  { sha256, size }: { readonly sha256: string; readonly size: number | undefined },
): JudgedFile {
  const facts: AssetFacts = digestAsset(path, ["sha256"]);
  const found = facts.digests.get("sha256") ?? "";
  const expected = { size, digests: [{ algorithm: "sha256", hex: sha256 }] } as const;
  return {
    findings: [
      ...judgeKnownBad(file, undefined, found, basename(path)),
      ...judgeBytes(file, facts, expected, "given"),
    ],
    verified: { file, size: facts.size, sha256: found, pin: null },
  };
}

/**
 * Finds the pin that is meant: by a word such as `trivy@linux-x64`, else by the file's name.
 * @throws Refusal `TOOL_PIN_NONE` — the word names none; `TOOL_PIN_AMBIGUOUS` — it, or the name, several.
 */
function findPin(
  lock: ToolLock,
  name: string,
  word: string | undefined,
  { lockName }: ToolFiles,
): AssetPin | undefined {
  const pins = listPins(lock);
  if (word === undefined)
    return only(
      pins.filter(({ asset }) => asset.name === name),
      name,
    );
  const [tool = "", platform, more] = word.split("@");
  const isWord =
    TOOL_NAME.test(tool) &&
    (platform === undefined || PLATFORM.test(platform)) &&
    more === undefined;
  const named = pins.filter(
    (pin) => pin.tool.name === tool && (platform === undefined || pin.asset.platform === platform),
  );
  const byName = named.filter(({ asset }) => asset.name === name);
  const pin = only(byName.length > 0 ? byName : named, word);
  if (isWord && pin !== undefined) return pin;
  throw new Refusal(
    "TOOL_PIN_NONE",
    `--tool: expected a pin of ${lockName}, found ${word}`,
    { name: word },
    { hint: "see what is pinned: lockseal tool list" },
  );
}

function only(pins: readonly AssetPin[], word: string): AssetPin | undefined {
  if (pins.length < 2) return pins[0];
  const names = pins.map(({ tool, asset }) => `${tool.name}@${asset.platform}`);
  throw new Refusal(
    "TOOL_PIN_AMBIGUOUS",
    `${word}: expected one pin, found ${names.length}: ${names.join(", ")}`,
    { pins: names },
    { hint: `say which one is meant: --tool ${names[0]}` },
  );
}

function noPin(file: string, { lockName }: ToolFiles): Finding {
  return refused(
    "TOOL_PIN_NONE",
    file,
    `a pin of that name or digest in ${lockName}`,
    "none",
    `pin it: lockseal tool add; or say what it should be: lockseal tool verify ${quoteForShell(file)} --sha256 HEX`,
  );
}

function otherPin(file: string, pin: AssetPin): Finding {
  return {
    rule: "TOOL_PIN_OTHER",
    verdict: "noted",
    subject: file,
    message: `it is the file that is pinned as ${namePin(pin)}, ${pin.asset.name}`,
    help: `if that is the one that is meant: --tool ${pin.tool.name}@${pin.asset.platform}`,
  };
}

/** The right bytes under a name that no pin has: renamed, or of another platform than its name says. */
function otherName(file: string, pin: AssetPin): Finding {
  return refused(
    "TOOL_PIN_OTHER",
    file,
    "a file named as it is pinned",
    `the bytes of ${namePin(pin)}, which is named ${pin.asset.name}`,
    `if that is the one that is meant: lockseal tool verify ${quoteForShell(file)} --tool ${pin.tool.name}@${pin.asset.platform}`,
  );
}

/**
 * Reads the pins of a command line.
 * @returns the objection in words where they are none.
 */
export function parseGivenPin(
  sha256: string | undefined,
  size: string | undefined,
): { readonly sha256: string; readonly size: number | undefined } | string | undefined {
  if (sha256 === undefined)
    return size === undefined ? undefined : "--sha256 with --size, found none";
  const hex = sha256.replace(/^sha256:/, "");
  if (hex.length !== HEX_LENGTHS.sha256 || !/^[0-9a-f]+$/.test(hex))
    return `--sha256 with 64 lower-case hex digits, found ${sha256}`;
  if (size !== undefined && !/^(?:0|[1-9][0-9]{0,14})$/.test(size))
    return `--size with a number of bytes, found ${size}`;
  return { sha256: hex, size: size === undefined ? undefined : Number(size) };
}
