import type { CommandSpec, OptionSpec } from "./command.ts";
import { JSON_OPTION, MANY, REPORT } from "./options.ts";

const LOCK: OptionSpec = {
  type: "text",
  placeholder: "FILE",
  describe: "The pins (default: lockseal-tools.lock here or above, up to the top of the checkout)",
};
const TRUSTED_ROOT: OptionSpec = {
  type: "text",
  placeholder: "FILE",
  describe: "Trust root of a private Sigstore (default: the embedded, dated public one)",
};
const SHA256: OptionSpec = {
  type: "text",
  placeholder: "HEX",
  describe: "What the file's SHA-256 has to be, instead of a pin",
};
const SIZE: OptionSpec = {
  type: "text",
  placeholder: "N",
  describe: "How many bytes it has to have, with --sha256",
};
const TO: OptionSpec = {
  type: "text",
  placeholder: "DIR",
  describe: "Folder that has a folder for each tool (default: one in this user's cache)",
};
const FOR: OptionSpec = {
  type: "text",
  placeholder: "PLATFORM",
  describe: "Platform such as linux-x64 (default: the one this runs on)",
};
const ACCEPT: OptionSpec = {
  type: "many",
  placeholder: "WORD",
  describe:
    "Take a release that differs in this: age, downgrade, republished, signer, workflow, build-config, assets, files, modes, size",
};
const UNSIGNED: OptionSpec = {
  type: "flag",
  describe: "Pin what is found, although nobody signed it",
};
const REKOR: OptionSpec = {
  type: "text",
  placeholder: "URL",
  describe: "Log to ask about a .sig and .pem from before bundles (default: the public one)",
};
const MIN_RATE: OptionSpec = {
  type: "integer",
  placeholder: "N",
  describe: "Bytes a second that a server has to send, after ten minutes (default: 16384)",
};
const TOOL: OptionSpec = {
  type: "text",
  placeholder: "NAME[@PLATFORM]",
  describe: "Which pin is meant (default: the one whose file has the same name)",
};

/** The commands about downloaded tools. */
export const TOOL_COMMANDS: readonly CommandSpec[] = [
  {
    name: "tool add",
    describe:
      "Pin a tool: fetch it for every platform, verify it by all that is offered, write pins and evidence",
    positionals: "NAME",
    count: { least: 1, most: 1 },
    options: {
      url: {
        type: "text",
        placeholder: "TEMPLATE",
        describe: "Its address, with {version} and {platform} (default: what lockseal.toml has)",
      },
      mirror: {
        type: "many",
        placeholder: "TEMPLATE",
        describe: "Where else it is, tried in order; may be repeated",
      },
      version: {
        type: "text",
        placeholder: "V",
        describe: "The version, as it stands in the address",
      },
      platform: {
        type: "many",
        placeholder: "OURS[=THEIRS]",
        describe: "linux-x64, or linux-x64=Linux-64bit as its publisher says; may be repeated",
      },
      signer: {
        type: "text",
        placeholder: "NAME",
        describe: "Who has to have signed it: a signer that lockseal.toml has",
      },
      key: {
        type: "text",
        placeholder: "PUB",
        describe: "The same by a key: PEM, minisign, signify or OpenSSH",
      },
      "certificate-identity": {
        type: "text",
        placeholder: "NAME",
        describe: "The same by a keyless identity, to the letter; {version} may stand in it",
      },
      "certificate-oidc-issuer": {
        type: "text",
        placeholder: "URL",
        describe: "Who vouched for the identity",
      },
      repository: {
        type: "text",
        placeholder: "OWNER/NAME",
        describe: "The same by a workflow: its repository",
      },
      workflow: {
        type: "text",
        placeholder: "PATH",
        describe: "Its path, such as .github/workflows/release.yml",
      },
      ref: { type: "text", placeholder: "REF", describe: "Its ref: refs/tags/v{version}" },
      "repository-id": { type: "text", placeholder: "N", describe: "The number of its repository" },
      trigger: { type: "text", placeholder: "EVENT", describe: "What started it, such as push" },
      runner: {
        type: "text",
        placeholder: "KIND",
        describe: "Where it ran, such as github-hosted",
      },
      bin: {
        type: "text",
        placeholder: "PATH",
        describe: "The program within the archive (default: the file named NAME)",
      },
      "checksums-name": {
        type: "text",
        placeholder: "TEMPLATE",
        describe: "The name of its list of checksums (default: the usual names)",
      },
      accept: ACCEPT,
      "unsafe-unsigned": UNSIGNED,
      "rekor-url": REKOR,
      "min-rate": MIN_RATE,
      lock: LOCK,
      "trusted-root": TRUSTED_ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal tool add trivy --version 0.71.0 --url https://HOST/v{version}/trivy_{version}_{platform}.tar.gz --platform linux-x64=Linux-64bit --repository aquasecurity/trivy --workflow .github/workflows/reusable-release.yaml --ref refs/tags/v{version}",
        "signed keyless by that workflow at that version's tag",
      ],
      ["lockseal tool add trivy", "pin anew what lockseal.toml has of it"],
    ],
  },
  {
    name: "tool update",
    describe: "Pin another version, when it goes on as the one before and has been out long enough",
    positionals: "NAME",
    count: { least: 1, most: 1 },
    options: {
      version: {
        type: "text",
        placeholder: "V",
        describe: "The version (default: what lockseal.toml has)",
      },
      accept: ACCEPT,
      "unsafe-unsigned": UNSIGNED,
      "rekor-url": REKOR,
      "min-rate": MIN_RATE,
      lock: LOCK,
      "trusted-root": TRUSTED_ROOT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal tool update trivy --version 0.72.0",
        "shows what differs, and refuses it until it is accepted",
      ],
    ],
  },
  {
    name: "tool fetch",
    describe: "Fetch pinned tools, verify and unpack them, and put them in place in one step",
    positionals: "[NAME…]",
    count: { least: 0, most: MANY },
    options: {
      to: TO,
      for: FOR,
      "min-rate": MIN_RATE,
      lock: LOCK,
      "trusted-root": TRUSTED_ROOT,
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [["lockseal tool fetch trivy --to tools", "puts it into tools/trivy"]],
  },
  {
    name: "tool verify",
    describe: "Verify downloaded files against their pins, before they are unpacked or run",
    positionals: "FILE…",
    count: { least: 0, most: MANY },
    options: {
      tool: TOOL,
      sha256: SHA256,
      size: SIZE,
      checksums: {
        type: "text",
        placeholder: "LIST",
        describe: "A list to check files against, as sha256sum -c --strict does, in any format",
      },
      algorithm: {
        type: "text",
        placeholder: "NAME",
        describe: "What the list is by, where it does not say so (default: SHA-2 of its length)",
      },
      lock: LOCK,
      "trusted-root": TRUSTED_ROOT,
      report: REPORT,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal tool verify trivy_0.71.0_Linux-64bit.tar.gz",
        "size, digests and signature as pinned",
      ],
      ["lockseal tool verify trivy.tar.gz --sha256 HEX --size N", "one line, without a lock"],
      ["lockseal tool verify --checksums SHA256SUMS", "every file of the list"],
    ],
  },
  {
    name: "tool unpack",
    describe: "Unpack a file that is here already: what is pinned of it, and nothing else",
    positionals: "FILE",
    count: { least: 1, most: 1 },
    options: {
      to: {
        type: "text",
        placeholder: "DIR",
        describe: "The folder to make; nothing may stand there yet",
      },
      tool: TOOL,
      sha256: SHA256,
      size: SIZE,
      "unsafe-unpinned": {
        type: "flag",
        describe: "Unpack a file that nobody pinned; every rule for archives still holds",
      },
      "max-bytes": {
        type: "integer",
        placeholder: "N",
        describe: "How much may come out of an archive without pins (default: 2 GiB)",
      },
      "max-entries": {
        type: "integer",
        placeholder: "N",
        describe: "How many headers it may have (default: 10,000)",
      },
      "max-ratio": {
        type: "integer",
        placeholder: "N",
        describe: "How many bytes may come out for one, beyond 16 MiB (default: 200)",
      },
      "max-seconds": {
        type: "integer",
        placeholder: "N",
        describe: "How long it may take (default: 120)",
      },
      lock: LOCK,
      "trusted-root": TRUSTED_ROOT,
      json: JSON_OPTION,
    },
    required: ["to"],
    examples: [
      ["lockseal tool unpack trivy_0.71.0_Linux-64bit.tar.gz --to trivy", "as it is pinned"],
    ],
  },
  {
    name: "tool list",
    describe: "List pinned tools, and whether those in place are as pinned",
    positionals: "",
    count: { least: 0, most: 0 },
    options: { to: TO, for: FOR, lock: LOCK, report: REPORT, json: JSON_OPTION },
    required: [],
    examples: [["lockseal tool list", "verifies again every file that is in place"]],
  },
  {
    name: "tool exec",
    describe: "Run a tool, if every file of it is still as pinned",
    positionals: "NAME [-- ARGS…]",
    count: { least: 1, most: MANY },
    options: { to: TO, for: FOR, lock: LOCK },
    required: [],
    examples: [["lockseal tool exec trivy -- fs .", "its exit code is the command's"]],
  },
];
