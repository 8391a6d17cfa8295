import type { Area } from "./area.ts";

/** The files that carry a signature, and what they say they are about. */
export const BUNDLE: Area<
  | `BUNDLE_${string}`
  | `DSSE_${string}`
  | `STATEMENT_${string}`
  | `SIGNING_${string}`
  | `UPGRADE_${string}`
  | `LOG_ENTRY_${string}`
  | "ARTIFACT_DIGEST_MISSING"
  | `IDENTITY_TOKEN_${string}`
  | "LOG_IN_FAILED"
> = {
  title: "Bundles, envelopes and statements",
  about: "The files that carry a signature, and what they say they are about.",
  rules: {
    BUNDLE_BACK: {
      what: "The change leaves a lock, and takes its bundle away or puts an older one in its place.",
      why: "Whoever signs goes on from the bundle that stands there. `lockseal gate --release` counts the sequences that the base had, too, and would refuse the next signature.",
      attack:
        "A change about something else drops the bundle of the newest lock, so that an older lock with its own bundle would be the newest one again.",
      fix: "Put the bundle back: `git checkout BASE -- requirements.txt.sigstore.json`. To begin anew on purpose, take the old key out of the policy: what it signed does not count then.",
    },
    BUNDLE_MALFORMED: {
      what: "The bundle lacks a field, has an unknown one, or one of another type.",
      why: "What one reader ignores another may use.",
      attack:
        "A second certificate in a field that one verifier never looks at, and another takes the identity from.",
      fix: "Get the bundle again from where the file was published; one of our own is made by `lockseal sign requirements.txt --key release.key`.",
    },
    BUNDLE_UNSUPPORTED: {
      what: "The bundle may be good, but is of a sort that this command does not verify: by a certificate, or over bytes where a statement is needed.",
      why: "Verifying it as something that it is not would skip the checks of its own kind.",
      accident: "`--key` was given, and the release is signed keyless.",
      fix: "Verify it by its identity: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL`.",
    },
    BUNDLE_NOT_CANONICAL: {
      what: "The bundle says what it should in another spelling than the only one.",
      why: "Where one meaning has many byte sequences, every check on the file itself can be got round.",
      attack:
        "A duplicate or re-ordered field makes another reader see another signature in the same file.",
      fix: "Restore it as it was signed, `git checkout -- requirements.txt.sigstore.json`, or sign again.",
    },
    BUNDLE_DIGEST_MISMATCH: {
      what: "The digest that stands in the bundle is not that of the bytes it came with.",
      why: "The bundle is about another file, or the file changes while it is read.",
      attack: "A swapped download beside the publisher's own bundle.",
      fix: "Do not use the file; get file and bundle again, of the same release, into a folder that nobody else writes to.",
    },
    BUNDLE_VERSION_UNSUPPORTED: {
      what: "The bundle calls itself of a version that is not known.",
      why: "A later version may demand checks that this program does not have.",
      attack: "A version nobody has heard of, to be treated like the weakest one that is known.",
      fix: "Look for a newer lockseal, or ask the signer for a bundle of version 0.3.",
    },
    BUNDLE_UPGRADED: {
      what: "What came before bundles was made into a bundle, with the log's own word on when it was signed.",
      why: "From now on it is verified offline. Who signed was shown, and not judged.",
      attack: "A certificate that was misused after its ten minutes has no such entry in the log.",
      fix: "Nothing to mend; verify it: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL`.",
    },
    DSSE_MALFORMED: {
      what: "The envelope lacks a field, has one of another type, or no signature.",
      why: "An envelope without a signature looks like one with, to whoever only reads the payload.",
      attack:
        "All signatures are taken out, and a reader that loops over them finds nothing to object to.",
      fix: "Fetch the attestation again; it was cut, or no program for signing wrote it.",
    },
    DSSE_PAYLOAD_TYPE: {
      what: "The payload of the envelope is not called an in-toto statement.",
      why: "The type is signed with the payload: it says by which rules it may be read.",
      attack: "A signed document of another system is read as a statement, because its JSON fits.",
      fix: "Name the bundle of the statement: `lockseal verify FILE --key PUB --bundle FILE`.",
    },
    STATEMENT_MALFORMED: {
      what: "The signed statement lacks a field, or has one of another type.",
      why: "It was signed like this, so nobody can mend it but the signer.",
      attack: "A subject without a digest would be about every file of that name.",
      fix: "Let the signer make the statement anew with a program that follows in-toto's specification.",
    },
    STATEMENT_DIGEST_WEAK: {
      what: "A subject of the statement has no digest by SHA-256, SHA-384 or SHA-512.",
      why: "By SHA-1 or MD5 it is about two files as soon as somebody wants it to be.",
      attack: "A build attests a file by MD5; its twin is published.",
      fix: "Let the signer state SHA-256; on the command line name the file itself: `lockseal attestation verify FILE --source-uri URI`.",
    },
    STATEMENT_TYPE_UNSUPPORTED: {
      what: "The statement is of another version of in-toto than is read here.",
      why: "Versions differ in what a field means.",
      attack:
        "An old version without strict subjects slips past rules that were written for the new one.",
      fix: "Let the signer sign a statement of `https://in-toto.io/Statement/v1`.",
    },
    STATEMENT_SUBJECT_MISMATCH: {
      what: "The statement is not about this file: no subject has its digest.",
      why: "Good evidence about another file is no evidence.",
      attack: "The provenance of the real release lies beside a changed archive.",
      fix: "Do not use the file, unless you took the attestation of another release: fetch both again.",
    },
    STATEMENT_DIGEST_CONFLICT: {
      what: "A subject agrees with the file in one digest and contradicts it in another.",
      why: "It cannot be about one file; somebody put two together.",
      attack:
        "The weak digest of the real file and the strong one of another, to fool whoever compares only one.",
      fix: "Do not use the file; tell its publisher.",
    },
    STATEMENT_SUBJECTS_DIFFER: {
      what: "A statement that is to be signed names other files than the command line.",
      why: "Whoever signs should sign about exactly what they named.",
      attack: "A prepared statement carries one more subject, which the signer did not notice.",
      fix: "Name every file that it is about: `lockseal attest FILE… --statement statement.json --key release.key`.",
    },
    SIGNING_CONFIG_MALFORMED: {
      what: "The signing configuration lacks a field, or has one of another type.",
      why: "It says where the identity and the signature are sent; a guess would send them somewhere.",
      accident: "The file of an older instance, or one that was edited by hand.",
      fix: "Get it anew from the instance: `lockseal sign FILE --message --signing-config signing_config.json`.",
    },
    SIGNING_SERVICE_MISSING: {
      what: "The signing configuration has too few services of a kind that can be used now.",
      why: "With fewer witnesses than it demands, the signature would be refused later by everybody.",
      accident: "The only timestamp authority in it has expired.",
      fix: "Get the configuration of the instance anew, or name another: `lockseal sign FILE --message --signing-config signing_config.json`.",
    },
    UPGRADE_NOTHING: {
      what: "There is no signature from before bundles beside the file.",
      why: "Nothing was made, so nothing can be verified with it.",
      accident: "The file has a bundle already, or its signature has another name.",
      fix: "Verify what is a bundle as it is, `lockseal verify FILE --key PUB`; else name the signature's own file.",
    },
    LOG_ENTRY_NOT_FOUND: {
      what: "The log has no entry of this signature.",
      why: "Then nobody says when it was made, and its certificate alone is worth nothing.",
      attack: "A signature that was made in secret, with a certificate that nobody was to see.",
      fix: "Ask the log it was sent to: `lockseal bundle upgrade FILE --rekor-url URL`; one that was never logged can only be verified by a key.",
    },
    ARTIFACT_DIGEST_MISSING: {
      what: "The file is given by a digest of another algorithm than the evidence has.",
      why: "Digests of different algorithms cannot be compared.",
      accident: "`sha256:…` is given, and npm's attestation has SHA-512 alone.",
      fix: "Name the file itself, or its digest as the bundle has it.",
    },
    IDENTITY_TOKEN_MALFORMED: {
      what: "The identity token is no JSON Web Token, or lacks a claim that every one has.",
      why: "It is about to be sent to the certificate authority; what is unreadable is not sent.",
      accident: "The variable holds the address of a token, or one with a line break in it.",
      fix: "Get a new token, and pass it on as it is: `lockseal sign FILE --message --identity-token TOKEN`.",
    },
    IDENTITY_TOKEN_AUDIENCE: {
      what: "The identity token is made out to somebody else than the certificate authority.",
      why: "A token for another service, sent here, would let its receiver act in your name there.",
      attack: "A signing service that collects tokens which are good for a cloud account.",
      fix: "Ask the issuer for a token with the audience that the message names, usually `sigstore`.",
    },
    IDENTITY_TOKEN_NOT_VALID: {
      what: "The identity token is over, or does not hold yet.",
      why: "Tokens last minutes; an old one was logged, cached or copied.",
      accident: "A long build asks for its token at the start, and signs at the end.",
      fix: "Ask for the token right before you sign; check this machine's clock.",
    },
    IDENTITY_TOKEN_MISSING: {
      what: "Nothing here says who signs: no key, no token, no build service that gives one.",
      why: "Who signs is never guessed.",
      accident: "A GitHub job lacks `permissions: id-token: write`.",
      fix: "Give the job that permission, or sign with a key: `lockseal sign requirements.txt --key release.key`.",
    },
    LOG_IN_FAILED: {
      what: "Nobody logged in, or the answer was to another question than the one asked.",
      why: "An answer with another state or nonce may come from somebody else's browser.",
      attack:
        "A page in the browser feeds the waiting program a token of the attacker, so that you sign as them.",
      fix: "Run the command again and log in within the time that it waits.",
    },
  },
};
