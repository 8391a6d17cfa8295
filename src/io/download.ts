import { once } from "node:events";
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import type { IncomingMessage, RequestOptions } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../errors.ts";
import { codeOf } from "./files.ts";

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
const DEFAULT_BACKOFF_MS = 500;
const MAX_PAUSE_MS = 10_000;
/** Releases are served from another host than they are listed on; some from a third. */
const MAX_REDIRECTS = 5;

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
}

async function downloadFrom(
  url: string,
  descriptor: number,
  download: Download,
  options: DownloadOptions,
): Promise<{ size: number; digests: ReadonlyMap<string, string> }> {
  const { attempts = DEFAULT_DOWNLOAD_ATTEMPTS, backoffMs = DEFAULT_BACKOFF_MS } = options;
  const state: State = { hasher: download.hasher(), size: 0, tag: undefined };
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
    try {
      const length = begin(message, url, descriptor, state, download);
      for await (const chunk of message) {
        alive();
        take(chunk, url, descriptor, state, download);
        options.onProgress?.(state.size, length);
      }
    } finally {
      message.destroy();
    }
    if (!message.complete) throw new Error("the answer breaks off");
    if (download.size !== undefined && state.size !== download.size)
      throw wrongSize(url, download.size, `${state.size}`);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return abort.signal.aborted ? stalled(url, attempts, stallMs) : broken(url, attempts, error);
  } finally {
    clearTimeout(timer);
  }
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
}

async function follow(
  url: string,
  state: State,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let at = new URL(url);
  for (let redirects = 0; ; redirects += 1) {
    const message = await send(at, state, options, signal);
    const { statusCode = 0, headers } = message;
    if (statusCode < 300 || statusCode > 399) return message;
    message.destroy();
    const { location } = headers;
    const next =
      location !== undefined && URL.canParse(location, at.href)
        ? new URL(location, at.href)
        : undefined;
    const isSafe = next?.protocol === "https:" || (next !== undefined && options.isLoopback(next));
    if (next === undefined || !isSafe || redirects >= MAX_REDIRECTS)
      throw new Refusal(
        "NETWORK_REDIRECTED",
        `${url}: expected a file, or up to ${MAX_REDIRECTS} redirects to https, found a redirect to ${JSON.stringify(location ?? "nothing")}`,
        { url, location: location ?? "" },
        { hint: "name the address that it ends at, if that is one you trust" },
      );
    at = next;
  }
}

async function send(
  url: URL,
  state: State,
  { env }: DownloadOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { request: start, Agent } =
    url.protocol === "https:" ? await import("node:https") : await import("node:http");
  const agent = new Agent({ keepAlive: false, proxyEnv: { ...env } });
  const range =
    state.size === 0
      ? {}
      : {
          range: `bytes=${state.size}-`,
          ...(state.tag === undefined ? {} : { "if-range": state.tag }),
        };
  const options: RequestOptions = {
    signal,
    agent,
    headers: { "user-agent": "lockseal", "accept-encoding": "identity", ...range },
  };
  const outgoing = start(url, options);
  // Errors after the answer began come from the message that is read; here they would end the program.
  outgoing.on("error", () => undefined);
  outgoing.end();
  const [message] = (await once(outgoing, "response")) as [IncomingMessage];
  return message;
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

function wrongSize(url: string, size: number, found: string): Refusal {
  return new Refusal(
    "DOWNLOAD_SIZE",
    `${url}: expected ${size} bytes, as pinned, found ${found}`,
    { url, size },
    { hint: "the file there is another than the one that was pinned; it was not kept" },
  );
}

function tooLarge(url: string, limit: number): Refusal {
  return new Refusal(
    "NETWORK_ANSWER_TOO_LARGE",
    `${url}: expected a file of at most ${limit} bytes, found more`,
    { url, limit },
  );
}

function refused(url: string, status: number): Refusal {
  return new Refusal(
    "SERVICE_REFUSED",
    `${url}: expected the file, found status ${status}`,
    { url, status },
    { hint: "check the address; a release that was deleted needs a mirror" },
  );
}

function busy(url: string, attempts: number, status: number): Refusal {
  return new Refusal(
    "NETWORK_BUSY",
    `${url}: expected an answer within ${attempts} attempts, found status ${status}`,
    { url, attempts, status },
    { hint: "try again later" },
  );
}

function stalled(url: string, attempts: number, timeoutMs: number): Refusal {
  return new Refusal(
    "NETWORK_TIMEOUT",
    `${url}: expected bytes within ${timeoutMs} ms, found none in ${attempts} attempts`,
    { url, attempts, timeoutMs },
    { hint: "try again later" },
  );
}

function broken(url: string, attempts: number, cause: unknown): Refusal {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(
    "NETWORK_UNREACHABLE",
    `${url}: expected the whole file within ${attempts} attempts, found ${found}`,
    { url, attempts },
    { hint: "check the network, and HTTPS_PROXY where there is a proxy", cause },
  );
}
