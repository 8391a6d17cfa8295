import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PREDICATE_NAMES } from "../../src/statement/predicate/known-predicate.ts";
import { EXAMPLES } from "../statement/predicate/readers.ts";
import type { Checks } from "./checks.ts";
import { type Client, configOf, runIn, type Setting } from "./clients.ts";
import { PROGRAM } from "./lockseal.ts";
import type { Peer } from "./peers.ts";

const PROVENANCE = "https://slsa.dev/provenance/v1";

/** Our program, as users type it, about statements of others' types. */
export function locksealAttest({ stack, folder, key, artifact, other }: Setting): Client {
  const run = runIn(process.execPath, folder);
  return {
    name: "lockseal attest",
    cannotSign: ({ form, by, log }) =>
      form === "message"
        ? "signs statements alone"
        : by === "key" && log !== "none"
          ? "logs nothing that a key signed"
          : undefined,
    async sign(kind, bundle) {
      const services =
        kind.log === "none"
          ? ["--key", `${key}.key`]
          : [
              "--identity-token",
              stack.token(),
              "--signing-config",
              configOf(stack, kind.log),
            ].concat("--trusted-root", stack.trustedRoot);
      const claim = ["--predicate", "predicate.json", "--type", "provenance"];
      await run(PROGRAM, "attest", artifact, ...claim, ...services, "--bundle", bundle);
      return { ...kind, bundle, artifact, other, predicateType: PROVENANCE };
    },
    cannotVerify: ({ form }) => (form === "message" ? "is about statements alone" : undefined),
    verify({ by, bundle, predicateType }, path) {
      const { identity, issuer, trustedRoot } = stack;
      const whom =
        by === "key"
          ? ["--key", `${key}.pub`]
          : ["--certificate-identity", identity, "--certificate-oidc-issuer", issuer].concat(
              "--trusted-root",
              trustedRoot,
            );
      const claim = ["--predicate-type", predicateType || PROVENANCE];
      return run(PROGRAM, "attestation", "verify", path, "--bundle", bundle, ...claim, ...whom);
    },
  };
}

/** What cosign calls types of predicates as we do. Its `link` is one that nobody writes any more. */
const OF_COSIGN = ["slsaprovenance1", "spdx", "spdxjson", "cyclonedx"];

/**
 * Holds the short names of predicate types against cosign's: what is attested under one is verified under the same, and under no
 * other; and types that cosign has no word for are verified by their URIs.
 */
export async function checkPredicateTypes(
  cosign: Peer,
  { folder, key, artifact, other }: Setting,
  checks: Checks,
): Promise<void> {
  const lockseal = runIn(process.execPath, folder);
  const verify = (type: string, bundle: string, path: string): Promise<string> =>
    runIn(cosign.program, folder)(
      ...["verify-blob-attestation", "--insecure-ignore-tlog", "--key", `${key}.pub`],
      ...["--type", type, "--bundle", bundle, path],
    );
  for (const { type, predicate, name } of claims(folder)) {
    await checks.check(
      `attest: --type ${type} is verified by cosign ${cosign.version}`,
      async () => {
        const bundle = join(folder, `type-${type}.json`);
        const claim = ["--predicate", predicate, "--type", type, "--bundle", bundle];
        await lockseal(PROGRAM, "attest", artifact, ...claim, "--key", `${key}.key`);
        await verify(name, bundle, artifact);
        for (const [wrong, path] of [
          ["openvex", artifact],
          [name, other],
        ] as const) {
          const output = await verify(wrong, bundle, path).catch(() => undefined);
          if (output !== undefined) return `expected a refusal of ${wrong}, found success`;
        }
        return undefined;
      },
    );
  }
}

const VERIFIER = "https://verifier.example/v1";
const RESOURCE = "https://downloads.example/artifact.bin";
const SUMMARY = "https://slsa.dev/verification_summary/v1";

/**
 * Holds summaries against cosign, both ways: what is emitted after a verification is verified by it, and what it signs is taken
 * in place of attestations, by key and keyless.
 */
export async function checkSummaries(
  cosign: Peer,
  { folder, key, artifact, other, stack }: Setting,
  checks: Checks,
): Promise<void> {
  const lockseal = runIn(process.execPath, folder);
  const theirs = runIn(cosign.program, folder);
  const verify = (path: string, ...rest: string[]): Promise<string> =>
    lockseal(PROGRAM, "attestation", "verify", path, ...rest);
  const as = ["--verifier-id", VERIFIER, "--resource-uri", RESOURCE];
  const level = ["--verified-level", "SLSA_BUILD_LEVEL_2"];
  const byKey = ["--key", `${key}.pub`];
  const byIdentity = ["--certificate-identity", stack.identity].concat([
    "--certificate-oidc-issuer",
    stack.issuer,
    "--trusted-root",
    stack.trustedRoot,
  ]);
  const taken = async (vsa: string, by: readonly string[]): Promise<string | undefined> => {
    await verify(artifact, "--vsa", vsa, ...by, ...as, ...level);
    const output = await verify(other, "--vsa", vsa, ...by, ...as).catch(() => undefined);
    return output === undefined ? undefined : "expected a refusal of other bytes, found success";
  };
  await checks.check(
    `summaries: ours is verified by cosign ${cosign.version}, and by us`,
    async () => {
      const [provenance, vsa] = [join(folder, "for-vsa.json"), join(folder, "ours.vsa")];
      const claim = ["--predicate", "predicate.json", "--type", "provenance"];
      await lockseal(
        PROGRAM,
        "attest",
        artifact,
        ...claim,
        "--key",
        `${key}.key`,
        "--bundle",
        provenance,
      );
      const emit = ["--emit-vsa", vsa, "--key", `${key}.key`, ...as, ...level];
      await verify(artifact, "--bundle", provenance, ...byKey, ...emit);
      const about = ["--insecure-ignore-tlog", "--type", SUMMARY, "--bundle", vsa];
      await theirs("verify-blob-attestation", ...byKey, ...about, artifact);
      return taken(vsa, byKey);
    },
  );
  const { predicate } = EXAMPLES.vsa ?? {};
  const said = { ...predicate, verifier: { id: VERIFIER }, resourceUri: RESOURCE };
  writeFileSync(join(folder, "vsa.json"), JSON.stringify(said));
  for (const [how, who, config, by] of [
    ["a key", ["--key", `${key}.key`], "no_services.json", byKey],
    ["an identity", ["--identity-token", stack.token()], configOf(stack, "v2"), byIdentity],
  ] as const) {
    await checks.check(`summaries: cosign ${cosign.version}'s by ${how} is taken`, async () => {
      const vsa = join(folder, `theirs-${how.replace(" ", "-")}.vsa`);
      const claim = ["--predicate", "vsa.json", "--type", SUMMARY, "--bundle", vsa];
      const about = ["--signing-config", config, "--trusted-root", stack.trustedRoot];
      await theirs("attest-blob", "--yes", ...who, ...about, ...claim, artifact);
      return taken(vsa, by);
    });
  }
}

/** A predicate of each type that has an example, and what cosign calls its type: by its own word, else by the URI. */
function claims(folder: string) {
  const uris: Readonly<Record<string, string>> = {
    spdx: "https://spdx.dev/Document",
    "runtime-trace": "https://in-toto.io/attestation/runtime-trace/v0.1",
  };
  return PREDICATE_NAMES.flatMap((type) => {
    const file = join(folder, `of-${type}.json`);
    const example = EXAMPLES[type.replace("spdxjson", "spdx").replace("-", " ")];
    const isProvenance = type === "slsaprovenance1";
    if (example === undefined && !isProvenance) return [];
    if (example !== undefined) writeFileSync(file, JSON.stringify(example.predicate));
    const name = OF_COSIGN.includes(type) ? type : (uris[type] ?? example?.type ?? "");
    return [{ type, predicate: isProvenance ? "predicate.json" : file, name }];
  });
}
