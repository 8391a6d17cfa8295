import type { CommandSpec, OptionSpec } from "./command.ts";
import { TOOL_COMMANDS } from "./tool-commands.ts";

const JSON_OPTION: OptionSpec = {
  type: "flag",
  describe: "Print one JSON document instead of text",
};
const ROOT: OptionSpec = {
  type: "text",
  placeholder: "DIR",
  describe:
    "Folder that names are relative to and includes may not leave (default: git top level, else the lock's folder)",
};
const ROOT_NAME: OptionSpec = {
  type: "text",
  placeholder: "NAME",
  describe: "What to call the root (default: the host that it is of)",
};
const MANY = Number.MAX_SAFE_INTEGER;

/** Every command, in the order of help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "lint",
    describe: "Check that requirements files are hash-locked, in the dialect no tool misreads",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      fix: {
        type: "flag",
        describe: "Rewrite only the bytes that can be mended for certain, and show them",
      },
      root: ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal lint requirements.txt", "every problem, with its line and the next step"],
    ],
  },
  {
    name: "keygen",
    describe: "Make a key pair: NAME.key (encrypted, cosign's format) and NAME.pub",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      output: {
        type: "text",
        alias: "o",
        placeholder: "NAME",
        describe: "Name of the pair (default: lockseal)",
      },
      type: {
        type: "text",
        choices: ["ecdsa-p256", "ed25519"],
        placeholder: "TYPE",
        describe: "ecdsa-p256 (default; works in cosign) or ed25519 (signs locks only)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal keygen -o release", "asks for a password; or set LOCKSEAL_PASSWORD"]],
  },
  {
    name: "sign",
    describe:
      "Sign locks: what pip will see, into FILE.sigstore.json; without a key, as who this runs for",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      key: {
        type: "text",
        placeholder: "KEY",
        describe: "Private key: a path, or env://NAME (without it: keyless)",
      },
      "identity-token": {
        type: "text",
        placeholder: "TOKEN",
        describe: "Who signs keyless (default: SIGSTORE_ID_TOKEN, or what the build service says)",
      },
      "signing-config": {
        type: "text",
        placeholder: "FILE",
        describe: "Services of a private Sigstore to sign with (default: the public ones)",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe:
          "Trust root that others will verify with (default: the embedded, dated public one)",
      },
      expires: {
        type: "text",
        placeholder: "WHEN",
        describe: "When the signature ends: 90d, 12h, 2w or a time in UTC (default: never)",
      },
      message: {
        type: "flag",
        describe: "Sign the bytes of any file instead, as cosign sign-blob does",
      },
      countersign: {
        type: "text",
        placeholder: "PUB",
        describe: "Sign the very statement that this key signed, for --threshold",
      },
      bundle: {
        type: "text",
        placeholder: "OUT",
        describe: "Where to write the bundle, for one file",
      },
      root: ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal sign requirements.txt --key release.key --expires 90d",
        "writes requirements.txt.sigstore.json",
      ],
      [
        "lockseal sign --message dist/app.whl",
        "in a build: keyless; name and signature become public",
      ],
    ],
  },
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
  {
    name: "trust show",
    describe: "Show the trust roots for keyless signatures: what they trust, and how old they are",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe: "Show this trust root alone (default: every one that judges)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal trust show", "which roots, how old, which keys, until when"]],
  },
  {
    name: "trust update",
    describe: "Fetch the newest trust roots by TUF: the one networked part of verification",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      mirror: {
        type: "text",
        placeholder: "URL",
        describe: "The TUF repository (default: Sigstore's public one, and every one known)",
      },
      root: {
        type: "text",
        placeholder: "FILE",
        describe: "The first TUF root.json of a Sigstore of one's own, with --mirror",
      },
      name: ROOT_NAME,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal trust update", "Sigstore's public root, and every other that is known"],
      [
        "lockseal trust update --mirror https://tuf.example --root root.json",
        "a Sigstore of one's own, from its first root on",
      ],
    ],
  },
  {
    name: "trust add",
    describe: "Add the trust root of another instance to one's own",
    positionals: "FILE",
    count: { least: 1, most: 1 },
    options: { name: ROOT_NAME, json: JSON_OPTION },
    required: [],
    examples: [
      ["lockseal trust add trusted_root.json --name github", "judges what that instance signed"],
    ],
  },
  {
    name: "trust remove",
    describe: "Remove a trust root that was added or fetched",
    positionals: "NAME",
    count: { least: 1, most: 1 },
    options: { json: JSON_OPTION },
    required: [],
    examples: [["lockseal trust remove github", "its signatures count no more"]],
  },
  {
    name: "bundle upgrade",
    describe:
      "Make bundles of older signatures by asking their log once, so that they are verified offline",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      "rekor-url": {
        type: "text",
        placeholder: "URL",
        describe: "The log to ask, a Rekor v1 (default: the one of the signing configuration)",
      },
      "signing-config": {
        type: "text",
        placeholder: "FILE",
        describe: "Services of a private Sigstore (default: the public ones)",
      },
      "trusted-root": {
        type: "text",
        placeholder: "FILE",
        describe: "Trust root that its answer has to hold by (default: the embedded, dated one)",
      },
      output: {
        type: "text",
        alias: "o",
        placeholder: "OUT",
        describe: "Where to write the bundle, for one file (default: FILE.sigstore.json)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal bundle upgrade app.tar.gz.intoto.jsonl",
        "writes app.tar.gz.sigstore.json; also of app.tar.gz.sig with app.tar.gz.pem",
      ],
    ],
  },
  {
    name: "inspect",
    describe: "Say in words what a bundle holds; verifies nothing",
    positionals: "BUNDLE",
    count: { least: 1, most: 1 },
    options: { json: JSON_OPTION },
    required: [],
    examples: [["lockseal inspect requirements.txt.sigstore.json", "who says what, unverified"]],
  },
  {
    name: "diff",
    describe: "Compare two locks, one line a package; exit 1 when they differ",
    positionals: "OLD NEW",
    count: { least: 2, most: 2 },
    options: { root: ROOT, json: JSON_OPTION },
    required: [],
    examples: [
      ["lockseal diff old.txt requirements.txt", "same version, other hashes is the alarm"],
    ],
  },
  ...TOOL_COMMANDS,
];

/** What the first words of commands of two words are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  tool: "Pin, fetch, verify and unpack downloaded tools",
  trust: "Show, fetch, add and remove the trust roots that keyless signatures are verified against",
  bundle: "Make bundles of older signatures",
};

/** Every word that a command line may begin with. */
export const FIRST_WORDS: readonly string[] = [
  ...new Set(COMMANDS.map(({ name }) => name.split(" ")[0] ?? name)),
];

/** The second words of the commands that begin with a word; none where it is a command by itself. */
export function secondWords(first: string): readonly string[] {
  return COMMANDS.flatMap(({ name }) => {
    const [group, second] = name.split(" ");
    return group === first && second !== undefined ? [second] : [];
  });
}

/** Finds the command that a command line begins with: of one word, or of two. */
export function findCommand(words: readonly string[]): CommandSpec | undefined {
  const [first = "", second = ""] = words;
  return COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
}
