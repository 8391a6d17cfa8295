import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { type DownloadOptions, downloadFile } from "../io/download.ts";
import { codeOf, isThere } from "../io/files.ts";
import { makeFolders } from "../io/make-folders.ts";
import { type AssetAlgorithm, createAssetHasher } from "../tool/asset-hasher.ts";
import { sha256Of } from "../tool/pinned.ts";
import { isLoopback } from "../tool/words.ts";
import { type AssetFacts, digestAsset } from "./digest-asset.ts";
import { type AssetPin, judgeBytes, namePin } from "./judge-asset.ts";
import { findToolCache } from "./tool-places.ts";

/** What downloads need to know of their surroundings. */
export interface FetchContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly download: Omit<DownloadOptions, "env" | "isLoopback">;
}

/** A downloaded file that is as pinned, in the cache. */
export interface CachedBlob {
  readonly path: string;
  readonly facts: AssetFacts;
  readonly findings: readonly Finding[];
}

function algorithmsOf({ asset }: AssetPin): readonly AssetAlgorithm[] {
  return asset.digests.map(({ algorithm }) => algorithm);
}

/**
 * Gives a pinned file: from the cache after it was verified again, else from the addresses of its pin, in order. What does
 * not match its pin is never kept, and an altered file in the cache is replaced.
 * @throws Refusal see `downloadFile`; `TOOL_BYTES_DIFFER` — an address served other bytes than are pinned.
 */
export async function fetchBlob(pin: AssetPin, context: FetchContext): Promise<CachedBlob> {
  const { asset } = pin;
  const folder = join(findToolCache(context.env), "files");
  const path = join(folder, `sha256-${sha256Of(asset)}`);
  const findings: Finding[] = [];
  if (isThere(path)) {
    const kept = keptFacts(path, pin);
    if (kept !== undefined)
      return {
        path,
        facts: kept,
        findings: [noted(asset.name, `taken from the cache and verified again: ${path}`)],
      };
    rmSync(path, { recursive: true, force: true });
    findings.push({
      rule: "TOOL_CACHE_ALTERED",
      verdict: "warned",
      subject: asset.name,
      message: `the cache had other bytes than are pinned, which were removed: ${path}`,
      help: "find out who writes to this machine's cache",
    });
  }
  makeCacheFolder(folder);
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const downloaded = await downloadFile(
      {
        urls: asset.urls,
        path: temporary,
        maxBytes: asset.size,
        size: asset.size,
        hasher: () => createAssetHasher(algorithmsOf(pin)),
        judge: (digests, url) => judgeDownload(pin, digests, url),
      },
      { ...context.download, env: context.env, isLoopback },
    );
    renameSync(temporary, path);
    const facts = digestsOf(downloaded.size, downloaded.digests);
    for (const failure of downloaded.failures) findings.push(mirrorFailed(asset.name, failure));
    findings.push(noted(asset.name, `downloaded from ${downloaded.url}`));
    return { path, facts, findings };
  } finally {
    rmSync(temporary, { force: true });
  }
}

function digestsOf(size: number, digests: ReadonlyMap<string, string>): AssetFacts {
  // The hasher above gives no other names than these.
  return { size, digests: digests as AssetFacts["digests"] };
}

function keptFacts(path: string, pin: AssetPin): AssetFacts | undefined {
  try {
    const facts = digestAsset(path, algorithmsOf(pin));
    const judged = judgeBytes(pin.asset.name, facts, pin.asset, namePin(pin));
    return judged.some(({ verdict }) => verdict === "refused") ? undefined : facts;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function judgeDownload(
  pin: AssetPin,
  digests: ReadonlyMap<string, string>,
  url: string,
): Refusal | undefined {
  const wrong = pin.asset.digests.find(({ algorithm, hex }) => digests.get(algorithm) !== hex);
  if (wrong === undefined) return undefined;
  const expected = `${wrong.algorithm}:${wrong.hex}`;
  const found = `${wrong.algorithm}:${digests.get(wrong.algorithm)}`;
  return new Refusal(
    "TOOL_BYTES_DIFFER",
    `${url}: expected ${expected}, as ${namePin(pin)}, found ${found}`,
    { url, expected, found },
    {
      hint: "nothing of it was kept; ask the publisher why the file changed, and change no pin before",
    },
  );
}

function mirrorFailed(subject: string, failure: Refusal): Finding {
  return {
    rule: failure.code,
    verdict: "warned",
    subject,
    message: `${failure.message}; the next address was tried`,
    ...(failure.hint === undefined ? {} : { help: failure.hint }),
  };
}

function noted(subject: string, message: string): Finding {
  return { rule: "TOOL_FETCHED", verdict: "noted", subject, message };
}

/**
 * Makes a folder of the cache, for this user alone.
 * @throws Refusal `FILE_UNWRITABLE`
 */
export function makeCacheFolder(folder: string): void {
  try {
    makeFolders(folder, 0o700);
  } catch (cause) {
    throw new Refusal(
      "FILE_UNWRITABLE",
      `${folder}: expected to make a folder, found ${codeOf(cause)}`,
      { path: folder },
      { hint: "check that the folder may be written to, or set XDG_CACHE_HOME", cause },
    );
  }
}
