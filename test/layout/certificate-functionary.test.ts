import {
  constants,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/bytes/json.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import {
  type FakeCertificate,
  type FakeExtension,
  type FakeKey,
  fakeCertificate,
  fakeKey,
  spkiOf,
} from "../fakes/certificate.ts";
import { der } from "../fakes/der.ts";
import {
  canonical,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  metablock,
} from "../fakes/layout.ts";

type Json = { readonly [name: string]: JsonValue };

const NOW = new Date("2026-11-24T12:00:00Z");
const [FROM, UNTIL] = [new Date("2026-01-01T00:00:00Z"), new Date("2027-01-01T00:00:00Z")];
const OWNER = fakeFunctionary();
const CA = [
  { oid: "2.5.29.19", critical: true, value: der.sequence(der.of(0x01, Buffer.from([0xff]))) },
  { oid: "2.5.29.15", critical: true, value: der.of(0x03, Buffer.from([2, 0x04])) },
];

function authority(
  name: string,
  issuer?: FakeCertificate,
  more: readonly FakeExtension[] = [],
): FakeCertificate {
  const key = fakeKey();
  const options = { name, key, from: FROM, until: UNTIL, extensions: [...CA, ...more] };
  return fakeCertificate(issuer === undefined ? options : { ...options, issuer });
}

const ROOT = authority("root");
const MIDDLE = authority("middle", ROOT);
const OTHER = authority("other");

interface LeafOptions {
  readonly name?: string;
  readonly uris?: readonly string[];
  readonly dns?: readonly string[];
  readonly issuer?: FakeCertificate;
  readonly until?: Date;
  readonly isAuthority?: boolean;
  readonly key?: FakeKey;
}

function leaf(options: LeafOptions = {}): FakeCertificate {
  const names = [
    ...(options.uris ?? ["spiffe://acme/build"]).map((uri) => der.of(0x86, Buffer.from(uri))),
    ...(options.dns ?? []).map((name) => der.of(0x82, Buffer.from(name))),
  ];
  return fakeCertificate({
    name: options.name ?? "builder",
    key: options.key ?? fakeKey(),
    issuer: options.issuer ?? MIDDLE,
    from: FROM,
    until: options.until ?? UNTIL,
    extensions: [
      ...(names.length === 0 ? [] : [{ oid: "2.5.29.17", value: der.sequence(...names) }]),
      ...(options.isAuthority === true ? CA : []),
    ],
  });
}

function pem({ der: bytes }: FakeCertificate): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function authorities(...given: readonly FakeCertificate[]): Json {
  return Object.fromEntries(
    given.map((one) => {
      const entry = {
        keytype: "ecdsa",
        scheme: "x",
        keyval: { public: "", certificate: pem(one) },
      };
      return [one.name, entry];
    }),
  );
}

const CONSTRAINT = {
  common_name: "builder",
  dns_names: [],
  emails: [],
  organizations: [],
  uris: ["spiffe://acme/build"],
  roots: ["root"],
};

function refusals(
  certificate: FakeCertificate,
  constraint: Json = CONSTRAINT,
  more: { readonly signer?: FakeCertificate; readonly layout?: Json } = {},
): string {
  return judge([{ certificate, ...more }], { cert_constraints: [constraint] }, more.layout);
}

/** Judges a step by links that certificates stand beside, or keys of OpenPGP. */
function judge(
  signed: readonly {
    readonly certificate?: FakeCertificate;
    readonly signer?: FakeCertificate | undefined;
    readonly gpg?: KeyObject;
  }[],
  step: Json,
  more: Json = {},
): string {
  const layout = fakeLayout([fakeStep("build", [], step)], [], {
    rootcas: authorities(ROOT, OTHER),
    intermediatecas: authorities(MIDDLE),
    ...more,
  });
  const link = fakeLink("build");
  const signatures = signed.map(({ certificate, signer = certificate, gpg }) => {
    if (gpg !== undefined) return gpgSignature(canonical(link), gpg);
    const key = signer?.key.privateKey.export({ format: "pem", type: "pkcs8" }) ?? "";
    return {
      keyid: "ab".repeat(32),
      sig: sign("sha256", canonical(link), { key: createPrivateKey(key), ...PSS }).toString("hex"),
      cert: certificate === undefined ? "" : pem(certificate),
    };
  });
  const { findings } = verifyLayout(
    { name: "layout", bytes: metablock(layout, OWNER) },
    signatures.map((signature, index) => ({
      name: `build.abababa${index}.link`,
      bytes: Buffer.from(JSON.stringify({ signed: link, signatures: [signature] })),
    })),
    [OWNER.key],
    new Map(),
    NOW,
  );
  return findings
    .filter(({ verdict, rule }) => verdict === "refused" || rule === "LINK_SIGNATURE")
    .map(({ rule, found }) => `${rule} ${found}`)
    .join("; ");
}

/** What of it is for RSA alone, other keys pass over. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

/** Signs as RFC 4880 §5.2.4 says, by RSA and SHA-256, without any subpacket. */
function gpgSignature(message: Uint8Array, key: KeyObject): Json {
  const headers = Buffer.from([4, 0, 1, 8, 0, 0]);
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, headers.length]);
  return {
    keyid: "cd".repeat(20),
    signature: sign("sha256", Buffer.concat([message, headers, trailer]), key).toString("hex"),
    other_headers: headers.toString("hex"),
  };
}

describe("a functionary with a certificate is taken", () => {
  test.each<[why: string, certificate: FakeCertificate, constraint: Json]>([
    ["by way of an intermediate", leaf(), CONSTRAINT],
    ["from the root itself", leaf({ issuer: ROOT }), CONSTRAINT],
    ["with any name where that is said", leaf({ name: "x" }), { ...CONSTRAINT, common_name: "*" }],
    ["with any URI where that is said", leaf({ uris: ["a", "b"] }), { ...CONSTRAINT, uris: ["*"] }],
    ["of any root where that is said", leaf({ issuer: OTHER }), { ...CONSTRAINT, roots: ["*"] }],
    [
      "with two URIs that are both wanted",
      leaf({ uris: ["b", "a"] }),
      { ...CONSTRAINT, uris: ["a", "b"] },
    ],
    ["with a host name", leaf({ dns: ["a.example"] }), { ...CONSTRAINT, dns_names: ["a.example"] }],
  ])("%s", (_why, certificate, constraint) => {
    expect(refusals(certificate, constraint)).toBe("");
  });
});

describe("a functionary with a certificate is not taken", () => {
  test.each<[why: string, certificate: FakeCertificate, constraint: Json, said: RegExp]>([
    [
      "with another name",
      leaf({ name: "x" }),
      CONSTRAINT,
      /common name "x" where "builder" is expected/,
    ],
    [
      "with another URI",
      leaf({ uris: ["spiffe://acme/other"] }),
      CONSTRAINT,
      /URIs "spiffe:\/\/acme\/other"/,
    ],
    [
      "with a URI more",
      leaf({ uris: ["spiffe://acme/build", "b"] }),
      CONSTRAINT,
      /URIs .*, "b" where/,
    ],
    ["with a URI less", leaf({ uris: [] }), CONSTRAINT, /URIs none where "spiffe/],
    [
      "with a host name, where none is wanted",
      leaf({ dns: ["a.example"] }),
      CONSTRAINT,
      /DNS names "a.example" where none is expected/,
    ],
    [
      "with a star for a name, which is a name",
      leaf({ name: "*" }),
      CONSTRAINT,
      /common name "\*"/,
    ],
    [
      "without the organization that is wanted",
      leaf(),
      { ...CONSTRAINT, organizations: ["acme"] },
      /organizations none where "acme"/,
    ],
    [
      "of a root that is not allowed for the step",
      leaf({ issuer: OTHER }),
      CONSTRAINT,
      /none of the roots issued/,
    ],
    [
      "of no root at all",
      leaf({ issuer: authority("root") }),
      CONSTRAINT,
      /none of the roots issued/,
    ],
    ["where no root is allowed", leaf(), { ...CONSTRAINT, roots: [] }, /none of the roots issued/],
    [
      "after it expired",
      leaf({ until: new Date("2026-11-24T11:00:00Z") }),
      CONSTRAINT,
      /verified time|found 2026/,
    ],
    [
      "where it is an authority's",
      leaf({ isAuthority: true }),
      CONSTRAINT,
      /certificate of an authority/,
    ],
  ])("%s", (_why, certificate, constraint, said) => {
    expect(refusals(certificate, constraint)).toMatch(said);
    expect(refusals(certificate, constraint)).toContain("STEP_THRESHOLD 0");
  });

  test("where another key signed", () => {
    expect(refusals(leaf(), CONSTRAINT, { signer: leaf() })).toMatch(/a signature by another key/);
  });

  test("where the intermediate is not the layout's", () => {
    expect(refusals(leaf(), CONSTRAINT, { layout: { intermediatecas: {} } })).toMatch(
      /none of the roots issued/,
    );
  });

  test("where the layout's root is no certificate", () => {
    const keyval = {
      public: "",
      certificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    };
    expect(refusals(leaf(), CONSTRAINT, { layout: { rootcas: { root: { keyval } } } })).toMatch(
      /^LAYOUT_MALFORMED/,
    );
  });
});

// Row 17: a certificate is renewed, and so is its key; whose it is stays.
describe("as many functionaries as there are", () => {
  const anyone = { ...CONSTRAINT, common_name: "*", uris: ["*"], dns_names: ["*"] };
  const two = (constraint: Json): Json => ({ cert_constraints: [constraint], threshold: 2 });

  test.each<[why: string, one: FakeCertificate, other: FakeCertificate, constraint: Json]>([
    ["two keys of one name", leaf(), leaf(), CONSTRAINT],
    [
      "of the name that is wanted",
      leaf({ uris: ["a"] }),
      leaf({ uris: ["b"] }),
      { ...CONSTRAINT, uris: ["*"] },
    ],
    ["of one name where any may be", leaf(), leaf(), anyone],
    [
      "one key of two names",
      leaf({ name: "a", key: ROOT.key }),
      leaf({ name: "b", key: ROOT.key }),
      anyone,
    ],
  ])("%s are one", (_why, one, other, constraint) => {
    const signed = [{ certificate: one }, { certificate: other }];
    expect(judge(signed, two(constraint))).toBe("STEP_THRESHOLD 1");
  });

  test.each<[why: string, one: FakeCertificate, other: FakeCertificate, constraint: Json]>([
    ["any names", leaf({ name: "a" }), leaf({ name: "b" }), anyone],
    [
      "names of one organization",
      leaf({ name: "a" }),
      leaf({ name: "b" }),
      { ...anyone, organizations: ["*"] },
    ],
    ["names that two constraints want", leaf(), leaf({ name: "x" }), CONSTRAINT],
  ])("%s are two", (_why, one, other, constraint) => {
    const constraints = [constraint, { ...CONSTRAINT, common_name: "x" }];
    const signed = [{ certificate: one }, { certificate: other }];
    expect(judge(signed, { cert_constraints: constraints, threshold: 2 })).toBe("");
  });

  test("a key of OpenPGP, and a certificate for the key above it, are one", () => {
    const [master, sub] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
    if (master === undefined || sub === undefined) throw new Error("no keys");
    const subkey = gpgKey("cd".repeat(20), sub.publicKey);
    const key = {
      ...gpgKey("ef".repeat(20), master.publicKey),
      subkeys: { [subkey.keyid]: subkey },
    };
    const own: FakeKey = { ...master, spki: spkiOf(master.publicKey), hash: "sha256" };
    const signed = [{ gpg: sub.privateKey }, { certificate: leaf({ key: own }) }];
    const step = { ...two(CONSTRAINT), pubkeys: [subkey.keyid] };
    expect(judge(signed, step, { keys: { [key.keyid]: key } })).toBe("STEP_THRESHOLD 1");
    const more = [...signed, { certificate: leaf({ name: "x" }) }];
    const constraints = [CONSTRAINT, { ...CONSTRAINT, common_name: "x" }];
    expect(
      judge(more, { ...step, cert_constraints: constraints }, { keys: { [key.keyid]: key } }),
    ).toBe("");
  });

  function gpgKey(keyid: string, key: KeyObject): Json & { readonly keyid: string } {
    const { n = "", e = "" } = key.export({ format: "jwk" });
    const hex = (text: string): string => Buffer.from(text, "base64url").toString("hex");
    const keyval = { private: "", public: { n: hex(n), e: hex(e) } };
    return { keyid, type: "rsa", method: "pgp+rsa-pkcsv1.5", hashes: ["pgp+SHA2"], keyval };
  }
});

test("the order of constraints decides nothing", () => {
  const constraints = [CONSTRAINT, { ...CONSTRAINT, roots: ["other"] }];
  for (const cert_constraints of [constraints, constraints.toReversed()])
    for (const issuer of [MIDDLE, OTHER])
      expect(judge([{ certificate: leaf({ issuer }) }], { cert_constraints })).toBe("");
});

describe("what an authority is limited to", () => {
  const limits = (permitted: string): FakeExtension => ({
    oid: "2.5.29.30",
    value: der.sequence(der.of(0xa0, der.sequence(der.of(0x82, Buffer.from(permitted))))),
  });
  const purposes = (...oids: string[]): FakeExtension => ({
    oid: "2.5.29.37",
    value: der.sequence(...oids.map((oid) => der.oid(oid))),
  });
  const below = (root: FakeCertificate): string =>
    refusals(leaf({ issuer: root }), CONSTRAINT, { layout: { rootcas: authorities(root) } });

  test("to names refuses, for nobody here judges those", () => {
    expect(below(authority("root", undefined, [limits("good.example")]))).toMatch(
      /^LINK_SIGNATURE a certificate below root root, of which its certificate 1 of 1 has name constraints, which are not judged;/,
    );
  });

  test("to purposes that functionaries have is taken", () => {
    const web = authority("root", undefined, [purposes("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")]);
    expect(below(web)).toBe("");
  });

  test("to other ones refuses, and says so", () => {
    const stamps = authority("root", undefined, [purposes("1.3.6.1.5.5.7.3.8")]);
    expect(below(stamps)).toMatch(
      /^LINK_SIGNATURE a certificate below root root, of which its certificate 1 of 1, which is for other purposes, 1\.3\.6\.1\.5\.5\.7\.3\.8;/,
    );
  });
});
