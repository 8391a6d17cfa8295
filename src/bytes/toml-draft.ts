import { parse, stringify } from "smol-toml";
import { decodeUtf8 } from "./utf8.ts";

/** A table of TOML that may be changed; dates stay what they are. */
export interface TomlDraft {
  [name: string]: unknown;
}

/** Reads TOML to change it and write it anew. Of a document that `parseTomlDocument` took: refuses nothing by itself. */
export function parseTomlDraft(bytes: Uint8Array, what: string): TomlDraft {
  const text = decodeUtf8(bytes, { what, bom: "refuse" });
  return parse(text, { integersAsBigInt: "asNeeded", unsafeKeyBehaviour: "throw" });
}

/** Writes TOML: the same values, in a spelling of its own, without comments. */
export function formatTomlDraft(draft: TomlDraft): Uint8Array {
  return Buffer.from(stringify(draft));
}
