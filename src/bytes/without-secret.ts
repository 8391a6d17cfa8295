/**
 * Leaves out of addresses what may be secret: all that stands before the last `@`, whatever letters a password has, and a query
 * or a fragment. A path may be a secret as well, and cannot be told from any other.
 */
export function withoutSecret(value: string): string {
  return value
    .replace(/(^|\s)([a-z][a-z0-9+.-]*:\/\/)?\S*@(?=\S)/gi, "$1$2…@")
    .replace(/[?#]\S+/g, "…")
    .slice(0, 200);
}
