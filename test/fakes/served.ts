import type { IncomingMessage, ServerResponse } from "node:http";
import { type Instance, ISSUER, type Loose, trustedRoot, written } from "./instance.ts";
import { type Loopback, startLoopback } from "./loopback.ts";
import { fakeServices, fakeSigningConfig, fakeToken } from "./services.ts";

/** The services of an instance behind one server, and the files that their clients need. */
export interface ServedInstance extends AsyncDisposable {
  /** `METHOD /path`, in order; each path begins with the kind of the service. */
  readonly asked: readonly string[];
  readonly signingConfig: Uint8Array;
  readonly trustedRoot: Uint8Array;
  /** A token in force. */
  readonly token: string;
}

/** Does something else than the service would; true where it did. */
export type Disturb = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: Uint8Array,
) => boolean;

/** The paths under which the services lie, and where `fakeServices` has them. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ["ca", "https://ca.fake"],
  ["tsa", "https://tsa.fake"],
  ["log", "https://log.fake"],
  ["log2", "https://log2.fake"],
]);

/** Serves an instance on 127.0.0.1, as it is at `at`; `await using` stops it. */
export async function serveInstance(
  instance: Instance,
  at: Date,
  log: "v1" | "v2",
  disturb: Disturb = () => false,
): Promise<ServedInstance> {
  const { transport } = fakeServices(instance, at);
  const server: Loopback = await startLoopback(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [, kind = "", path = ""] = /^\/([a-z0-9]+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const url = `${HOSTS.get(kind) ?? "https://nobody.fake"}${path}`;
    const method = request.method === "GET" ? "GET" : "POST";
    const body = Buffer.concat(chunks);
    const answer = await transport({ method, url, headers: {}, body, maxBytes: 0 });
    if (disturb(request, response, answer.body)) return;
    response.writeHead(answer.status).end(answer.body);
  });
  const config: Loose = fakeSigningConfig(log);
  config.caUrls[0].url = `${server.url}/ca`;
  config.rekorTlogUrls[0].url = `${server.url}/${log === "v1" ? "log" : "log2"}`;
  if (log === "v2") config.tsaUrls[0].url = `${server.url}/tsa/api/v1/timestamp`;
  const exp = Math.floor(at.getTime() / 1000) + 300;
  return {
    asked: server.asked,
    signingConfig: written(config),
    trustedRoot: written(trustedRoot(instance)),
    token: fakeToken({ iss: ISSUER, sub: "somebody", aud: "sigstore", exp }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
