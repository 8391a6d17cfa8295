import type { ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";

/** Makes what throws the refusal of a layout. */
export function failLayout(what: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal("LAYOUT_MALFORMED", messageOf(what, at, expected, found), { at });
  };
}

/** Makes what throws the refusal of a link, or of what stands for one. */
export function failLink(what: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal("LINK_MALFORMED", messageOf(what, at, expected, found), { at });
  };
}

function messageOf(what: string, at: string, expected: string, found: string): string {
  return `${what}: expected ${expected}${at === "" ? "" : ` at ${at}`}, found ${found}`;
}
