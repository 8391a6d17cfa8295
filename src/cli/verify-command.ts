import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, MANY, REPORT, ROOT } from "./options.ts";

/** The command that most others prepare. */
export const VERIFY_COMMANDS: readonly CommandSpec[] = [
  {
    name: "verify",
    describe:
      "Verify locks, other files and whole folders against signatures, before anything is installed",
    positionals: "FILE…",
    count: { least: 0, most: MANY },
    options: {
      key: {
        type: "many",
        placeholder: "PUB",
        describe:
          "Public key that is trusted: a path, or env://NAME; PEM, minisign, signify, SSH or OpenPGP; may be repeated",
      },
      policy: {
        type: "text",
        placeholder: "FILE",
        describe:
          "Policy that says who signs locks (default: the nearest lockseal.toml, where no key and no identity is given)",
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
        describe: "Who vouched for the identity",
      },
      workflow: {
        type: "text",
        placeholder: "PATH",
        describe: "The workflow that signed, with --repository and --ref, instead of an identity",
      },
      ref: { type: "text", placeholder: "REF", describe: "Its ref, such as refs/tags/v1.2.3" },
      "repository-id": {
        type: "text",
        placeholder: "N",
        describe: "The number of its repository, which outlives a name",
      },
      trigger: { type: "text", placeholder: "EVENT", describe: "What started it, such as push" },
      runner: {
        type: "text",
        placeholder: "KIND",
        describe: "Where it ran, such as github-hosted",
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
      "predicate-type": {
        type: "text",
        placeholder: "URI",
        describe: "What a statement has to claim (default: any claim passes and is named)",
      },
      threshold: {
        type: "integer",
        placeholder: "N",
        describe: "How many different keys must have signed the same statement",
      },
      checksums: {
        type: "text",
        placeholder: "LIST",
        describe:
          "A list such as SHA256SUMS: verify it, and every file that it names (or FILE… of it)",
      },
      "ignore-missing": {
        type: "flag",
        describe: "With --checksums: a listed file that is not there is noted, not refused",
      },
      bundle: {
        type: "text",
        placeholder: "FILE",
        describe: "The bundle or signature file to read, for one file (default: all beside it)",
      },
      "min-sequence": {
        type: "integer",
        placeholder: "N",
        describe: "Refuse a lock older than this sequence",
      },
      repository: {
        type: "text",
        placeholder: "URL",
        describe:
          "Which repository this is (default: the checkout's origin); with --workflow, whose it is",
      },
      "copy-to": {
        type: "text",
        placeholder: "DIR",
        describe: "Write the verified bytes into this fresh folder, to install from there",
      },
      message: { type: "flag", describe: "Verify a signature over the bytes alone, of any file" },
      "allowed-signers": {
        type: "text",
        placeholder: "FILE",
        describe: "SSH: whose keys are whose, as ssh-keygen reads it; with --principal",
      },
      principal: {
        type: "text",
        placeholder: "NAME",
        describe: "Who of the allowed signers has to have signed",
      },
      fingerprint: {
        type: "text",
        placeholder: "HEX",
        describe: "OpenPGP: which key in the file, by all digits of its primary key",
      },
      namespace: {
        type: "text",
        placeholder: "NAME",
        describe: "SSH: what the signature has to be for (default: file)",
      },
      "unsafe-legacy": {
        type: "flag",
        describe: "Take minisign's legacy signatures, which others can be passed off as",
      },
      root: ROOT,
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal verify app.tar.gz --repository acme/app --workflow .github/workflows/release.yml --ref refs/tags/v1.2.3",
        "signed keyless by that workflow",
      ],
      [
        "lockseal verify requirements.txt --key /etc/ci/release.pub --copy-to verified",
        "then run the printed line",
      ],
      [
        "lockseal verify r.txt --key a.pub --key b.pub --key c.pub --threshold 2",
        "two of three must have signed",
      ],
    ],
  },
];
