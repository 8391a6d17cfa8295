import { expect, test } from "vitest";
import { digest } from "../../src/bytes/digest.ts";
import { Refusal } from "../../src/errors.ts";
import type { BundledContent } from "../../src/sigstore/bundle.ts";
import { requestLogEntry } from "../../src/sigstore/log-request.ts";
import type { ServiceAnswer } from "../../src/sigstore/transport.ts";
import { createInstance, type Loose, SIGNED_AT } from "../fakes/instance.ts";
import { answerOf, fakeServices, type Instead } from "../fakes/services.ts";

const instance = createInstance();
const ID = `24296fb24b8ad77a${"0".repeat(64)}`;
const content: BundledContent = {
  kind: "message",
  digest: digest("sha256", Buffer.from("a message")),
  signature: Buffer.from("a signature"),
};
const log = {
  url: "https://log.fake",
  majorApiVersion: 1,
  validFor: { start: 0, end: Number.POSITIVE_INFINITY },
  operator: "fake",
};

function request(instead?: Instead) {
  const { transport, asked } = fakeServices(instance, SIGNED_AT, instead);
  return { entry: requestLogEntry(transport, log, content, Buffer.from("certificate")), asked };
}

/** What the log would answer, after a change. */
async function changed(change: (entry: Loose) => void): Promise<Instead> {
  let body = "";
  const { transport } = fakeServices(instance, SIGNED_AT);
  await requestLogEntry(
    async (one) => {
      const answer: ServiceAnswer = await transport(one);
      body = Buffer.from(answer.body).toString();
      return answer;
    },
    log,
    content,
    Buffer.from("certificate"),
  );
  const value = JSON.parse(body);
  change(value);
  return () => answerOf(201, JSON.stringify(value));
}

test("proposes what Rekor v1 takes, and reads the entry", async () => {
  const { entry, asked } = request();
  expect(await entry).toMatchObject({
    kind: "hashedrekord",
    version: "0.0.1",
    logIndex: 1005,
    integratedTime: SIGNED_AT.getTime() / 1000,
    proof: { logIndex: 5, treeSize: 11 },
  });
  expect(JSON.parse(Buffer.from(asked[0]?.body ?? "").toString())).toEqual({
    kind: "hashedrekord",
    apiVersion: "0.0.1",
    spec: {
      data: {
        hash: {
          algorithm: "sha256",
          value: digest("sha256", Buffer.from("a message")).hex,
        },
      },
      signature: {
        content: "YSBzaWduYXR1cmU=",
        publicKey: {
          // "certificate" between its lines of PEM, once more in base64.
          content:
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tClkyVnlkR2xtYVdOaGRHVT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
        },
      },
    },
  });
});

test("fetches the entry that the log has already, when an answer was lost on the way", async () => {
  let posts = 0;
  const answers = await changed(() => {});
  const { entry, asked } = request((one) => {
    if (one.method === "GET") return { ...(answers(one) as ServiceAnswer), status: 200 };
    posts++;
    return answerOf(409, "{}", `https://elsewhere.fake/api/v1/log/entries/${ID}`);
  });
  expect(await entry).toMatchObject({ kind: "hashedrekord" });
  expect(posts).toBe(1);
  // Where to ask is not the answer's to say.
  expect(asked[1]?.url).toBe(`https://log.fake/api/v1/log/entries/${ID}`);
});

test.each<[string, string | undefined]>([
  ["no place", undefined],
  ["a place that is no entry", "/api/v1/log/entries/../../admin"],
])("refuses a conflict with %s", async (_why, location) => {
  const { entry } = request(() => answerOf(409, "{}", location));
  await expect(entry).rejects.toMatchObject({ code: "SERVICE_ANSWER_MALFORMED" });
});

const first = (value: Loose): Loose => Object.values(value)[0];

test.each<[string, (value: Loose) => void]>([
  [
    "two entries",
    (value) => {
      value.other = {};
    },
  ],
  [
    "no entry",
    (value) => {
      for (const name of Object.keys(value)) delete value[name];
    },
  ],
  [
    "a body that is no JSON",
    (value) => {
      first(value).body = "AAAA";
    },
  ],
  [
    "a body without a kind",
    (value) => {
      first(value).body = Buffer.from("{}").toString("base64");
    },
  ],
  [
    "a log that is no hex",
    (value) => {
      first(value).logID = "xyz";
    },
  ],
  [
    "no promise",
    (value) => {
      delete first(value).verification.signedEntryTimestamp;
    },
  ],
  [
    "no checkpoint",
    (value) => {
      delete first(value).verification.inclusionProof.checkpoint;
    },
  ],
  [
    "a hash that is too short",
    (value) => {
      first(value).verification.inclusionProof.hashes[0] = "00";
    },
  ],
  [
    "no time",
    (value) => {
      first(value).integratedTime = 0;
    },
  ],
])("refuses an answer with %s", async (_why, change) => {
  const { entry } = request(await changed(change));
  const error = await entry.catch((found: unknown) => found);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject({ code: "SERVICE_ANSWER_MALFORMED" });
});
