import type { Area } from "./area.ts";

/** What a statement claims, and the word of those who verified before. */
export const PREDICATE: Area<
  `PREDICATE_${string}` | `VSA_${string}` | "SUMMARY_EMITTED" | "SUBJECT_NOT_COMPUTED"
> = {
  title: "Predicates and summaries",
  about: "What a statement claims, and the word of those who verified before.",
  rules: {
    VSA_SIGNATURE: {
      what: "The verification summary is signed by somebody who is trusted for it.",
      why: "A summary replaces many checks by one signature.",
      attack: "Anybody can write that everything was verified.",
      fix: "Nothing to mend where it passes; else name the verifier's key: `lockseal attestation verify FILE --vsa PATH --key PUB --verifier-id URI --resource-uri URI`.",
    },
    VSA_SUBJECT: {
      what: "Whether the summary is about this artifact, by digest or by the name that is given.",
      why: "A summary of another build says nothing here.",
      attack: "The good summary of the last release is shown for this one.",
      fix: "Get the summary of this very artifact from its verifier.",
    },
    VSA_TYPE: {
      what: "Whether the statement is a verification summary of version 1.",
      why: "Older versions have other fields of the same names.",
      attack:
        "A version without the fields that are asked for, so that nothing can be wrong in them.",
      fix: "Let the verifier write summaries of version 1.",
    },
    VSA_VERIFIER: {
      what: "Whether the summary names the verifier that this signer speaks for.",
      why: "One key may sign for several verifiers, with different strictness.",
      attack: "The summary of a test system, by the same key, is shown as that of production.",
      fix: "Name whose key it is: `lockseal attestation verify FILE --vsa PATH --key PUB --verifier-id URI --resource-uri URI`.",
    },
    VSA_RESOURCE: {
      what: "Whether the summary was made for what the artifact is used as.",
      why: "The same bytes may be fit as one thing and not as another.",
      attack: "An image that was verified as a sandbox tool is deployed as the payment service.",
      fix: "Name what it was fetched as, to the letter: `--resource-uri`.",
    },
    VSA_RESULT: {
      what: "Whether the summary says that verification passed.",
      why: "A signed FAILED is a good signature over bad news.",
      attack: "Only the signature is looked at, and the artifact that was refused goes on.",
      fix: "Do not use the artifact; ask its verifier why.",
    },
    VSA_LEVEL: {
      what: "Whether the summary reaches the levels that are asked for.",
      why: "Levels are what the verifier found out, not what the builder promises.",
      attack: "A build of level 1 where level 3 is the rule.",
      fix: "Ask the verifier for that level, or for less: `lockseal attestation verify FILE --vsa PATH --key PUB --verifier-id URI --resource-uri URI --verified-level SLSA_BUILD_LEVEL_2`.",
    },
    PREDICATE_TYPE_UNSUPPORTED: {
      what: "The statement makes another kind of claim than the one asked for.",
      why: "It was signed by the right one, about the right file, and says something else.",
      attack: "A signed list of licences stands in for a signed release.",
      fix: "Name the bundle of the right statement, or ask for what it claims: `lockseal verify FILE --key PUB --predicate-type URI`.",
    },
    PREDICATE_MALFORMED: {
      what: "The predicate is not as its type says.",
      why: "Readers that fill gaps fill them differently.",
      accident: "An SBOM was cut off, or has the type of another format.",
      fix: "Make it anew with its own tool; then `lockseal attest FILE --type spdx --predicate sbom.json --key release.key`.",
    },
    PREDICATE_NAME_UNKNOWN: {
      what: "The text is neither the URI of a predicate type nor a short name of one.",
      why: "A mistyped type is a claim that nobody asks for.",
      accident: "`slsaprovenance` without a version, which different tools take differently.",
      fix: "Take a name from the message: `lockseal attest FILE --type slsaprovenance1 --predicate provenance.json --key release.key`.",
    },
    PREDICATE_TYPE_OWN: {
      what: "The predicate type is one of Lockseal's own, which its own commands make.",
      why: "A lock statement or approval that was written by hand has passed none of the checks that it stands for.",
      attack:
        "A hand-written lock statement with a table of pins that nobody compared with the file.",
      fix: "Use the command that makes it: `lockseal sign requirements.txt`, `lockseal approve requirements.txt` or `lockseal observe requirements.txt`.",
    },
    PREDICATE_NOT_JUDGED: {
      what: "The statement judges the file, as an approval or a summary does, and is no signature on it.",
      why: 'What it says may be "no".',
      attack: "A signed reject or FAILED is offered as the signature of a release.",
      fix: "Name the bundle of the signature itself: `lockseal verify FILE --key PUB --bundle FILE`.",
    },
    PREDICATE_TYPE: {
      what: "A statement of this type is about the file; what it says was not judged.",
      why: "Signer and file were verified, the claim was not.",
      attack: "A signed statement that the file is malware would pass as well.",
      fix: "Nothing to mend; judge provenance by `lockseal attestation verify FILE --source-uri URI`.",
    },
    PREDICATE_UNCHECKED: {
      what: "The predicate was signed as it is, for nothing here knows its type.",
      why: "What is wrong in it was not found.",
      accident: "A typo in a predicate of your own is signed, and found by its first reader.",
      fix: "Nothing to mend, if you know the type; the known ones are named by `lockseal attest --help`.",
    },
    SUMMARY_EMITTED: {
      what: "A summary of what was verified was signed and written.",
      why: "Others can now ask this one signature in place of all the evidence.",
      attack: "A verdict that is changed on its way to the deployment.",
      fix: "Nothing to mend; hand it on with the file.",
    },
    SUBJECT_NOT_COMPUTED: {
      what: "The summary names the artifact by a name that cannot be computed from its bytes.",
      why: "Whoever gave the name is believed about what lies at hand.",
      attack: "The host of an image says that what it serves has the good name.",
      fix: "Name the artifact by its SHA-256, if its verifier gives one.",
    },
  },
};
