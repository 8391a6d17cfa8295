import { type JsonObject, parseJson } from "../../bytes/json.ts";
import {
  asArray,
  asInteger,
  asObject,
  asString,
  type ShapeFailure,
} from "../../bytes/json-shape.ts";
import { formatOlpcJson } from "../../bytes/olpc-json.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { parsePeriod } from "../period.ts";

/** The top-level roles of TUF. Delegations are none of ours: what we fetch is in the top-level targets. */
export type RoleName = "root" | "timestamp" | "snapshot" | "targets";

/** Metadata as it was read. Nothing in it is verified. */
export interface Metadata {
  readonly role: RoleName;
  readonly version: number;
  /** In milliseconds since 1970. */
  readonly expires: number;
  readonly signed: JsonObject;
  /** What the signatures are over. */
  readonly signedBytes: Uint8Array;
  readonly signatures: readonly MetadataSignature[];
}

export interface MetadataSignature {
  readonly keyId: string;
  /** Empty where a signer has not signed yet, as some repositories publish it. */
  readonly signature: Uint8Array;
}

/** How much of each role is read. The public instance's have 5 kB, 0.5 kB, 0.5 kB and 5 kB. */
export const MAX_METADATA_BYTES: Readonly<Record<RoleName, number>> = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 2_000_000,
  targets: 5_000_000,
};

const MAX_SIGNATURES = 256;

/**
 * Reads the metadata of one role: its envelope, and what every role says of itself. Ignores fields that it does not
 * know, as the specification demands; they are signed with the rest. **Verifies no signature.**
 *
 * @param what names the file in a refusal.
 * @throws Refusal `TUF_MALFORMED` — no JSON in one spelling, larger than `MAX_METADATA_BYTES`, another role, another specification than 1.x, a field missing or of another type, two signatures by one key id, or a number that is not whole.
 * @see https://theupdateframework.github.io/specification/v1.0.33/#file-formats-general-principles
 */
export function parseMetadata(bytes: Uint8Array, role: RoleName, what: string): Metadata {
  const fail = failureOf(what);
  const { signed: body, signatures } = asObject(readJson(bytes, role, what), "", fail);
  const signed = asObject(body, "signed", fail);
  const type = asString(signed._type, "signed._type", fail);
  if (type !== role) fail("signed._type", quote(role), quote(type));
  const specification = asString(signed.spec_version, "signed.spec_version", fail);
  if (!/^1\.\d{1,4}(?:\.\d{1,4})?$/.test(specification))
    fail("signed.spec_version", "1.x", quote(specification));
  return {
    role,
    version: asInteger(signed.version, "signed.version", 1, fail),
    expires: readExpiry(asString(signed.expires, "signed.expires", fail), fail),
    signed,
    signedBytes: Buffer.from(
      formatOlpcJson(signed, (at, ...rest) => fail(`signed.${at}`, ...rest)),
    ),
    signatures: readSignatures(asArray(signatures, "signatures", 0, MAX_SIGNATURES, fail), fail),
  };
}

/** Makes what refuses a file of TUF metadata. */
export function failureOf(what: string): ShapeFailure {
  return (at, expected, found) => {
    const place = at === "" ? "" : ` at ${at}`;
    throw new Refusal("TUF_MALFORMED", `${what}: expected ${expected}${place}, found ${found}`, {
      at,
    });
  };
}

function readJson(bytes: Uint8Array, role: RoleName, what: string): ReturnType<typeof parseJson> {
  try {
    return parseJson(bytes, { what, maxBytes: MAX_METADATA_BYTES[role] });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal("TUF_MALFORMED", error.message, { at: "" }, { cause: error });
  }
}

function readExpiry(text: string, fail: ShapeFailure): number {
  // The specification has this form and no other: no fraction, no offset.
  const period = text.length === 20 && text.endsWith("Z") ? parsePeriod(text, text) : undefined;
  return period?.start ?? fail("signed.expires", "a time YYYY-MM-DDTHH:MM:SSZ", quote(text));
}

function readSignatures(
  list: ReturnType<typeof asArray>,
  fail: ShapeFailure,
): readonly MetadataSignature[] {
  const seen = new Set<string>();
  return list.map((one, index) => {
    const at = `signatures[${index}]`;
    const { keyid, sig } = asObject(one, at, fail);
    const keyId = asString(keyid, `${at}.keyid`, fail);
    // §4.2.1: key ids of signatures are unique, else one signature would count for several.
    if (seen.has(keyId)) fail(`${at}.keyid`, "each key id once", `${quote(keyId)} again`);
    seen.add(keyId);
    const hex = asString(sig, `${at}.sig`, fail);
    if (hex.length > 8192 || !/^(?:[0-9a-f]{2})*$/.test(hex))
      fail(`${at}.sig`, "lower-case hex", quote(hex));
    return { keyId, signature: Buffer.from(hex, "hex") };
  });
}
