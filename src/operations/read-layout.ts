import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { drawLayout, type ExplainedLayout, explainLayout } from "../layout/explain-layout.ts";
import { type Layout, parseLayout } from "../layout/layout.ts";
import { failLayout, hintAtLayout } from "../layout/layout-failure.ts";
import { lintLayout } from "../layout/lint-layout.ts";
import { Substitution } from "../layout/parameters.ts";
import { parseSignedDocument } from "../layout/signed-document.ts";
import type { Rule } from "../rule.ts";
import { quoteForShell } from "../shell-word.ts";

/**
 * Says what of a layout its owner may not have meant; see `lintLayout`. Does not verify who signed it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, and what `parseLayout` refuses.
 */
export function lintLayoutFile(
  layout: string,
  cwd: string,
  now: Date,
): { readonly findings: readonly Finding[]; readonly exitCode: ExitCode } {
  const { parsed, signatures, literal } = readLayout(layout, cwd);
  const findings = [...lintLayout(parsed, layout, now)];
  const note = (rule: Rule, message: string, help: string): void => {
    findings.push({ rule, verdict: "noted", subject: layout, message, help });
  };
  if (signatures === 0)
    note(
      "LAYOUT_UNSIGNED",
      "nobody has signed it yet",
      `lockseal layout sign --layout ${layout} --key OWNER.key`,
    );
  if (literal.length > 0)
    note(
      "PARAMETER_LITERAL",
      `wants parameters for ${literal.join(", ")}`,
      "whoever verifies it gives them: --param NAME=VALUE",
    );
  if (findings.every(({ verdict }) => verdict !== "refused" && verdict !== "warned"))
    findings.push({
      rule: "LAYOUT_LINT",
      verdict: "passed",
      subject: layout,
      message: "says what it looks like: thresholds, keys, rules and its end",
    });
  return { findings, exitCode: exitCodeOf(findings) };
}

/**
 * Says who must sign what in a layout, and which files flow where; also as a picture. Does not verify who signed it.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, and what `parseLayout` refuses.
 */
export function explainLayoutFile(
  layout: string,
  cwd: string,
): { readonly explained: ExplainedLayout; readonly mermaid: string } {
  const explained = explainLayout(readLayout(layout, cwd).parsed);
  return { explained, mermaid: drawLayout(explained) };
}

function readLayout(
  what: string,
  cwd: string,
): { readonly parsed: Layout; readonly signatures: number; readonly literal: readonly string[] } {
  const fail = failLayout(what);
  const bytes = readFile(resolvePath(cwd, what), MAX_ENVELOPE_BYTES);
  try {
    const { body, signatures } = parseSignedDocument(bytes, what, fail);
    const substitution = new Substitution(new Map());
    const parsed = parseLayout(body, substitution, fail);
    return { parsed, signatures: signatures.length, literal: substitution.literal };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, details, hint = "" } = hintAtLayout(error);
    const named = hint.replaceAll("--layout FILE", () => `--layout ${quoteForShell(what)}`);
    throw new Refusal(code, message, details, { hint: named, cause: error });
  }
}
