import type { Area } from "./area.ts";

/** How a file was built, against what you expect. */
export const BUILD: Area<
  | `BUILD_${string}`
  | `BUILDER_${string}`
  | `SOURCE_${string}`
  | "EXTERNAL_PARAMETER"
  | "CERTIFICATE_CLAIMS"
  | `PROVENANCE_${string}`
> = {
  title: "Builders, sources and parameters",
  about: "How a file was built, against what you expect.",
  rules: {
    BUILD_VARIABLE_MALFORMED: {
      what: "A variable of the build service is missing, or not as the service sets it.",
      why: "Provenance says what the service says; a variable that anybody set is not its word.",
      accident: "The command runs outside of the job, or in a container that gets no environment.",
      fix: "Run it in a job of the service, and leave its variables as they are: `lockseal provenance create FILE --out provenance.json`.",
    },
    BUILD_EVENT_UNSUPPORTED: {
      what: "The build was started by an event that its build type does not describe.",
      why: "A verifier would not know what the fields mean.",
      attack:
        "`pull_request_target` builds a stranger's code with your secrets; no release should come from it.",
      fix: "Release from a push, a tag, a release or by hand.",
    },
    BUILD_INPUT: {
      what: "Whether an input of a build that was started by hand has the value that you expect.",
      why: "Inputs change what is built from the same source.",
      attack: "Whoever may start the workflow builds with `debug: true`, or with another target.",
      fix: "Do not use the file, unless its publisher names that value; then: `lockseal attestation verify FILE --source-uri URI --build-workflow-input NAME=VALUE`.",
    },
    BUILD_LOCAL: {
      what: "The provenance says that somebody built by hand, for this is no job of a build service.",
      why: "Nobody but the builder vouches for how.",
      attack: "A laptop with malware on it builds the release.",
      fix: "Build what is released in a job: `lockseal provenance create FILE --out provenance.json` there names a builder.",
    },
    BUILD_SOURCE_UNKNOWN: {
      what: "The provenance names no commit: this is no checkout, or its files differ from the commit.",
      why: "A build that does not say from what cannot be repeated or reviewed.",
      attack: "A change that was never committed goes into the release.",
      fix: "Commit or stash everything, `git status`, and build again.",
    },
    BUILD_TYPE: {
      what: "Whether the file was built in the way that you expect.",
      why: "The build type says what the parameters mean.",
      attack: "The right builder, by a type whose parameters take any script.",
      fix: "If its publisher builds so, ask for what was found: `lockseal attestation verify FILE --source-uri URI --build-type URI`.",
    },
    BUILDER_ASSUMED: {
      what: "The builder that the provenance names is the workflow that the run began with.",
      why: "Whether the job is in a workflow that it calls, nobody could be asked.",
      accident: "A reusable workflow builds, and verifiers expect its name.",
      fix: "Add `permissions: { id-token: write }` to the job.",
    },
    BUILDER_MISMATCH: {
      what: "Whether the provenance names the builder that signed it, and that you asked for.",
      why: "A builder may speak for itself alone.",
      attack: "Somebody's own workflow writes the id of a trusted builder into its provenance.",
      fix: "Compare the two ids; ask for another only if the publisher really builds there: `lockseal attestation verify FILE --source-uri URI --builder-id URI`.",
    },
    BUILDER_REF: {
      what: "Whether the builder ran at a release tag.",
      why: "A branch or a short tag can be moved to other code.",
      attack: "`@main` of a builder, after its repository was taken over for an hour.",
      fix: "Let the publisher call the builder at a full release tag, `@vX.Y.Z`.",
    },
    BUILDER_RUNNER: {
      what: "Whether the build ran on a machine of the service itself.",
      why: "A self-hosted runner keeps what an earlier job left there.",
      attack: "Another team's job on the same machine replaces the compiler.",
      fix: "Let it be built on hosted runners; if your own are meant, leave `--deny-self-hosted-runners` out.",
    },
    BUILDER_UNTRUSTED: {
      what: "Whether the builder is one that you trust.",
      why: "Everything that provenance says is the word of its builder.",
      attack: "Perfect provenance by a workflow in the attacker's repository.",
      fix: "Name the builder by its id, if you trust it: `lockseal attestation verify FILE --source-uri URI --builder-id URI`.",
    },
    SOURCE_MISMATCH: {
      what: "Whether the file was built from the repository that you expect.",
      why: "A trusted builder builds for anybody.",
      attack: "A fork with one line more, built by the very same builder.",
      fix: "Do not use the file, unless its publisher names that repository: `lockseal attestation verify FILE --source-uri URI`.",
    },
    SOURCE_UNASKED: {
      what: "Nobody said which source is meant, and this builder builds for anybody.",
      why: "The check passed for every repository there is.",
      attack: "The attacker's project, with the attacker's provenance.",
      fix: "Name the publisher's own repository: `lockseal attestation verify FILE --source-uri URI`.",
    },
    SOURCE_REF: {
      what: "Whether trigger and source of the build are of one ref.",
      why: "A workflow may be started for a tag and check out something else.",
      attack: "The release of `v1.2.3` is built from a branch.",
      fix: "Ask its publisher why the two differ, and do not use the file before.",
    },
    SOURCE_DIGEST: {
      what: "Whether the file was built from the commit that you expect.",
      why: "A commit is the one name of a source that nobody can move.",
      attack: "A tag is moved to a commit with a back door, and built again.",
      fix: "Do not use the file, unless the commit that was found is the one you reviewed: `lockseal attestation verify FILE --source-uri URI --source-digest HEX`.",
    },
    SOURCE_BRANCH: {
      what: "Whether the file was built from the branch that you expect.",
      why: "Rules for review are a branch's own.",
      attack: "A branch without protection builds an artifact of the same name.",
      fix: "Ask for the branch it should be from, or take another build: `lockseal attestation verify FILE --source-uri URI --source-branch main`.",
    },
    SOURCE_TAG: {
      what: "Whether the file was built from the tag that you expect.",
      why: "Release and file have to be of one version.",
      attack: "The archive of an old tag under the name of the new release.",
      fix: "Take the file of that very release: `lockseal attestation verify FILE --source-uri URI --source-tag TAG`.",
    },
    SOURCE_VERSIONED_TAG: {
      what: "Whether the tag that the file was built from is of the version that you expect.",
      why: "`v1` may stand for any `v1.x.y`, and for nothing else.",
      attack: "A tag such as `v10` where `v1` was asked for.",
      fix: "Ask for the version that is meant: `lockseal attestation verify FILE --source-uri URI --source-versioned-tag VERSION`.",
    },
    SOURCE_REF_KIND: {
      what: "Whether the file was built from a ref of the kind that you asked for: a tag or a branch.",
      why: "A branch may be called like a tag.",
      attack: "A branch `v1.2.3` is pushed to pass for the tag.",
      fix: "Ask for what was built, if that is right: `--source-tag` for a tag, `--source-branch` for a branch.",
    },
    EXTERNAL_PARAMETER: {
      what: "Whether the build had only the parameters that you allow, with the values that you expect.",
      why: "Whoever starts a build chooses these; they are its attack surface.",
      attack: "The parameter `ref=attacker/branch`, in a build of the right repository.",
      fix: "Allow it, if nothing else is built by it: `lockseal attestation verify FILE --source-uri URI --external-parameter NAME=VALUE`.",
    },
    CERTIFICATE_CLAIMS: {
      what: "Whether what the certificate says twice, in its old and its new fields, agrees.",
      why: "Readers of old fields and of new ones should see the same run.",
      attack: "An authority that was tricked fills one of the two wrongly.",
      fix: "Do not use the file, and tell the keepers of the instance what differs.",
    },
    PROVENANCE_CERTIFICATE: {
      what: "Whether what the provenance claims about its run is what the certificate certifies.",
      why: "The build writes the provenance; the authority writes the certificate.",
      attack: "A compromised build step writes a clean commit into the provenance.",
      fix: "Do not use the file: its provenance was not written by what it says.",
    },
    PROVENANCE_CREATED: {
      what: "Provenance of the files was written, as this build itself says.",
      why: "Nobody signed it yet.",
      attack: "Unsigned, anybody can change it.",
      fix: "Sign it: `lockseal attest FILE --statement provenance.json`.",
    },
    PROVENANCE_MALFORMED: {
      what: "The provenance lacks a field, or has one of another type than its version has.",
      why: "A gap is a check that cannot fail.",
      attack: "Provenance without its materials, so that no source can be wrong.",
      fix: "Let the builder write it anew: it is not as its predicate type says.",
    },
    PROVENANCE_UNVERIFIABLE: {
      what: "Whether the provenance claims something that nobody certifies.",
      why: "A claim of the build about itself is worth what the build is worth.",
      attack: "A list of reviewed dependencies that the malicious build wrote.",
      fix: "Have the publisher keep to what the builder's type certifies, and do not rely on the rest.",
    },
  },
};
