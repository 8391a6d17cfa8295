import type { CommandSpec, OptionSpec } from "./command.ts";
import { JSON_OPTION, REPORT } from "./options.ts";

const LAYOUT: OptionSpec = {
  type: "text",
  placeholder: "FILE",
  describe: "The layout, in a Metablock or in DSSE",
};

const KEY: OptionSpec = {
  type: "text",
  placeholder: "KEY",
  describe: "Private key: a path, or env://NAME",
};
const EXPIRES: OptionSpec = {
  type: "text",
  placeholder: "WHEN",
  describe: "When it ends: 90d, 12h, 2w or a time in UTC (default: what the file says)",
};
const RECORD: CommandSpec["options"] = {
  step: { type: "text", placeholder: "STEP", describe: "The step, as the layout names it" },
  key: KEY,
  materials: {
    type: "many",
    placeholder: "PATH",
    describe: "A file or folder that is recorded before; may be repeated",
  },
  products: {
    type: "many",
    placeholder: "PATH",
    describe: "A file or folder that is recorded afterwards; may be repeated",
  },
  exclude: {
    type: "many",
    placeholder: "GLOB",
    describe: "Leave out paths or names that match (default: *.link*, .git, *.pyc, *~)",
  },
  layout: {
    type: "text",
    placeholder: "FILE",
    describe: "Name the link as this layout names the key, and refuse a key that is not the step's",
  },
  dsse: { type: "flag", describe: "Write DSSE instead of a Metablock" },
  output: {
    type: "text",
    alias: "o",
    placeholder: "DIR",
    describe: "The folder to write the link into (default: this one)",
  },
  json: JSON_OPTION,
};

/** The commands about in-toto layouts and links. */
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
      artifacts: {
        type: "text",
        placeholder: "DIR",
        describe: "Hold the files of this folder against the products of the last step",
      },
      "run-inspections": {
        type: "flag",
        describe:
          "Run inspections in a copy of --artifacts, each in a jail without network (Linux)",
      },
      "max-seconds": {
        type: "integer",
        placeholder: "N",
        describe: "How long an inspection may take (default: 60)",
      },
      "skip-inspections": {
        type: "flag",
        describe: "Leave inspections out of the verdict, which then says so (default: they refuse)",
      },
      report: REPORT,
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
  {
    name: "layout lint",
    describe: "Say what of a layout its owner may not have meant; verifies nothing",
    positionals: "",
    count: { least: 0, most: 0 },
    options: { layout: LAYOUT, json: JSON_OPTION },
    required: ["layout"],
    examples: [["lockseal layout lint --layout root.layout", "open lists, idle rules, its end"]],
  },
  {
    name: "layout explain",
    describe: "Say who must sign what, and which files flow where; verifies nothing",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      layout: LAYOUT,
      format: {
        type: "text",
        choices: ["text", "mermaid"],
        placeholder: "FORMAT",
        describe: "text (default), or mermaid for a picture",
      },
      json: JSON_OPTION,
    },
    required: ["layout"],
    examples: [
      ["lockseal layout explain --layout root.layout --format mermaid", "a picture for a README"],
    ],
  },
  {
    name: "layout create",
    describe: "Make a layout of TOML that people write: keys by names, rules a line each",
    positionals: "FILE.toml",
    count: { least: 1, most: 1 },
    options: {
      output: {
        type: "text",
        alias: "o",
        placeholder: "FILE",
        describe: "Where to write it; nothing may stand there yet (default: root.layout)",
      },
      expires: EXPIRES,
      json: JSON_OPTION,
    },
    required: [],
    examples: [
      ["lockseal layout create layout.toml --expires 90d", "writes root.layout, unsigned"],
    ],
  },
  {
    name: "layout sign",
    describe: "Sign a layout as its owner",
    positionals: "",
    count: { least: 0, most: 0 },
    options: {
      layout: LAYOUT,
      key: KEY,
      expires: EXPIRES,
      form: {
        type: "text",
        choices: ["metablock", "dsse"],
        placeholder: "FORM",
        describe:
          "metablock, which every version of in-toto reads, or dsse (default: as the file is)",
      },
      output: {
        type: "text",
        alias: "o",
        placeholder: "FILE",
        describe: "Where to write it (default: the file itself)",
      },
      json: JSON_OPTION,
    },
    required: ["layout", "key"],
    examples: [["lockseal layout sign --layout root.layout --key owner.key", "signs it in place"]],
  },
  {
    name: "link run",
    describe: "Run a command, and sign what its files were before and afterwards",
    positionals: "-- COMMAND…",
    count: { least: 0, most: Number.MAX_SAFE_INTEGER },
    options: RECORD,
    required: ["step", "key"],
    examples: [
      [
        "lockseal link run --step build --key alice.key --materials src --products dist -- make",
        "writes build.KEYID.link",
      ],
    ],
  },
  {
    name: "link record",
    describe: "Sign what the files of a step were when it began, and when it ended",
    positionals: "start|stop",
    count: { least: 1, most: 1 },
    options: RECORD,
    required: ["step", "key"],
    examples: [
      ["lockseal link record start --step edit --key alice.key --materials src", "before"],
      ["lockseal link record stop --step edit --key alice.key --products src", "afterwards"],
    ],
  },
];
