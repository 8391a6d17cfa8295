import { decodeBase64, encodeBase64 } from "../bytes/base64.ts";
import { parseJson } from "../bytes/json.ts";
import { asExactObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { formatInstant, parsePeriod } from "./period.ts";
import { MAX_TRUST_ROOT_BYTES } from "./trust-root.ts";

/** A trust root that a user added, and when: the day from which its age counts. */
export interface AddedRoot {
  /** In milliseconds since 1970. */
  readonly added: number;
  /** The trusted_root.json, byte for byte. */
  readonly bytes: Uint8Array;
}

/** The largest root in base64, and a line around it. */
export const MAX_ADDED_ROOT_BYTES: number = 2 * MAX_TRUST_ROOT_BYTES;

const FORMAT = "lockseal-added-root-v1";

/** Writes an added root as the bytes of its file. */
export function formatAddedRoot({ added, bytes }: AddedRoot): Uint8Array {
  const value = { format: FORMAT, added: formatInstant(added), trustedRoot: encodeBase64(bytes) };
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/**
 * Reads an added root. Does not look at the root itself.
 * @param what names the file in a refusal.
 * @throws Refusal `TRUST_STORE_DAMAGED` — not what `formatAddedRoot` writes.
 */
export function parseAddedRoot(file: Uint8Array, what: string): AddedRoot {
  const fail: ShapeFailure = (at, expected, found) => {
    throw damaged(what, `${what}: expected ${expected} at ${at}, found ${found}`, undefined);
  };
  try {
    const json = parseJson(file, { what, maxBytes: MAX_ADDED_ROOT_BYTES });
    const { format, added, trustedRoot } = asExactObject(
      json,
      "",
      ["format", "added", "trustedRoot"],
      fail,
    );
    if (format !== FORMAT) fail("format", quote(FORMAT), "another");
    const time = asString(added, "added", fail);
    return {
      added: parsePeriod(time, null)?.start ?? fail("added", "a time", quote(time)),
      bytes: decodeBase64(asString(trustedRoot, "trustedRoot", fail)),
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "TRUST_STORE_DAMAGED") throw error;
    throw damaged(what, error.message, error);
  }
}

function damaged(what: string, message: string, cause: unknown): Refusal {
  return new Refusal(
    "TRUST_STORE_DAMAGED",
    message,
    { path: what },
    { hint: "remove the file, and add the root again: lockseal trust add FILE", cause },
  );
}
