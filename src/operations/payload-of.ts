import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { parseBundle } from "../sigstore/bundle.ts";

/**
 * Gives SHA-256 of the payload of a bundle, in hex: the bytes of a bundle can be written anew, and still be the same approval.
 * Verifies nothing. Undefined for what holds no statement.
 */
export function payloadOf(bytes: Uint8Array): string | undefined {
  try {
    const { content } = parseBundle(bytes, "approval");
    return content.kind === "dsse" ? sha256Hex(content.envelope.payload) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
