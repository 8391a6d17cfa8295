import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "../../src/io/http.ts";
import { logIn } from "../../src/operations/log-in.ts";
import type { IdentityToken } from "../../src/sigstore/identity-token.ts";
import { type Loose, NOW } from "../fakes/instance.ts";
import { startLoopback } from "../fakes/loopback.ts";
import { fakeToken } from "../fakes/services.ts";

interface Behaviour {
  readonly configuration?: (json: Loose) => void;
  /** What the browser is sent back with. */
  readonly answer?: (parameters: URLSearchParams) => void;
  readonly claims?: (json: Loose) => void;
  readonly tokenStatus?: number;
  readonly timeoutMs?: number;
  readonly comes?: boolean;
}

/** Logs in at an issuer that checks what RFC 7636 has it check. */
async function attempt(behaviour: Behaviour = {}): Promise<IdentityToken> {
  let question = new URLSearchParams();
  await using server = await startLoopback((request, response) => {
    if (request.url === "/.well-known/openid-configuration") {
      const json = {
        issuer: server.url,
        authorization_endpoint: `${server.url}/auth`,
        token_endpoint: `${server.url}/token`,
      };
      behaviour.configuration?.(json);
      response.end(JSON.stringify(json));
      return;
    }
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const given = new URLSearchParams(body);
      const challenge = createHash("sha256")
        .update(given.get("code_verifier") ?? "")
        .digest("base64url");
      const isRight =
        challenge === question.get("code_challenge") &&
        given.get("code") === "a code" &&
        given.get("redirect_uri") === question.get("redirect_uri") &&
        given.get("client_id") === "sigstore";
      const claims = {
        iss: server.url,
        sub: "1234",
        email: "somebody@example.org",
        aud: "sigstore",
        exp: NOW.getTime() / 1000 + 60,
        nonce: question.get("nonce"),
      };
      behaviour.claims?.(claims);
      response.writeHead(isRight ? (behaviour.tokenStatus ?? 200) : 400);
      response.end(JSON.stringify({ access_token: "x", id_token: fakeToken(claims) }));
    });
  });
  return await logIn({
    issuer: server.url,
    clientId: "sigstore",
    http: createHttpClient({ env: {}, attempts: 1 }),
    clock: () => NOW,
    timeoutMs: behaviour.timeoutMs ?? 5_000,
    show(page) {
      question = new URL(page).searchParams;
      const back = new URL(question.get("redirect_uri") ?? "");
      // The listener is at this number, whatever the name resolves to here.
      back.hostname = "127.0.0.1";
      back.searchParams.set("code", "a code");
      back.searchParams.set("state", question.get("state") ?? "");
      behaviour.answer?.(back.searchParams);
      if (behaviour.comes !== false) void fetch(back).then((response) => response.text());
    },
  });
}

test("gives the token that the issuer makes out", async () => {
  expect(await attempt()).toMatchObject({ subject: "somebody@example.org" });
});

describe("refuses", () => {
  test.each<[string, Behaviour, string]>([
    [
      "the configuration of another issuer",
      {
        configuration: (json) => {
          json.issuer = "https://other.fake";
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "a place that anybody can listen to",
      {
        configuration: (json) => {
          json.token_endpoint = "http://other.fake/token";
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "an issuer without such a place",
      {
        configuration: (json) => {
          delete json.authorization_endpoint;
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "an issuer that says no",
      {
        answer: (parameters) => {
          parameters.delete("code");
          parameters.set("error", "access_denied");
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "an answer to another question",
      { answer: (parameters) => parameters.set("state", "other"), timeoutMs: 200 },
      "LOG_IN_FAILED",
    ],
    ["a code that is not the issuer's", { answer: (p) => p.set("code", "b") }, "LOG_IN_FAILED"],
    ["nobody", { comes: false, timeoutMs: 20 }, "LOG_IN_FAILED"],
    ["no token", { tokenStatus: 403 }, "LOG_IN_FAILED"],
    [
      "a token of another issuer",
      {
        claims: (json) => {
          json.iss = "https://other.fake";
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "a token for another question",
      {
        claims: (json) => {
          json.nonce = "other";
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "a token without a nonce",
      {
        claims: (json) => {
          delete json.nonce;
        },
      },
      "LOG_IN_FAILED",
    ],
    [
      "a token for somebody else",
      {
        claims: (json) => {
          json.aud = "other";
        },
      },
      "IDENTITY_TOKEN_AUDIENCE",
    ],
  ])("%s", async (_why, behaviour, code) => {
    await expect(attempt(behaviour)).rejects.toMatchObject({ code });
  });
});
