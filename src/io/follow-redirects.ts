import { once } from "node:events";
import type { IncomingMessage, RequestOptions } from "node:http";
import { Refusal } from "../errors.ts";

/** Releases are served from another host than they are listed on; some from a third. */
const MAX_REDIRECTS = 5;

/** What is here of a file already, and the tag that its server gave it. */
export interface Resumed {
  readonly size: number;
  readonly tag: string | undefined;
}

/** Through which proxies, and which hosts may be asked without TLS. */
export interface FollowOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isLoopback: (url: URL) => boolean;
}

/**
 * Asks for a file, or for the rest of it, and follows redirects to `https` alone.
 * @throws Refusal `NETWORK_REDIRECTED` — too many, or to an address that anybody on the way can answer for.
 */
export async function follow(
  url: string,
  state: Resumed,
  options: FollowOptions,
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
  state: Resumed,
  { env }: FollowOptions,
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
