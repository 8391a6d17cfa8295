import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { partSignedCommit } from "../../src/envelope/git-commit.ts";
import { refusalOf } from "../fakes/refusal.ts";

const SHA1 = "a".repeat(40);
const SHA256 = "a".repeat(64);
const HEAD = `tree ${"b".repeat(40)}\nauthor A <a@x.example> 1 +0000\ncommitter A <a@x.example> 1 +0000\n`;
const BODY = "\nsubject\n\ngpgsig is a word here\n gpgsig too\n";
const SIGNATURE = "-----BEGIN X-----\nAAAA\n\n-----END X-----\n";
const header = (name: string, text = SIGNATURE) => `${name} ${text.replace(/\n(?!$)/g, "\n ")}`;

const part = (commit: string, id = SHA1) => {
  const signed = partSignedCommit(Buffer.from(commit, "latin1"), id);
  return (
    signed && {
      payload: Buffer.from(signed.payload).toString("latin1"),
      signature: Buffer.from(signed.signature).toString("latin1"),
    }
  );
};

describe("parts a commit from its signature", () => {
  test.each<[string, string, string, string]>([
    ["as git writes it", HEAD + header("gpgsig") + BODY, HEAD, SHA1],
    ["by SHA-256", HEAD + header("gpgsig-sha256") + BODY, HEAD, SHA256],
    [
      "with one of the other kind of ids, which no payload has",
      HEAD + header("gpgsig-sha256", "x\ny\n") + header("gpgsig") + BODY,
      HEAD,
      SHA1,
    ],
    [
      "with headers on both sides",
      `${HEAD}${header("gpgsig")}encoding x\nmergetag object 1\n gpgsig y\n${BODY}`,
      `${HEAD}encoding x\nmergetag object 1\n gpgsig y\n`,
      SHA1,
    ],
    [
      "with a header that begins so",
      `${HEAD}${header("gpgsig")}gpgsigx y\n z\n${BODY}`,
      HEAD,
      SHA1,
    ],
  ])("%s", (_why, commit, head, id) => {
    expect(part(commit, id)).toEqual({ payload: head + BODY, signature: SIGNATURE });
  });

  test.each<[string, string, string]>([
    ["none", HEAD + BODY, SHA1],
    ["one that is in the message alone", `${HEAD}\n${header("gpgsig")}`, SHA1],
    ["one of the other kind of ids alone", HEAD + header("gpgsig-sha256") + BODY, SHA1],
    ["one of the other kind of ids alone, by SHA-256", HEAD + header("gpgsig") + BODY, SHA256],
    ["an empty object", "", SHA1],
  ])("%s", (_why, commit, id) => {
    expect(part(commit, id)).toBeUndefined();
  });

  test("two, of which git makes one", () => {
    const commit = HEAD + header("gpgsig") + header("gpgsig") + BODY;
    expect(refusalOf(() => part(commit)).code).toBe("SIGNATURE_MALFORMED");
  });

  test.prop([fc.string({ unit: "binary" })])(
    "whatever the message is, it is signed as it stands",
    (message) => {
      const whole = (text: string) => Buffer.from(text, "latin1").toString("latin1");
      const commit = `${HEAD}${header("gpgsig")}\n${message}`;
      expect(part(commit)?.payload).toBe(whole(`${HEAD}\n${message}`));
    },
  );

  test.prop([fc.uint8Array()])("bytes that are no commit end it", (bytes) => {
    expect(() => partSignedCommit(bytes, SHA1)).not.toThrow(TypeError);
  });
});
