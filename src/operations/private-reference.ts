import { Refusal } from "../errors.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";

/**
 * Says whether a reference names a private key: where one option takes keys of both kinds. What cannot be read is left to those who
 * read the other kind, and refused by them.
 */
export function isPrivateReference(reference: string, context: KeyContext): boolean {
  try {
    const text = Buffer.from(readKeyBytes(reference, context).bytes).toString("latin1");
    return /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/.test(text);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
