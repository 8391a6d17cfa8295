import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { asArray, asObject, asString, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { ArtifactCollector } from "./artifacts.ts";
import type { Link } from "./link.ts";

const LINK_V03 = "https://in-toto.io/attestation/link/v0.3";
const PROVENANCE_V1 = "https://slsa.dev/provenance/v1";
const PROVENANCE_V02 = "https://slsa.dev/provenance/v0.2";
const MAX_RESOURCES = 65_536;

/**
 * Reads an attestation as what a step saw: its subjects are the products. The predicate of links names the step; SLSA
 * provenance does not, and so it is a link only of a step for which that was allowed.
 * Fields of a predicate that say nothing of files are not looked at: no builder, no parameters.
 *
 * @param allowsProvenance whether provenance may stand for the link of this step.
 * @throws Refusal by `fail`.
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/link.md
 * @see https://github.com/in-toto/ITE/blob/master/ITE/6/README.adoc
 */
export function readAttestation(
  body: JsonObject,
  allowsProvenance: boolean,
  fail: ShapeFailure,
): Link {
  const type = asString(body.predicateType, "predicateType", fail);
  const predicate = asObject(body.predicate, "predicate", fail);
  const products = new ArtifactCollector(fail, { weak: "refuse" });
  const subjects = asArray(body.subject, "subject", 1, MAX_RESOURCES, fail);
  for (const [index, one] of subjects.entries()) {
    const at = `subject[${index}]`;
    const { name, digest } = asObject(one, at, fail);
    products.add(asString(name, `${at}.name`, fail), digest, at);
  }
  const common = { products: products.artifacts };
  if (type === LINK_V03)
    return {
      ...common,
      name: asString(predicate.name, "predicate.name", fail),
      command: words(predicate.command, "predicate.command", fail),
      materials: readResources(predicate.materials, "predicate.materials", "refuse", fail),
    };
  if (type !== PROVENANCE_V1 && type !== PROVENANCE_V02)
    return fail("predicateType", `${LINK_V03} or ${PROVENANCE_V1}`, quote(type));
  if (!allowsProvenance)
    return fail("predicateType", `${LINK_V03}, as provenance is not allowed here`, quote(type));
  const [materials, at] =
    type === PROVENANCE_V02
      ? [predicate.materials, "predicate.materials"]
      : [
          asObject(predicate.buildDefinition, "predicate.buildDefinition", fail)
            .resolvedDependencies,
          "predicate.buildDefinition.resolvedDependencies",
        ];
  return {
    ...common,
    name: null,
    command: [],
    // A commit is known by a digest that is equal to none: rules can allow and forbid it, not match it.
    materials: readResources(materials, String(at), "keep", fail),
  };
}

function readResources(
  value: JsonValue | undefined,
  at: string,
  weak: "refuse" | "keep",
  fail: ShapeFailure,
): Link["materials"] {
  const collector = new ArtifactCollector(fail, { weak });
  for (const [index, one] of asArray(value ?? [], at, 0, MAX_RESOURCES, fail).entries()) {
    const place = `${at}[${index}]`;
    const { name, uri, digest } = asObject(one, place, fail);
    const path = asString(name ?? uri, `${place}.${name === undefined ? "uri" : "name"}`, fail);
    // What a functionary calls a path is none; a dependency mostly is.
    const uris = weak === "keep" || name === undefined ? "keep" : "none";
    collector.add(path, digest ?? Object.create(null), place, uris);
  }
  return collector.artifacts;
}

function words(value: JsonValue | undefined, at: string, fail: ShapeFailure): readonly string[] {
  return asArray(value ?? [], at, 0, 100_000, fail).map((word, index) =>
    asString(word, `${at}[${index}]`, fail),
  );
}
