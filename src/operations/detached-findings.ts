import { basename } from "node:path";
import { quote } from "../bytes/quote.ts";
import type { SignatureFormat } from "../envelope/detect-signature.ts";
import type { DetachedEvidence } from "../envelope/verify-detached.ts";
import type { Finding } from "../finding.ts";
import type { TrustedSignerKey } from "./signer-key-source.ts";

/** Whose format it is. */
const TOOLS: Readonly<Record<SignatureFormat, string>> = {
  minisign: "minisign",
  signify: "signify",
  "signify-embedded": "signify",
  ssh: "ssh-keygen",
  openpgp: "OpenPGP",
  "openpgp-clearsigned": "OpenPGP",
};

/** Says who signed, and with which tool's format. */
export function detachedSigned(
  subject: string,
  signature: string,
  { format, signer }: DetachedEvidence,
): Finding {
  return {
    rule: "SIGNATURE",
    verdict: "passed",
    subject,
    message: `${signature}: signed by ${signer.principal === undefined ? "the key " : `${quote(signer.principal)}, whose key is `}${signer.id} (${TOOLS[format]})`,
  };
}

/** Says what the key signed beside the bytes, where it did. */
export function detachedFormat(
  subject: string,
  { comment, signer, others }: DetachedEvidence,
): readonly Finding[] {
  if (signer.device?.userPresent === false)
    return [
      {
        rule: "SIGNATURE_UNTOUCHED",
        verdict: "warned",
        subject,
        message:
          "the security key signed without being touched: any program that reached it could ask it to",
        help: "ask the signer for a key that was made without -O no-touch-required",
      },
    ];
  if (others.length > 0)
    return [
      {
        rule: "SIGNER_UNKNOWN",
        verdict: "noted",
        subject,
        message: `the file holds signatures by other keys, too, which were not verified: ${others.join(", ")}`,
      },
    ];
  if (comment === null) return [];
  return [
    {
      rule: "SIGNATURE_COMMENT",
      verdict: "passed",
      subject,
      message: `the trusted comment is signed, too: ${quote(comment)}`,
    },
  ];
}

/** What each kind of key's signatures are called, and how they are made. */
const WANTED: Readonly<
  Record<TrustedSignerKey["key"]["kind"], readonly [endings: readonly string[], command: string]>
> = {
  numbered: [[".minisig", ".sig"], "minisign -S -m"],
  ssh: [[".sig"], "ssh-keygen -Y sign -n file -f KEY"],
  openpgp: [[".asc", ".sig"], "gpg --armor --detach-sign"],
  principal: [[".sig"], "ssh-keygen -Y sign -n file -f KEY"],
};

/** Nothing to verify with, which is never success. */
export function noDetached(subject: string, keys: readonly TrustedSignerKey[]): Finding {
  const [endings, command] = WANTED[keys[0]?.key.kind ?? "numbered"];
  const expected = `a signature ${endings.map((ending) => basename(subject) + ending).join(" or ")} beside it`;
  return {
    rule: "SIGNATURE_NONE",
    verdict: "refused",
    subject,
    message: `expected ${expected}, found none`,
    expected,
    found: "none",
    help: `take the signature from where the file came from, or name it: --bundle FILE; its signer makes one with: ${command} ${basename(subject)}`,
  };
}
