import { dirname } from "node:path";
import { Refusal } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { isThere, writeFile } from "../io/files.ts";
import { isIgnored } from "../io/git.ts";
import { locateFile, resolvePath } from "../io/root.ts";
import {
  encryptPrivateKey,
  generateKeyPair,
  type NewKeyType,
  type PrivateKey,
} from "../key/private-key.ts";
import { formatPublicKey } from "../key/public-key.ts";
import { quoteForShell } from "../shell-word.ts";

/** Which pair to make, and where to. */
export interface CreateKeyPairOptions {
  /** `NAME.key` and `NAME.pub` are written; absolute, or relative to `cwd`. */
  readonly name: string;
  readonly cwd: string;
  /** Ed25519 keys sign statements only: cosign takes them for the pre-hashed form. */
  readonly type: NewKeyType;
  /** What the private key is encrypted under; asked for once the paths are known to be free. Empty is possible. */
  readonly password: () => Promise<Uint8Array>;
}

/** A new pair, and where it lies. */
export interface CreatedKeyPair {
  readonly privateKey: PrivateKey;
  /** Absolute. */
  readonly privatePath: string;
  readonly publicPath: string;
  /** What a user should know: that git would take the private key in, say. */
  readonly findings: readonly Finding[];
}

/**
 * Makes a key pair and writes it: the private key encrypted in cosign's format, mode 0600. Overwrites nothing.
 * @throws Refusal `FILE_EXISTS` — one of the two files is there; neither is written then.
 * @throws Refusal `FILE_UNWRITABLE`, `FILE_MISSING` — the folder is not there or does not let us write.
 */
export async function createKeyPair(options: CreateKeyPairOptions): Promise<CreatedKeyPair> {
  const path = resolvePath(options.cwd, options.name);
  const { root } = locateFile(path, options.cwd, undefined);
  const [privatePath, publicPath] = [`${path}.key`, `${path}.pub`];
  for (const taken of [privatePath, publicPath]) if (isThere(taken)) throw exists(taken);
  const privateKey = generateKeyPair(options.type);
  const sealed = await encryptPrivateKey(privateKey, await options.password());
  // The public half first: if the private one cannot be written there is a useless file, not a lost secret.
  writeFile(publicPath, formatPublicKey(privateKey.publicKey), 0o644, true);
  writeFile(privatePath, sealed, 0o600, true);
  const created: Finding = {
    rule: "KEY_CREATED",
    verdict: "passed",
    subject: options.name,
    message: `wrote ${options.name}.key (encrypted, mode 0600) and ${options.name}.pub: ${privateKey.publicKey.type} ${privateKey.publicKey.fingerprint}`,
  };
  return {
    privateKey,
    privatePath,
    publicPath,
    findings: [created, ...gitWarning(root.gitTop, privatePath, `${options.name}.key`)],
  };
}

function gitWarning(gitTop: string | null, path: string, name: string): Finding[] {
  const ignored = gitTop === null ? true : isIgnored(gitTop, path);
  if (gitTop === null || ignored === true) return [];
  const known =
    ignored === false ? "is not ignored" : "nobody here could tell whether git ignores it";
  return [
    {
      rule: "KEY_NOT_IGNORED",
      verdict: "warned",
      subject: name,
      message: `${name} lies in a git checkout (${gitTop}) and ${known}: the next git add may publish it`,
      help: `move it out of ${dirname(path)}, or: echo '*.key' >> ${quoteForShell(`${gitTop}/.gitignore`)}`,
    },
  ];
}

function exists(path: string): Refusal {
  return new Refusal(
    "FILE_EXISTS",
    `${path}: expected a free path, found a file, which is never overwritten`,
    { path },
    {
      hint: "give another name with -o NAME, or move the old key away",
    },
  );
}
