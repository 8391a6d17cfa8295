import { sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyCheckpoint } from "../../src/sigstore/checkpoint.ts";
import { type Log, parseTrustRoot } from "../../src/trust/trust-root.ts";
import { createInstance, trustedRoot, written } from "../fakes/instance.ts";

const instance = createInstance();
const [, log] = parseTrustRoot(written(trustedRoot(instance)), "root").logs as [Log, Log];
const { id, privateKey } = instance.log2;

const ROOT = Buffer.alloc(32, 9).toString("base64");
const HEAD = `log2.fake\n17\n${ROOT}\n`;
const line = (name: string, hint: Uint8Array, signature: Uint8Array): string =>
  `\u2014 ${name} ${Buffer.concat([hint.subarray(0, 4), signature]).toString("base64")}\n`;
const own = (text: string, name = "log2.fake"): string =>
  line(name, id, sign(null, Buffer.from(text), privateKey));
const witness = line("witness.test/w1", Buffer.from("abcd"), Buffer.alloc(72, 3));

test.each<[string, string]>([
  ["one signature", `${HEAD}\n${own(HEAD)}`],
  ["a witness before the log", `${HEAD}\n${witness}${own(HEAD)}`],
  ["witnesses after the log", `${HEAD}\n${own(HEAD)}${witness}${witness}`],
  [
    "another key of the log's name",
    `${HEAD}\n${line("log2.fake", Buffer.from("xxxx"), Buffer.alloc(64))}${own(HEAD)}`,
  ],
  [
    "a bad signature under the log's key beside a good one",
    `${HEAD}\n${line("log2.fake", id, Buffer.alloc(64))}${own(HEAD)}`,
  ],
  ["further lines", `${HEAD}Timestamp: 1\n\n${own(`${HEAD}Timestamp: 1\n`)}`],
  [
    "the number of a tree",
    `${HEAD.replace("fake", "fake - 12")}\n${own(HEAD.replace("fake", "fake - 12"))}`,
  ],
])("takes %s", (_, note) => {
  expect(verifyCheckpoint(note, log)).toMatchObject({
    treeSize: 17,
    rootHash: Buffer.alloc(32, 9),
  });
});

describe("refuses", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "MALFORMED"],
    ["no empty line", `${HEAD}${own(HEAD)}`, "MALFORMED"],
    ["no signature", `${HEAD}\n`, "MALFORMED"],
    ["no line end after the signature", `${HEAD}\n${own(HEAD).slice(0, -1)}`, "MALFORMED"],
    ["a hyphen in place of the dash", `${HEAD}\n${own(HEAD).replace("\u2014", "-")}`, "MALFORMED"],
    ["a name with a plus", `${HEAD}\n${own(HEAD, "log2+fake")}`, "MALFORMED"],
    ["a signature that is none", `${HEAD}\n\u2014 log2.fake AAAA\n`, "MALFORMED"],
    ["base64 in another spelling", `${HEAD}\n\u2014 log2.fake AAAAAAB=\n`, "MALFORMED"],
    ["no origin", `\n17\n${ROOT}\n\n${own(`\n17\n${ROOT}\n`)}`, "MALFORMED"],
    ["a size in another spelling", `log2.fake\n017\n${ROOT}\n\n${own("")}`, "MALFORMED"],
    ["a size beyond all", `log2.fake\n99999999999999999999\n${ROOT}\n\n${own("")}`, "MALFORMED"],
    ["a root of another length", `log2.fake\n17\nAAAA\n\n${own("")}`, "MALFORMED"],
    ["no root", `log2.fake\n17\n\n${own("log2.fake\n17\n")}`, "MALFORMED"],
    ["more signatures than anybody needs", `${HEAD}\n${witness.repeat(33)}`, "MALFORMED"],
    ["a witness alone", `${HEAD}\n${witness}`, "INVALID"],
    ["a signature over another head", `${HEAD.replace("17", "18")}\n${own(HEAD)}`, "INVALID"],
    ["the log's key under another name", `${HEAD}\n${own(HEAD, "log.fake")}`, "INVALID"],
    ["the log's key under a part of its name", `${HEAD}\n${own(HEAD, "log2")}`, "INVALID"],
    [
      "another key hint",
      `${HEAD}\n${line("log2.fake", Buffer.alloc(4), sign(null, Buffer.from(HEAD), privateKey))}`,
      "INVALID",
    ],
    [
      "the origin of another log",
      `${HEAD.replace("log2", "log")}\n${own(HEAD.replace("log2", "log"))}`,
      "INVALID",
    ],
    [
      "an origin that only begins alike",
      `${HEAD.replace("fake", "fake.evil")}\n${own(HEAD.replace("fake", "fake.evil"))}`,
      "INVALID",
    ],
  ])("%s", (_, note, code) => {
    expect(() => verifyCheckpoint(note, log)).toThrow(
      expect.objectContaining({ code: `TLOG_CHECKPOINT_${code}` }),
    );
  });
});

test.each([
  ["https://log2.fake", "log2.fake"],
  ["https://log2.fake/", "log2.fake"],
  ["https://log2.fake:3000", "log2.fake:3000"],
  ["https://log2.fake:3000", "log2.fake"],
  ["https://log2.fake/shard/1", "log2.fake/shard/1"],
  ["https://log2.fake/shard/1", "log2.fake"],
])("a log at %s signs as %s", (url, name) => {
  const head = `${name}\n17\n${ROOT}\n`;
  expect(verifyCheckpoint(`${head}\n${own(head, name)}`, { ...log, url }).origin).toBe(name);
});
