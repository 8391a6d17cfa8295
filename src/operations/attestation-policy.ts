import { dirname } from "node:path";
import { parseExpectations } from "../attestation/parse-expectations.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { type PublicKey, parsePublicKey } from "../key/public-key.ts";
import { checkInForce } from "../policy/in-force.ts";
import type { Policy } from "../policy/model.ts";
import { MAX_POLICY_BYTES, parsePolicy } from "../policy/policy.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { ExpectedOf, LoadedPolicy } from "./expected-of.ts";
import { readPublicKey } from "./key-source.ts";
import { loadPinnedRoot } from "./pinned-root.ts";

/**
 * Loads a policy for attestations.
 * @param file absolute or relative to `cwd`; what it names is relative to its own folder.
 * @throws Refusal `POLICY_EXPIRED` — its time is over: it says nothing any more.
 * @throws Refusal `POLICY_MALFORMED` and others — see `parsePolicy`, `parseExpectations`; `KEY_…` — see `readPublicKey`.
 * @throws Refusal `TRUST_ROOT_MALFORMED` — the root is another than the pinned one.
 */
export function loadAttestationPolicy(file: string, cwd: string, now: Date): LoadedPolicy {
  const path = resolvePath(cwd, file);
  const folder = dirname(path);
  const bytes = readFile(path, MAX_POLICY_BYTES);
  const policy = parsePolicy(bytes, file);
  checkInForce(policy, file, now);
  const { sigstoreRoot: root, maxRootAgeMs } = policy.trust;
  const sections = sectionsOf(
    bytes,
    file,
    policy,
    (key) => readPublicKey(key, { cwd: folder, env: {} }).key,
  );
  return {
    file,
    folder,
    sections,
    root: root === null ? null : loadPinnedRoot(root, folder),
    maxRootAgeMs,
    clocks: clocksOf(policy),
  };
}

/**
 * Makes the same of a policy that was read before, with its files: of a commit, whatever lies in the folder now. The root is left
 * to whoever read it. Does not look at the policy's end.
 * @param folder absolute: the patterns of its sections are relative to it.
 * @throws Refusal see `loadAttestationPolicy`.
 */
export function attestationPolicyOf(
  { policy, files }: PolicyClosure,
  file: string,
  folder: string,
): LoadedPolicy {
  const sections = sectionsOf(files.get(file) ?? new Uint8Array(), file, policy, (key) =>
    parsePublicKey(files.get(key) ?? new Uint8Array(), key),
  );
  const { maxRootAgeMs } = policy.trust;
  return { file, folder, sections, root: null, maxRootAgeMs, clocks: clocksOf(policy) };
}

function clocksOf({ trust }: Policy): LoadedPolicy["clocks"] {
  return { kinds: trust.clocks, maxSkewMs: trust.maxClockSkewMs };
}

function sectionsOf(
  bytes: Uint8Array,
  file: string,
  { signers }: Policy,
  keyOf: (path: string) => PublicKey,
): readonly ExpectedOf[] {
  return parseExpectations(bytes, file, signers).map((section): ExpectedOf => {
    const { name, subjects, expectations, keys } = section;
    const read = keys.map((one) => [keyOf(one.path), one.period] as const);
    const { signer } = expectations;
    const periods = new Map([...signer.periods, ...read]);
    const withKeys = { ...signer, keys: read.map(([key]) => key), periods };
    return { name, subjects, expectations: { ...expectations, signer: withKeys } };
  });
}

/**
 * Says whether a policy expects anything of attestations.
 * @param path absolute; `file` names it in messages.
 * @throws Refusal `POLICY_MALFORMED`, `TOML_MALFORMED`, `FILE_UNREADABLE` — see `parsePolicy`.
 */
export function hasExpectations(path: string, file: string): boolean {
  return parsePolicy(readFile(path, MAX_POLICY_BYTES), file).provenance.size > 0;
}
