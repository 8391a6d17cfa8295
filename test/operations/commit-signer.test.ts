import { describe, expect, test } from "vitest";
import { parseSshKey } from "../../src/key/ssh-key.ts";
import { readCommitSigner } from "../../src/operations/commit-signer.ts";
import type { Author } from "../../src/policy/author.ts";
import type { PolicySigner } from "../../src/policy/signer.ts";
import { SshSigner } from "../fakes/ssh.ts";
import { person } from "../policy/people.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const ID = "0123456789ab".padEnd(40, "c");
const PAYLOAD = `tree ${"b".repeat(40)}\nauthor Bob <bob@acme.example> 1 +0000\n\nupdate\n`;
const KEY = new SshSigner("ssh-ed25519");
const CARD = new SshSigner("sk-ssh-ed25519@openssh.com");
const idOf = (signer: SshSigner) => parseSshKey(Buffer.from(signer.line), "a.pub");

const ALICE = person("alice", ["reviewer"], { sshKeys: [idOf(KEY).id, idOf(CARD).id] });
const BOB = person("bob", ["reviewer"]);

/** Puts a signature into a commit, as git does. */
const signedWith = (signature: string, payload = PAYLOAD): string =>
  payload.replace("\n\n", `\ngpgsig ${signature.trimEnd().replaceAll("\n", "\n ")}\n\n`);
const sign = (more: Parameters<SshSigner["sign"]>[1] = {}, by = KEY, payload = PAYLOAD) =>
  signedWith(by.sign(Buffer.from(PAYLOAD), { namespace: "git", ...more }), payload);

const read = (commit: string, signers: readonly PolicySigner[] = [ALICE, BOB]) =>
  readCommitSigner({ id: ID, bytes: Buffer.from(commit) }, signers, NOW);

const BY_ALICE: Author = { kind: "signature", signer: "alice" };

describe("names who signed a commit", () => {
  test.each<[string, string, readonly PolicySigner[]]>([
    ["by a key of OpenSSH", sign(), [ALICE, BOB]],
    ["by SHA-256", sign({ hash: "sha256" }), [ALICE, BOB]],
    ["by a security key that was touched", sign({}, CARD), [ALICE, BOB]],
    [
      "by a key that the policy has as PEM",
      sign(),
      [person("alice", [], { keys: [idOf(KEY).key.fingerprint] }), BOB],
    ],
    ["by a machine", sign(), [{ ...ALICE, person: false }]],
    [
      "within their time",
      sign(),
      [{ ...ALICE, from: NOW.getTime() - 1, until: NOW.getTime() + 1, revoked: NOW.getTime() + 1 }],
    ],
  ])("%s", (_why, commit, signers) => {
    expect(read(commit, signers)).toEqual([BY_ALICE]);
  });
});

describe("says why nobody is proven", () => {
  const pgp = "-----BEGIN PGP SIGNATURE-----\n\niHU=\n-----END PGP SIGNATURE-----\n";
  const x509 = "-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n";
  test.each<[string, string, string]>([
    ["no signature", PAYLOAD, "not signed"],
    ["OpenPGP", signedWith(pgp), "signed by OpenPGP, which is not read"],
    ["a certificate", signedWith(x509), "signed by a certificate, which is not read"],
    ["something else", signedWith("hello\nyou"), 'signed as "hello", which is not read'],
    [
      "for files",
      sign({ namespace: "file" }),
      "its signature: expected a signature in the namespace",
    ],
    ["another message", sign({}, KEY, PAYLOAD.replace("update", "other")), "over other bytes"],
    ["another tree", sign({}, KEY, PAYLOAD.replace("bb", "cb")), "over other bytes"],
    ["another author", sign({}, KEY, PAYLOAD.replace("Bob", "Rob")), "over other bytes"],
    [
      "a header more",
      sign({}, KEY, PAYLOAD.replace("author", "parent x\nauthor")),
      "over other bytes",
    ],
    ["cut short", sign().replace("-----END SSH SIGNATURE-----", ""), "expected base64 between"],
    ["a stranger's", sign({}, new SshSigner("ssh-ed25519")), "a key of nobody in the policy"],
    ["twice", signedWith("x", sign()), "expected one signature in the header, found 2"],
  ])("%s", (_why, commit, why) => {
    expect(read(commit)).toEqual([
      { kind: "unproven", commit: ID, why: expect.stringContaining(why) },
    ]);
  });

  test("a key of two signers is nobody's", () => {
    expect(read(sign(), [ALICE, { ...BOB, sshKeys: ALICE.sshKeys }])).toMatchObject([
      { kind: "unproven" },
    ]);
  });

  test("the same numbers without the security key are another key", () => {
    const { key } = idOf(CARD);
    const alice = person("alice", [], { keys: [key.fingerprint] });
    expect(read(sign({}, CARD), [alice])).toMatchObject([{ kind: "unproven" }]);
  });

  test.each<[string, string, Partial<PolicySigner>, string]>([
    ["before their time", sign(), { from: NOW.getTime() + 1 }, "who counts from"],
    ["after their time", sign(), { until: NOW.getTime() - 1 }, "who counts until"],
    [
      "with a lost key",
      sign(),
      { revoked: NOW.getTime() },
      "who counts before the key was revoked",
    ],
    ["with a security key by itself", sign({ flags: 0 }, CARD), {}, "nobody touched"],
  ])("%s they are excluded all the same", (_why, commit, more, why) => {
    expect(read(commit, [{ ...ALICE, ...more }])).toEqual([
      BY_ALICE,
      { kind: "unproven", commit: ID, why: expect.stringContaining(why) },
    ]);
  });
});
