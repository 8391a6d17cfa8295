import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../errors.ts";
import { broken, busy, refused, stalled, tooLarge, wrongSize } from "./download-faults.ts";
import { codeOf } from "./files.ts";
import { follow } from "./follow-redirects.ts";

/** What is downloaded, and where to. */
export interface Download {
  /** Tried in order; each of `https`, or of `http` on this machine. */
  readonly urls: readonly string[];
  /** A path where nothing stands yet. */
  readonly path: string;
  /** Not one byte more is taken; the first beyond it ends the download. */
  readonly maxBytes: number;
  /** The size that is pinned; undefined where none is known yet. */
  readonly size?: number | undefined;
  /** Takes every byte in order; called anew for an attempt that begins anew. */
  readonly hasher: () => Hasher;
  /** Says why the bytes of one address are not those that are meant; undefined where they are. */
  readonly judge: (digests: ReadonlyMap<string, string>, url: string) => Refusal | undefined;
}

/** Digests bytes as they come. */
export interface Hasher {
  update(chunk: Uint8Array): void;
  /** In hex, by algorithm. */
  final(): ReadonlyMap<string, string>;
}

/** How long to insist. */
export interface DownloadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Says whether plain `http` may be asked of an address: on this machine alone. */
  readonly isLoopback: (url: URL) => boolean;
  /** Without a byte for so long, a server counts as stalled. */
  readonly stallMs?: number;
  /** For each address. */
  readonly attempts?: number;
  /** So many bytes a second have to come from an address once `graceMs` are over, on average and over all attempts. */
  readonly minRate?: number;
  readonly graceMs?: number;
  readonly backoffMs?: number;
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** What was downloaded. */
export interface Downloaded {
  readonly size: number;
  readonly digests: ReadonlyMap<string, string>;
  /** The address of the list that it came from. */
  readonly url: string;
  /** Of those before it, why they did not give it. */
  readonly failures: readonly Refusal[];
}

/** A proxy on the way may need as long to begin. */
export const DEFAULT_STALL_MS = 30_000;
export const DEFAULT_DOWNLOAD_ATTEMPTS = 4;
/** A modem of two lines is as fast; a server that sends a byte now and then, so that it never stalls, is not. */
export const DEFAULT_MIN_RATE: number = 16 * 1024;
/** Proxies that search a file before they hand it on send a byte now and then, too: for minutes. */
const DEFAULT_GRACE_MS = 600_000;
const DEFAULT_BACKOFF_MS = 500;
const MAX_PAUSE_MS = 10_000;

/**
 * Downloads a file into a path, digesting it as it comes. An attempt that breaks off is gone on with where the server
 * allows it, and begun anew where not. An address that serves other bytes than those that are meant, or more, is given
 * up for the next one. What is written is not forced to the disk: whoever uses it verifies it again. Redirects are followed to `https` alone. Leaves nothing at the path when it fails.
 *
 * @throws Refusal the last address's: `NETWORK_…` — see `createHttpClient`; `SERVICE_REFUSED` — another status than 200; `DOWNLOAD_…`; what `judge` gives.
 * @throws Refusal `FILE_UNWRITABLE` — the disk is full, or the folder does not let us write.
 */
export async function downloadFile(
  download: Download,
  options: DownloadOptions,
): Promise<Downloaded> {
  const descriptor = openTarget(download.path);
  let isWhole = false;
  try {
    const failures: Refusal[] = [];
    for (const url of download.urls) {
      try {
        const { size, digests } = await downloadFrom(url, descriptor, download, options);
        const objection = download.judge(digests, url);
        if (objection !== undefined) throw objection;
        isWhole = true;
        return { size, digests, url, failures };
      } catch (error) {
        if (!(error instanceof Refusal) || error.code === "FILE_UNWRITABLE") throw error;
        failures.push(error);
      }
    }
    throw failures.at(-1) ?? new RangeError("urls: expected at least one, found none");
  } finally {
    closeSync(descriptor);
    if (!isWhole) rmSync(download.path, { force: true });
  }
}

/** How far an address has come over its attempts. */
interface State {
  hasher: Hasher;
  size: number;
  /** The tag that the server gave the bytes so far, to go on with the same. */
  tag: string | undefined;
  /** In all attempts, those included that were begun anew. */
  received: number;
  readonly since: number;
}

async function downloadFrom(
  url: string,
  descriptor: number,
  download: Download,
  options: DownloadOptions,
): Promise<{ size: number; digests: ReadonlyMap<string, string> }> {
  const { attempts = DEFAULT_DOWNLOAD_ATTEMPTS, backoffMs = DEFAULT_BACKOFF_MS } = options;
  const state: State = {
    hasher: download.hasher(),
    size: 0,
    tag: undefined,
    received: 0,
    since: performance.now(),
  };
  writing(download.path, () => ftruncateSync(descriptor, 0));
  for (let attempt = 1; ; attempt += 1) {
    const failure = await attemptOnce(url, descriptor, state, download, options, attempts);
    if (failure === undefined) return { size: state.size, digests: state.hasher.final() };
    if (attempt >= attempts) throw failure;
    await sleep(Math.min(backoffMs * 2 ** (attempt - 1), MAX_PAUSE_MS));
  }
}

/** Gives what is to be tried again, nothing where all is here, and throws what will not change. */
async function attemptOnce(
  url: string,
  descriptor: number,
  state: State,
  download: Download,
  options: DownloadOptions,
  attempts: number,
): Promise<Refusal | undefined> {
  const { stallMs = DEFAULT_STALL_MS } = options;
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), stallMs);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), stallMs);
  };
  try {
    const message = await follow(url, state, options, abort.signal);
    const status = message.statusCode ?? 0;
    if (status === 408 || status === 429 || status >= 500) {
      message.destroy();
      return busy(url, attempts, status);
    }
    if (isAllHere(message, state, download)) {
      message.destroy();
      refuseOtherSize(url, state, download);
      return undefined;
    }
    try {
      const length = begin(message, url, descriptor, state, download);
      for await (const chunk of message) {
        alive();
        take(chunk, url, descriptor, state, download);
        refuseSlow(url, state, options);
        options.onProgress?.(state.size, length);
      }
    } finally {
      message.destroy();
    }
    if (!message.complete) throw new Error("the answer breaks off");
    refuseOtherSize(url, state, download);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // What is here is as long as is pinned: whether it is that, its digest says, and no further answer.
    if (state.size > 0 && state.size === download.size) return undefined;
    return abort.signal.aborted ? stalled(url, attempts, stallMs) : broken(url, attempts, error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Says whether a server means, by having nothing beyond the bytes that are here, that they are all. It was asked to go on
 * with the same file, and says how long that is. Of a file that is shorter by now everything is asked for anew.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.17
 */
function isAllHere(
  { statusCode, headers }: IncomingMessage,
  state: State,
  download: Download,
): boolean {
  if (statusCode !== 416 || state.size === 0) return false;
  if (headers["content-range"] === `bytes */${state.size}`) return true;
  state.hasher = download.hasher();
  state.size = 0;
  state.tag = undefined;
  throw new Error("the file there is another by now");
}

/** Gives up a server that holds a download open by a few bytes, each before it would count as stalled. */
function refuseSlow(url: string, { received, since }: State, options: DownloadOptions): void {
  const { minRate = DEFAULT_MIN_RATE, graceMs = DEFAULT_GRACE_MS } = options;
  const ms = Math.round(performance.now() - since);
  if (ms <= graceMs + (received / minRate) * 1000) return;
  throw new Refusal(
    "DOWNLOAD_SLOW",
    `${url}: expected ${minRate} bytes a second, found ${received} bytes in ${Math.round(ms / 1000)} s`,
    { url, bytes: received, ms },
    { hint: "try again later, or name a mirror; if the line is that slow: --min-rate 1" },
  );
}

/** Looks at the head of an answer, and makes ready for its bytes; gives how many there are to be in all. */
function begin(
  message: IncomingMessage,
  url: string,
  descriptor: number,
  state: State,
  download: Download,
): number | undefined {
  const { statusCode = 0, headers } = message;
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new Refusal(
      "DOWNLOAD_ENCODED",
      `${url}: expected the file as it is, found it in the encoding ${JSON.stringify(encoding)}`,
      { url, encoding },
      { hint: "the server should not compress what is asked for with Accept-Encoding: identity" },
    );
  const goesOn =
    statusCode === 206 &&
    new RegExp(`^bytes ${state.size}-`).test(headers["content-range"] ?? "") &&
    state.size > 0;
  if (!goesOn) {
    if (statusCode !== 200) throw refused(url, statusCode);
    // The server begins anew, perhaps with other bytes: so do we.
    state.hasher = download.hasher();
    state.size = 0;
    writing(download.path, () => ftruncateSync(descriptor, 0));
  }
  state.tag = headers.etag ?? headers["last-modified"];
  const length = headers["content-length"];
  const total = length === undefined ? undefined : state.size + Number(length);
  if (total !== undefined && download.size !== undefined && total !== download.size)
    throw wrongSize(url, download.size, `${total}`);
  if (total !== undefined && total > download.maxBytes) throw tooLarge(url, download.maxBytes);
  return total;
}

function take(
  chunk: Uint8Array,
  url: string,
  descriptor: number,
  state: State,
  download: Download,
): void {
  if (state.size + chunk.length > download.maxBytes) {
    if (download.size !== undefined) throw wrongSize(url, download.size, "more");
    throw tooLarge(url, download.maxBytes);
  }
  state.hasher.update(chunk);
  writing(download.path, () => {
    for (let at = 0; at < chunk.length; )
      at += writeSync(descriptor, chunk, at, chunk.length - at, state.size + at);
  });
  state.size += chunk.length;
  state.received += chunk.length;
}

function openTarget(path: string): number {
  return writing(path, () => openSync(path, "wx", 0o600));
}

function writing<Value>(path: string, write: () => Value): Value {
  try {
    return write();
  } catch (cause) {
    throw new Refusal(
      "FILE_UNWRITABLE",
      `${path}: expected to write a file, found ${codeOf(cause)}`,
      { path },
      { hint: "check that the disk has room, and that the folder may be written to", cause },
    );
  }
}

function refuseOtherSize(url: string, { size }: State, download: Download): void {
  if (download.size !== undefined && size !== download.size)
    throw wrongSize(url, download.size, `${size}`);
}
