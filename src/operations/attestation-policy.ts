import { dirname } from "node:path";
import { parseAttestationPolicy } from "../attestation/parse-expectations.ts";
import { sha256Hex } from "../bytes/digest.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { MAX_TRUST_ROOT_BYTES } from "../trust/trust-root.ts";
import type { ExpectedOf, LoadedPolicy } from "./expected-of.ts";
import { readPublicKey } from "./key-source.ts";
import { parseMaxAge } from "./root-age.ts";
import { parseRootFile, type TrustSource } from "./trust-root-file.ts";

const MAX_POLICY_BYTES = 1024 * 1024;

/**
 * Loads a policy for attestations.
 * @param file absolute or relative to `cwd`; what it names is relative to its own folder.
 * @throws Refusal `POLICY_EXPIRED` — its time is over: it says nothing any more.
 * @throws Refusal `POLICY_MALFORMED` and others — see `parseAttestationPolicy`; `KEY_…` — see `readPublicKey`.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — the root is another than the pinned one.
 */
export function loadAttestationPolicy(file: string, cwd: string, now: Date): LoadedPolicy {
  const path = resolvePath(cwd, file);
  const folder = dirname(path);
  const policy = parseAttestationPolicy(readFile(path, MAX_POLICY_BYTES), file);
  const { expires, maxRootAge, root } = policy;
  if (expires !== null && !(now.getTime() <= Date.parse(expires)))
    throw new Refusal(
      "POLICY_EXPIRED",
      `${file}: expected a policy whose time is not over, found one until ${expires}`,
      { expires, now: now.getTime() },
      { hint: "look whether it still says what is meant, and set expires anew" },
    );
  const maxRootAgeMs = maxRootAge === null ? null : (parseMaxAge(maxRootAge) ?? Number.NaN);
  if (Number.isNaN(maxRootAgeMs))
    throw new Refusal(
      "POLICY_MALFORMED",
      `${file}: expected an age such as 180d at trust.max_root_age, found ${maxRootAge}`,
      { at: "trust.max_root_age" },
    );
  const sections = policy.sections.map(({ name, subjects, expectations, keys }): ExpectedOf => {
    const read = keys.map(
      (one) => [readPublicKey(one.path, { cwd: folder, env: {} }).key, one.period] as const,
    );
    const { signer } = expectations;
    const periods = new Map([...signer.periods, ...read]);
    const withKeys = { ...signer, keys: read.map(([key]) => key), periods };
    return { name, subjects, expectations: { ...expectations, signer: withKeys } };
  });
  return {
    file,
    folder,
    sections,
    root: root === null ? null : loadPinnedRoot(root, folder),
    maxRootAgeMs,
  };
}

function loadPinnedRoot(
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  folder: string,
): TrustSource {
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
  return { root: parseRootFile(bytes, file), name: file, date: null, kind: "file", sha256, path };
}
