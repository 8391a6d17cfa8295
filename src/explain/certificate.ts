import type { Area } from "./area.ts";

/** The certificate of a keyless signature, from the trust root down. */
export const CERTIFICATE: Area<
  | "CERTIFICATE_UNTRUSTED"
  | "CERTIFICATE_NOT_VALID"
  | "CERTIFICATE_USAGE"
  | "CERTIFICATE_ROOT_IN_BUNDLE"
  | "CERTIFICATE_MALFORMED"
  | "CERTIFICATE_UNSUPPORTED"
  | `SCT_${string}`
  | "DER_MALFORMED"
  | "IDENTITY_ISSUER_MISMATCH"
  | "IDENTITY_MISMATCH"
  | "IDENTITY_CLAIM_MISMATCH"
  | "IDENTITY_PATTERN_MALFORMED"
> = {
  title: "Certificates and their logs",
  about: "The certificate of a keyless signature, from the trust root down.",
  rules: {
    CERTIFICATE_UNTRUSTED: {
      what: "No authority of the trust root issued the certificate.",
      why: "Anybody can issue a certificate for any name; only the root's authorities check who asks.",
      attack: "A certificate for the maintainer's name, by an authority that the attacker made.",
      fix: "Verify with the root of the instance that issued it, if you trust that: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL --trusted-root FILE`.",
    },
    CERTIFICATE_NOT_VALID: {
      what: "The certificate, or one above it, was not valid at the verified time of the signature.",
      why: "Certificates of minutes are safe because nothing counts that was signed outside of them.",
      attack: "A key that was left on a runner signs an hour later.",
      fix: "Let the signer sign again; if the authority is new, update the root: `lockseal trust update`.",
    },
    CERTIFICATE_USAGE: {
      what: "The certificate is not made for signing code, or its issuer not for issuing.",
      why: "A certificate for one use must not serve for another.",
      attack: "The certificate of a web server is used to sign a release.",
      fix: "Let the signer sign with a certificate for code signing, as a Sigstore instance issues it.",
    },
    CERTIFICATE_ROOT_IN_BUNDLE: {
      what: "The bundle brings a root certificate.",
      why: "Roots come from the trust root alone; one in a bundle asks to be believed.",
      attack:
        "A careless verifier builds its chain up to the root that the attacker packed beside the leaf.",
      fix: "Let the signer leave it out, or verify with the trust root that has it.",
    },
    CERTIFICATE_MALFORMED: {
      what: "The certificate is no X.509 in DER, or says twice what it may say once.",
      why: "Which of two names counts depends on who reads.",
      attack:
        "Two subject names, the harmless one where your tool looks, the other where the attacker's does.",
      fix: "Get the bundle again; if it stays so, its signer used an authority that does not follow RFC 5280.",
    },
    CERTIFICATE_UNSUPPORTED: {
      what: "The certificate is signed by an algorithm that is not accepted, or is too large.",
      why: "SHA-1 and short keys can be forged, and megabytes of certificate only cost time.",
      attack: "A certificate whose SHA-1 collides with that of an honest one.",
      fix: "Let the signer use an instance that issues ECDSA, Ed25519 or RSA with SHA-2.",
    },
    SCT_MISSING: {
      what: "The certificate holds no promise of a certificate log, and the root has such logs.",
      why: "The log is what lets a victim see that a certificate was issued in their name.",
      attack: "An authority that was broken into issues a certificate in secret.",
      fix: "Let the signer sign again; do not accept it in the meantime.",
    },
    SCT_MALFORMED: {
      what: "What should be a log's promise is none, or one log promised twice.",
      why: "Two promises of one log are one witness.",
      attack: "A list that looks longer than it is, for whoever counts witnesses.",
      fix: "Fetch the bundle again; else the authority made a broken certificate.",
    },
    SCT_LOG_UNKNOWN: {
      what: "The promise is by a certificate log that is not in the trust root, or was not in use then.",
      why: "A log that nobody watches is no witness.",
      attack: "The attacker's own log promises whatever is asked.",
      fix: "Update the root, for logs change every year: `lockseal trust update`.",
    },
    SCT_INVALID: {
      what: "The log did not sign this promise for this certificate.",
      why: "The promise was taken from another certificate.",
      attack: "A certificate that was issued in secret, decorated with an honest one's promise.",
      fix: "Do not use the file, and tell the keepers of the instance.",
    },
    DER_MALFORMED: {
      what: "Bytes are not DER: a length is too long, an element cut short or of another type.",
      why: "DER has one spelling, so that a signature is over one meaning.",
      attack: "Two spellings of one certificate get past a list of forbidden ones.",
      fix: "Fetch the file again, as bytes; no honest program writes such.",
    },
    IDENTITY_ISSUER_MISMATCH: {
      what: "Another issuer than the expected one vouched for the signer's name.",
      why: "A name means nothing without whoever checked it.",
      attack: "The attacker's own log-in service says that they are `release@acme.example`.",
      fix: "If the signer really changed it, name what was found: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL`.",
    },
    IDENTITY_MISMATCH: {
      what: "The signer is somebody else than the expected one.",
      why: "The signature is good, and not by whom you asked for.",
      attack: "A fork's workflow of the same name signs the same file.",
      fix: "Compare the two names letter by letter; change `--certificate-identity` only when you know why it differs.",
    },
    IDENTITY_CLAIM_MISMATCH: {
      what: "The certificate says another thing about the run that signed than what is asked for, or nothing.",
      why: "Repository, workflow, ref, trigger and runner say how it came to be signed.",
      attack:
        "The right repository, signed by a run of a branch that anybody with write access can push.",
      fix: "Have it signed by the run that is meant, or ask for what was found: `lockseal verify FILE --repository URL --workflow PATH --ref REF`.",
    },
    IDENTITY_PATTERN_MALFORMED: {
      what: "The pattern of identities would take anybody, or is none.",
      why: "A pattern is the whole of whom you trust.",
      attack: "`*` in a script, until somebody uses it.",
      fix: "Write out all but what may differ: `lockseal verify FILE --certificate-identity-pattern GLOB --certificate-oidc-issuer URL`.",
    },
  },
};
