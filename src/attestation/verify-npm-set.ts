import { Refusal } from "../errors.ts";
import type { Artifact } from "../sigstore/content.ts";
import { verifyNpmPublish } from "../sigstore/npm-publish.ts";
import type { NpmSet } from "../sigstore/npm-set.ts";
import { npmSubject } from "../statement/predicate/npm-publish.ts";
import type { NpmKey } from "../trust/npm-keys.ts";
import type { TrustRoot } from "../trust/trust-root.ts";
import { type Check, check } from "./check.ts";
import type { Expectations } from "./expectations.ts";
import {
  type JudgedWith,
  judgeAttestation,
  refusedBy,
  type Verdict,
} from "./verify-attestation.ts";

/**
 * Verifies npm's set about a package's file: the provenance by what is expected, the publication by the registry's keys, and
 * that both are about one package. Pure and offline.
 * @param npmKeys the keys that go with the root by which the provenance was judged.
 */
export async function verifyNpmSet(
  artifact: Artifact,
  { provenance, publish }: NpmSet,
  expectations: Expectations,
  npmKeys: (root: TrustRoot) => readonly NpmKey[],
  by: Omit<JudgedWith, "isPackage">,
): Promise<Verdict> {
  const built = await judgeAttestation(artifact, provenance, expectations, {
    ...by,
    isPackage: true,
  });
  const root = built.root ?? by.roots[0];
  if (root === undefined) throw new TypeError("trust: expected a trust root, found none");
  const ledger = [...built.ledger];
  try {
    const published = await verifyNpmPublish(
      artifact,
      publish,
      npmKeys(root),
      root,
      by.now,
      by.clocks,
    );
    const { name, version } = published.publish;
    ledger.push(
      check("ATTESTATION_PUBLISH", true, "a publication by npm's registry", `${name}@${version}`, [
        { document: "key", field: "keyId", value: published.key.id },
        { document: "statement", field: "predicate.name", value: name },
        { document: "statement", field: "predicate.version", value: version },
      ]),
      ...judgePublished(expectations, name, version),
    );
    if (built.statement !== null) {
      const named = npmSubject(built.statement, "provenance");
      for (const [rule, part] of [
        ["PACKAGE_NAME", "name"],
        ["PACKAGE_VERSION", "version"],
      ] as const) {
        const [one, other] = [published.publish[part], named[part]];
        ledger.push(
          check(rule, one === other, one, other, [
            { document: "statement", field: `publish: predicate.${part}`, value: one },
            { document: "statement", field: "provenance: subject[0].name", value: other },
          ]),
        );
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ledger.push(...refusedBy(error).ledger);
  }
  const isRefused = ledger.some(({ verdict }) => verdict === "refused");
  return { ...built, ledger, verdict: isRefused ? "refused" : "passed" };
}

function judgePublished(
  { packageName, packageVersion }: Expectations,
  name: string,
  version: string,
): readonly Check[] {
  const read = (part: string, value: string) => [
    { document: "statement", field: `publish: predicate.${part}`, value } as const,
  ];
  return [
    ...(packageName === null
      ? []
      : [check("PACKAGE_NAME", name === packageName, packageName, name, read("name", name))]),
    ...(packageVersion === null
      ? []
      : [
          check(
            "PACKAGE_VERSION",
            version === packageVersion,
            packageVersion,
            version,
            read("version", version),
          ),
        ]),
  ];
}
