import { Refusal } from "../errors.ts";
import { detectOwnFormat } from "../key/own-format.ts";
import { type PublicKey, parsePublicKey } from "../key/public-key.ts";
import { parseSshKey } from "../key/ssh-key.ts";
import type { PolicyClosure } from "../policy/policy-closure.ts";
import type { PolicyProblem } from "../policy/reader.ts";
import type { PolicySigner } from "../policy/signer.ts";
import { expectedByPolicy } from "../trust/signers.ts";

/** A public key that a policy names. */
export interface PolicyKey {
  readonly signer: string;
  /** Relative to the policy. */
  readonly path: string;
  readonly key: PublicKey;
}

/** Who signs by a policy, with their keys read. */
export interface PolicySigners {
  readonly signers: readonly PolicySigner[];
  readonly keys: readonly PolicyKey[];
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads the keys of a policy's signers. One key of two signers is a problem, in however many files and spellings it is:
 * whoever has it would count for two. Keys of other tools' own formats sign tools, and those of OpenSSH commits; neither
 * signs locks or approvals.
 */
export function readPolicySigners({ policy, files }: PolicyClosure): PolicySigners {
  const keys: PolicyKey[] = [];
  const sshKeys: (PolicyKey & { readonly id: string })[] = [];
  const problems: PolicyProblem[] = [];
  for (const { name, keys: paths } of policy.signers.values()) {
    for (const path of paths) {
      const bytes = files.get(path);
      const format = bytes === undefined ? undefined : detectOwnFormat(bytes);
      if (bytes === undefined || (format !== undefined && format !== "ssh")) continue;
      const at = `signers.${name}.keys`;
      try {
        const ssh = format === "ssh" ? parseSshKey(bytes, path) : undefined;
        const key = ssh?.key ?? parsePublicKey(bytes, path);
        const other = [...keys, ...sshKeys].find((one) => one.key.fingerprint === key.fingerprint);
        if (other !== undefined && other.signer !== name)
          problems.push({
            ...policy.placeOf(at),
            at,
            expected: `a key of ${name} alone`,
            found: `${path}, which is ${other.path} of ${other.signer}`,
            hint: "whoever has it would count for two: leave it with whom it belongs to",
          });
        if (ssh === undefined) keys.push({ signer: name, path, key });
        else sshKeys.push({ signer: name, path, key, id: ssh.id });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const [, expected = "a public key", found = error.message] =
          /expected (.+), found (.+)$/s.exec(error.message) ?? [];
        problems.push({
          ...policy.placeOf(at),
          at,
          expected,
          found: `${path}: ${found}`,
          hint: error.hint,
        });
      }
    }
  }
  const signers = [...policy.signers.values()].map(
    ({ keys: _, keyless, ...signer }): PolicySigner => ({
      ...signer,
      keys: keys.filter((one) => one.signer === signer.name).map((one) => one.key.fingerprint),
      sshKeys: sshKeys.filter((one) => one.signer === signer.name).map(({ id }) => id),
      identities: keyless.flatMap((one) => expectedByPolicy(one) ?? []),
    }),
  );
  return { signers, keys, problems };
}
