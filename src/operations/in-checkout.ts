import { relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import type { RootedFile } from "../io/root.ts";

/** A file in a checkout of git. */
export interface InCheckout extends RootedFile {
  /** Absolute: the top of the checkout. */
  readonly gitTop: string;
}

/**
 * Refuses a file that is in no checkout of git.
 * @throws Refusal `GIT_CHECKOUT_NONE`
 */
export function inCheckout(located: RootedFile, file: string): InCheckout {
  const { gitTop } = located.root;
  if (gitTop !== null && isThere(gitTop)) return { ...located, gitTop };
  throw new Refusal(
    "GIT_CHECKOUT_NONE",
    `${file}: expected a file in a checkout of git, found no checkout around it`,
    { path: file },
    { hint: "run it where the change was committed; what it is compared with is in git" },
  );
}

/** Gives where the root is in the checkout: empty for its top, else with `/` at the end. */
export function prefixOf({ root, gitTop }: Pick<InCheckout, "root" | "gitTop">): string {
  const below = relative(gitTop, root.path).split(sep).join("/");
  return below === "" ? "" : `${below}/`;
}

/**
 * Gives the path of a file from the top of its checkout, which is what people sign: one from the folder of its policy would
 * hold for the same name in every other folder.
 */
export function pathInCheckout(located: InCheckout): string {
  return `${prefixOf(located)}${located.name}`;
}

/** Gives the folder of a file within its checkout: empty for the top. */
export function folderOf(located: InCheckout): string {
  return pathInCheckout(located).split("/").slice(0, -1).join("/");
}
