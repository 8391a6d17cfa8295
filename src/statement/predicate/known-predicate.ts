import type { JsonObject } from "../../bytes/json.ts";
import { quote } from "../../bytes/quote.ts";
import { Refusal } from "../../errors.ts";
import { PROVENANCE_TYPES, PROVENANCE_V1, PROVENANCE_V02 } from "../provenance/provenance.ts";
import { readProvenance } from "../provenance/read.ts";
import type { Statement } from "../statement.ts";
import { CYCLONEDX, CYCLONEDX_TYPES, parseCycloneDx } from "./cyclonedx.ts";
import { isUri } from "./field-types.ts";
import { LINK_V03, parseLink } from "./link.ts";
import { parseReference, REFERENCE_V01 } from "./reference.ts";
import { parseRelease, RELEASE_V01, RELEASE_V02 } from "./release.ts";
import { parseRuntimeTrace, RUNTIME_TRACE_V01, RUNTIME_TRACE_V02 } from "./runtime-trace.ts";
import { parseScai, SCAI_V03 } from "./scai.ts";
import { parseSpdx, SPDX, SPDX_V3, SPDX_V22, SPDX_V23 } from "./spdx.ts";
import { parseSvr, SVR_V02 } from "./svr.ts";
import { parseTestResult, TEST_RESULT_V01 } from "./test-result.ts";
import { parseVsa, VSA_V1, VSA_V02 } from "./vsa.ts";
import { parseVulns, VULNS_V01, VULNS_V02 } from "./vulns.ts";

/** A kind of predicate: its versions that are read here, and what all of its versions begin with, up to a slash or the end. */
interface Kind {
  readonly types: readonly string[];
  readonly family: string;
  readonly check: (statement: Statement) => unknown;
}

const KINDS: readonly Kind[] = [
  { types: PROVENANCE_TYPES, family: "https://slsa.dev/provenance", check: readProvenance },
  { types: [], family: "https://in-toto.io/Provenance", check: readProvenance },
  {
    types: [VSA_V1, VSA_V02],
    family: "https://slsa.dev/verification_summary",
    check: parseVsa,
  },
  { types: [SVR_V02], family: "https://in-toto.io/attestation/svr", check: parseSvr },
  { types: [LINK_V03], family: "https://in-toto.io/attestation/link", check: parseLink },
  { types: [], family: "https://in-toto.io/Link", check: parseLink },
  {
    types: [TEST_RESULT_V01],
    family: "https://in-toto.io/attestation/test-result",
    check: parseTestResult,
  },
  {
    types: [RELEASE_V01, RELEASE_V02],
    family: "https://in-toto.io/attestation/release",
    check: parseRelease,
  },
  {
    types: [REFERENCE_V01],
    family: "https://in-toto.io/attestation/reference",
    check: parseReference,
  },
  { types: [SCAI_V03], family: "https://in-toto.io/attestation/scai", check: parseScai },
  {
    types: [RUNTIME_TRACE_V01, RUNTIME_TRACE_V02],
    family: "https://in-toto.io/attestation/runtime-trace",
    check: parseRuntimeTrace,
  },
  {
    types: [VULNS_V01, VULNS_V02],
    family: "https://in-toto.io/attestation/vulns",
    check: parseVulns,
  },
  {
    types: [SPDX, SPDX_V22, SPDX_V23, SPDX_V3],
    family: "https://spdx.dev/Document",
    check: parseSpdx,
  },
  { types: CYCLONEDX_TYPES, family: CYCLONEDX, check: parseCycloneDx },
];

/**
 * Checks the predicate of a statement by the reader of its type. A type that nobody here knows is taken as it is; another
 * version of one that is known is not, for nobody could read it as what it was meant to be.
 *
 * @returns whether a reader has looked at it.
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another version of a known type.
 * @throws Refusal `PREDICATE_MALFORMED`, `DIGEST_MALFORMED`, `BASE64_MALFORMED` — see the reader of the type.
 */
export function checkPredicate(statement: Statement): boolean {
  const { predicateType } = statement;
  const kind = KINDS.find(
    ({ family }) => predicateType === family || predicateType.startsWith(`${family}/`),
  );
  kind?.check(statement);
  return kind !== undefined;
}

/** Short names of types; those that cosign has mean the same here, but for its `link`, which in-toto gave up. */
const NAMES: Readonly<Record<string, string>> = {
  provenance: PROVENANCE_V1,
  slsaprovenance1: PROVENANCE_V1,
  slsaprovenance02: PROVENANCE_V02,
  vsa: VSA_V1,
  svr: SVR_V02,
  link: LINK_V03,
  "test-result": TEST_RESULT_V01,
  release: RELEASE_V01,
  reference: REFERENCE_V01,
  scai: SCAI_V03,
  "runtime-trace": RUNTIME_TRACE_V01,
  vulns: VULNS_V02,
  spdx: SPDX,
  spdxjson: SPDX,
  cyclonedx: CYCLONEDX,
};

/** Every short name of a predicate type. */
export const PREDICATE_NAMES: readonly string[] = Object.keys(NAMES);

/**
 * Reads what a user calls a predicate type: a short name, or its URI. An SPDX document says itself of which version it is.
 *
 * @throws Refusal `PREDICATE_NAME_UNKNOWN` — neither.
 */
export function predicateTypeOf(name: string, predicate: JsonObject): string {
  if (name === "spdx" && predicate["@context"] !== undefined) return SPDX_V3;
  const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (known !== undefined) return known;
  if (isUri(name)) return name;
  throw new Refusal(
    "PREDICATE_NAME_UNKNOWN",
    `predicate type: expected a URI or one of ${PREDICATE_NAMES.join(", ")}, found ${quote(name)}`,
    { found: name.slice(0, 256) },
    {
      hint:
        // cosign means version 0.2 by it, whoever types it mostly version 1.
        name === "slsaprovenance"
          ? "name the version: --type slsaprovenance1 or --type slsaprovenance02"
          : "name the type by its URI: --type https://example.com/review/v1",
    },
  );
}

/** Gives the short name of a type, or a word made of the end of its URI, for the name of a file. */
export function predicateWord(type: string): string {
  const name = PREDICATE_NAMES.find((one) => NAMES[one] === type);
  if (name !== undefined) return name;
  const kin = KINDS.find(({ types }) => types.includes(type))?.types ?? [];
  const other = PREDICATE_NAMES.find((one) => kin.includes(NAMES[one] ?? ""));
  if (other !== undefined) return other;
  const words = type.toLowerCase().match(/[a-z0-9.]+/g) ?? [];
  const word = words.slice(-2).join("-").replace(/\.+/g, ".").slice(0, 40);
  // Twelve hex digits there name a signer.
  return /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(word) && !/^[0-9a-f]{12}$/.test(word)
    ? word
    : "attestation";
}
