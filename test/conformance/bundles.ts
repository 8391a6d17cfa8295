import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Refusal } from "../../src/errors.ts";
import { parsePublicKey } from "../../src/key/public-key.ts";
import { parseSpki } from "../../src/key/spki.ts";
import { parseBundle } from "../../src/sigstore/bundle.ts";
import type { Artifact } from "../../src/sigstore/content.ts";
import { type Evidence, type ExpectedSigner, verifyBundle } from "../../src/sigstore/verify.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { parseTrustRoot, type TrustRoot } from "../../src/trust/trust-root.ts";
import { CASES } from "./cases.ts";

/** A bundle that others made, and all that goes with it. */
export interface BundleCase {
  readonly name: string;
  readonly bundle: Uint8Array;
  readonly artifact: Uint8Array;
  /** Null for the production root. */
  readonly root: Uint8Array | null;
  /** Public key in PEM, where a key signed. */
  readonly key: Uint8Array | null;
  readonly identity: { readonly name: string; readonly issuer: string };
}

/** Later than the evidence of every case. */
export const NOW: Date = new Date("2026-11-24T00:00:00Z");

const SUITE = join(CASES, "sigstore");
const PROVENANCE = join(CASES, "slsa/testdata");

/** What the suite's protocol says where a case has no file of its own for it. */
const BEACON =
  "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
/** Who certifies the workflows of GitHub Actions. */
export const ACTIONS = "https://token.actions.githubusercontent.com";

/** Reads the cases of the Sigstore conformance suite. */
export function suiteCases(): readonly BundleCase[] {
  return foldersOf(SUITE).map((name) => {
    const own = (file: string): Uint8Array | null => {
      const path = join(SUITE, name, file);
      return existsSync(path) ? readFileSync(path) : null;
    };
    const line = (file: string, otherwise: string): string =>
      Buffer.from(own(file) ?? Buffer.from(otherwise))
        .toString()
        .trim();
    return {
      name,
      bundle: own("bundle.sigstore.json") ?? new Uint8Array(),
      artifact: own("artifact") ?? readFileSync(join(SUITE, "a.txt")),
      root: own("trusted_root.json"),
      key: own("key.pub"),
      identity: { name: line("identity", BEACON), issuer: line("issuer", ACTIONS) },
    };
  });
}

/** Reads the provenance that GitHub's builders signed, one case a bundle. */
export function provenanceCases(): readonly BundleCase[] {
  const builders = ["gha_container-based", "gha_delegator", "gha_gradle"].flatMap((family) =>
    foldersOf(join(PROVENANCE, family)).map((version) => `${family}/${version}`),
  );
  const plain = ["bcr", ...builders].flatMap((folder) =>
    filesOf(folder, /(?:\.intoto)?(?:\.build)?\.(?:slsa|jsonl)$/).map(([file, artifact]) =>
      provenanceCase(file, readFileSync(join(PROVENANCE, file)), artifact, null),
    ),
  );
  return [
    ...plain,
    ...filesOf("npm/gha", /\.json$/).flatMap(([file, artifact]) => npmCases(file, artifact)),
  ];
}

/** Verifies a case, or another bundle or artifact in its place. Gives what was verified, or the code of the refusal. */
export async function verifyCase(
  one: BundleCase,
  changed: { readonly bundle?: Uint8Array; readonly artifact?: Artifact } = {},
): Promise<Evidence | string> {
  try {
    return await verifyBundle(
      changed.artifact ?? { name: one.name, bytes: one.artifact },
      parseBundle(changed.bundle ?? one.bundle, one.name),
      { signer: signerOf(one), predicateType: null },
      rootOf(one),
      NOW,
    );
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Says whom a case expects. The identities of provenance are whoever signed for GitHub Actions. */
export function signerOf(one: BundleCase): ExpectedSigner {
  if (one.key !== null) return { kind: "key", key: parsePublicKey(one.key, "key.pub") };
  const { name, issuer } = one.identity;
  return {
    kind: "identity",
    identity: name.includes("*")
      ? { kind: "pattern", pattern: name, issuer }
      : { kind: "exact", name, issuer },
  };
}

const roots = new Map<string, TrustRoot>();

/** Gives the trust root of a case: the same object for the same bytes. */
export function rootOf({ root }: BundleCase): TrustRoot {
  if (root === null) return productionRoot();
  const text = Buffer.from(root).toString("latin1");
  const known = roots.get(text) ?? parseTrustRoot(root, "trusted_root.json");
  roots.set(text, known);
  return known;
}

/** A set of npm holds two bundles: who published, signed by the registry's key, and how it was built. */
function npmCases(file: string, artifact: string): readonly BundleCase[] {
  const set = JSON.parse(readFileSync(join(PROVENANCE, file), "utf8")) as {
    readonly attestations: readonly { readonly predicateType: string; readonly bundle: object }[];
  };
  return set.attestations.map(({ predicateType, bundle }) => {
    const publish = predicateType.includes("/publish/");
    const bytes = Buffer.from(JSON.stringify(bundle));
    const part = `${file} ${publish ? "publish" : "provenance"}`;
    return provenanceCase(part, bytes, artifact, publish ? npmKey() : null);
  });
}

function provenanceCase(
  name: string,
  bundle: Uint8Array,
  artifact: string,
  key: Uint8Array | null,
): BundleCase {
  return {
    name,
    bundle,
    artifact: readFileSync(join(PROVENANCE, artifact)),
    root: null,
    key,
    identity: { name: "https://github.com/**", issuer: ACTIONS },
  };
}

/** The registry's key of 2022 to 2025, as the development dependency @sigstore/tuf has it. */
function npmKey(): Uint8Array {
  const seeds = createRequire(import.meta.url)("@sigstore/tuf/seeds.json") as Readonly<
    Record<string, { readonly targets: Readonly<Record<string, string>> }>
  >;
  const [{ targets } = { targets: {} }] = Object.values(seeds);
  const [, base64 = ""] =
    Object.entries(targets).find(([name]) => name.endsWith("keys.json")) ?? [];
  const { keys } = JSON.parse(Buffer.from(base64, "base64").toString()) as {
    readonly keys: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  };
  const spki = Buffer.from(keys[0]?.publicKey.rawBytes ?? "", "base64");
  parseSpki(spki, "npm");
  return Buffer.from(
    `-----BEGIN PUBLIC KEY-----\n${spki.toString("base64")}\n-----END PUBLIC KEY-----\n`,
  );
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function filesOf(
  folder: string,
  ending: RegExp,
): readonly (readonly [file: string, artifact: string])[] {
  return readdirSync(join(PROVENANCE, folder))
    .filter((name) => ending.test(name))
    .map((name) => [`${folder}/${name}`, `${folder}/${name.replace(ending, "")}`] as const);
}
