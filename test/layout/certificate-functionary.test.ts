import { createPrivateKey, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/bytes/json.ts";
import { verifyLayout } from "../../src/layout/verify-layout.ts";
import { type FakeCertificate, fakeCertificate, fakeKey } from "../fakes/certificate.ts";
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

function authority(name: string, issuer?: FakeCertificate): FakeCertificate {
  const key = fakeKey();
  const options = { name, key, from: FROM, until: UNTIL, extensions: CA };
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
}

function leaf(options: LeafOptions = {}): FakeCertificate {
  const names = [
    ...(options.uris ?? ["spiffe://acme/build"]).map((uri) => der.of(0x86, Buffer.from(uri))),
    ...(options.dns ?? []).map((name) => der.of(0x82, Buffer.from(name))),
  ];
  return fakeCertificate({
    name: options.name ?? "builder",
    key: fakeKey(),
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
  const step = fakeStep("build", [], { cert_constraints: [constraint] });
  const layout = fakeLayout([step], [], {
    rootcas: authorities(ROOT, OTHER),
    intermediatecas: authorities(MIDDLE),
    ...more.layout,
  });
  const link = fakeLink("build");
  const key = createPrivateKey(
    (more.signer ?? certificate).key.privateKey.export({ format: "pem", type: "pkcs8" }),
  );
  const signature = {
    keyid: "ab".repeat(32),
    sig: sign("sha256", canonical(link), key).toString("hex"),
    cert: pem(certificate),
  };
  const { findings } = verifyLayout(
    { name: "layout", bytes: metablock(layout, OWNER) },
    [
      {
        name: "build.abababab.link",
        bytes: Buffer.from(JSON.stringify({ signed: link, signatures: [signature] })),
      },
    ],
    [OWNER.key],
    new Map(),
    NOW,
  );
  return findings
    .filter(({ verdict, rule }) => verdict === "refused" || rule === "LINK_SIGNATURE")
    .map(({ rule, found }) => `${rule} ${found}`)
    .join("; ");
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
