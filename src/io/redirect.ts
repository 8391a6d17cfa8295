import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A place on this machine that a browser is sent to. */
export interface Redirect {
  readonly url: string;
  /** The parameters of the first request that `accepts` takes; undefined after the time limit. */
  readonly received: Promise<URLSearchParams | undefined>;
  close(): void;
}

export interface RedirectOptions {
  readonly timeoutMs: number;
  /** Tells the browser that was sent here from any other page that guesses the port. */
  readonly accepts: (parameters: URLSearchParams) => boolean;
}

const PATH = "/auth/callback";

const PAGE = `<!doctype html><meta charset="utf-8"><title>lockseal</title>
<p>You can close this page and go back to the terminal.</p>
`;

/**
 * Listens on 127.0.0.1, at a port that the system chooses, for one request, and closes then or after the time limit.
 * Every other request is answered with 404 and changes nothing. What comes is not verified.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
export async function openRedirect(options: RedirectOptions): Promise<Redirect> {
  const { createServer } = await import("node:http");
  const { promise, resolve } = Promise.withResolvers<URLSearchParams | undefined>();
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? "", "http://localhost");
    const isOurs =
      request.method === "GET" && url?.pathname === PATH && options.accepts(url.searchParams);
    const headers = { "content-type": "text/html", "referrer-policy": "no-referrer" };
    response.writeHead(isOurs ? 200 : 404, { ...headers, connection: "close" });
    response.end(isOurs ? PAGE : "", () => {
      if (isOurs) finish(url.searchParams);
    });
  });
  const timer = setTimeout(() => finish(undefined), options.timeoutMs);
  function finish(parameters: URLSearchParams | undefined): void {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
    resolve(parameters);
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  // By this name, not by its number: issuers compare it with what they know, and many know no other.
  const url = `http://localhost:${port}${PATH}`;
  return { url, received: promise, close: () => finish(undefined) };
}
