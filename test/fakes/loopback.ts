import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on 127.0.0.1 that does as a test says. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
  /** `METHOD /path`, in order. */
  readonly asked: readonly string[];
}

/** Starts one on a free port; `await using` stops it, whatever it is in the middle of. */
export async function startLoopback(
  respond: (request: IncomingMessage, response: ServerResponse, attempt: number) => unknown,
): Promise<Loopback> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    void respond(request, response, asked.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
