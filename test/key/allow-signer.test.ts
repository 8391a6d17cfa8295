import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { allowSigner } from "../../src/key/allow-signer.ts";
import { MAX_ALLOWED_SIGNERS_BYTES, parseAllowedSigners } from "../../src/key/allowed-signers.ts";
import { parseSshKey } from "../../src/key/ssh-key.ts";
import { refusalOf } from "../fakes/refusal.ts";

const read = (name: string) => readFileSync(new URL(`../../testdata/ssh/${name}`, import.meta.url));
const KEY = parseSshKey(read("ed25519.pub"), "ed25519.pub");
const K = read("ed25519.pub").toString().split(" ").slice(0, 2).join(" ");
const OTHER = read("other.pub").toString().trim();

function allow(
  text: string,
  more: { principal?: string; namespace?: string; now?: string } = {},
): number {
  const question = {
    principal: more.principal ?? "me@x",
    namespace: more.namespace ?? "file",
    key: KEY,
    now: new Date(more.now ?? "2026-11-24T03:00:00Z"),
    what: "a.sig",
  };
  const signers = parseAllowedSigners(
    Buffer.from(text.replaceAll(/(?<=[\s#])K(?=\s|$)/g, K)),
    "signers",
  );
  return allowSigner(signers, question).line;
}

/** The same lines were shown to ssh-keygen 9.2, which said the same of each. */
describe("allows", () => {
  test.each<[string, string, number]>([
    ["a line", "me@x K", 1],
    ["a comment and a blank line before it", "# c\n\nme@x K", 3],
    ["blanks before it", "  me@x K", 1],
    ["tabs", "me@x\tK", 1],
    ["a principal in quotes", '"me@x" K', 1],
    ["a pattern", "*@x K", 1],
    ["one of several principals", "you@x,me@x K", 1],
    ["an empty one among them", "me@x,,you K", 1],
    ["a comment behind the key", "me@x K some comment", 1],
    ["CRLF", "me@x K\r\n", 1],
    ["a namespace", 'me@x namespaces="git,file" K', 1],
    ["every namespace but one", 'me@x namespaces="*,!git" K', 1],
    ["blanks around the options", 'me@x  namespaces="file"  K', 1],
    ["blanks in the options' quotes", 'me@x namespaces="file, git" K', 1],
    ["a time that has begun", 'me@x valid-after="20261124025900Z" K', 1],
    ["a time that begins now", 'me@x valid-after="20261124030000Z" K', 1],
    ["a time that ends now", 'me@x valid-before="20261124030000Z" K', 1],
    ["a second line where the first has ended", 'me@x valid-before="20200101Z" K\nme@x K', 2],
    ["a second line where the first is another key", `me@x ${OTHER}\nme@x K`, 2],
    [
      "a line behind one that cannot be read",
      "nonsense\nme@x nonsense AAAA\nme@x ssh-rsa AAAA\nme@x K",
      4,
    ],
  ])("%s", (_, text, line) => {
    expect(allow(text)).toBe(line);
  });
});

describe("refuses", () => {
  test.each<[string, string, string]>([
    ["nobody", "", "SIGNER_NOT_ALLOWED"],
    ["somebody else's line", "you@x K", "SIGNER_NOT_ALLOWED"],
    ["another key", `me@x ${OTHER}`, "SIGNER_NOT_ALLOWED"],
    ["a principal that is taken out", "*@x,!me@x K", "SIGNER_NOT_ALLOWED"],
    ["a principal in upper case", "ME@X K", "SIGNER_NOT_ALLOWED"],
    ["another namespace", 'me@x namespaces="git" K', "SIGNER_NAMESPACE"],
    ["a namespace behind a blank", 'me@x namespaces="git, file" K', "SIGNER_NAMESPACE"],
    ["a time that has not begun", 'me@x valid-after="20261124030001Z" K', "SIGNER_NOT_VALID"],
    ["a time that has ended", 'me@x valid-before="20261124025959Z" K', "SIGNER_NOT_VALID"],
    ["the key of an authority", "me@x cert-authority K", "KEY_UNSUPPORTED"],
    ["an option without quotes", "me@x namespaces=file K", "ALLOWED_SIGNERS_MALFORMED"],
    ["an unknown option", 'me@x foo="file" K', "ALLOWED_SIGNERS_MALFORMED"],
    ["a comment where the key should be", "me@x #K", "ALLOWED_SIGNERS_MALFORMED"],
    ["a principal alone", "me@x", "ALLOWED_SIGNERS_MALFORMED"],
    ["a damaged key", `me@x ${K.slice(0, -4)}`, "ALLOWED_SIGNERS_MALFORMED"],
    ["a key that is too short", `me@x ${read("rsa1024.pub")}`, "KEY_UNSUPPORTED"],
  ])("%s", (_, text, code) => {
    expect(refusalOf(() => allow(text))).toMatchObject({ code, hint: expect.any(String) });
  });

  test("with the number of the line that is wrong", () => {
    expect(refusalOf(() => allow("# c\nme@x foo K")).message).toMatch(/^signers:2: expected /);
  });
});

// ssh-keygen reads such a time in the time zone of its machine; the world has them from −12 to +14 hours.
describe("a time without Z", () => {
  test.each<[string, string, string, RegExp | undefined]>([
    ["begun everywhere", 'valid-after="202611231500"', "2026-11-24T03:00:00Z", undefined],
    [
      "begun in some places only",
      'valid-after="202611231501"',
      "2026-11-24T03:00:00Z",
      /depends on a time zone/,
    ],
    [
      "begun first just now",
      'valid-after="202611241700"',
      "2026-11-24T03:00:00Z",
      /depends on a time zone/,
    ],
    [
      "begun nowhere",
      'valid-after="202611241701"',
      "2026-11-24T03:00:00Z",
      /who is from "202611241701", and/,
    ],
    ["ended nowhere", 'valid-before="202611241700"', "2026-11-24T03:00:00Z", undefined],
    [
      "ended in some places",
      'valid-before="202611241659"',
      "2026-11-24T03:00:00Z",
      /depends on a time zone/,
    ],
    [
      "ended everywhere",
      'valid-before="202611231459"',
      "2026-11-24T03:00:00Z",
      /who is until "202611231459", and/,
    ],
  ])("%s", (_, option, now, message) => {
    const run = () => allow(`me@x ${option} K`, { now });
    if (message === undefined) expect(run()).toBe(1);
    else
      expect(refusalOf(run)).toMatchObject({
        code: "SIGNER_NOT_VALID",
        message: expect.stringMatching(message),
      });
  });
});

test("a principal that is not ASCII is compared by its bytes", () => {
  expect(allow("jürgen@x K", { principal: "jürgen@x" })).toBe(1);
  expect(allow("j??rgen@x K", { principal: "jürgen@x" })).toBe(1);
});

test("so many bytes and no more", () => {
  const of = (bytes: number) => parseAllowedSigners(Buffer.alloc(bytes, "#"), "signers");
  expect(of(MAX_ALLOWED_SIGNERS_BYTES)).toEqual([]);
  expect(refusalOf(() => of(MAX_ALLOWED_SIGNERS_BYTES + 1))).toMatchObject({
    code: "INPUT_TOO_LARGE",
  });
});

test.prop([fc.uint8Array({ maxLength: 300 })])("any bytes are read without an error", (bytes) => {
  for (const { rule, problem } of parseAllowedSigners(bytes, "signers"))
    expect(rule === null).toBe(problem !== null);
});
