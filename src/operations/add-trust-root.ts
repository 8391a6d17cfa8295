import { dirname } from "node:path";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile, writeFile } from "../io/files.ts";
import { makeFolder } from "../io/own-folder.ts";
import { resolvePath } from "../io/root.ts";
import { formatAddedRoot } from "../trust/added-root.ts";
import { MAX_TRUST_ROOT_BYTES, type TrustRoot } from "../trust/trust-root.ts";
import { dayOf, nameTrust, parseRootFile, type TrustSource } from "./trust-root-file.ts";
import { loadTrustRoots } from "./trust-source.ts";
import { addedPath, checkName, demandStore, isTaken, PRODUCTION_NAME } from "./trust-store.ts";

/** Which root to add. */
export interface AddTrustRootOptions {
  /** A trusted_root.json: a path. */
  readonly file: string;
  /** What to call it; default: the host of its first certificate authority. */
  readonly name?: string | undefined;
  readonly cwd: string;
  /** Says where the user's roots lie. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From when its age counts. */
  readonly now: Date;
}

/**
 * Adds a trust root to the user's own: from then on it judges the bundles whose certificate one of its authorities
 * issued. **Whoever adds a root trusts everybody whom its authorities certify**, and nothing says where the file is from.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — the file cannot be read.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — it is no trust root, or certifies nobody.
 * @throws Refusal `TRUST_ROOT_EXISTS` — the name is taken, or this very root is trusted already.
 * @throws Refusal `TRUST_NAME_MALFORMED`, `TRUST_STORE_NOWHERE`, `TRUST_STORE_DAMAGED`, `FILE_UNWRITABLE`
 */
export async function addTrustRoot(options: AddTrustRootOptions): Promise<TrustSource> {
  const { file, cwd, env, now } = options;
  const store = demandStore(env);
  const bytes = readFile(resolvePath(cwd, file), MAX_TRUST_ROOT_BYTES);
  const root = parseRootFile(bytes, file);
  if (root.certificateAuthorities.length === 0)
    throw new Refusal(
      "TRUST_ROOT_MALFORMED",
      `${file}: expected a certificate authority, found none: it would judge nothing`,
      { at: "certificateAuthorities" },
    );
  const name = options.name ?? nameOf(root);
  checkName(name);
  const sha256 = sha256Hex(bytes);
  const known = await loadTrustRoots(undefined, cwd, env);
  const same = known.find((one) => one.sha256 === sha256);
  if (same !== undefined)
    throw exists(name, `expected a root that is not trusted yet, found ${nameTrust(same)} again`);
  if (name === PRODUCTION_NAME || isTaken(store, name))
    throw exists(name, "expected a name that no other trust root has, found one that has it");
  const path = addedPath(store, name);
  makeFolder(dirname(path));
  try {
    writeFile(path, formatAddedRoot({ added: now.getTime(), bytes }), 0o600, true);
  } catch (error) {
    // Somebody added one of that name at the same time.
    if (isThere(path) && error instanceof Refusal && error.code === "FILE_EXISTS")
      throw exists(name, "expected a name that no other trust root has, found one that has it");
    throw error;
  }
  return { root, name, date: dayOf(now.getTime()), kind: "added", sha256, path };
}

function nameOf({ certificateAuthorities }: TrustRoot): string {
  const [first] = certificateAuthorities;
  return URL.parse(first?.uri ?? "")?.hostname ?? "";
}

function exists(name: string, problem: string): Refusal {
  return new Refusal(
    "TRUST_ROOT_EXISTS",
    `${name}: ${problem}`,
    { name },
    { hint: "see what is trusted: lockseal trust show; choose another name: --name NAME" },
  );
}
