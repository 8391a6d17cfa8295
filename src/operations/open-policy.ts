import { basename } from "node:path";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { checkInForce } from "../policy/in-force.ts";
import { MAX_POLICY_BYTES } from "../policy/policy.ts";
import { type PolicyClosure, readPolicyClosure } from "../policy/policy-closure.ts";
import { refusalOf } from "../policy/reader.ts";
import { locatePolicy, POLICY_NAME, type PolicyFile, readerOfFolder } from "./policy-files.ts";
import { type PolicySigners, readPolicySigners } from "./policy-signers.ts";

/** A policy in force, with every file that it names, and its signers' keys. */
export interface OpenedPolicy extends Omit<PolicySigners, "problems"> {
  readonly file: PolicyFile;
  readonly closure: PolicyClosure;
}

/**
 * Opens the policy: the one that is named, else the nearest `lockseal.toml` up to the top of the git checkout.
 * @throws Refusal `POLICY_NONE` — there is none.
 * @throws Refusal `POLICY_MALFORMED`, `POLICY_EXPIRED`, `TOML_MALFORMED`, `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `UTF8_MALFORMED`.
 */
export function openPolicy(cwd: string, named: string | undefined, now: Date): OpenedPolicy {
  const file = locatePolicy(cwd, named);
  if (file === undefined) throw noPolicy();
  const bytes = readFile(file.path, MAX_POLICY_BYTES);
  const closure = readPolicyClosure(bytes, basename(file.path), readerOfFolder(file.root));
  checkInForce(closure.policy, file.name, now);
  const { signers, keys, problems } = readPolicySigners(closure);
  if (problems.length > 0) throw refusalOf(file.name, problems);
  return { file, closure, signers, keys };
}

/** Makes the refusal of a folder without a policy. */
export function noPolicy(): Refusal {
  return new Refusal(
    "POLICY_NONE",
    `${POLICY_NAME}: expected a policy here or in a folder above, found none`,
    { name: POLICY_NAME },
    { hint: "name the file; or begin one: lockseal init" },
  );
}
