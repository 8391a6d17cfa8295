import type { JsonObject, JsonValue } from "../bytes/json.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

const CURRENT = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** Earlier spellings of the media type, and v0.3's first. */
const EARLIER: ReadonlyMap<string, string> = new Map([
  ["application/vnd.dev.sigstore.bundle+json;version=0.1", "a bundle of version 0.1"],
  ["application/vnd.dev.sigstore.bundle+json;version=0.2", "a bundle of version 0.2"],
  [
    "application/vnd.dev.sigstore.bundle+json;version=0.3",
    "a bundle of version 0.3 under its first media type",
  ],
]);

const KEYLESS = "a keyless bundle, signed by an identity";

/**
 * Refuses signature files that may be good, but are of another sort than a bundle v0.3 of a key and nothing else.
 * Looks for what tells the sorts apart, and lets pass whatever it does not know.
 *
 * @throws Refusal `BUNDLE_UNSUPPORTED` — says which sort it is, and in the hint what verifies it.
 */
export function refuseOtherSorts(root: JsonObject, what: string): void {
  const [kind, hint] = otherSort(root) ?? [];
  if (kind === undefined) return;
  throw new Refusal(
    "BUNDLE_UNSUPPORTED",
    `${what}: expected a bundle v0.3 signed with a key alone, found ${kind}; this command verifies with --key`,
    { kind },
    { hint },
  );
}

function otherSort(root: JsonObject): readonly [kind: string, hint?: string] | undefined {
  const material = fieldsOf(root.verificationMaterial);
  if ("certificate" in material || "x509CertificateChain" in material) {
    return [
      KEYLESS,
      "verify it with cosign verify-blob --certificate-identity … --certificate-oidc-issuer …",
    ];
  }
  if ("tlogEntries" in material) return ["a bundle with entries of a transparency log"];
  if ("timestampVerificationData" in material) return ["a bundle with timestamps"];
  if ("verification_material" in root) return ["a PEP 740 attestation"];
  if ("base64Signature" in root || "rekorBundle" in root)
    return ["a bundle as cosign wrote before version 3"];
  if ("payload" in root && "signatures" in root) return ["a bare DSSE envelope"];
  if ("_type" in root) return ["an in-toto statement without a signature"];
  const type = root.mediaType;
  if (typeof type !== "string" || type === CURRENT) return undefined;
  return [EARLIER.get(type) ?? `the media type ${quote(type)}`];
}

function fieldsOf(value: JsonValue | undefined): object {
  return typeof value === "object" && value !== null ? value : {};
}
