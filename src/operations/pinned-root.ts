import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { PinnedFile } from "../policy/table/trust.ts";
import { MAX_TRUST_ROOT_BYTES } from "../trust/trust-root.ts";
import { parseRootFile, type TrustSource } from "./trust-root-file.ts";

/**
 * Loads the root that a policy pins, where the rest of what it names is of no interest.
 * @param folder absolute: the policy's own.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — the root is another than the pinned one, or none.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`.
 */
export function loadPinnedRoot({ file, sha256 }: PinnedFile, folder: string): TrustSource {
  const path = resolvePath(folder, file);
  const bytes = readFile(path, MAX_TRUST_ROOT_BYTES);
  const found = sha256Hex(bytes);
  if (found !== sha256)
    throw new Refusal(
      "TRUST_ROOT_MALFORMED",
      `${file}: expected the trust root that the policy pins, sha256:${sha256}, found sha256:${found}`,
      { at: "" },
      { hint: "put the pinned root back, or let the policy's owners pin the new one" },
    );
  return { root: parseRootFile(bytes, file), name: file, date: null, kind: "pinned", sha256, path };
}

/**
 * Gives the same of the files of a policy that were read and compared with their digests before.
 * @returns undefined where the policy pins none, or its file could not be read.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — it is none.
 */
export function rootOfPolicy({
  policy,
  files,
}: Pick<PolicyClosure, "policy" | "files">): TrustSource | undefined {
  const pinned = policy.trust.sigstoreRoot;
  const bytes = pinned === null ? undefined : files.get(pinned.file);
  if (pinned === null || bytes === undefined) return undefined;
  const { file: name } = pinned;
  const root = parseRootFile(bytes, name);
  return { root, name, date: null, kind: "pinned", sha256: sha256Hex(bytes), path: null };
}
