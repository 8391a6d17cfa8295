import { expect, test } from "vitest";
import { openRedirect } from "../../src/io/redirect.ts";

const open = (timeoutMs = 5_000) =>
  openRedirect({ timeoutMs, accepts: (parameters) => parameters.get("state") === "right" });

/** The listener is at this number, whatever the name resolves to here. */
const ask = (url: string, init?: RequestInit): Promise<Response> =>
  fetch(url.replace("localhost", "127.0.0.1"), init);

test("takes the one request that is meant, and closes", async () => {
  const redirect = await open();
  const url = `${redirect.url}?state=right&code=1`;
  const response = await ask(url);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("close this page");
  expect((await redirect.received)?.get("code")).toBe("1");
  await expect(ask(url)).rejects.toThrow();
});

test("passes over every other request", async () => {
  const redirect = await open();
  const { origin } = new URL(redirect.url);
  for (const [path, method] of [
    ["/auth/callback", "GET"],
    ["/auth/callback?state=wrong&code=1", "GET"],
    ["/auth/callback?state=right", "POST"],
    ["/favicon.ico?state=right", "GET"],
  ] as const) {
    expect((await ask(origin + path, { method })).status).toBe(404);
  }
  await ask(`${redirect.url}?state=right&code=2`);
  expect((await redirect.received)?.get("code")).toBe("2");
});

test("gives nothing after the time limit", async () => {
  const redirect = await open(20);
  expect(await redirect.received).toBeUndefined();
  await expect(ask(redirect.url)).rejects.toThrow();
});

test("can be closed early", async () => {
  const redirect = await open();
  redirect.close();
  expect(await redirect.received).toBeUndefined();
});
