import { type Digest, digest, sha256Hex } from "../bytes/digest.ts";
import { quote } from "../bytes/quote.ts";
import type { Policy } from "./model.ts";
import { parsePolicy } from "./policy.ts";
import { type PolicyProblem, refusalOf } from "./reader.ts";

/** A policy with every file that it names, each bound by its digest: whoever changes one changes the policy. */
export interface PolicyClosure {
  readonly policy: Policy;
  /** By the path relative to the policy's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 in hex by the same path, the policy itself first. */
  readonly digests: ReadonlyMap<string, string>;
  /** See `digestClosure`. */
  readonly digest: Digest;
}

/** Gives the bytes of a file by its path relative to the policy's folder, or says in words what is there instead. */
export type PolicyFileReader = (path: string) => Uint8Array | string;

/** The files that a policy names. */
export interface NamedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly PolicyProblem[];
}

const CLOSURE_V01 = "https://lockseal.dev/policy/v0.1";

/**
 * Reads the files that a policy names, through whoever has the tree that judges: a folder, or the objects of git.
 * @throws Refusal `POLICY_MALFORMED` — see `parsePolicy`; a file is missing, lies elsewhere, or is not the one that is pinned.
 * @param name of the policy within its folder.
 */
export function readPolicyClosure(
  bytes: Uint8Array,
  name: string,
  read: PolicyFileReader,
): PolicyClosure {
  const policy = parsePolicy(bytes, name);
  const { files, problems } = readNamedFiles(policy, read);
  if (problems.length > 0) throw refusalOf(name, problems);
  return closureOf(policy, name, bytes, files);
}

/** Makes a closure of a policy and the files that were read for it. */
export function closureOf(
  policy: Policy,
  name: string,
  bytes: Uint8Array,
  named: ReadonlyMap<string, Uint8Array>,
): PolicyClosure {
  const files = new Map([[name, bytes], ...[...named].sort(([a], [b]) => (a < b ? -1 : 1))]);
  const digests = new Map([...files].map(([path, content]) => [path, sha256Hex(content)]));
  return { policy, files, digests, digest: digestClosure(digests) };
}

/**
 * Digests a closure: SHA-256 of the JSON array `["https://lockseal.dev/policy/v0.1", [[path, sha256], …]]` in the
 * spelling of RFC 8785, the policy first, the others sorted by UTF-16 unit.
 */
function digestClosure(digests: ReadonlyMap<string, string>): Digest {
  return digest("sha256", Buffer.from(JSON.stringify([CLOSURE_V01, [...digests]])));
}

/** Lists the files that a policy names and that lie below it, each once: whoever reads them can ask for all at once. */
export function listNamedFiles({ trust, signers, layouts }: Policy): readonly string[] {
  const names = [
    ...(trust.sigstoreRoot === null ? [] : [trust.sigstoreRoot.file]),
    ...[...signers.values()].flatMap(({ keys }) => keys),
    ...layouts.flatMap(({ file, keys }) => [file, ...keys]),
  ];
  return [...new Set(names)].filter(isBelow);
}

/** Reads every file that a policy names, and says which cannot be read or is another one. */
export function readNamedFiles(policy: Policy, read: PolicyFileReader): NamedFiles {
  const files = new Map<string, Uint8Array>();
  const problems: PolicyProblem[] = [];
  const take = (path: string, at: string, what: string, sha256: string | null): void => {
    const problem = (expected: string, found: string, hint: string): void => {
      problems.push({ ...policy.placeOf(at), at, expected, found, hint });
    };
    if (!isBelow(path)) {
      problem(
        `the path of ${what} below the policy`,
        quote(path),
        "move it beside the policy, so that it is reviewed with it",
      );
      return;
    }
    const bytes = files.get(path) ?? read(path);
    if (typeof bytes === "string") {
      problem(`${what} ${quote(path)}`, bytes, "check the path; it is relative to the policy");
      return;
    }
    files.set(path, bytes);
    const found = sha256 === null ? sha256 : sha256Hex(bytes);
    if (found !== sha256)
      problem(
        `${what} ${quote(path)} with the SHA-256 ${sha256}`,
        `${found}`,
        "look at what changed in it; if it is meant, write its new digest",
      );
  };
  const { sigstoreRoot } = policy.trust;
  if (sigstoreRoot !== null)
    take(sigstoreRoot.file, "trust.sigstore_root", "a trust root", sigstoreRoot.sha256);
  for (const { name, keys } of policy.signers.values())
    for (const key of keys) take(key, `signers.${name}.keys`, "a public key", null);
  for (const { at, file, keys } of policy.layouts) {
    take(file, `${at}.file`, "a layout", null);
    for (const key of keys) take(key, `${at}.keys`, "a public key", null);
  }
  return { files, problems };
}

function isBelow(path: string): boolean {
  return (
    !/^\/|^[A-Za-z]:|\\/.test(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}
