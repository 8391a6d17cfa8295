import type { CommandSpec } from "./command.ts";
import { JSON_OPTION, KEYLESS_SIGNING, MANY, PRIVATE_KEY } from "./options.ts";

/** The commands that make statements about files. */
export const ATTEST_COMMANDS: readonly CommandSpec[] = [
  {
    name: "attest",
    describe:
      "Sign a statement about files, into FILE.TYPE.sigstore.json; without a key, as who this runs for",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      predicate: {
        type: "text",
        placeholder: "JSON",
        describe: "What is said, in a file; with --type",
      },
      type: {
        type: "text",
        placeholder: "TYPE",
        describe:
          "provenance, vsa, svr, spdx, cyclonedx, test-result, release, link, reference, scai, runtime-trace, vulns, or a URI",
      },
      statement: {
        type: "text",
        placeholder: "JSON",
        describe: "A whole statement, signed as it is, to the byte; it has to be about each FILE",
      },
      key: PRIVATE_KEY,
      ...KEYLESS_SIGNING,
      bundle: {
        type: "text",
        placeholder: "OUT",
        describe: "Where to write the bundle (default: beside each FILE)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal attest dist/app.whl --predicate sbom.json --type spdx --key release.key",
        "writes dist/app.whl.spdx.sigstore.json",
      ],
      [
        "lockseal attest a.tar.gz b.tar.gz --statement provenance.json",
        "one statement about both, keyless",
      ],
    ],
  },
  {
    name: "provenance create",
    describe:
      "Say how files were built, from GitHub Actions, GitLab or a build by hand, ready to be signed",
    positionals: "FILE…",
    count: { least: 1, most: MANY },
    options: {
      out: {
        type: "text",
        placeholder: "OUT",
        describe: "Where to write the statement (default: standard output)",
      },
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      [
        "lockseal provenance create dist/app.whl --out statement.json",
        "then: lockseal attest dist/app.whl --statement statement.json",
      ],
    ],
  },
];
