import type { Area } from "./area.ts";

/** Signatures by a key: minisign, signify, SSH, OpenPGP and our own. */
export const SIGNATURE: Area<
  | "SIGNATURE"
  | `SIGNATURE_${string}`
  | "SIGNED_TEXT"
  | "SIGNER_UNKNOWN"
  | "SIGNER_UNTRUSTED"
  | "SIGNER_KIND_MISMATCH"
  | "SIGNER_OUT_OF_TIME"
> = {
  title: "Signatures over files",
  about: "Signatures by a key: minisign, signify, SSH, OpenPGP and our own.",
  rules: {
    SIGNATURE: {
      what: "A signature by somebody who is trusted holds over exactly these bytes.",
      why: "It says who, and, where a log or an authority says so, when.",
      attack: "A file that was changed on the way, or comes from somebody else.",
      fix: "Nothing to mend; compare the signer in the message with the one that you meant.",
    },
    SIGNATURE_INVALID: {
      what: "No given key made a signature over exactly these bytes.",
      why: "Either the bytes are not those that were signed, or somebody else signed them.",
      attack: "A mirror swaps the archive and leaves the publisher's signature beside it.",
      fix: "Do not use the file; fetch file and signature again, from one release, and tell its publisher if it stays so.",
    },
    SIGNATURE_AMBIGUOUS: {
      what: "The bytes begin like an envelope of DSSE, so that a signature over them is one of a statement, too.",
      why: "The same signature would then hold for two documents of different meaning.",
      attack:
        "Somebody has a harmless text file signed that begins with `DSSEv1`, and presents the signature as that of a lock.",
      fix: "Pack the file, or sign a statement about it: `lockseal attest FILE --type TYPE --predicate JSON --key release.key`.",
    },
    SIGNATURE_MALFORMED: {
      what: "The signature file is not as its format has it, or not in its one spelling.",
      why: "Text that a reader skips is text that somebody else reads.",
      attack:
        "A second signature, or a comment that looks trusted, stands behind the last line that one tool reads.",
      fix: "Fetch the signature again as bytes, not through an editor or a web page.",
    },
    SIGNATURE_FORMAT_UNKNOWN: {
      what: "The file is a signature of none of the known formats.",
      why: "A guess at a format is a guess at what was verified.",
      accident: "The page of an error was saved as `FILE.sig`, or the checksum file was named.",
      fix: "Name the file that the signer published: `lockseal verify FILE --key PUB --bundle FILE.minisig`.",
    },
    SIGNATURE_FORMAT_MISMATCH: {
      what: "The signature is of another format than this key makes, stands around the text in place of beside it, or is over text where bytes were asked for.",
      why: "A text signature does not see how lines end, so that two files have one signature.",
      attack:
        "A script is given other line ends, which changes what a shell does and not what the signature says.",
      fix: "Give the key that made it, or ask the signer for `gpg --detach-sign` without `--textmode`.",
    },
    SIGNATURE_KEY_MISMATCH: {
      what: "The signature file names another key than the given one.",
      why: "The name decides nothing by itself; it says early that this cannot hold.",
      attack:
        "A project's page is replaced, with a new key and new signatures; the key that you have from before does not fit.",
      fix: "Find out on another way whether the signer has changed their key, before you take the new one.",
    },
    SIGNATURE_LEGACY: {
      what: "The signature is of a form that minisign has given up: over the bytes themselves.",
      why: "A signature over a digest can be passed off as one over a file of 64 bytes in that form.",
      attack:
        "An attacker publishes the digest of a signed file as a file, with the valid signature of it.",
      fix: "Ask the signer to sign again with a current minisign; knowing the risk: `lockseal verify FILE --key PUB --unsafe-legacy`.",
    },
    SIGNATURE_ALGORITHM_WEAK: {
      what: "The signature is by RSA with SHA-1, by MD5 or by DSA.",
      why: "Two documents of one SHA-1 have been made for real.",
      attack: "The signer signs one of two files that collide, and the other one is shipped.",
      fix: "Ask the signer to sign again with a hash function of today; SSH does so from OpenSSH 8.1 on.",
    },
    SIGNATURE_KEY_UNSUPPORTED: {
      what: "The SSH signature is by a key of a kind or size that is not accepted, such as a certificate or DSA.",
      why: "A certificate speaks for whoever its authority names, and small keys can be factored.",
      attack: "A certificate that was issued for log-in to a server signs a release.",
      fix: "Ask for a signature by a key of `ssh-keygen -t ed25519`.",
    },
    SIGNATURE_EXPIRED: {
      what: "The OpenPGP signature says itself that it no longer holds.",
      why: "Its signer wanted it to end, so that what was good for a while is not used for ever.",
      attack: "A nightly build of last year, with the hole of last year.",
      fix: "Ask the signer for a new signature, or for the newest release.",
    },
    SIGNATURE_NAMESPACE_MISMATCH: {
      what: "The SSH signature was made for another purpose than the one asked for.",
      why: "The namespace is a part of what is signed, and keeps signatures of one use out of another.",
      attack: "A signed Git tag is cut out and put beside a file.",
      fix: "Ask for `ssh-keygen -Y sign -n file`; where theirs is another, name it: `lockseal verify FILE --key PUB --namespace NAME`.",
    },
    SIGNATURE_COMMENT_INVALID: {
      what: "The key signed the bytes, and not the trusted comment that stands beside the signature.",
      why: "The comment says which version and file this is; changed, it is a label on the wrong bottle.",
      attack: "An old, vulnerable release is offered under the comment of the newest one.",
      fix: "Fetch the signature file again; its trusted comment was changed.",
    },
    SIGNATURE_UNDATED: {
      what: "A signature with a certificate has nothing beside it that says when it was made.",
      why: "The certificate was valid for ten minutes; without a witness any time can be claimed, and a stolen key would sign for ever.",
      attack: "Somebody who finds the key of a finished run on a disk signs with it years later.",
      fix: "Ask the log once and verify offline from then on: `lockseal bundle upgrade FILE`.",
    },
    SIGNATURE_KEY_UNKNOWN: {
      what: "The bundle names a key that is not among the given ones.",
      why: "Nothing about it was verified, good or bad.",
      attack: "A signature by a key that the attacker made a minute ago.",
      fix: "Compare the fingerprints; if the key is the signer's, give it: `lockseal verify FILE --key PUB`.",
    },
    SIGNATURE_NEEDS_BYTES: {
      what: "The signature can be verified with the bytes alone, and a digest was given.",
      why: "Pure Ed25519 reads its whole message; a digest is another message.",
      accident: "A script passes `sha256:…` of a download that was deleted again.",
      fix: "Name the file in place of its digest: `lockseal verify FILE --key PUB`.",
    },
    SIGNATURE_COMMENT: {
      what: "What the signer wrote beside the file is signed, too.",
      why: "It often names the release, which the bytes themselves do not.",
      attack: "A comment that was changed would be refused as `SIGNATURE_COMMENT_INVALID`.",
      fix: "Nothing to mend; read whether it names the version that you want.",
    },
    SIGNATURE_NONE: {
      what: "No signature was found where one has to be.",
      why: "Nothing verified is never success.",
      attack:
        "Whoever changes the file deletes its signature, and hopes that a missing one is only a warning.",
      fix: "Take it from where the file came from, `lockseal verify FILE --key PUB --bundle FILE.sig`; of a lock let a signer run `lockseal sign requirements.txt --key release.key`.",
    },
    SIGNATURE_UNTOUCHED: {
      what: "A security key signed without anybody touching it.",
      why: "The touch is what tells a person from a program on their machine.",
      attack: "Malware on the signer's laptop asks the plugged-in key for a signature at night.",
      fix: "Ask the signer for a key that was made without `-O no-touch-required`.",
    },
    SIGNED_TEXT: {
      what: "The signature stands around a text within the file, and covers that text alone.",
      why: "What is before and behind it is unsigned, though it is in the same file.",
      attack:
        "A line is added above the signed part of a list; whoever reads the whole file reads it, too.",
      fix: "Use only what is signed; let no tool read the file that does not leave out the rest.",
    },
    SIGNER_UNKNOWN: {
      what: "A signature is there by somebody who is not among those that count, and was not verified.",
      why: "It neither helps nor harms; a file may be signed by many.",
      attack: "A stranger adds a signature and hopes that any will do.",
      fix: "Nothing to mend, if enough others signed; else give the signer's key or name the policy's.",
    },
    SIGNER_UNTRUSTED: {
      what: "No signature by a trusted key or signer was found among those that are there.",
      why: "A signature proves that somebody signed; whom you trust is said by you.",
      attack: "The attacker signs their own file with their own key, perfectly.",
      fix: "Check that the key is the signer's; else let a signer of the policy sign: `lockseal sign requirements.txt --key release.key`.",
    },
    SIGNER_KIND_MISMATCH: {
      what: "A key signed where an identity was expected, or the other way round.",
      why: "The two are verified by different evidence; neither stands for the other.",
      accident: "`--key` was given for a file that is signed keyless.",
      fix: "Give what the message found: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL`, or `lockseal verify FILE --key PUB`.",
    },
    SIGNER_OUT_OF_TIME: {
      what: "A signer of the policy signed outside of the time in which they count.",
      why: "`from`, `until` and `revoked` end what a signer may say, by a verified clock where there is one.",
      attack: "The key of a machine that was taken out of service signs once more.",
      fix: "Let somebody sign who counts today: `lockseal sign requirements.txt`.",
    },
  },
};
