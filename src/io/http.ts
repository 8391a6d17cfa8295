import { once } from "node:events";
import type { IncomingMessage, RequestOptions } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../errors.ts";

/** One question, asked in one piece. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Of `https`, or of `http` where the caller has made sure that nobody reads along. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
}

/** A whole answer, of whatever status but those that ask to come again. */
export interface HttpAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: Uint8Array;
}

/** How long to insist. */
export interface HttpOptions {
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked up, in either case. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For one attempt, from the first byte sent to the last received. */
  readonly timeoutMs?: number;
  readonly attempts?: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly backoffMs?: number;
}

export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

/** Rekor v2 answers once its next checkpoint is out, which may take ten seconds and more. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** A service that is restarted is back within this many. */
export const DEFAULT_ATTEMPTS = 4;
export const DEFAULT_BACKOFF_MS = 500;

/** A service may ask for a longer pause; nobody wants to wait an hour for a signature. */
const MAX_PAUSE_MS = 10_000;
const MAX_REDIRECTS = 3;

/**
 * Makes a client that asks again where a service is silent, busy (429) or broken (408, 5xx, half an answer), and gives up
 * after some attempts. Follows redirects of a GET on one host and no others: what is sent may be a secret. Verifies the
 * service's certificate as Node does; does not look at what is answered.
 *
 * @returns a function that throws Refusal `NETWORK_UNREACHABLE`, `NETWORK_TIMEOUT`, `NETWORK_BUSY` — after the last attempt, `NETWORK_ANSWER_TOO_LARGE` — at the first byte beyond `maxBytes`, `NETWORK_REDIRECTED` — to another host, or more than three times.
 */
export function createHttpClient(options: HttpOptions): HttpClient {
  const {
    timeoutMs = DEFAULT_TIMEOUT_MS,
    attempts = DEFAULT_ATTEMPTS,
    backoffMs = DEFAULT_BACKOFF_MS,
  } = options;
  return async (request) => {
    let { url } = request;
    for (let redirects = 0; ; redirects++) {
      const answer = await insist({ ...request, url }, options.env, timeoutMs, attempts, backoffMs);
      if (answer.status < 300 || answer.status > 399) return answer;
      url = followed(request, url, answer, redirects);
    }
  };
}

/** What one attempt came to, beside an answer: why to try again, and after how long. */
interface Failure {
  readonly refusal: Refusal;
  readonly pauseMs: number;
}

async function insist(
  request: HttpRequest,
  env: HttpOptions["env"],
  timeoutMs: number,
  attempts: number,
  backoffMs: number,
): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const result = await attemptOnce(request, env, timeoutMs, attempt);
    if (!("refusal" in result)) return result;
    if (attempt >= attempts) throw result.refusal;
    const pause = Math.max(result.pauseMs, backoffMs * 2 ** (attempt - 1));
    await sleep(Math.min(pause, MAX_PAUSE_MS));
  }
}

async function attemptOnce(
  request: HttpRequest,
  env: HttpOptions["env"],
  timeoutMs: number,
  attempts: number,
): Promise<HttpAnswer | Failure> {
  const { url } = request;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const message = await send(request, env, abort.signal);
    const body = await readAll(message, request);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (status !== 408 && status !== 429 && status < 500) return { status, location, body };
    const refusal = new Refusal(
      "NETWORK_BUSY",
      `${url}: expected an answer within ${attempts} attempts, found status ${status}`,
      { url, attempts, status },
      { hint: "try again later" },
    );
    return { refusal, pauseMs: retryAfterMs(message.headers["retry-after"]) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return {
      refusal: abort.signal.aborted
        ? silent(url, attempts, timeoutMs)
        : unreachable(url, attempts, error),
      pauseMs: 0,
    };
  } finally {
    clearTimeout(timer);
  }
}

async function send(
  request: HttpRequest,
  env: HttpOptions["env"],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { body = new Uint8Array(), headers, method } = request;
  const url = new URL(request.url);
  // Loaded when something is sent and not before: verifying reaches no net.
  const { request: start, Agent } =
    url.protocol === "https:" ? await import("node:https") : await import("node:http");
  // A fresh connection each time: one that is kept open keeps the program from ending.
  const agent = new Agent({ keepAlive: false, proxyEnv: { ...env } });
  const length = method === "POST" ? { "content-length": `${body.length}` } : {};
  const options: RequestOptions = {
    method,
    signal,
    agent,
    headers: { "user-agent": "lockseal", ...headers, ...length },
  };
  const outgoing = start(url, options);
  // Errors after the answer began come from the message that is read; here they would end the program.
  outgoing.on("error", () => undefined);
  outgoing.end(body);
  const [message] = (await once(outgoing, "response")) as [IncomingMessage];
  return message;
}

async function readAll(
  message: IncomingMessage,
  { url, maxBytes }: HttpRequest,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message) {
    const bytes: Uint8Array = chunk;
    length += bytes.length;
    if (length > maxBytes) {
      message.destroy();
      throw new Refusal(
        "NETWORK_ANSWER_TOO_LARGE",
        `${url}: expected an answer of at most ${maxBytes} bytes, found more`,
        { url, limit: maxBytes },
      );
    }
    chunks.push(bytes);
  }
  if (!message.complete) throw new Error("the answer breaks off");
  return Buffer.concat(chunks);
}

function followed(
  request: HttpRequest,
  url: string,
  { location = "" }: HttpAnswer,
  redirects: number,
): string {
  const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
  const isSameHost = next?.origin === new URL(url).origin;
  if (next !== undefined && isSameHost && request.method === "GET" && redirects < MAX_REDIRECTS)
    return next.href;
  throw new Refusal(
    "NETWORK_REDIRECTED",
    `${request.url}: expected an answer from this host, found a redirect to ${JSON.stringify(location)}`,
    { url: request.url, location },
  );
}

/** Seconds; the other form, a date, is as good as none. */
function retryAfterMs(value: string | undefined): number {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : 0;
}

function silent(url: string, attempts: number, timeoutMs: number): Refusal {
  return new Refusal(
    "NETWORK_TIMEOUT",
    `${url}: expected an answer within ${timeoutMs} ms, found none in ${attempts} attempts`,
    { url, attempts, timeoutMs },
    { hint: "try again later" },
  );
}

function unreachable(url: string, attempts: number, cause: unknown): Refusal {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(
    "NETWORK_UNREACHABLE",
    `${url}: expected an answer within ${attempts} attempts, found ${found}`,
    { url, attempts },
    { hint: "check the network, and HTTPS_PROXY where there is a proxy", cause },
  );
}
