import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { npmKeysTarget, parseNpmKeys } from "../src/trust/npm-keys.ts";
import { parseTrustRoot } from "../src/trust/trust-root.ts";
import { acceptFirstRoot } from "../src/trust/tuf/accept.ts";

// Writes src/trust/production-root.ts, src/trust/production-npm-keys.ts and src/trust/tuf/production-tuf-root.ts anew, from
// the development dependency @sigstore/tuf. Give the day on which that version of it was published: node scripts/embed-root.ts 2026-11-05

const PACKAGE = "@sigstore/tuf";
const REPOSITORY = "https://tuf-repo-cdn.sigstore.dev";
const TARGET = join(import.meta.dirname, "../src/trust/production-root.ts");
const NPM_KEYS_TARGET = join(import.meta.dirname, "../src/trust/production-npm-keys.ts");
const TUF_TARGET = join(import.meta.dirname, "../src/trust/tuf/production-tuf-root.ts");

interface Seeds {
  readonly [repository: string]: {
    readonly "root.json": string;
    readonly targets: Readonly<Record<string, string>>;
  };
}

const [date] = process.argv.slice(2);
if (!/^\d{4}-\d\d-\d\d$/.test(date ?? ""))
  throw new RangeError(`date: expected YYYY-MM-DD, found ${date ?? "nothing"}`);

const require = createRequire(import.meta.url);
const seeds = require(`${PACKAGE}/seeds.json`) as Seeds;
const { version } = require(`${PACKAGE}/package.json`) as { readonly version: string };
const { targets, ...metadata } = seeds[REPOSITORY] ?? { targets: {}, "root.json": "" };
const json = textOf(targets["trusted_root.json"], "trusted_root.json");
parseTrustRoot(Buffer.from(json), `trusted_root.json of ${PACKAGE}`);
// The package spells the slash of a target's name as %2F.
const npmKeysName = npmKeysTarget(Object.keys(targets).map(decodeURIComponent)) ?? "";
const npmKeysJson = textOf(targets[encodeURIComponent(npmKeysName)], "npm's keys");
parseNpmKeys(Buffer.from(npmKeysJson), `npm's keys of ${PACKAGE}`);
const tufJson = textOf(metadata["root.json"], "root.json");
acceptFirstRoot(Buffer.from(tufJson), `root.json of ${PACKAGE}`);

function textOf(base64: string | undefined, name: string): string {
  const text = Buffer.from(base64 ?? "", "base64").toString();
  if (text !== "" && !/[`$]/.test(text)) return text;
  throw new RangeError(`${name}: expected text that a template takes, found other`);
}

/** Writes a text into a template, where a backslash alone would be lost. */
function inTemplate(text: string): string {
  return text.replaceAll("\\", "\\\\");
}

writeFileSync(
  TARGET,
  `import { parseTrustRoot, type TrustRoot } from "./trust-root.ts";

/** The day from which the embedded root is, in UTC: how old it is, its users can tell. */
export const PRODUCTION_ROOT_DATE = "${date}";

let parsed: TrustRoot | undefined;

/**
 * Gives the trust root of Sigstore's public instance as it was on \`PRODUCTION_ROOT_DATE\`. Always the same object, so
 * that what was checked of its chains is checked once. Does not look for a newer one.
 */
export function productionRoot(): TrustRoot {
  parsed ??= parseTrustRoot(Buffer.from(PRODUCTION_ROOT_JSON), "embedded trust root");
  return parsed;
}

/**
 * Holds the root as it was published: the target trusted_root.json of ${REPOSITORY}, byte for byte, as
 * ${PACKAGE} ${version} has it among its seeds. \`node scripts/embed-root.ts ${date}\` wrote this file;
 * run it again with another day after that package was updated.
 */
export const PRODUCTION_ROOT_JSON = \`${inTemplate(json)}\`;
`,
);

writeFileSync(
  NPM_KEYS_TARGET,
  `import { type NpmKey, parseNpmKeys } from "./npm-keys.ts";

/** The day from which the embedded keys are, in UTC: how old they are, their users can tell. */
export const PRODUCTION_NPM_KEYS_DATE = "${date}";

let parsed: readonly NpmKey[] | undefined;

/**
 * Gives the keys of npm's registry as they were on \`PRODUCTION_NPM_KEYS_DATE\`, of every usage and period. Does not look
 * for newer ones.
 */
export function productionNpmKeys(): readonly NpmKey[] {
  parsed ??= parseNpmKeys(Buffer.from(PRODUCTION_NPM_KEYS_JSON), "embedded npm keys");
  return parsed;
}

/**
 * Holds the keys as they were published: the target of ${REPOSITORY} that ends in \`/keys.json\`, byte for
 * byte, as ${PACKAGE} ${version} has it among its seeds. \`node scripts/embed-root.ts ${date}\` wrote this
 * file; run it again with another day after that package was updated.
 */
export const PRODUCTION_NPM_KEYS_JSON = \`${inTemplate(npmKeysJson)}\`;
`,
);

writeFileSync(
  TUF_TARGET,
  `import { parseRoot, type Root } from "./root.ts";

/** Where Sigstore's public instance publishes its trust root. */
export const PRODUCTION_MIRROR = "${REPOSITORY}";

let parsed: Root | undefined;

/**
 * Gives the first TUF root of Sigstore's public instance, from which updates begin. Its signatures were verified when it was
 * embedded, and are in the tests: what is part of this program is trusted as the program is.
 */
export function productionTufRoot(): Root {
  parsed ??= parseRoot(Buffer.from(PRODUCTION_TUF_ROOT_JSON), "embedded TUF root");
  return parsed;
}

/**
 * Holds the metadata of the root role as it was published, byte for byte, as ${PACKAGE} ${version} has it among its seeds.
 * \`node scripts/embed-root.ts ${date}\` wrote this file; run it again with another day after that package was updated.
 */
export const PRODUCTION_TUF_ROOT_JSON = \`${inTemplate(tufJson)}\`;
`,
);
