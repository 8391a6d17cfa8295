import type { Area } from "./area.ts";

/** Which keys are accepted, and how one is told from another. */
export const KEY: Area<
  | "KEY_MALFORMED"
  | "KEY_WRONG_KIND"
  | "KEY_UNSUPPORTED"
  | "KEY_PASSWORD_WRONG"
  | "KEY_KDF_TOO_COSTLY"
  | "KEY_REVOKED"
  | "KEY_EXPIRED"
  | "KEY_UNFIT"
  | "KEY_FINGERPRINT_MISMATCH"
  | "KEY_UNREADABLE"
  | "KEY_CREATED"
  | "KEY_NOT_IGNORED"
  | "PASSWORD_MISSING"
  | "OPENPGP_MISSING"
  | `ALLOWED_SIGNERS_${string}`
  | "SIGNER_NOT_ALLOWED"
  | "SIGNER_NAMESPACE"
  | "SIGNER_NOT_VALID"
> = {
  title: "Keys",
  about: "Which keys are accepted, and how one is told from another.",
  rules: {
    KEY_MALFORMED: {
      what: "A key file is damaged, holds several keys of which nobody said which, or spells its key in another way than the one.",
      why: "Two spellings of one key would be two keys for whoever counts them.",
      attack:
        "A key file with a second key behind the first: one tool shows the first, another trusts both.",
      fix: "Get the file again from the signer; of several OpenPGP keys name one: `lockseal verify FILE --key keys.asc --fingerprint HEX`.",
    },
    KEY_WRONG_KIND: {
      what: "The file holds an intact key of another kind: a private one, a certificate, another tool's key, or one of an algorithm that this use does not take.",
      why: "A private key that verifies lies where it should not; a key of another kind makes other signatures, such as Ed25519 over bytes, which cosign reads as another algorithm.",
      accident:
        "`release.key` was given in place of `release.pub`, and is about to be copied into CI.",
      fix: "Name the signer's public key: `lockseal verify requirements.txt --key release.pub`; if a private key has reached CI, replace it.",
    },
    KEY_UNSUPPORTED: {
      what: "The key is of an algorithm, a curve, a size or a form that is not accepted.",
      why: "RSA below 2048 bits, DSA and unusual curves can be broken, or are implemented in few places and badly; certificates of SSH bring rules that are not judged here.",
      attack:
        "A 512-bit RSA key in an old key file is factored for the price of a lunch, and signs whatever its new owner likes.",
      fix: "Make a new pair, `lockseal keygen -o release`, and have the new public key trusted where the old one is.",
    },
    KEY_PASSWORD_WRONG: {
      what: "The private key does not open with the password.",
      why: "The cipher tells a wrong password from the right one, and not from a damaged file.",
      accident:
        "`LOCKSEAL_PASSWORD` or `COSIGN_PASSWORD` is set to an old password, and goes before the prompt.",
      fix: "Type it again, or unset the two variables.",
    },
    KEY_KDF_TOO_COSTLY: {
      what: "The private key file asks for more memory to derive its key than is allowed.",
      why: "The cost is written in the file itself, before anything proves who wrote it.",
      attack: "A key file that wants gigabytes stops the signing machine.",
      fix: "Take the original file from its backup; for a new one run `lockseal keygen`.",
    },
    KEY_REVOKED: {
      what: "The OpenPGP key that signed was revoked by its holder.",
      why: "Only the signer says when they signed, so a revoked key counts for nothing, not even for the past.",
      attack:
        "The thief of a key signs today and dates the signature to the year before the theft.",
      fix: "Ask the signer for their new key and for a signature by it.",
    },
    KEY_EXPIRED: {
      what: "The OpenPGP key that signed has expired.",
      why: "Nobody looks after an expired key; its holder would have prolonged it.",
      attack: "A key that was forgotten on an old laptop still signs.",
      fix: "Fetch the signer's key again: whoever still uses it has prolonged it.",
    },
    KEY_UNFIT: {
      what: "The OpenPGP key that signed may not sign, or its primary key does not vouch for it.",
      why: "A sub key belongs to a key only by signatures in both directions.",
      attack: "Somebody attaches another person's key file to a sub key of their own.",
      fix: "Ask the signer for a key of today's algorithms that is made for signing.",
    },
    KEY_FINGERPRINT_MISMATCH: {
      what: "No key in the file has the fingerprint that is asked for.",
      why: "The fingerprint is what you got on another way than the file; the file alone proves nothing about itself.",
      attack:
        "The download page of a project is taken over, with the key and the signatures on it.",
      fix: "Fetch the key of that fingerprint, all hex digits of the primary key: `lockseal verify FILE --key key.asc --fingerprint HEX`.",
    },
    KEY_UNREADABLE: {
      what: "A key that is to judge or to sign cannot be read: the file or the variable is missing.",
      why: "Without a key of our own nothing was judged, which is never success.",
      accident: "The secret is not handed to jobs of forks, so that `env://RELEASE_PUB` is empty.",
      fix: "Name the right file or variable; for a first pair of keys run `lockseal keygen -o release`.",
    },
    KEY_CREATED: {
      what: "A key pair was made: the private key encrypted and for its owner alone, the public one to hand out.",
      why: "What the private key signs is trusted wherever the public one is.",
      attack: "A copied `release.key` is of no use without its password.",
      fix: "Nothing to mend; give the `.pub` to those who verify, and keep the `.key` out of every repository.",
    },
    KEY_NOT_IGNORED: {
      what: "A private key lies in a checkout, and git does not ignore it.",
      why: "The next `git add .` may publish it, and what was pushed once is never secret again.",
      accident:
        "A key is made in the folder of the project, committed with everything else, and found by scanners within minutes.",
      fix: "Move it out of the checkout, or `echo '*.key' >> .gitignore`.",
    },
    PASSWORD_MISSING: {
      what: "The private key needs a password, and none was given.",
      why: "Without a terminal nobody can be asked, and no password at all is taken only where a variable says so.",
      accident: "A job signs without `LOCKSEAL_PASSWORD`, because its secret has another name.",
      fix: "Set `LOCKSEAL_PASSWORD` for this command alone, or sign where there is a terminal.",
    },
    OPENPGP_MISSING: {
      what: "The package `openpgp`, which reads OpenPGP signatures, is not installed, or in another version.",
      why: "It is an optional part, so that nobody who does not need it has to trust it.",
      accident: "The key is an OpenPGP key, and the job installed lockseal alone.",
      fix: "Install it beside lockseal: `npm install openpgp@6.3.2`.",
    },
    ALLOWED_SIGNERS_MALFORMED: {
      what: "A line of the file of allowed signers is not what ssh-keygen reads there.",
      why: "A line that is skipped may be the one that limits a key.",
      accident:
        "An option such as `valid-before` lacks its quotes, or a key was broken over two lines.",
      fix: "Write the line as ssh-keygen(1) says under ALLOWED SIGNERS.",
    },
    SIGNER_NOT_ALLOWED: {
      what: "No allowed signer of that name has the key that signed.",
      why: "The file says which key speaks for which name; a good signature by any other key is a stranger's.",
      attack: "A developer signs the release in the name of the release manager.",
      fix: "Find out who signed; only whoever keeps the file adds a key: `lockseal verify FILE --allowed-signers allowed_signers --principal NAME`.",
    },
    SIGNER_NAMESPACE: {
      what: "The signer may sign, but not for this purpose.",
      why: "Namespaces keep a signature on a commit or an email from being one on a release.",
      attack: "Somebody who may sign Git commits signs a file for download.",
      fix: "Let whoever keeps the file add the namespace to the line, or name the one that is meant: `lockseal verify FILE --allowed-signers allowed_signers --principal NAME --namespace NAME`.",
    },
    SIGNER_NOT_VALID: {
      what: "The signer may sign, but not at this time.",
      why: "`valid-after` and `valid-before` end what a person may say when they leave; a time without Z is of nobody knows which zone.",
      attack: "A former maintainer, or the thief of their laptop, signs one more release.",
      fix: "Take a signature by somebody who is allowed today, or the newest file of allowed signers.",
    },
  },
};
