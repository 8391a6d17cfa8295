import { quote } from "../bytes/quote.ts";
import { contentOfBytes } from "../bytes/signed-content.ts";
import { partSignedCommit } from "../envelope/git-commit.ts";
import {
  parseSshSignature,
  type SshSignature,
  verifySshSignature,
} from "../envelope/ssh-signature.ts";
import { Refusal } from "../errors.ts";
import type { CommitText } from "../io/git-history.ts";
import type { Author } from "../policy/author.ts";
import type { PolicySigner } from "../policy/signer.ts";
import { outOfPeriod } from "../trust/signers.ts";

/** What git lets ssh-keygen sign commits for. */
const NAMESPACE = "git";

/**
 * Finds whose signature a commit has. Signatures of OpenSSH are read, by the keys that the policy names; those of OpenPGP and
 * of certificates are not. Nothing says when it was signed, so that a key which counts no more proves nothing by today.
 */
export function readCommitSigner(
  { id, bytes }: Pick<CommitText, "id" | "bytes">,
  signers: readonly PolicySigner[],
  now: Date,
): readonly Author[] {
  const unproven = (why: string): Author[] => [{ kind: "unproven", commit: id, why }];
  const what = "its signature";
  try {
    const signed = partSignedCommit(bytes, id);
    if (signed === undefined) return unproven("not signed");
    const kind = kindOf(signed.signature);
    if (kind !== "ssh") return unproven(`${kind}, which is not read`);
    const signature = parseSshSignature(signed.signature, what);
    verifySshSignature(contentOfBytes(signed.payload), signature, { what, namespace: NAMESPACE });
    const signer = ownerOf(signature, signers);
    if (signer === undefined)
      return unproven(`signed by ${signature.key.id}, a key of nobody in the policy`);
    const author: Author = { kind: "signature", signer: signer.name };
    const outside = outOfPeriod(signer, [], now);
    // Whoever it proves nothing for, it still excludes.
    if (outside !== undefined)
      return [author, ...unproven(`signed by ${signer.name}, who counts ${outside}`)];
    if (signature.proof.device?.userPresent === false)
      return [
        author,
        ...unproven(`signed by a security key of ${signer.name} that nobody touched`),
      ];
    return [author];
  } catch (error) {
    if (error instanceof Refusal) return unproven(error.message);
    throw error;
  }
}

/** A key of OpenSSH by its own name; one in a security key is another than the same numbers elsewhere. */
function ownerOf(
  { key }: SshSignature,
  signers: readonly PolicySigner[],
): PolicySigner | undefined {
  const found = signers.filter(
    ({ sshKeys, keys }) =>
      sshKeys.includes(key.id) || (key.application === null && keys.includes(key.key.fingerprint)),
  );
  return found.length === 1 ? found[0] : undefined;
}

function kindOf(signature: Uint8Array): string {
  const [first = ""] = Buffer.from(signature).toString("latin1").split("\n", 1);
  if (first === "-----BEGIN SSH SIGNATURE-----") return "ssh";
  if (first === "-----BEGIN PGP SIGNATURE-----") return "signed by OpenPGP";
  if (first === "-----BEGIN SIGNED MESSAGE-----") return "signed by a certificate";
  return `signed as ${quote(first.slice(0, 64))}`;
}
