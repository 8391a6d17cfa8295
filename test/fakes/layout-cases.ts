import { sign } from "node:crypto";
import type { JsonValue } from "../../src/bytes/json.ts";
import type { LayoutPolicy } from "../../src/layout/judge-context.ts";
import {
  dsse,
  type Functionary,
  fakeFunctionary,
  fakeLayout,
  fakeLink,
  fakeStep,
  hashOf,
  metablock,
} from "./layout.ts";

type Json = { readonly [name: string]: JsonValue };

/** What a layout is verified with. */
export interface GivenLayout {
  readonly layout: Uint8Array;
  readonly links?: Readonly<Record<string, Uint8Array>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly policy?: LayoutPolicy;
}

/** A layout, named after what is wrong with it; and `ACCEPT`, or the rule that refuses it. */
export type LayoutCase = readonly [row: string, given: GivenLayout, expected: string];

/** When each of them is verified. */
export const NOW: Date = new Date("2026-11-24T12:00:00Z");
export const OWNER: Functionary = fakeFunctionary();
export const ALICE: Functionary = fakeFunctionary();
export const BOB: Functionary = fakeFunctionary("P-256");
const MALLORY = fakeFunctionary();
export const ONE_STEP: Json = fakeLayout([fakeStep("build", [ALICE])], [ALICE]);
const PRODUCTS = { "app.bin": hashOf("app") };
export const LINK: Json = fakeLink("build", { products: PRODUCTS });

export function file(step: string, by: Functionary): string {
  return `${step}.${by.keyid.slice(0, 8)}.link`;
}

/** The link of the only step, signed by Alice, in its file. */
export function links(link: Json = LINK): Record<string, Uint8Array> {
  return { [file("build", ALICE)]: metablock(link, ALICE) };
}

function layoutOf(more: Json): Uint8Array {
  return metablock({ ...ONE_STEP, ...more }, OWNER);
}

export function stepWith(more: Json): Uint8Array {
  return layoutOf({ steps: [fakeStep("build", [ALICE], more)] });
}

function without(name: string, from: Json = ONE_STEP): Json {
  return Object.fromEntries(Object.entries(from).filter(([one]) => one !== name));
}

export const GOOD: Buffer = metablock(ONE_STEP, OWNER);

const SUBLAYOUT = fakeLayout([fakeStep("inner", [ALICE])], [ALICE], {
  inspect: [{ _type: "inspection", name: "own", run: ["sh", "-c", "touch marker"] }],
});
const TWICE = { ...ALICE.entry, keyid: "a".repeat(64) };

function matching(hashes: Json): GivenLayout {
  const [one, two] = [fakeStep("one", [ALICE]), fakeStep("two", [ALICE])];
  const rules = [
    ["MATCH", "*", "WITH", "PRODUCTS", "FROM", "one"],
    ["DISALLOW", "*"],
  ];
  return {
    layout: metablock(fakeLayout([one, { ...two, expected_materials: rules }], [ALICE]), OWNER),
    links: {
      [file("one", ALICE)]: metablock(fakeLink("one", { products: { a: hashes } }), ALICE),
      [file("two", ALICE)]: metablock(fakeLink("two", { materials: { a: hashes } }), ALICE),
    },
  };
}

function disagreeing(threshold: number): GivenLayout {
  const layout = fakeLayout([fakeStep("build", [ALICE, BOB], { threshold })], [ALICE, BOB]);
  const other = fakeLink("build", { products: { "app.bin": hashOf("evil") } });
  return {
    layout: metablock(layout, OWNER),
    links: { ...links(), [file("build", BOB)]: metablock(other, BOB) },
  };
}

function bogusFirst(): Uint8Array {
  const { signed, signatures } = JSON.parse(String(GOOD));
  const bogus = { keyid: OWNER.keyid, sig: "00".repeat(64) };
  return Buffer.from(JSON.stringify({ signed, signatures: [bogus, ...signatures] }));
}

function edited(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString();
  if (!text.includes(from)) throw new Error(`expected ${from} in ${text}`);
  return Buffer.from(text.replace(from, to));
}

export const PARAMETER: Json = {
  expected_products: [
    ["ALLOW", "{x}"],
    ["DISALLOW", "*"],
  ],
};

/** Layouts of which the reference implementation takes what it should not, or the other way round. */
export const WRONG_IN_REFERENCE: readonly LayoutCase[] = [
  [
    "DSSE layout without expires",
    { layout: dsse(without("expires"), [OWNER]), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    'DSSE layout with expires ""',
    { layout: dsse({ ...ONE_STEP, expires: "" }, [OWNER]), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    "link of test renamed to serve step build",
    { layout: GOOD, links: links(fakeLink("test", { products: PRODUCTS })) },
    "LINK_NAME",
  ],
  [
    "one key listed under two keyids, threshold 2",
    {
      layout: metablock(
        fakeLayout(
          [{ ...fakeStep("build", [ALICE]), pubkeys: [ALICE.keyid, TWICE.keyid], threshold: 2 }],
          [],
          { keys: { [ALICE.keyid]: ALICE.entry, [TWICE.keyid]: TWICE } },
        ),
        OWNER,
      ),
      links: { ...links(), "build.aaaaaaaa.link": metablock(LINK, ALICE) },
    },
    "LAYOUT_MALFORMED",
  ],
  [
    "functionary replaces link by a sublayout whose inspection runs a command",
    { layout: GOOD, links: links(SUBLAYOUT) },
    "SUBLAYOUT_NOT_ALLOWED",
  ],
  [
    "unknown field added to signed layout",
    { layout: edited(GOOD, '"readme":""', '"readme":"","more":1'), links: links() },
    "SIGNATURE_INVALID",
  ],
  [
    "unknown field added to signed link",
    {
      layout: GOOD,
      links: {
        [file("build", ALICE)]: edited(metablock(LINK, ALICE), '"name"', '"more":1,"name"'),
      },
    },
    "STEP_THRESHOLD",
  ],
  [
    "duplicate JSON key steps",
    { layout: edited(GOOD, '"steps":', '"steps":[],"steps":'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "duplicate JSON key steps, signed in DSSE",
    {
      layout: (() => {
        const text = JSON.stringify(ONE_STEP).replace('"steps":', '"steps":[],"steps":');
        const message = Buffer.from(
          `DSSEv1 28 application/vnd.in-toto+json ${Buffer.byteLength(text)} ${text}`,
        );
        return Buffer.from(
          JSON.stringify({
            payload: Buffer.from(text).toString("base64"),
            payloadType: "application/vnd.in-toto+json",
            signatures: [{ keyid: OWNER.keyid, sig: OWNER.sign(message).toString("base64") }],
          }),
        );
      })(),
      links: links(),
    },
    "JSON_MALFORMED",
  ],
  ["{} digests on both sides satisfy MATCH", matching({}), "LINK_MALFORMED"],
  ["md5-only MATCH", matching({ md5: "d41d8cd98f00b204e9800998ecf8427e" }), "LINK_MALFORMED"],
  ["sha256 aa", matching({ sha256: "aa" }), "LINK_MALFORMED"],
  ["threshold -1", { layout: stepWith({ threshold: -1 }), links: links() }, "LAYOUT_MALFORMED"],
  ["threshold 0", { layout: stepWith({ threshold: 0 }), links: links() }, "LAYOUT_MALFORMED"],
  ["threshold true", { layout: stepWith({ threshold: true }), links: links() }, "LAYOUT_MALFORMED"],
  ['threshold "1"', { layout: stepWith({ threshold: "1" }), links: links() }, "LAYOUT_MALFORMED"],
  [
    "threshold missing",
    {
      layout: layoutOf({ steps: [without("threshold", fakeStep("build", [ALICE]))] }),
      links: links(),
    },
    "LAYOUT_MALFORMED",
  ],
  [
    "threshold above the number of functionaries",
    { layout: stepWith({ threshold: 2 }), links: links() },
    "LAYOUT_MALFORMED",
  ],
  ["zero steps and inspections", { layout: layoutOf({ steps: [] }) }, "LAYOUT_MALFORMED"],
  [
    "MATCH from a step that is not there",
    {
      layout: stepWith({
        expected_materials: [["MATCH", "*", "WITH", "PRODUCTS", "FROM", "nope"]],
      }),
      links: links(),
    },
    "LAYOUT_MALFORMED",
  ],
  [
    "parameter {y.__class__}",
    {
      layout: stepWith({ expected_products: [["ALLOW", "{y.__class__}"]] }),
      links: links(),
      parameters: { y: "a" },
    },
    "LAYOUT_PARAMETER",
  ],
  [
    "value * injected into ALLOW",
    { layout: stepWith(PARAMETER), links: links(), parameters: { x: "*" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "step name ../h2/build",
    {
      layout: layoutOf({ steps: [fakeStep("../h2/build", [ALICE])] }),
      links: { [`../h2/${file("build", ALICE)}`]: metablock(fakeLink("../h2/build"), ALICE) },
    },
    "LAYOUT_MALFORMED",
  ],
  ["threshold 1, two valid links disagree", disagreeing(1), "LINKS_DISAGREE"],
  ["threshold 2, two valid links disagree", disagreeing(2), "LINKS_DISAGREE"],
  ["bogus signature with same keyid first", { layout: bogusFirst(), links: links() }, "ACCEPT"],
  [
    "DSSE signature without keyid",
    {
      layout: dsse(ONE_STEP, [OWNER], { keyid: null }),
      links: { [file("build", ALICE)]: dsse(LINK, [ALICE], { keyid: null }) },
    },
    "ACCEPT",
  ],
  [
    'DSSE signature with keyid ""',
    {
      layout: edited(dsse(ONE_STEP, [OWNER]), `"keyid":"${OWNER.keyid}"`, '"keyid":""'),
      links: links(),
    },
    "ACCEPT",
  ],
];

const disallow = (pattern: string): Uint8Array =>
  stepWith({ expected_products: [["DISALLOW", pattern]] });
const product = (path: string): Record<string, Uint8Array> =>
  links(fakeLink("build", { products: { [path]: hashOf("x") } }));

/** Layouts that the Go implementation takes otherwise. */
export const DIFFERENT_IN_GO: readonly LayoutCase[] = [
  [
    "a set with a hyphen last forbids",
    { layout: disallow("[x-]"), links: product("x") },
    "ARTIFACT_RULE",
  ],
  ["a bad pattern is an error", { layout: disallow("[x"), links: product("y") }, "GLOB_MALFORMED"],
  [
    "a source prefix is required, not taken away where it is",
    {
      ...matching(hashOf("x")),
      layout: metablock(
        fakeLayout(
          [
            fakeStep("one", [ALICE]),
            fakeStep("two", [ALICE], {
              expected_materials: [
                ["MATCH", "*", "IN", "dir", "WITH", "PRODUCTS", "FROM", "one"],
                ["DISALLOW", "*"],
              ],
            }),
          ],
          [ALICE],
        ),
        OWNER,
      ),
    },
    "ARTIFACT_RULE",
  ],
  ["dir/../foo is foo", { layout: disallow("foo"), links: product("dir/../foo") }, "ARTIFACT_RULE"],
  [
    "an unknown parameter is refused",
    { layout: stepWith(PARAMETER), links: links(), parameters: { y: "a" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "a malformed link is an error",
    { layout: GOOD, links: { ...links(), "build.00000000.link": Buffer.from("{") } },
    "JSON_MALFORMED",
  ],
];

/** Two steps, of which the second has to have its files as the first left them, in a folder that a parameter names. */
const climbing = (): Uint8Array => {
  const match = [
    "MATCH",
    "*",
    "IN",
    "dist/{x}",
    "WITH",
    "PRODUCTS",
    "IN",
    "dist/{x}",
    "FROM",
    "src",
  ];
  const rules = { expected_products: [match, ["DISALLOW", "*"]] };
  const steps = [fakeStep("src", [ALICE]), fakeStep("build", [ALICE], rules)];
  return metablock(fakeLayout(steps, [ALICE]), OWNER);
};
const climbed = (): Record<string, Uint8Array> => ({
  [file("src", ALICE)]: metablock(
    fakeLink("src", { products: { "src/evil": hashOf("x") } }),
    ALICE,
  ),
  ...links(fakeLink("build", { products: { "src/evil": hashOf("x") } })),
});

const products = (path: string, ...more: string[]): Record<string, Uint8Array> =>
  links(
    fakeLink("build", {
      products: Object.fromEntries([path, ...more].map((one) => [one, hashOf(one)])),
    }),
  );
const only = (pattern: string): Uint8Array =>
  stepWith({
    expected_products: [
      ["ALLOW", pattern],
      ["DISALLOW", "*"],
    ],
  });

/** A DSSE layout whose payload is written otherwise, or signed without the type around it. */
function spelt(change: (base64: string) => string, text = JSON.stringify(ONE_STEP)): Buffer {
  const payload = Buffer.from(text);
  const type = "application/vnd.in-toto+json";
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `),
    payload,
  ]);
  const signatures = [{ keyid: OWNER.keyid, sig: OWNER.sign(message).toString("base64") }];
  return Buffer.from(
    JSON.stringify({ payload: change(payload.toString("base64")), payloadType: type, signatures }),
  );
}

function withoutType(): Buffer {
  const payload = Buffer.from(JSON.stringify(ONE_STEP));
  const signatures = [{ keyid: OWNER.keyid, sig: OWNER.sign(payload).toString("base64") }];
  const payloadType = "application/vnd.in-toto+json";
  return Buffer.from(
    JSON.stringify({ payload: payload.toString("base64"), payloadType, signatures }),
  );
}

/** Padded so that its base64 has both characters that the alphabets differ in. */
function withBothAlphabets(): string {
  const text = JSON.stringify({ ...ONE_STEP, readme: "???>>>~~~" });
  return text.padEnd(text.length + ((3 - (text.length % 3)) % 3), " ");
}

function raw(): GivenLayout {
  const layout = metablock(fakeLayout([fakeStep("build", [BOB])], [BOB]), OWNER);
  const asRaw = (message: Uint8Array): Buffer =>
    sign("sha256", message, { key: BOB.privateKey, dsaEncoding: "ieee-p1363" });
  return { layout, links: { [file("build", BOB)]: metablock(LINK, { ...BOB, sign: asRaw }) } };
}

/** Bad input of every sort. */
export const BAD_INPUT: readonly LayoutCase[] = [
  [
    "1 duplicate JSON key in a signature",
    { layout: edited(GOOD, '"sig":', '"sig":"00","sig":'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "2 a key named __proto__",
    { layout: edited(GOOD, '"readme":""', '"readme":"","__proto__":{"a":1}'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "2 a key named constructor, signed",
    { layout: layoutOf({ keys: { ...(ONE_STEP.keys as Json), constructor: {} } }), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    "3 JSON deeper than 64",
    {
      layout: edited(GOOD, '"readme":""', `"readme":${"[".repeat(80)}${"]".repeat(80)}`),
      links: links(),
    },
    "JSON_MALFORMED",
  ],
  [
    "5 invalid UTF-8",
    {
      layout: Buffer.concat([GOOD.subarray(0, 20), Buffer.from([0xff]), GOOD.subarray(20)]),
      links: links(),
    },
    "UTF8_MALFORMED",
  ],
  [
    "5 a lone surrogate",
    { layout: edited(GOOD, '"readme":""', '"readme":"\\ud800"'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "6 a byte order mark",
    { layout: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), GOOD]), links: links() },
    "UTF8_MALFORMED",
  ],
  [
    "7 a number beyond 2^53",
    { layout: edited(GOOD, '"threshold":1', '"threshold":9007199254740993'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "8 base64 with a blank",
    { layout: spelt((text) => `${text.slice(0, 8)} ${text.slice(8)}`), links: links() },
    "BASE64_MALFORMED",
  ],
  [
    "8 base64 with padding that is not",
    { layout: spelt((text) => `${text}=`), links: links() },
    "BASE64_MALFORMED",
  ],
  [
    "9 URL-safe base64",
    {
      layout: spelt((text) => text.replaceAll("+", "-").replaceAll("/", "_"), withBothAlphabets()),
      links: links(),
    },
    "ACCEPT",
  ],
  [
    "9 both alphabets of base64 in one payload",
    { layout: spelt((text) => text.replace("+", "-"), withBothAlphabets()), links: links() },
    "BASE64_MALFORMED",
  ],
  [
    "12 a signature over the payload without its type",
    { layout: withoutType(), links: links() },
    "SIGNATURE_INVALID",
  ],
  ["21 ECDSA as r and s", raw(), "ACCEPT"],

  [
    "7 a float in a Metablock",
    {
      layout: layoutOf({}),
      links: {
        [file("build", ALICE)]: edited(
          metablock(LINK, ALICE),
          '"byproducts":{}',
          '"byproducts":{"a":1.5}',
        ),
      },
    },
    "JSON_MALFORMED",
  ],
  [
    "7 a threshold of 1.0, signed as 1",
    { layout: edited(GOOD, '"threshold":1', '"threshold":1.0'), links: links() },
    "JSON_MALFORMED",
  ],
  [
    "7 a threshold of 1e0 in DSSE",
    {
      layout: spelt(
        (text) => text,
        JSON.stringify(ONE_STEP).replace('"threshold":1', '"threshold":1e0'),
      ),
      links: links(),
    },
    "JSON_MALFORMED",
  ],
  [
    "7 a return value of 0.0 in a Metablock, signed as 0",
    {
      layout: GOOD,
      links: {
        [file("build", ALICE)]: edited(
          metablock({ ...LINK, byproducts: { "return-value": 0 } }, ALICE),
          '"return-value":0',
          '"return-value":0.0',
        ),
      },
    },
    "JSON_MALFORMED",
  ],
  [
    "10 payloadType application/json",
    { layout: dsse(ONE_STEP, [OWNER], { payloadType: "application/json" }) },
    "LAYOUT_MALFORMED",
  ],
  [
    "10 payloadType in another case",
    { layout: dsse(ONE_STEP, [OWNER], { payloadType: "application/vnd.In-Toto+json" }) },
    "LAYOUT_MALFORMED",
  ],
  [
    "10 payloadType with parameters",
    { layout: dsse(ONE_STEP, [OWNER], { payloadType: "application/vnd.in-toto+json;a=b" }) },
    "LAYOUT_MALFORMED",
  ],
  ["14 no signatures", { layout: metablock(ONE_STEP) }, "SIGNATURE_INVALID"],
  ["14 no signatures in DSSE", { layout: dsse(ONE_STEP, []) }, "SIGNATURE_INVALID"],
  [
    "14 signatures missing",
    { layout: Buffer.from(JSON.stringify({ signed: ONE_STEP })) },
    "LAYOUT_MALFORMED",
  ],
  [
    "17 the same link twice counts once",
    {
      layout: metablock(
        fakeLayout([fakeStep("build", [ALICE, BOB], { threshold: 2 })], [ALICE, BOB]),
        OWNER,
      ),
      links: { ...links(), [file("build", BOB)]: metablock(LINK, ALICE) },
    },
    "STEP_THRESHOLD",
  ],
  [
    "20 keyid prefix collision: all candidates are read",
    {
      layout: GOOD,
      links: {
        [file("build", ALICE)]: metablock(LINK, MALLORY),
        "build.00000000.link": metablock(LINK, ALICE),
      },
    },
    "ACCEPT",
  ],
  ["22 RSA PKCS1 v1.5 where PSS is declared", withPkcs1(), "STEP_THRESHOLD"],
  [
    "41 layout expired",
    { layout: layoutOf({ expires: "2026-11-24T11:59:59Z" }), links: links() },
    "LAYOUT_EXPIRED",
  ],
  [
    "41 layout that expires now",
    { layout: layoutOf({ expires: "2026-11-24T12:00:00Z" }), links: links() },
    "LAYOUT_EXPIRED",
  ],
  [
    "41 layout that expires in a second",
    { layout: layoutOf({ expires: "2026-11-24T12:00:01Z" }), links: links() },
    "ACCEPT",
  ],
  [
    "41 no expires",
    { layout: metablock(without("expires"), OWNER), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    "41 expires with +00:00",
    { layout: layoutOf({ expires: "2027-06-30T00:00:00+00:00" }), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    "41 expires on a day that is none",
    { layout: layoutOf({ expires: "2027-02-30T00:00:00Z" }), links: links() },
    "LAYOUT_MALFORMED",
  ],
  ["42 link name is not the step", { layout: GOOD, links: links(fakeLink("Build")) }, "LINK_NAME"],
  [
    "43 sublayout where not allowed",
    { layout: GOOD, links: links(SUBLAYOUT) },
    "SUBLAYOUT_NOT_ALLOWED",
  ],
  [
    "43 inspection commands are not run",
    { layout: layoutOf({ inspect: [{ name: "look", run: ["true"] }] }), links: links() },
    "INSPECTION_NOT_RUN",
  ],
  ...["a/b", "..", ".", "", "a\0b", "a\\b", "a\nb"].map(
    (name): LayoutCase => [
      `44 step name ${JSON.stringify(name)}`,
      { layout: layoutOf({ steps: [fakeStep(name, [ALICE])] }) },
      "LAYOUT_MALFORMED",
    ],
  ),
  [
    "44 two steps of one name",
    { layout: layoutOf({ steps: [fakeStep("build", [ALICE]), fakeStep("build", [ALICE])] }) },
    "LAYOUT_MALFORMED",
  ],
  [
    "45 unknown {param}",
    { layout: stepWith(PARAMETER), links: links(), parameters: { other: "a" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 attribute access",
    {
      layout: stepWith({ expected_command: ["{x[0]}"] }),
      links: links(),
      parameters: { x: "a" },
    },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 glob characters in values",
    { layout: stepWith(PARAMETER), links: links(), parameters: { x: "[a-z]" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 a value that turns a set around",
    {
      layout: stepWith({
        expected_products: [
          ["ALLOW", "[{x}]*"],
          ["DISALLOW", "*"],
        ],
      }),
      links: links(),
      parameters: { x: "!b" },
    },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 braces within braces",
    { layout: stepWith({ expected_command: ["{{x}}"] }), links: links(), parameters: { x: "a" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 a brace without its other",
    { layout: stepWith({ expected_command: ["{x"] }), links: links(), parameters: { x: "a" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 a value that climbs out of its folder",
    { layout: only("dist/{x}"), links: products("src/evil"), parameters: { x: "../src/evil" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 a folder to match in that a value climbs out of",
    { layout: climbing(), links: climbed(), parameters: { x: "../src" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 an empty value before a star",
    { layout: only("{x}*"), links: products("src/evil"), parameters: { x: "" } },
    "LAYOUT_PARAMETER",
  ],
  [
    "45 a value that is one",
    { layout: stepWith(PARAMETER), links: links(), parameters: { x: "app.bin" } },
    "ACCEPT",
  ],
  [
    "46 a pattern with a control character",
    { layout: only("a\0"), links: links() },
    "LAYOUT_MALFORMED",
  ],
  [
    "46 a keyword with a letter that only looks like its own",
    {
      layout: stepWith({ expected_products: [["DI\u017fALLOW", "*"]] }),
      links: links(),
    },
    "LAYOUT_MALFORMED",
  ],
  [
    "46 a pattern that ends in a slash, as no path does",
    {
      layout: stepWith({
        expected_products: [
          ["DISALLOW", "secrets/"],
          ["ALLOW", "*"],
          ["DISALLOW", "*"],
        ],
      }),
      links: products("secrets/k"),
    },
    "LAYOUT_MALFORMED",
  ],
  ["46 malformed glob", { layout: only("a["), links: links() }, "GLOB_MALFORMED"],
  ["47 a/../b is b", { layout: only("b"), links: products("a/../b") }, "ACCEPT"],
  ["47 ./a is a", { layout: only("a"), links: products("./a") }, "ACCEPT"],
  ["47 a//b is a/b", { layout: only("a/b"), links: products("a//b") }, "ACCEPT"],
  ["47 a backslash is a slash", { layout: only("a/b"), links: products("a\\b") }, "ACCEPT"],
  [
    "47 a path that begins like a URI is a path",
    {
      layout: stepWith({
        expected_products: [
          ["DISALLOW", "c:/secrets/*"],
          ["ALLOW", "*"],
          ["DISALLOW", "*"],
        ],
      }),
      links: products("c://secrets/k"),
    },
    "ARTIFACT_RULE",
  ],
  ["47 a path that is a folder above", { layout: GOOD, links: products("..") }, "LINK_MALFORMED"],
  ["47 a path twice", { layout: GOOD, links: products("a", "./a") }, "LINK_MALFORMED"],
  ["47 case-folding duplicates", { layout: GOOD, links: products("a", "A") }, "LINK_MALFORMED"],
  [
    "48 zero steps",
    { layout: layoutOf({ steps: [], inspect: [{ name: "look", run: ["true"] }] }) },
    "LAYOUT_MALFORMED",
  ],
  ["49 links disagree", disagreeing(1), "LINKS_DISAGREE"],
  ["16 a signature in upper-case hex", { layout: inUpperCase(), links: links() }, "ACCEPT"],
  ["17 one RSA key with two schemes counts once", withTwoSchemes(2), "LAYOUT_MALFORMED"],
  ["17 one RSA key with two schemes may sign by either", withTwoSchemes(1), "ACCEPT"],
  [
    "27 a digest whose name holds another",
    { layout: GOOD, links: links(productOf({ ...hashOf("app"), "md5:00 x": "00" })) },
    "LINK_MALFORMED",
  ],
];

function productOf(hashes: Json): Json {
  return fakeLink("build", { products: { "app.bin": hashes } });
}

/** Hex is hex to other implementations: who wrote it so did not sign anything else. */
function inUpperCase(): Uint8Array {
  const { signed, signatures } = JSON.parse(String(GOOD));
  const upper = signatures.map(({ keyid, sig }: { keyid: string; sig: string }) => ({
    keyid,
    sig: sig.toUpperCase(),
  }));
  return Buffer.from(JSON.stringify({ signed, signatures: upper }));
}

/** The scheme that was not signed by is listed first, and last. */
function withTwoSchemes(threshold: number): GivenLayout {
  const rsa = fakeFunctionary("rsa");
  const [first, last] = ["a".repeat(64), "b".repeat(64)];
  const other = { ...rsa.entry, scheme: "rsassa-pss-sha512" };
  const keys = {
    [first]: { ...other, keyid: first },
    [rsa.keyid]: rsa.entry,
    [last]: { ...other, keyid: last },
  };
  const step = { ...fakeStep("build", [], { threshold }), pubkeys: Object.keys(keys) };
  return {
    layout: metablock(fakeLayout([step], [], { keys }), OWNER),
    links: { [file("build", rsa)]: metablock(LINK, rsa) },
  };
}

function withPkcs1(): GivenLayout {
  const rsa = fakeFunctionary("rsa");
  return {
    layout: metablock(fakeLayout([fakeStep("build", [rsa])], [rsa]), OWNER),
    links: {
      [file("build", rsa)]: metablock(LINK, {
        ...rsa,
        sign: (message) => sign("sha256", message, rsa.privateKey),
      }),
    },
  };
}
