import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { exitCodeOfRule } from "../../src/exit-code.ts";
import { createHttpClient, type HttpAnswer, type HttpOptions } from "../../src/io/http.ts";
import { type Loopback, startLoopback } from "../fakes/loopback.ts";

type Respond = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

const QUICK: HttpOptions = { env: {}, attempts: 3, backoffMs: 1, timeoutMs: 10_000 };

function get(
  url: string,
  options: Partial<HttpOptions> = {},
  maxBytes = 1000,
): Promise<HttpAnswer> {
  const client = createHttpClient({ ...QUICK, ...options });
  return client({ method: "GET", url, headers: {}, maxBytes });
}

/** Fails `failures` times, then answers. */
const after =
  (failures: number, fail: Respond): Respond =>
  (request, response, attempt) => {
    if (attempt <= failures) fail(request, response, attempt);
    else response.end("at last");
  };

const status =
  (code: number, headers: Record<string, string> = {}): Respond =>
  (_request, response) => {
    response.writeHead(code, headers).end("no");
  };

/** Says that more comes than comes. */
const half: Respond = (_request, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("half of it");
  setImmediate(() => response.destroy());
};

const hangUp: Respond = (request) => {
  request.socket.destroy();
};

const silence: Respond = () => {};

const FAILURES: readonly [string, Respond, string][] = [
  ["429", status(429), "NETWORK_BUSY"],
  ["408", status(408), "NETWORK_BUSY"],
  ["500", status(500), "NETWORK_BUSY"],
  ["503", status(503), "NETWORK_BUSY"],
  ["half an answer", half, "NETWORK_UNREACHABLE"],
  ["a connection that is cut", hangUp, "NETWORK_UNREACHABLE"],
  ["silence", silence, "NETWORK_TIMEOUT"],
];

describe.each(FAILURES)("%s", (_name, fail, code) => {
  const options = fail === silence ? { timeoutMs: 50 } : {};

  test("is borne twice", async () => {
    await using server = await startLoopback(after(2, fail));
    expect(Buffer.from((await get(server.url, options)).body).toString()).toBe("at last");
    expect(server.asked).toHaveLength(3);
  });

  test("is refused the third time, and ends with 5", async () => {
    await using server = await startLoopback(fail);
    await expect(get(server.url, options)).rejects.toMatchObject({ code });
    expect(server.asked).toHaveLength(3);
    expect(exitCodeOfRule(code)).toBe(5);
  });
});

test.each([200, 201, 400, 401, 404, 409])("gives an answer of status %i at once", async (code) => {
  await using server = await startLoopback(status(code, { location: "/there" }));
  const answer = await get(server.url);
  expect(answer).toEqual({ status: code, location: "/there", body: Buffer.from("no") });
  expect(server.asked).toHaveLength(1);
});

test("sends a body whole, and again with each attempt", async () => {
  const bodies: string[] = [];
  await using server = await startLoopback((request, response, attempt) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(`${request.headers["content-length"]} ${request.headers.accept} ${body}`);
      response.writeHead(attempt < 3 ? 500 : 201).end();
    });
  });
  const client = createHttpClient(QUICK);
  const body = Buffer.from("hello");
  const headers = { accept: "text/plain" };
  const request = { method: "POST", url: server.url, headers, body, maxBytes: 10 } as const;
  expect((await client(request)).status).toBe(201);
  expect(bodies).toEqual(["5 text/plain hello", "5 text/plain hello", "5 text/plain hello"]);
});

test("takes as many bytes as allowed, and refuses the next without asking again", async () => {
  await using server = await startLoopback((_request, response) => response.end("12345"));
  expect((await get(server.url, {}, 5)).body).toHaveLength(5);
  await expect(get(server.url, {}, 4)).rejects.toMatchObject({ code: "NETWORK_ANSWER_TOO_LARGE" });
  expect(server.asked).toHaveLength(2);
});

test("refuses an answer without end as soon as it is too long", async () => {
  await using server = await startLoopback((_request, response) => {
    response.writeHead(200);
    const more = (): unknown => response.destroyed || response.write("x".repeat(4096), more);
    more();
  });
  await expect(get(server.url)).rejects.toMatchObject({ code: "NETWORK_ANSWER_TOO_LARGE" });
});

test("waits as long as a service asks for", async () => {
  await using server = await startLoopback(after(1, status(429, { "retry-after": "1" })));
  const start = performance.now();
  await get(server.url);
  expect(performance.now() - start).toBeGreaterThanOrEqual(990);
});

describe("a redirect", () => {
  const to =
    (location: string): Respond =>
    ({ url }, response) => {
      if (url === "/there") response.end("found");
      else response.writeHead(302, { location }).end();
    };

  test("of a GET is followed on the same host", async () => {
    await using server = await startLoopback(to("/there"));
    expect(Buffer.from((await get(server.url)).body).toString()).toBe("found");
  });

  const refused = async (server: Loopback, method: "GET" | "POST" = "GET"): Promise<void> => {
    const run = createHttpClient(QUICK)({ method, url: server.url, headers: {}, maxBytes: 10 });
    await expect(run).rejects.toMatchObject({ code: "NETWORK_REDIRECTED" });
  };

  test.each([
    ["to another host", "http://127.0.0.2/there"],
    ["to another port", "http://127.0.0.1:1/there"],
    ["to nowhere", "http://"],
    ["in circles", "/"],
  ])("%s is refused", async (_why, location) => {
    await using server = await startLoopback(to(location));
    await refused(server);
    expect(server.asked.length).toBeLessThanOrEqual(4);
  });

  test("of a POST is refused: what is sent may be a secret", async () => {
    await using server = await startLoopback(to("/there"));
    await refused(server, "POST");
    expect(server.asked).toHaveLength(1);
  });
});

test("asks through a proxy that the environment names, but for hosts that it excepts", async () => {
  await using proxy = await startLoopback((_request, response) => response.end("by proxy"));
  await using server = await startLoopback((_request, response) => response.end("directly"));
  const env = { HTTP_PROXY: proxy.url };
  expect(Buffer.from((await get(server.url, { env })).body).toString()).toBe("by proxy");
  const excepted = { env: { ...env, NO_PROXY: "127.0.0.1" } };
  expect(Buffer.from((await get(server.url, excepted)).body).toString()).toBe("directly");
});

test("says which service cannot be reached, and why", async () => {
  const url = "http://127.0.0.1:1/";
  await expect(get(url)).rejects.toMatchObject({
    code: "NETWORK_UNREACHABLE",
    message: expect.stringContaining(`${url}: expected an answer within 3 attempts, found connect`),
  });
});
