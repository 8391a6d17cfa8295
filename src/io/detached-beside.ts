import { isThere } from "./files.ts";

/** What the tools write, and what projects publish: minisign, signify and ssh-keygen, gpg --armor, gpg, kernel.org. */
const ENDINGS = [".minisig", ".sig", ".asc", ".gpg", ".sign"];

/** Lists the signature files beside a file that are no bundles, by their names alone. */
export function findDetached(file: string): readonly string[] {
  return ENDINGS.map((ending) => file + ending).filter(isThere);
}
