import type { Area } from "./area.ts";

/** What a signed lock says, for which place and until when, and who said it. */
export const LOCK_SIGNATURE: Area<
  | "LOCK_FORMAT"
  | "LOCK_SIGNATURE"
  | "LOCK_SIGNED"
  | "LOCK_NOT_SIGNED"
  | "LOCK_NOT_READ"
  | "LOCK_STATEMENT_MALFORMED"
  | "EXPIRY"
  | "EXPIRY_MALFORMED"
  | `SCOPE_${string}`
  | "SEQUENCE"
  | "PINS_TABLE"
  | "SUBJECT_DIGEST"
  | "SUBJECT_AMBIGUOUS"
  | "THRESHOLD"
  | `THRESHOLD_${string}`
  | "ROOT_BELOW_TOP"
  | "SIGN_CHAIN_BROKEN"
  | `OTHER_${string}`
  | `MESSAGE_${string}`
  | "SIGNED_KEYLESS"
  | "REPOSITORY_MALFORMED"
  | "KEY_IN_TREE"
> = {
  title: "Locks: the signature",
  about: "What a signed lock says, for which place and until when, and who said it.",
  rules: {
    LOCK_FORMAT: {
      what: "The lock is of another kind than was signed, or than the policy names: pip's requirements or a lock of tools.",
      why: "Each kind is read by rules of its own; a file that passes as the other kind is judged by the wrong ones.",
      attack: "A file that both readers take is signed as the kind in which it is harmless.",
      fix: "Sign this very file, `lockseal sign requirements.txt --key release.key`, or put the right `format` into its `[[lock]]`.",
    },
    LOCK_SIGNATURE: {
      what: "A statement was found where another kind of signature counts: for a lock a statement about something else, or a lock statement with `--message`.",
      why: "A true statement about a file, such as an SBOM, says nothing about what pip will see in it.",
      attack: "The signature of a vulnerability scan beside the lock is taken for a release.",
      fix: "Sign it as a lock: `lockseal sign requirements.txt --key release.key`; or ask for that one claim: `lockseal verify requirements.txt --key PUB --predicate-type URI`.",
    },
    LOCK_SIGNED: {
      what: "The lock was signed, and its bundle was written.",
      why: "The bundle binds the bytes of every file of the lock, the table of pins, the path, the repository and a sequence.",
      attack:
        "What anybody changes from now on, in the lock or in what it includes, is refused by `lockseal verify`.",
      fix: "Nothing to mend; commit lock and bundle together, and verify in CI: `lockseal verify requirements.txt --key env://RELEASE_PUB --copy-to verified`.",
    },
    LOCK_NOT_SIGNED: {
      what: "Nothing was signed, because the lock is not strict.",
      why: "A signature on a lock that two tools read differently would vouch for both readings.",
      attack:
        "Somebody who can open a pull request gets a release key to sign a file with a hidden line.",
      fix: "Mend every problem that stands above, and see whether any is left: `lockseal lint requirements.txt`.",
    },
    LOCK_NOT_READ: {
      what: "A lock was given by its digest alone.",
      why: "From a digest nobody can tell what pip will see, so the pins cannot be compared.",
      accident: "A script that verifies downloads by digest is used for a lock, too.",
      fix: "Name the file itself: `lockseal verify requirements.txt --key release.pub`.",
    },
    LOCK_STATEMENT_MALFORMED: {
      what: "The statement in a lock's bundle lacks a field, has an unknown one, or a value out of range.",
      why: "What is read leniently can be made to mean two things; a field that is skipped may be the one that limits.",
      attack:
        'A bundle with `"expires"` misspelt would last for ever in a reader that ignores what it does not know.',
      fix: "Sign anew with this version: `lockseal sign requirements.txt --key release.key`.",
    },
    EXPIRY: {
      what: "Whether the signature of the lock still holds today.",
      why: "A lock that was good a year ago pins what has become known to be vulnerable since.",
      attack:
        "An attacker brings back an old lock with a valid signature, to get old holes installed.",
      fix: "Look at what has become of the packages, update, and sign with a new end: `lockseal sign requirements.txt --key release.key --expires 90d`.",
    },
    EXPIRY_MALFORMED: {
      what: "The end that was given is no span and no time to come.",
      why: "A signature whose end is misread lasts for ever, or not at all.",
      accident: "`--expires 90` without a unit, or a day that is over.",
      fix: "Give a span or a time in UTC: `lockseal sign requirements.txt --key release.key --expires 90d`.",
    },
    SCOPE_PATH: {
      what: "Whether the lock was signed for the path at which it lies.",
      why: "The dev lock and the release lock of one repository are both signed, and not for the same use.",
      attack: "`dev-requirements.txt` with its valid bundle is copied over `requirements.txt`.",
      fix: "Sign the file where it is; where signer and verifier have different roots, name the same one: `lockseal verify requirements.txt --key release.pub --root DIR`.",
    },
    SCOPE_REPOSITORY: {
      what: "Whether the lock was signed for this repository.",
      why: "One team signs for many repositories, with one key.",
      attack:
        "The lock of a toy project, which nobody guards, is copied with its bundle into the one that ships.",
      fix: "Sign it in this repository; in a build without a checkout say which it is: `lockseal verify requirements.txt --key release.pub --repository https://github.com/acme/app`.",
    },
    SCOPE_UNBOUND: {
      what: "What was signed is bound to no repository, for the checkout has no `origin` that others could name.",
      why: "It then holds in every repository.",
      attack:
        "A signature that a developer made in a loose folder is used elsewhere for the same path.",
      fix: "Set the origin, `git remote add origin URL`, and sign there.",
    },
    SEQUENCE: {
      what: "Whether the lock is the newest known, by the number that every signature of it counts up.",
      why: "Signatures do not age by themselves: only a number tells an old one from the newest.",
      attack:
        "A rollback: the lock and the bundle of last spring, both valid, put back the version with the hole.",
      fix: "Take the newest lock with its bundle; if that was withdrawn on purpose, ask for less: `lockseal verify requirements.txt --key release.pub --min-sequence 41`.",
    },
    PINS_TABLE: {
      what: "Whether pip sees in the lock what the signer's pip saw.",
      why: "Equal bytes can still be read differently by another version of our own reader; the signed table of pins is compared as well.",
      attack:
        "A change in how a tool reads the file, or a bug in that, cannot turn a signed lock into another list of packages unnoticed.",
      fix: "See which pins changed, `lockseal diff OLD NEW`, review them, and sign again.",
    },
    SUBJECT_DIGEST: {
      what: "Whether every file of the lock has the bytes that were signed, no more files and no fewer.",
      why: "A lock is all that it includes; one changed byte may be another hash.",
      attack:
        "A hash is swapped in a file that the lock includes, while the lock itself stays untouched.",
      fix: "Restore it, `git checkout -- requirements.txt`; or, if the change is meant, review it with `lockseal diff OLD NEW` and sign again.",
    },
    SUBJECT_AMBIGUOUS: {
      what: "A word is a digest, and a file of that very name lies here.",
      why: "Verifying the one says nothing about the other.",
      attack:
        "A pull request adds a file that is called `sha256:…`, so that CI verifies it in place of the artifact of that digest.",
      fix: "Write `./` before the name if the file is meant; else run where no such file lies.",
    },
    THRESHOLD: {
      what: "Whether as many different keys or signers as are asked for signed one and the same statement.",
      why: "Two keys of one person, or two signatures over different states, are no second opinion.",
      attack: "One stolen key is not enough to release.",
      fix: "Let another signer sign the very statement: `lockseal sign requirements.txt --key THEIR.key --countersign FIRST.pub`.",
    },
    THRESHOLD_OUT_OF_REACH: {
      what: "More signatures are asked for than there are different keys, or signers who count today.",
      why: "Nothing could ever pass, and whoever is in a hurry then asks for none.",
      accident: "A key was given twice, two files hold the same key, or a signer's time is over.",
      fix: "Give every key, or ask for fewer: `lockseal verify requirements.txt --key A.pub --key B.pub --threshold 2`; in a policy name more signers.",
    },
    ROOT_BELOW_TOP: {
      what: "The lock was signed for a path below a root that is not the top of the checkout.",
      why: "The same path below another folder then fits the signature, too.",
      attack: "In a monorepo the signed lock of one service is copied into another.",
      fix: "Leave `--root` out, unless everybody who verifies names the same one.",
    },
    SIGN_CHAIN_BROKEN: {
      what: "The bundle that the new signature would continue is by another signer, or cannot be read.",
      why: "A sequence goes on from the lock before; one that begins anew by itself would let older locks pass as newer.",
      attack:
        "Whoever can write to the checkout replaces the bundle, so that the next signature starts again at 1.",
      fix: "Restore the bundle from git; to begin anew on purpose, move it away or write elsewhere: `lockseal sign requirements.txt --key release.key --bundle OUT`.",
    },
    OTHER_SIGNER: {
      what: "Another key has signed this lock, too.",
      why: "Signatures add up to a threshold only where their statements are equal.",
      accident:
        "Two people sign after each other, each a statement of their own, and `--threshold 2` never passes.",
      fix: "Sign that key's very statement: `lockseal sign requirements.txt --key release.key --countersign ITS.pub`.",
    },
    OTHER_STATEMENT: {
      what: "A trusted key signed another statement than the one that counts.",
      why: "It vouched for another sequence, end or table of pins, and not for this.",
      attack:
        "The old signature of a second person is carried over to a state that they never saw.",
      fix: "Let its signer look at the lock and sign again with `--countersign`.",
    },
    MESSAGE_SIGNATURE: {
      what: "A signature over the bytes of a lock was found where a lock's signature is asked for.",
      why: "It says who had the bytes, and not what pip sees in them, for which path, or until when.",
      attack: "Bytes that a key signed as plain data are passed off as a released lock.",
      fix: "Sign it as a lock, `lockseal sign requirements.txt --key release.key`; or check the bytes alone: `lockseal verify requirements.txt --key release.pub --message`.",
    },
    MESSAGE_SIGNED: {
      what: "The bytes of a file were signed as they are.",
      why: "Such a signature names its bytes and nothing else: neither path nor repository nor end.",
      attack: "A byte that is changed after this breaks it.",
      fix: "Nothing to mend; whoever gets the file runs `lockseal verify FILE --key release.pub --message`.",
    },
    SIGNED_KEYLESS: {
      what: "A file was signed by an identity, with a certificate of minutes that logs and authorities dated.",
      why: "There is no key to steal afterwards; the identity is public for ever.",
      attack: "Whoever signs in this name later leaves an entry in a public log.",
      fix: "Nothing to mend; verify by the name and its issuer: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL`.",
    },
    REPOSITORY_MALFORMED: {
      what: "What was given names no repository.",
      why: "Repositories are compared as text, in one spelling.",
      accident: "`acme/app` was given where a URL is needed.",
      fix: "Name it as `git clone` takes it: `lockseal verify requirements.txt --key release.pub --repository https://github.com/acme/app`.",
    },
    KEY_IN_TREE: {
      what: "The key that judges lies in the tree that it judges.",
      why: "Whoever changes the tree can change the key with it.",
      attack:
        "A pull request replaces `release.pub` and `requirements.txt.sigstore.json`, and its own lock verifies.",
      fix: "Keep the key outside of the checkout, or hand it over in a variable: `lockseal verify requirements.txt --key env://RELEASE_PUB`.",
    },
  },
};
