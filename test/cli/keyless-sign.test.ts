import { describe, expect, test } from "vitest";
import { Checkout, pin } from "../fakes/checkout.ts";
import { createInstance, SIGNED_AT } from "../fakes/instance.ts";
import { type Disturb, serveInstance } from "../fakes/served.ts";

const instance = createInstance();
const ATTEMPTS = 3;
/** Long, where no test waits for it: a busy machine answers late. */
const TIMEOUT_MS = 10_000;
const SHORT_MS = 1_000;

type Fault = (...words: Parameters<Disturb>) => unknown;

const status =
  (code: number): Fault =>
  (_request, response) =>
    response.writeHead(code).end("no");

const silence: Fault = () => undefined;

/** Ways in which a service fails, and what is said of each. */
const FAULTS: readonly (readonly [how: string, fault: Fault, said: RegExp])[] = [
  ["says nothing", silence, /expected an answer within 1000 ms, found none in 3 attempts/],
  ["answers 429", status(429), /expected an answer within 3 attempts, found status 429/],
  ["answers 500", status(500), /expected an answer within 3 attempts, found status 500/],
  [
    "gives half an answer",
    (_request, response, answer) => {
      response.writeHead(201, { "content-length": `${answer.length}` });
      response.write(answer.subarray(0, answer.length / 2));
      setImmediate(() => response.destroy());
    },
    /expected an answer within 3 attempts, found /,
  ],
  [
    "hangs up",
    (request) => request.socket.destroy(),
    /expected an answer within 3 attempts, found /,
  ],
];

const SERVICES = [
  ["Fulcio", "/ca/", "v2"],
  ["the timestamp authority", "/tsa/", "v2"],
  ["Rekor v2", "/log2/", "v2"],
  ["Rekor v1", "/log/", "v1"],
] as const;

const CASES = SERVICES.flatMap(([service, path, log]) =>
  FAULTS.map(([how, fault, said]) => [service, how, path, log, fault, said] as const),
);

/** Types the command while one service fails so many times. */
async function signWhile(path: string, log: "v1" | "v2", fault: Fault, times: number) {
  let left = times;
  await using served = await serveInstance(
    instance,
    SIGNED_AT,
    log,
    (request, response, answer) => {
      if (request.url?.startsWith(path) !== true || left-- <= 0) return false;
      fault(request, response, answer);
      return true;
    },
  );
  const checkout = new Checkout();
  checkout
    .write("requirements.txt", pin("click", "8.1.7"))
    .write("config.json", served.signingConfig)
    .write("root.json", served.trustedRoot);
  const before = checkout.list();
  const timeoutMs = fault === silence ? SHORT_MS : TIMEOUT_MS;
  const patience = { timeoutMs, attempts: ATTEMPTS, backoffMs: 1 };
  const outcome = await checkout.run(
    "sign requirements.txt --signing-config config.json --trusted-root root.json",
    { now: SIGNED_AT, patience, env: { SIGSTORE_ID_TOKEN: served.token } },
  );
  const asked = served.asked.filter((one) => one.includes(path)).length;
  return {
    ...outcome,
    asked,
    written: Object.keys(checkout.list()).filter((name) => !(name in before)).length,
  };
}

describe("sign, keyless", () => {
  test.each(CASES)("bears that %s %s twice", async (_service, _how, path, log, fault) => {
    const { exitCode, asked, written } = await signWhile(path, log, fault, ATTEMPTS - 1);
    expect({ exitCode, asked, written }).toEqual({ exitCode: 0, asked: ATTEMPTS, written: 1 });
  });

  test.each(CASES)(
    "ends with 5 and writes nothing when %s %s each time",
    async (_service, _how, path, log, fault, said) => {
      const { exitCode, stdout, stderr, asked, written } = await signWhile(path, log, fault, 99);
      expect({ exitCode, stdout, asked, written }).toEqual({
        exitCode: 5,
        stdout: "",
        asked: ATTEMPTS,
        written: 0,
      });
      expect(stderr).toMatch(said);
      // Which service it was, and what to do now.
      expect(stderr).toContain(path);
      expect(stderr).toMatch(/^lockseal: hint: /m);
    },
  );
});
