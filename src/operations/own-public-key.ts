import { basename, dirname, join, relative, sep } from "node:path";
import { Refusal } from "../errors.ts";
import { isThere } from "../io/files.ts";
import { listNames } from "../io/own-folder.ts";
import { liesUnder, type Root } from "../io/root.ts";
import { formatPublicKey } from "../key/public-key.ts";
import { type KeyContext, readPublicKey, type TrustedKey } from "./key-source.ts";

/** The key that a user signs with, as far as its public half says so. */
export interface OwnPublicKey {
  /** As its PEM is written. */
  readonly bytes: Uint8Array;
  /** Relative to the top with `/`, where it lies in the checkout; null elsewhere. */
  readonly inTree: string | null;
  /** Absolute path of the private half, where it lies beside; null where it does not. */
  readonly privatePath: string | null;
  /** As messages name it. */
  readonly name: string;
}

const DEFAULT_NAME = "lockseal.pub";

/**
 * Finds the key that a user signs with: the one that is named, else `lockseal.pub` here, at the top or beside the checkout,
 * else the only `*.pub` here, at the top or in `keys`.
 * @throws Refusal `INIT_KEY_UNCLEAR` — there is none, or several could be meant; `KEY_UNREADABLE`, `KEY_MALFORMED`, … of one that is named.
 */
export function findOwnKey(
  given: string | undefined,
  root: Root,
  context: KeyContext,
): OwnPublicKey {
  if (given !== undefined) return ownKey(readPublicKey(given, context), root);
  const top = root.path;
  for (const folder of new Set([context.cwd, top, dirname(top)])) {
    const path = join(folder, DEFAULT_NAME);
    if (isThere(path)) return ownKey(readPublicKey(path, context), root);
  }
  const found = [...new Set([context.cwd, top, join(top, "keys")])].flatMap((folder) =>
    publicKeysIn(folder, context),
  );
  const [first, ...more] = found;
  if (first !== undefined && more.length === 0) return ownKey(first, root);
  throw new Refusal(
    "INIT_KEY_UNCLEAR",
    `key: expected the public key that you sign with, found ${first === undefined ? "none" : found.map(({ reference }) => basename(reference)).join(", ")}`,
    { found: found.length },
    {
      hint:
        first === undefined
          ? `make a pair beside the checkout: lockseal keygen -o ${nameBeside(top, context.cwd)}`
          : "name yours: lockseal init --key NAME.pub",
    },
  );
}

function publicKeysIn(folder: string, context: KeyContext): readonly TrustedKey[] {
  try {
    return listNames(folder)
      .filter((name) => name.endsWith(".pub"))
      .flatMap((name) => {
        try {
          return [readPublicKey(join(folder, name), context)];
        } catch (error) {
          // Keys of other programs end so, too.
          if (error instanceof Refusal) return [];
          throw error;
        }
      });
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function ownKey({ key, path, reference }: TrustedKey, root: Root): OwnPublicKey {
  const bytes = formatPublicKey(key);
  if (path === null) return { bytes, inTree: null, privatePath: null, name: reference };
  const beside = path.replace(/\.pub$/, ".key");
  const name = relative(root.path, path).split(sep).join("/");
  const isPlain =
    !name.startsWith("../") && /^[A-Za-z0-9._@+-]+(?:\/[A-Za-z0-9._@+-]+)*$/.test(name);
  return {
    bytes,
    inTree: isPlain && liesUnder(root, path) ? name : null,
    privatePath: beside !== path && isThere(beside) ? beside : null,
    name: basename(path),
  };
}

function nameBeside(top: string, cwd: string): string {
  const path = relative(cwd, join(dirname(top), "lockseal"));
  return path === "" ? "lockseal" : path.split(sep).join("/");
}
