import type { Area } from "./area.ts";

/** Who saw a signature, and when. */
export const LOG: Area<`TLOG_${string}` | `TIMESTAMP_${string}` | "VERIFIED_TIME_MISSING"> = {
  title: "Transparency logs and timestamps",
  about: "Who saw a signature, and when.",
  rules: {
    TLOG_ENTRY_MISSING: {
      what: "A bundle with a certificate has no entry of a transparency log.",
      why: "Without an entry the owner of the name never learns that it was used.",
      attack: "A stolen token signs one release in secret.",
      fix: "Let the signer sign again with a program that logs: `lockseal sign FILE --message`.",
    },
    TLOG_ENTRY_DUPLICATE: {
      what: "The bundle has one log entry twice.",
      why: "Two witnesses are asked for, and one is shown two times.",
      attack: "A threshold of two logs is met by copying.",
      fix: "Fetch the bundle again from its publisher; no signer writes that.",
    },
    TLOG_LOG_UNKNOWN: {
      what: "The entry is of a log that is not in the trust root.",
      why: "Nobody here knows the key of that log.",
      attack: "A log of the attacker's own, with an entry for everything.",
      fix: "If you trust that instance, verify with its root: `lockseal verify FILE --certificate-identity NAME --certificate-oidc-issuer URL --trusted-root FILE`.",
    },
    TLOG_LOG_NOT_VALID: {
      what: "The log's key was not in use at the verified time.",
      why: "Logs are closed, and their keys put away.",
      attack: "The key of a log that was closed years ago dates a signature of today.",
      fix: "Update the root, `lockseal trust update`; else let the signer sign again.",
    },
    TLOG_PROMISE_MISSING: {
      what: "The entry lacks the log's promise, which bundles of version 0.1 have.",
      why: "In that version the promise is all that says when.",
      attack: "An entry without it could be from any time.",
      fix: "Let the signer make a bundle of version 0.3.",
    },
    TLOG_PROMISE_INVALID: {
      what: "The log did not sign its promise for this entry and time.",
      why: "The time was changed, or the promise belongs to another entry.",
      attack: "A signature of today is dated into the ten minutes of an old certificate.",
      fix: "Do not use the file: parts of its bundle do not belong together.",
    },
    TLOG_PROOF_MISSING: {
      what: "The entry lacks the inclusion proof that bundles of its version have.",
      why: "A promise is a word; the proof shows that the entry is in the log.",
      attack: "A log operator under pressure promises and never publishes.",
      fix: "Let the signer sign with a current program, which fetches the proof.",
    },
    TLOG_PROOF_INVALID: {
      what: "The inclusion proof does not lead from the entry to the root of the log.",
      why: "The entry is not in that tree.",
      attack: "The proof of an honest entry beside a forged one.",
      fix: "Do not use the file, and keep the bundle: it shows what was tried.",
    },
    TLOG_CHECKPOINT_MISSING: {
      what: "The proof comes without a checkpoint, so that nobody vouches for its root.",
      why: "Any entry is in some tree that one makes oneself.",
      attack: "A tree of one entry, made for this signature.",
      fix: "Let the signer ask the log again; one of its older programs left the checkpoint out.",
    },
    TLOG_CHECKPOINT_MALFORMED: {
      what: "The checkpoint is no signed note with origin, size and root.",
      why: "It is read strictly, for it is what the log signed.",
      attack: "Extra lines that one reader takes for the root and another skips.",
      fix: "Get the bundle anew; it was damaged after the log wrote it.",
    },
    TLOG_CHECKPOINT_INVALID: {
      what: "The log did not sign the checkpoint.",
      why: "The state of the log is somebody's invention.",
      attack: "A forked log in which the forged signature is, shown to you alone.",
      fix: "Do not use the file, and tell whoever runs the log.",
    },
    TLOG_CHECKPOINT_MISMATCH: {
      what: "The checkpoint is of another tree than the inclusion proof.",
      why: "Each is good, and they say nothing together.",
      attack: "A signed checkpoint from the log's web page, beside a proof for another tree.",
      fix: "Take file and bundle from one release; else let it be signed again.",
    },
    TLOG_ENTRY_UNSUPPORTED: {
      what: "The log entry is of a kind or version that is not accepted.",
      why: "What an unknown kind binds is unknown.",
      attack: "An entry that logs something else of the same bytes.",
      fix: "See whether a newer lockseal reads it; the known kinds are in the message.",
    },
    TLOG_ENTRY_MALFORMED: {
      what: "The log entry is not what its kind says.",
      why: "Its body is what the log signed, to the byte.",
      attack: "A body in which the signature stands in a place that only some readers look at.",
      fix: "Get the bundle from its publisher again; the entry in it was altered.",
    },
    TLOG_ENTRY_MISMATCH: {
      what: "The log entry is about another signature than the bundle's.",
      why: "An entry lends its time to the signature that it logs, and to no other.",
      attack: "The entry of a real release, beside a signature that was never logged.",
      fix: "Do not use the file: somebody put an entry and a signature together.",
    },
    TIMESTAMP_MALFORMED: {
      what: "The timestamp is no response of RFC 3161 in DER, or has a critical extension.",
      why: "None of these extensions is known here, and a critical one may not be skipped.",
      accident: "A web server answered with an error page, which was stored as the timestamp.",
      fix: "Let the signer stamp it again at an authority of the trust root.",
    },
    TIMESTAMP_NOT_GRANTED: {
      what: "The timestamp authority answered that it does not stamp.",
      why: "A refusal is no time.",
      accident: "The authority was overloaded, and its answer was stored unread.",
      fix: "Sign again; lockseal does not write such a bundle.",
    },
    TIMESTAMP_IMPRINT_MISMATCH: {
      what: "The timestamp is over other bytes than the signature.",
      why: "It dates something else.",
      attack: "The stamp of an old signature makes a new one look old.",
      fix: "Do not use the file: its timestamp was taken from elsewhere.",
    },
    TIMESTAMP_AUTHORITY_UNKNOWN: {
      what: "The timestamp is by an authority that is not in the trust root.",
      why: "Whose clock it is, nobody here knows.",
      attack: "An authority of one's own stamps any time one likes.",
      fix: "Verify with the root of the instance that has it, if you trust that, or update yours: `lockseal trust update`.",
    },
    TIMESTAMP_AUTHORITY_NOT_VALID: {
      what: "The authority, or a certificate of it, was not valid when it stamped.",
      why: "A clock that was put away tells no time.",
      attack: "The old key of an authority, found on a discarded machine.",
      fix: "Update the trust root, `lockseal trust update`; else let the signer get a new timestamp.",
    },
    TIMESTAMP_AUTHORITY_UNFIT: {
      what: "The authority's certificates in the trust root are not made for timestamps, or do not sign one another.",
      why: "RFC 3161 wants a certificate that does nothing else.",
      attack: "A certificate for web servers, whose key lies on many machines, stamps times.",
      fix: "Get the trust root of the instance anew: `lockseal trust add FILE --name NAME`.",
    },
    TIMESTAMP_INVALID: {
      what: "The authority did not sign the timestamp.",
      why: "The time in it is text.",
      attack: "A changed time in an honest stamp.",
      fix: "Do not use the file; somebody edited its timestamp.",
    },
    VERIFIED_TIME_MISSING: {
      what: "Nobody of the trust root, or of the clocks that the policy takes, says when the certificate was used.",
      why: "A certificate of minutes proves nothing without a time that somebody vouches for.",
      attack: "A signature that was made long after its certificate ended.",
      fix: "Let it be signed with a log's or an authority's time; or, by its owners, take the clock into `trust.time` of the policy.",
    },
  },
};
