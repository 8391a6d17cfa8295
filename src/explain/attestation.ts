import type { Area } from "./area.ts";

/** What others say about a file: whose word it is, and about what. */
export const ATTESTATION: Area<
  | "ATTESTATION"
  | `ATTESTATION_${string}`
  | "ATTESTED"
  | "NPM_PUBLISH_MALFORMED"
  | `NPM_ATTESTATION_${string}`
  | `PACKAGE_${string}`
  | "PUBLISHER"
  | "PUBLISHER_MALFORMED"
> = {
  title: "Attestations and publishers",
  about: "What others say about a file: whose word it is, and about what.",
  rules: {
    ATTESTATION: {
      what: "Build provenance is there, signed by the publisher; it was compared with nothing.",
      why: "A true sentence is of use only where somebody says what it should be.",
      attack: "A malicious build has honest provenance, too: of a malicious source.",
      fix: "Say what is expected: `lockseal attestation verify FILE --source-uri URI --builder-id URI`.",
    },
    ATTESTATION_NONE: {
      what: "No attestation was found where there has to be one.",
      why: "A missing one is never a pass.",
      attack: "Whoever swaps the file leaves its attestation out.",
      fix: "Take it from where the file came from: `lockseal attestation verify FILE --source-uri URI --bundle PATH`.",
    },
    ATTESTATION_MALFORMED: {
      what: "The attestation of an index lacks a field, has an unknown one, or one of another type.",
      why: "PEP 740 says exactly what stands in it.",
      attack: "A second statement that only some readers look at.",
      fix: "Download it anew from the index; pages in between may have changed it.",
    },
    ATTESTATION_FILE_NAME: {
      what: "The attestation names another file than the one it lies beside, or several.",
      why: "An index binds its attestations to names.",
      attack: "The attestation of another wheel of the same project, for another platform.",
      fix: "Give the file the name under which its index has it.",
    },
    ATTESTATION_SUBJECT: {
      what: "Whether the attestation is about this very file.",
      why: "It is found by digest, never by name.",
      attack: "The attestation of the honest file beside the swapped one.",
      fix: "Nothing to mend where it passes; where nothing is about the file, fetch both from one release.",
    },
    ATTESTATION_PREDICATE: {
      what: "Whether the attestation makes the kind of claim that is asked for.",
      why: "An SBOM says what is in a file, and not who built it.",
      attack:
        "A statement of some other kind, which the attacker can get signed, is offered as provenance.",
      fix: "Ask for the claim that is meant: `lockseal attestation verify FILE --source-uri URI --predicate-type URI`.",
    },
    ATTESTATION_SIGNER: {
      what: "Whether the attestation was signed while its signer counts.",
      why: "The policy's `from`, `until` and `revoked` hold for attestations, too.",
      attack: "The key of a builder that was retired attests a new file.",
      fix: "Have it attested again by a builder that counts today.",
    },
    ATTESTATION_PUBLISH: {
      what: "npm's registry attests that it published this name and version.",
      why: "It ties the file to a name, which provenance alone does not.",
      attack: "Honest provenance of another package of the same source.",
      fix: "Nothing to mend; the ledger shows key and name.",
    },
    ATTESTATION_OTHER: {
      what: "An attestation by the publisher claims something that is no evidence of a publication.",
      why: "It was neither used nor refused.",
      accident: "An index lists test results beside publications.",
      fix: "Nothing to mend; ask for it by its type if you want it: `lockseal attestation verify FILE --publisher KIND:NAME --index URL --predicate-type URI`.",
    },
    ATTESTATION_PASSED_OVER: {
      what: "Other attestations of the file were not taken; the reason is the first that each gave.",
      why: "One good attestation is enough, and others may be for other readers.",
      attack: "A bad one among them would show here, and does no harm.",
      fix: "Nothing to mend; read the reason if you had expected another one.",
    },
    ATTESTED: {
      what: "A statement about the files was signed.",
      why: "Whoever believes the signer believes what it says, so it should be true.",
      attack: "A change of the files afterwards leaves the statement about the old ones.",
      fix: "Nothing to mend; publish the bundle beside the file.",
    },
    NPM_PUBLISH_MALFORMED: {
      what: "npm's publish attestation lacks a field, or has several subjects.",
      why: "It says which name and version a file was published as.",
      attack: "A second subject makes one attestation serve for two files.",
      fix: "Fetch the attestations of this version anew, and give them: `lockseal attestation verify FILE --attestations FILE --source-uri URI`.",
    },
    NPM_ATTESTATION_MISSING: {
      what: "npm's set of attestations lacks the provenance or the publication.",
      why: "Each proves what the other does not: where from, and published as what.",
      attack: "The provenance is left out, since it would name another source.",
      fix: "Get the whole set from the registry: `lockseal attestation verify FILE --attestations FILE --source-uri URI`.",
    },
    NPM_ATTESTATION_DUPLICATE: {
      what: "npm's set has two attestations of one kind.",
      why: "Which of them counts would be a matter of taste.",
      attack: "A forged one is added before the honest one, for readers that take the first.",
      fix: "Ask the registry for the set again; it holds one of each.",
    },
    PACKAGE_NAME: {
      what: "Whether the attestation is about the package that is meant, and its parts agree on the name.",
      why: "Files are attested by digest, and installed by name.",
      attack: "The honest archive of a small package is published under the name of a large one.",
      fix: "Name it as its registry does, with its scope: `lockseal attestation verify FILE --attestations FILE --source-uri URI --package-name NAME`.",
    },
    PACKAGE_VERSION: {
      what: "Whether the attestation is about the version that is meant.",
      why: "An old version is honest, and has the old hole.",
      attack: "Version 1.0 is served to whoever asks for 2.0, with its own good attestations.",
      fix: "Name what you want: `lockseal attestation verify FILE --attestations FILE --source-uri URI --package-version V`.",
    },
    PACKAGE_NAME_MISMATCH: {
      what: "An attestation names another package than the expected one.",
      why: "It is read before anything else about it counts.",
      attack: "A look-alike package, published and attested by its own honest account.",
      fix: "Compare the names letter by letter; with its scope, as the registry has it, it goes after `--package-name`.",
    },
    PACKAGE_VERSION_MISMATCH: {
      what: "An attestation names another version of the package than the expected one.",
      why: "Evidence of one version says nothing about the next.",
      accident: "The attestations were cached, and the package was updated.",
      fix: "Take the attestations of this very version.",
    },
    PUBLISHER: {
      what: "The index attests who published the file, and that is who you asked for.",
      why: "It is the identity whose upload the index accepted.",
      attack: "A stolen password of the index is not enough where a workflow has to publish.",
      fix: "Nothing to mend; it says nothing about what is in the file.",
    },
    PUBLISHER_MALFORMED: {
      what: "The text names no publisher of a package index.",
      why: "Publishers are compared part by part; a part that is missing would match anything.",
      accident: "The web address of the repository was given where kind and name are needed.",
      fix: "Name it as the index shows it beside the file: `lockseal attestation verify FILE --publisher KIND:NAME --index URL`.",
    },
  },
};
