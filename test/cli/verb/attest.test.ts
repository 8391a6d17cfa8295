import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { parseKeyBundle } from "../../../src/envelope/bundle.ts";
import { verifyDsseBundle } from "../../../src/envelope/bundle-signature.ts";
import { parseStatement, STATEMENT_V1 } from "../../../src/statement/statement.ts";
import { ALICE, Checkout, sha256 } from "../../fakes/checkout.ts";
import { createInstance, IDENTITY, ISSUER, SIGNED_AT } from "../../fakes/instance.ts";
import { serveInstance } from "../../fakes/served.ts";
import { EXAMPLES } from "../../statement/predicate/readers.ts";

const SPDX = JSON.stringify(EXAMPLES.spdx?.predicate);

/** A checkout with a file, and what is to be said about it. */
function checkout(predicate: string = SPDX): Checkout {
  const made = new Checkout();
  made.write("app.tar.gz", "app").write("p.json", predicate);
  return made;
}

const by = (made: Checkout, who = "alice"): string => `--key ${made.keys.at(`${who}.key`)}`;

/** What a key of Alice's signed, verified by our own reading of bundles. */
function signedIn(made: Checkout, name: string): string {
  const bundle = parseKeyBundle(Buffer.from(made.read(name)), name, "ours");
  if (bundle.kind !== "dsse") throw new Error("expected a statement");
  return Buffer.from(verifyDsseBundle(bundle, [ALICE.key.publicKey]).payload).toString();
}

describe("attest", () => {
  test("signs a bill of materials", async () => {
    const made = checkout();
    const line = `attest app.tar.gz --predicate p.json --type spdx ${by(made)}`;
    expect(await made.transcript(line)).toMatch(
      /app.tar.gz: ok: signed https:..spdx.dev.Document by key [0-9a-f]{12} into HERE/,
    );
    const signed = signedIn(made, "app.tar.gz.spdx.sigstore.json");
    expect(JSON.parse(signed)).toEqual({
      _type: STATEMENT_V1,
      subject: [{ name: "app.tar.gz", digest: { sha256: sha256("app") } }],
      predicateType: "https://spdx.dev/Document",
      predicate: EXAMPLES.spdx?.predicate,
    });
    expect(signed).toContain(SPDX);
  });

  test.each([
    ["vsa", "vsa"],
    ["svr", "svr"],
    ["link", "link"],
    ["test result", "test-result"],
    ["release", "release"],
    ["reference", "reference"],
    ["scai", "scai"],
    ["runtime trace", "runtime-trace"],
    ["vulns", "vulns"],
    ["spdx of 3", "spdx"],
    ["cyclonedx", "cyclonedx"],
  ])("knows the type of a %s by its short name", async (example, type) => {
    const { predicate, type: uri } = EXAMPLES[example] ?? expect.unreachable();
    const made = checkout(JSON.stringify(predicate));
    const { exitCode, stderr } = await made.run(
      `attest app.tar.gz --predicate p.json --type ${type} ${by(made)}`,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const signed = signedIn(made, `app.tar.gz.${type}.sigstore.json`);
    // The short name of a trace is that of its first version.
    expect(JSON.parse(signed).predicateType).toBe(uri.replace("trace/v0.2", "trace/v0.1"));
  });

  test("signs one statement about several files, and writes it beside each", async () => {
    const made = checkout();
    made.write("other.tar.gz", "other").write("sub/app.tar.gz", "third");
    const line = `attest app.tar.gz other.tar.gz --predicate p.json --type spdx ${by(made)}`;
    expect((await made.run(line)).exitCode).toBe(0);
    const signed = signedIn(made, "app.tar.gz.spdx.sigstore.json");
    expect(made.read("other.tar.gz.spdx.sigstore.json")).toBe(
      made.read("app.tar.gz.spdx.sigstore.json"),
    );
    expect(JSON.parse(signed).subject).toEqual([
      { name: "app.tar.gz", digest: { sha256: sha256("app") } },
      { name: "other.tar.gz", digest: { sha256: sha256("other") } },
    ]);
    const same = `attest app.tar.gz sub/app.tar.gz --predicate p.json --type spdx --bundle out.json ${by(made)}`;
    expect((await made.run(same)).exitCode).toBe(0);
    const names = JSON.parse(signedIn(made, "out.json")).subject.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual(["app.tar.gz", "sub/app.tar.gz"]);
  });

  test("takes any type by its URI, and says that nobody looked at the predicate", async () => {
    const made = checkout('{"anything": [1.50]}');
    const type = "https://example.com/attestations/Review/v1";
    const { exitCode, stdout } = await made.run(
      `attest app.tar.gz --predicate p.json --type ${type} --json ${by(made)}`,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).findings).toMatchObject([
      { rule: "ATTESTED", verdict: "passed" },
      { rule: "PREDICATE_UNCHECKED", verdict: "noted" },
    ]);
    expect(signedIn(made, "app.tar.gz.review-v1.sigstore.json")).toContain('{"anything": [1.50]}');
  });

  test("signs a ready statement to the byte", async () => {
    const made = checkout();
    const statement = `{ "_type": "${STATEMENT_V1}",\n "subject": [{"digest": {"sha256": "${sha256("app")}"}}],\n "predicateType": "https://example.com/p/v1", "more": 1 }\n`;
    made.write("s.json", statement);
    const line = `attest app.tar.gz --statement s.json --bundle out.json ${by(made)}`;
    expect((await made.run(line)).exitCode).toBe(0);
    expect(signedIn(made, "out.json")).toBe(statement);
    expect(() =>
      parseStatement(Buffer.from(statement), { what: "s.json", types: [STATEMENT_V1] }),
    ).not.toThrow();
  });

  test("leaves what others signed where it stands, and takes a name of its own", async () => {
    const made = checkout();
    const line = "attest app.tar.gz --predicate p.json --type spdx";
    await made.run(`${line} ${by(made, "bob")}`);
    const theirs = made.read("app.tar.gz.spdx.sigstore.json");
    expect((await made.run(`${line} ${by(made)}`)).exitCode).toBe(0);
    expect(made.read("app.tar.gz.spdx.sigstore.json")).toBe(theirs);
    const own = `app.tar.gz.spdx.${ALICE.key.publicKey.fingerprint.slice(0, 12)}.sigstore.json`;
    expect(signedIn(made, own)).toContain(SPDX);
    // The very same statement may be signed again; another one is not written over it.
    expect((await made.run(`${line} ${by(made)}`)).exitCode).toBe(0);
    made.write("p.json", SPDX.replace('"app"', '"app2"'));
    const before = made.list();
    const { exitCode, stderr } = await made.run(`${line} ${by(made)}`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/expected a free path, found another statement by the same key/);
    expect(stderr).toMatch(/hint: name another path with --bundle OUT/);
    expect(made.list()).toEqual(before);
  });

  test("leaves the place of a file's own signature to it", async () => {
    const made = checkout();
    made.write("app.tar.gz.spdx", SPDX);
    const line = `attest app.tar.gz --predicate app.tar.gz.spdx --type spdx ${by(made)}`;
    expect((await made.run(line)).exitCode).toBe(0);
    expect(Object.keys(made.list())).toContain("app.tar.gz.spdx.attestation.sigstore.json");
    expect((await made.sign("app.tar.gz.spdx --message")).exitCode).toBe(0);
    expect((await made.verify("app.tar.gz.spdx --message")).exitCode).toBe(0);
  });

  test("is no signature of the file", async () => {
    const made = checkout();
    await made.run(`attest app.tar.gz --predicate p.json --type spdx ${by(made)}`);
    const { exitCode, stdout } = await made.verify("app.tar.gz");
    expect(exitCode).toBe(3);
    expect(stdout).toContain("found none");
  });
});

const OTHER = sha256("something else");
const statement = (subject: unknown, more: object = {}): string =>
  JSON.stringify({
    _type: STATEMENT_V1,
    subject,
    predicateType: "https://example.com/p/v1",
    predicate: {},
    ...more,
  });
const APP = { name: "app.tar.gz", digest: { sha256: sha256("app") } };

describe("attest refuses and writes nothing", () => {
  const PREDICATES: readonly (readonly [
    why: string,
    type: string,
    predicate: string,
    exitCode: number,
    said: RegExp,
  ])[] = [
    ["a malformed predicate", "spdx", "{}", 1, /a string at predicate.spdxVersion, found nothing/],
    ["a list", "a:b", "[]", 1, /p.json: expected an object for a predicate, found an array/],
    ["no JSON", "a:b", "{", 1, /p.json: expected a name in quotes/],
    ["one name twice", "a:b", '{"a":1,"a":2}', 1, /each name once/],
    ["two documents", "a:b", '{},"subject":[]', 1, /expected the end/],
    ["another version", "https://slsa.dev/verification_summary/v2", "{}", 1, /summary\/v2"/],
    [
      "provenance that says nothing",
      "provenance",
      "{}",
      1,
      /provenance: expected .* at predicate\./,
    ],
    ["provenance to come", "https://slsa.dev/provenance/v3", "{}", 1, /provenance\/v3"/],
    ["a version of links that is gone", "https://in-toto.io/Link/v1", "{}", 1, /link\/v0.3/],
    ["a word", "sbom", "{}", 2, /expected a URI or one of provenance.*found "sbom"/],
    ["an ambiguous word", "slsaprovenance", "{}", 2, /--type slsaprovenance1 or/],
    [
      "our own lock",
      "https://lockseal.dev/attestation/lock/v0.1",
      "{}",
      2,
      /one that is not Lockseal's own[\s\S]*hint: sign the lock itself: lockseal sign LOCK/,
    ],
    [
      "an approval",
      "https://lockseal.dev/attestation/lock-approval/v0.1",
      "{}",
      2,
      /hint: look at the change and approve it: lockseal approve LOCK --key KEY/,
    ],
    [
      "a record of what was seen",
      "https://lockseal.dev/attestation/first-seen/v0.1",
      "{}",
      2,
      /hint: let it be seen first: lockseal observe LOCK/,
    ],
    ["our own, in other letters", "HTTPS://LockSeal.dev/attestation/x/v1", "{}", 2, /not Lockseal/],
    ["our own, by another road", "http://www.lockseal.dev./attestation/x", "{}", 2, /not Lockseal/],
  ];
  test.each<[string, string, string]>([
    ["an unknown word", "sbom", "PREDICATE_NAME_UNKNOWN"],
    ["our own type", "https://lockseal.dev/attestation/lock/v0.1", "PREDICATE_TYPE_OWN"],
    ["what a type does not allow", "vsa", "PREDICATE_MALFORMED"],
  ])("%s, and names the rule in JSON", async (_why, type, rule) => {
    const made = checkout("{}");
    const { stdout } = await made.run(
      `attest app.tar.gz --predicate p.json --type ${type} --json ${by(made)}`,
    );
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule, verdict: "refused" }]);
  });

  test("a file that a statement is not about, and names the rule in JSON", async () => {
    const made = checkout();
    made.write("s.json", statement([{ digest: { sha256: OTHER } }]));
    const { stdout } = await made.run(`attest app.tar.gz --statement s.json --json ${by(made)}`);
    expect(JSON.parse(stdout).findings).toMatchObject([{ rule: "STATEMENT_SUBJECTS_DIFFER" }]);
  });

  test("a type of our own, and names a command that there is", () => {
    const named = PREDICATES.flatMap(
      ([, , , , said]) => /lockseal (\w+) LOCK/.exec(said.source)?.[1] ?? [],
    );
    expect(named.length).toBe(3);
    for (const name of named) expect(COMMANDS.map((command) => command.name)).toContain(name);
  });

  test.each(PREDICATES)("%s", async (_why, type, predicate, code, said) => {
    const made = checkout(predicate);
    const before = made.list();
    const { exitCode, stdout, stderr } = await made.run(
      `attest app.tar.gz --predicate p.json --type ${type} ${by(made)}`,
    );
    expect(stderr).toMatch(said);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(made.list()).toEqual(before);
  });

  const STATEMENTS: readonly (readonly [why: string, text: string, code: number, said: RegExp])[] =
    [
      [
        "about another file",
        statement([{ name: "app.tar.gz", digest: { sha256: OTHER } }]),
        1,
        /expected a subject sha256:[0-9a-f]+ for app.tar.gz, found sha256:/,
      ],
      [
        "about one file more",
        statement([APP, { name: "evil", digest: { sha256: OTHER } }]),
        1,
        /expected no subject but app.tar.gz, found evil/,
      ],
      [
        "with a second digest of another file",
        statement([{ digest: { sha256: sha256("app"), sha512: OTHER + OTHER } }]),
        1,
        /beside a digest that is equal/,
      ],
      [
        "with a second subject that contradicts itself",
        statement([APP, { digest: { sha256: sha256("app"), sha512: OTHER + OTHER } }]),
        1,
        /beside a digest that is equal/,
      ],
      ["by MD5", statement([{ digest: { md5: "aa" } }]), 1, /expected sha256, sha384 or sha512/],
      ["without a subject", statement([]), 1, /at subject, found 0/],
      [
        "of a type to come",
        statement([APP], { _type: "https://in-toto.io/Statement/v2" }),
        1,
        /v2/,
      ],
      [
        "of our own type",
        statement([APP], { predicateType: "https://lockseal.dev/attestation/lock-approval/v0.1" }),
        2,
        /not Lockseal's own/,
      ],
      [
        "with a malformed predicate",
        statement([APP], { predicateType: EXAMPLES.svr?.type }),
        1,
        /an object at predicate.verifier, found nothing/,
      ],
    ];
  test.each(STATEMENTS)("a statement %s", async (_why, text, code, said) => {
    const made = checkout();
    made.write("s.json", text);
    const before = made.list();
    const { exitCode, stdout, stderr } = await made.run(
      `attest app.tar.gz --statement s.json ${by(made)}`,
    );
    expect(stderr).toMatch(said);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(made.list()).toEqual(before);
  });

  test.each<[string, RegExp]>([
    ["attest", /expected FILE…, found none/],
    ["attest app.tar.gz", /expected --predicate JSON with --type TYPE, or --statement JSON/],
    ["attest app.tar.gz --predicate p.json", /expected --type TYPE with --predicate/],
    ["attest app.tar.gz --statement p.json --type spdx", /expected no --type with --statement/],
    ["attest app.tar.gz --predicate none.json --type spdx --key KEY", /none.json: expected a file/],
    ["attest none --predicate p.json --type spdx --key KEY", /none: expected a file/],
    ["attest app.tar.gz app.tar.gz --predicate p.json --type spdx --key KEY", /each file once/],
    [
      "attest app.tar.gz --predicate p.json --type spdx --key KEY --identity-token x",
      /expected --key or an identity/,
    ],
  ])("%s", async (line, said) => {
    const made = checkout();
    const before = made.list();
    const { exitCode, stderr } = await made.run(line.replace("KEY", made.keys.at("alice.key")));
    expect(stderr).toMatch(said);
    expect([1, 2]).toContain(exitCode);
    expect(made.list()).toEqual(before);
  });
});

describe("attest, keyless", () => {
  test("signs as who this runs for, and says what becomes public", async () => {
    await using served = await serveInstance(createInstance(), SIGNED_AT, "v2");
    const made = checkout();
    made.write("config.json", served.signingConfig).write("root.json", served.trustedRoot);
    const line =
      "attest app.tar.gz --predicate p.json --type spdx --signing-config config.json --trusted-root root.json";
    const around = { now: SIGNED_AT, env: { SIGSTORE_ID_TOKEN: served.token } };
    const { exitCode, stdout, stderr } = await made.run(line, around);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(`by ${IDENTITY}`);
    expect(stderr).toMatch(
      /this identity and the signature about app.tar.gz become public for good/,
    );
    const verified = await made.run(
      `verify app.tar.gz --bundle app.tar.gz.spdx.sigstore.json --certificate-identity ${IDENTITY} --certificate-oidc-issuer ${ISSUER} --trusted-root root.json --predicate-type https://spdx.dev/Document`,
      { now: SIGNED_AT },
    );
    expect(verified.exitCode).toBe(0);
    // Whose bundle stands there is not known without asking: it is left as it is.
    const again = await made.run(line, around);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toMatch(/expected a free path/);
  });
});
