import type { CommandSpec, OptionSpec } from "./command.ts";

const JSON_OPTION: OptionSpec = {
  type: "flag",
  describe: "Print one JSON document instead of text",
};
const LAYOUT: OptionSpec = {
  type: "text",
  placeholder: "FILE",
  describe: "The layout, in a Metablock or in DSSE",
};

/** The commands about in-toto layouts. */
export const LAYOUT_COMMANDS: readonly CommandSpec[] = [
  {
    name: "layout verify",
    describe:
      "Verify that each step was carried out by whom an in-toto layout names, and that files flowed as it says",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      layout: LAYOUT,
      key: {
        type: "many",
        placeholder: "PUB",
        describe:
          "Public key of an owner: a path, or env://NAME; PEM, or in-toto's JSON; each that is named has to have signed",
      },
      links: {
        type: "text",
        placeholder: "DIR",
        describe: "The folder of links, STEP.KEYID.link (default: this one)",
      },
      param: {
        type: "many",
        placeholder: "NAME=VALUE",
        describe: "What stands for {NAME} in the layout; with any, each word in braces needs one",
      },
      "allow-sublayout": {
        type: "many",
        placeholder: "STEP",
        describe: "A step whose functionary may bring a layout of their own (default: none)",
      },
      "allow-provenance": {
        type: "many",
        placeholder: "STEP",
        describe: "A step for which SLSA provenance may stand for a link (default: none)",
      },
      "skip-inspections": {
        type: "flag",
        describe: "Leave inspections out of the verdict, which then says so (default: they refuse)",
      },
      json: JSON_OPTION,
    },
    required: ["layout", "key"],
    examples: [
      [
        "lockseal layout verify --layout root.layout --key owner.pub --links links",
        "signatures, thresholds and every artifact rule; runs nothing",
      ],
    ],
  },
];
