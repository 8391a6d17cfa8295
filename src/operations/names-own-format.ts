import { Refusal } from "../errors.ts";
import { detectOwnFormat } from "../key/own-format.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";

/** Keys of OpenPGP that many people have certified are long. */
export const MAX_OWN_KEY_BYTES: number = 1024 * 1024;

/** minisign's own `-P` takes the key in the command line, and so do those who copy its lines. */
export const BARE_KEY: RegExp = /^RW[A-Za-z0-9+/]{54}$/;

/**
 * Says whether a reference names a key whose signatures are in a format of its own: then it is no key for bundles.
 * What cannot be read is left to those who read PEM keys, and refused by them.
 */
export function namesOwnFormat(reference: string, context: KeyContext): boolean {
  if (BARE_KEY.test(reference)) return true;
  try {
    return detectOwnFormat(readKeyBytes(reference, context, MAX_OWN_KEY_BYTES).bytes) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
