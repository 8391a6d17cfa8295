import { derHeader } from "./der.ts";

/** Encodes an element of DER: its header, and its content as given. Does not look at the content. */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(content);
  return Buffer.concat([derHeader(tag, bytes.length), bytes]);
}
