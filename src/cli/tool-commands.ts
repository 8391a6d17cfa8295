import type { CommandSpec, OptionSpec } from "./command.ts";

const JSON_OPTION: OptionSpec = {
  type: "flag",
  describe: "Print one JSON document instead of text",
};
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
const MANY = Number.MAX_SAFE_INTEGER;

/** The commands about downloaded tools. */
export const TOOL_COMMANDS: readonly CommandSpec[] = [
  {
    name: "tool verify",
    describe: "Verify downloaded files against their pins, before they are unpacked or run",
    positionals: "FILE…",
    count: { least: 0, most: MANY },
    options: {
      tool: {
        type: "text",
        placeholder: "NAME[@PLATFORM]",
        describe: "Which pin is meant (default: the one whose file has the same name)",
      },
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
];
