import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, MANY, REPORT } from "./options.ts";

/** The commands about attestations of others. */
export const ATTESTATION_COMMANDS: readonly CommandSpec[] = [
  {
    name: "attestation verify",
    describe:
      "Verify what attestations say about files: who built them, from which source, by which rules",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      expectations: {
        type: "text",
        placeholder: "FILE",
        describe:
          "What is expected, in the tables [provenance.NAME] of a policy, in place of options",
      },
      "source-uri": {
        type: "many",
        placeholder: "URI",
        describe:
          "The repository that it was built from, such as github.com/acme/app; any of several",
      },
      "source-tag": { type: "text", placeholder: "TAG", describe: "The tag, to the letter" },
      "source-versioned-tag": {
        type: "text",
        placeholder: "VERSION",
        describe: "The tag's version, as far as it is said: v1.2 takes v1.2.3",
      },
      "source-branch": { type: "text", placeholder: "NAME", describe: "The branch" },
      "source-digest": { type: "text", placeholder: "HEX", describe: "The commit" },
      "builder-id": {
        type: "many",
        placeholder: "URI",
        describe: "Who built it, with a ref or without; any of several",
      },
      builders: {
        type: "many",
        placeholder: "SET",
        describe:
          "Builders that belong together: slsa-github-generator, or a file with sets of one's own",
      },
      "build-type": {
        type: "many",
        placeholder: "URI",
        describe: "The kind of build; any of several",
      },
      "signer-workflow": {
        type: "many",
        placeholder: "[HOST/]OWNER/NAME/PATH[@REF]",
        describe: "The workflow that signed it; any of several",
      },
      "certificate-identity": {
        type: "text",
        placeholder: "NAME",
        describe: "Who signed keyless, to the letter: a workflow's URI or an address",
      },
      "certificate-identity-pattern": {
        type: "text",
        placeholder: "GLOB",
        describe: "The same as a glob over the whole name: * within a path segment, ** across",
      },
      "certificate-oidc-issuer": {
        type: "text",
        placeholder: "URL",
        describe: "Who vouched for the identity, or for builders and workflows of other hosts",
      },
      key: {
        type: "many",
        placeholder: "PUB",
        describe:
          "Public key that is trusted: a path, or env://NAME; any of several; with --emit-… also the private one that signs",
      },
      "predicate-type": {
        type: "many",
        placeholder: "URI",
        describe: "What is claimed (default: SLSA provenance of any version); any of several",
      },
      "build-workflow-input": {
        type: "many",
        placeholder: "NAME=VALUE",
        describe: "What somebody gave a build that they started by hand; all of several",
      },
      "external-parameter": {
        type: "many",
        placeholder: "NAME[=VALUE]",
        describe:
          "A parameter of the build, by name or path, with the value that it has to have; all of several",
      },
      "package-name": { type: "text", placeholder: "NAME", describe: "The package, of npm" },
      "package-version": { type: "text", placeholder: "V", describe: "Its version" },
      "deny-self-hosted-runners": {
        type: "flag",
        describe: "Refuse what was built on a machine of one's own",
      },
      bundle: {
        type: "text",
        placeholder: "PATH",
        describe:
          "The attestations: a file of one, a file of one a line, or a folder (default: those beside FILE)",
      },
      attestations: {
        type: "text",
        placeholder: "FILE",
        describe: "npm's set about one version of a package: provenance and publication",
      },
      "npm-keys": {
        type: "text",
        placeholder: "FILE",
        describe:
          "With --attestations: the keys of a registry of your own, as Sigstore's trust repository has npm's (default: those of the trust root, else the embedded, dated ones)",
      },
      publisher: {
        type: "many",
        placeholder: "KIND:NAME",
        describe:
          "Who published a file of a Python index: github:OWNER/REPO/FILE.yml[@ENVIRONMENT], gitlab:GROUP/PROJECT//PATH.yml[@ENVIRONMENT], google:ADDRESS, activestate:ORG/PROJECT; any of several",
      },
      provenance: {
        type: "text",
        placeholder: "FILE",
        describe:
          "With --publisher: what the index serves as the file's provenance, or one attestation of it (default: those beside FILE)",
      },
      index: {
        type: "text",
        placeholder: "URL|NAME",
        describe:
          "With --publisher: the index that the file is from, or its name in lockseal.toml (default: the only one there)",
      },
      vsa: {
        type: "text",
        placeholder: "PATH",
        describe:
          "Verify by a summary of somebody who verified it: a file, one a line, or a folder; FILE may be NAME:VALUE",
      },
      "verifier-id": {
        type: "text",
        placeholder: "URI",
        describe:
          "With --vsa: the verifier that the signer speaks for; with --emit-…: who verifies",
      },
      "resource-uri": {
        type: "text",
        placeholder: "URI",
        describe: "With --vsa, --emit-vsa: what the artifact is fetched as, to the letter",
      },
      "verified-level": {
        type: "many",
        placeholder: "LEVEL",
        describe:
          "With --vsa: a level that it has to have, or a higher one; all of several. With --emit-…: what to claim",
      },
      "emit-vsa": {
        type: "text",
        placeholder: "OUT",
        describe:
          "After success sign a summary of SLSA, for those who verify later; with a private --key, --verifier-id and --resource-uri",
      },
      "emit-svr": {
        type: "text",
        placeholder: "OUT",
        describe:
          "The same as a simple verification result; with a private --key and --verifier-id",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe:
          "Trust root of a private Sigstore, alone (default: the public one and those that were added)",
      },
      "max-root-age": {
        type: "text",
        placeholder: "AGE",
        describe: "Refuse a trust root older than this, such as 180d (default: age only warns)",
      },
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal attestation verify app --bundle app.intoto.jsonl --builders slsa-github-generator --source-uri github.com/acme/app --source-tag v1.2.3",
        "built by a builder of that project, from that tag",
      ],
      [
        "lockseal attestation verify app.tgz --attestations app.json --builder-id https://github.com/actions/runner/github-hosted --source-uri github.com/acme/app",
        "a package of npm",
      ],
      [
        "lockseal attestation verify app-1.2.3-py3-none-any.whl --publisher github:acme/app/release.yml --index https://index.example/simple/",
        "a file of a Python index, by the attestations beside it",
      ],
      [
        "lockseal attestation verify app --vsa app.vsa.jsonl --key verifier.pub --verifier-id https://verifier.example/v1 --resource-uri https://downloads.example/app --verified-level SLSA_BUILD_LEVEL_2",
        "verified by somebody else, whom you believe",
      ],
      [
        "lockseal attestation verify dist/app.whl --expectations lockseal.toml",
        "by what the policy expects of it",
      ],
    ],
  },
];
