import { asString } from "../../bytes/json-shape.ts";
import { quote } from "../../bytes/quote.ts";
import type { Statement } from "../statement.ts";
import {
  asDescriptor,
  asList,
  asText,
  asUri,
  malformed,
  openPredicate,
  optional,
  optionalList,
  type ResourceDescriptor,
} from "./field-types.ts";

export const TEST_RESULT_V01 = "https://in-toto.io/attestation/test-result/v0.1";

const RESULTS = ["PASSED", "WARNED", "FAILED"] as const;

/** How one run of tests ended. */
export interface TestResult {
  readonly result: (typeof RESULTS)[number];
  /** At least one. */
  readonly configuration: readonly ResourceDescriptor[];
  readonly url: string | null;
  readonly passedTests: readonly string[];
  readonly warnedTests: readonly string[];
  readonly failedTests: readonly string[];
}

/**
 * Reads the result of tests, version 0.1. Ignores unknown fields. A result may well be that they failed.
 *
 * @throws Refusal `PREDICATE_TYPE_UNSUPPORTED` — another predicate or version.
 * @throws Refusal `PREDICATE_MALFORMED` — a field is missing or of another type, or tests failed in a run that passed.
 * @throws Refusal `DIGEST_MALFORMED`
 * @see https://github.com/in-toto/attestation/blob/v1.1.0/spec/predicates/test-result.md
 */
export function parseTestResult(statement: Statement): TestResult {
  const { fields } = openPredicate(statement, [TEST_RESULT_V01]);
  const named = asString(fields.result, "predicate.result", malformed);
  const result =
    RESULTS.find((one) => one === named) ??
    malformed("predicate.result", RESULTS.join(" or "), quote(named));
  const failedTests = optionalList(fields.failedTests, "predicate.failedTests", asText);
  if (result === "PASSED" && failedTests.length > 0)
    malformed("predicate.failedTests", "no test with the result PASSED", `${failedTests.length}`);
  return {
    result,
    configuration: asList(fields.configuration, "predicate.configuration", 1, asDescriptor),
    url: optional(fields.url, "predicate.url", asUri),
    passedTests: optionalList(fields.passedTests, "predicate.passedTests", asText),
    warnedTests: optionalList(fields.warnedTests, "predicate.warnedTests", asText),
    failedTests,
  };
}
