import type { ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";

/** Makes what throws the refusal of a layout. */
export function failLayout(what: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal("LAYOUT_MALFORMED", messageOf(what, at, expected, found), { at });
  };
}

/** Gives a refusal of what was read as a layout a word on what to do, where it has none of its own. */
export function hintAtLayout(refusal: Refusal): Refusal {
  if (refusal.hint !== undefined) return refusal;
  const { at } = refusal.details as { readonly at?: unknown };
  // What says of a field that it is wrong is said of a layout; anything else may be a draft, or another file.
  const isLayout = refusal.code === "LAYOUT_MALFORMED" && at !== "" && at !== "_type";
  const hint = isLayout
    ? "let its owner mend that field, and sign it again: lockseal layout sign --layout FILE --key OWNER.key"
    : "name a layout as its owner signed it; a draft in TOML becomes one by: lockseal layout create DRAFT.toml";
  return new Refusal(refusal.code, refusal.message, refusal.details, { hint, cause: refusal });
}

/** Makes what throws the refusal of a draft. */
export function failDraft(what: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal(
      "LAYOUT_MALFORMED",
      messageOf(what, at, expected, found),
      { at },
      {
        hint: `mend it in ${what}: [keys] has NAME = "FILE.pub", each [[step]] name = "…" and by = ["NAME"]`,
      },
    );
  };
}

/** Makes what throws the refusal of a link, or of what stands for one. */
export function failLink(what: string, hint?: string): ShapeFailure {
  return (at, expected, found) => {
    throw new Refusal("LINK_MALFORMED", messageOf(what, at, expected, found), { at }, { hint });
  };
}

function messageOf(what: string, at: string, expected: string, found: string): string {
  return `${what}: expected ${expected}${at === "" ? "" : ` at ${at}`}, found ${found}`;
}
