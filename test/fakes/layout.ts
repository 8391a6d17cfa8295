import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { JsonValue } from "../../src/bytes/json.ts";
import { formatOlpcJson } from "../../src/bytes/olpc-json.ts";
import { publicKeyOf } from "../../src/key/public-key.ts";
import { type LayoutKey, layoutKeyOf } from "../../src/layout/layout-key.ts";

type Json = { readonly [name: string]: JsonValue };

/** A functionary of a test: a key as layouts hold it, and its private half. */
export interface Functionary {
  readonly keyid: string;
  /** As it stands in `keys` of a layout. */
  readonly entry: Json;
  readonly key: LayoutKey;
  readonly privateKey: KeyObject;
  readonly sign: (message: Uint8Array) => Buffer;
}

type Kind = "ed25519" | "rsa" | "P-256" | "P-384" | "P-521";

const SCHEMES: Readonly<Record<Kind, readonly [keytype: string, scheme: string]>> = {
  ed25519: ["ed25519", "ed25519"],
  rsa: ["rsa", "rsassa-pss-sha256"],
  "P-256": ["ecdsa", "ecdsa-sha2-nistp256"],
  "P-384": ["ecdsa", "ecdsa-sha2-nistp384"],
  "P-521": ["ecdsa", "ecdsa-sha2-nistp521"],
};

export function fakeFunctionary(kind: Kind = "ed25519"): Functionary {
  const { publicKey, privateKey } = pairOf(kind);
  const [keytype, scheme] = SCHEMES[kind];
  const spki = publicKey.export({ format: "der", type: "spki" });
  const text =
    kind === "ed25519"
      ? spki.subarray(-32).toString("hex")
      : String(publicKey.export({ format: "pem", type: "spki" })).trim();
  const named = {
    keytype,
    scheme,
    keyid_hash_algorithms: ["sha256", "sha512"],
    keyval: { public: text },
  };
  const keyid = createHash("sha256").update(canonical(named)).digest("hex");
  return {
    keyid,
    entry: { keyid, ...named },
    key: layoutKeyOf(publicKeyOf(publicKey, "test")),
    privateKey,
    sign: (message) => signWith(kind, privateKey, message),
  };
}

function pairOf(kind: Kind): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (kind === "ed25519") return generateKeyPairSync("ed25519");
  if (kind === "rsa") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return generateKeyPairSync("ec", { namedCurve: kind });
}

function signWith(kind: Kind, key: KeyObject, message: Uint8Array): Buffer {
  if (kind === "ed25519") return sign(null, message, key);
  if (kind === "rsa")
    return sign("sha256", message, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
  const hash = { "P-256": "sha256", "P-384": "sha384", "P-521": "sha512" }[kind];
  return sign(hash, message, key);
}

export function canonical(value: JsonValue): Buffer {
  return Buffer.from(
    formatOlpcJson(value, (at, expected, found) => {
      throw new Error(`${at}: expected ${expected}, found ${found}`);
    }),
  );
}

/** Puts a layout or a link into a Metablock, signed by each of the keys. */
export function metablock(signed: Json, ...by: readonly Functionary[]): Buffer {
  const message = canonical(signed);
  const signatures = by.map(({ keyid, sign }) => ({ keyid, sig: sign(message).toString("hex") }));
  return Buffer.from(JSON.stringify({ signed, signatures }));
}

/** Puts a layout, a link or a statement into a DSSE envelope; with `keyid` null the signatures have none. */
export function dsse(
  body: Json,
  by: readonly Functionary[],
  options: { readonly keyid?: null; readonly payloadType?: string } = {},
): Buffer {
  const payload = Buffer.from(JSON.stringify(body));
  const payloadType = options.payloadType ?? "application/vnd.in-toto+json";
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const signatures = by.map(({ keyid, sign }) => ({
    ...(options.keyid === null ? {} : { keyid }),
    sig: sign(message).toString("base64"),
  }));
  return Buffer.from(
    JSON.stringify({ payload: payload.toString("base64"), payloadType, signatures }),
  );
}

/** A digest of nothing in particular. */
export function hashOf(text: string): Json {
  return { sha256: createHash("sha256").update(text).digest("hex") };
}

/** A link of a step. */
export function fakeLink(name: string, more: Json = {}): Json {
  return {
    _type: "link",
    name,
    command: [],
    materials: {},
    products: {},
    byproducts: {},
    environment: {},
    ...more,
  };
}

/** A step that anything satisfies. */
export function fakeStep(name: string, by: readonly Functionary[], more: Json = {}): Json {
  return {
    _type: "step",
    name,
    pubkeys: by.map(({ keyid }) => keyid),
    threshold: 1,
    expected_command: [],
    expected_materials: [],
    expected_products: [],
    ...more,
  };
}

export function fakeLayout(
  steps: readonly Json[],
  keys: readonly Functionary[],
  more: Json = {},
): Json {
  return {
    _type: "layout",
    expires: "2126-06-30T00:00:00Z",
    readme: "",
    keys: Object.fromEntries(keys.map(({ keyid, entry }) => [keyid, entry])),
    steps,
    inspect: [],
    ...more,
  };
}
