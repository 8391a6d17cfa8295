import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Something that listens on loopback until it is stopped. */
export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

const START_MS = 20_000;
const STOP_MS = 3_000;
const POLL_MS = 100;

/** What a service of ours answers. */
export interface Answer {
  readonly status?: number;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves on a free port of 127.0.0.1. What `answer` throws is a status 400 with the message. */
export async function serve(
  answer: (path: string, body: Buffer, url: string) => Answer | undefined,
): Promise<Service> {
  const server: Server = createServer((request, response) => {
    void respond(request, response, (path, body) => answer(path, body, url));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (path: string, body: Buffer) => Answer | undefined,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  let given: Answer;
  try {
    given = answer(request.url ?? "", Buffer.concat(chunks)) ?? { status: 404, body: "" };
  } catch (error) {
    given = { status: 400, body: error instanceof Error ? error.message : String(error) };
  }
  const headers = { "content-type": "application/json", ...given.headers };
  response.writeHead(given.status ?? 200, headers);
  response.end(given.body);
}

/** Finds ports that nobody listens on. Somebody else may take one before it is used, which start-up then shows. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = createSocket().listen(0, "127.0.0.1");
      await once(socket, "listening");
      return socket;
    }),
  );
  const ports = sockets.map((socket) => (socket.address() as AddressInfo).port);
  await Promise.all(sockets.map((socket) => once(socket.close(), "close")));
  return ports;
}

/**
 * Waits until nobody listens on a port of this machine.
 * @throws Error when somebody still does after `waitMs`.
 */
export async function waitForPort(port: number, waitMs: number): Promise<void> {
  for (const until = Date.now() + waitMs; ; await sleep(POLL_MS)) {
    const socket = createSocket().listen(port);
    try {
      await once(socket, "listening");
      await once(socket.close(), "close");
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
    if (Date.now() > until)
      throw new Error(`port ${port}: expected it to be free within ${waitMs} ms, found it in use`);
  }
}

/**
 * Starts a program and waits until it answers at `url`.
 * @throws Error with the last that it said, when it ends or does not answer in time.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  url: string,
  probe: string,
): Promise<Service> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  // Whatever ends this process, also before it could stop its services, ends them with it.
  const end = (): unknown => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  let said = "";
  const listen = (chunk: Buffer): void => {
    said = (said + chunk).slice(-4096);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const until = Date.now() + START_MS;
  while (!(await isAnswering(url + probe))) {
    if (child.exitCode === null && Date.now() < until) {
      await sleep(POLL_MS);
      continue;
    }
    await stopChild(child);
    throw new Error(`${program}: expected an answer within ${START_MS} ms, found ${said}`);
  }
  return { url, stop: () => stopChild(child) };
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status < 500;
  } catch {
    return false;
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
