import type { JsonObject } from "../bytes/json.ts";
import { formatOlpcJson } from "../bytes/olpc-json.ts";
import { failLayout } from "./layout-failure.ts";

/** Writes what is signed of a document. @throws Refusal `LAYOUT_MALFORMED` — a number that is not whole. */
export function formatCanonical(body: JsonObject, what: string): Uint8Array {
  return Buffer.from(formatOlpcJson(body, failLayout(what)));
}
