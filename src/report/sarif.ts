import type { Explanation } from "../explain/area.ts";
import type { Finding, FindingVerdict } from "../finding.ts";
import { escapeJson } from "./escape.ts";
import { formatJsonArray } from "./json-lines.ts";
import { fileOf, messageOf, type Reported } from "./reported.ts";

const LEVELS: Readonly<Record<FindingVerdict, string>> = {
  refused: "error",
  warned: "warning",
  noted: "note",
  passed: "none",
};

/**
 * Writes SARIF 2.1.0, which code scanning shows. What held is in it with the kind `pass`, so that nobody takes an empty
 * report for a verification.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function* formatSarif(reported: Reported): Generator<string> {
  const { findings, version, exitCode, explain } = reported;
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const indexes = new Map(rules.map((rule, index) => [rule, index]));
  const driver = {
    name: "lockseal",
    semanticVersion: version,
    rules: rules.map((id) => describeRule(id, explain?.(id))),
  };
  // §3.20.14: a run that refused has done its work; only one that could not decide has not.
  const invocation = { executionSuccessful: exitCode < 2 || exitCode === 3, exitCode };
  yield `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":${escapeJson({ driver })},`;
  yield `"columnKind":"unicodeCodePoints","invocations":${escapeJson([invocation])},"results":`;
  yield* formatJsonArray(results(findings, indexes));
  yield "}]}\n";
}

/** §3.49: what code scanning shows beside a result. */
function describeRule(id: string, explanation: Explanation | undefined): unknown {
  if (explanation === undefined) return { id, shortDescription: { text: id } };
  const { what, why, fix } = explanation;
  const story = "attack" in explanation ? `Attack: ${explanation.attack}` : explanation.accident;
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: {
      text: `${why}\n\n${story}\n\nFix: ${fix}`,
      markdown: `${why}\n\n${story}\n\n**Fix.** ${fix}`,
    },
  };
}

function* results(
  findings: readonly Finding[],
  indexes: ReadonlyMap<string, number>,
): Generator<unknown> {
  for (const finding of findings) {
    const { rule, verdict, where, subject } = finding;
    const region =
      where?.line === undefined
        ? {}
        : {
            region: {
              startLine: where.line,
              ...(where.column === undefined ? {} : { startColumn: where.column }),
            },
          };
    yield {
      ruleId: rule,
      ruleIndex: indexes.get(rule),
      // §3.27.9: what held has the kind `pass`, and then the level has to be `none`.
      ...(verdict === "passed" ? { kind: "pass" } : {}),
      level: LEVELS[verdict],
      message: { text: messageOf(finding) },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: uriOf(fileOf(finding)) }, ...region },
          logicalLocations: [{ fullyQualifiedName: subject }],
        },
      ],
    };
  }
}

/**
 * Makes a URI reference of a path: every byte that is not plain is escaped, so that no path becomes a scheme, a query
 * or a fragment.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-4.2
 */
export function uriOf(path: string): string {
  const escaped = path
    .toWellFormed()
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, escapeMark))
    .join("/");
  return path.startsWith("/") ? `file://${escaped}` : escaped;
}

function escapeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}
