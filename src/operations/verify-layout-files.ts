import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { LayoutPolicy, LinkFile } from "../layout/judge-context.ts";
import { type LayoutKey, parseLayoutKeyFile } from "../layout/layout-key.ts";
import { findUnknownSteps } from "../layout/unknown-steps.ts";
import { type Verdict, verifyLayout, verifyLayoutAlone } from "../layout/verify-layout.ts";
import { quoteForShell } from "../shell-word.ts";
import { compareProducts } from "./compare-products.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";
import { readLinks } from "./read-links.ts";
import { type Machine, runInspections } from "./run-inspections.ts";

/** Which layout to verify, by what, and what it leaves to its verifier. */
export interface VerifyLayoutOptions extends KeyContext {
  readonly layout: string;
  /** The owners' keys: paths, or `env://NAME`; PEM, or JSON as in-toto writes it. Each has to have signed. */
  readonly keys: readonly string[];
  /** The folder that has the links. */
  readonly links: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly allowSublayouts: readonly string[];
  readonly allowProvenance: readonly string[];
  /** `run` needs `artifacts`: a copy of that folder is what they run in. */
  readonly inspections: "refuse" | "skip" | "run";
  /** How long each may take, in milliseconds. */
  readonly timeoutMs: number;
  /** What a jail is built with; default: this machine's. */
  readonly machine?: Machine | undefined;
  /** A folder whose files are held against the products of the last step. */
  readonly artifacts: string | undefined;
  readonly now: Date;
}

/** The verdict over a layout. */
export interface VerifyLayoutReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly steps: Verdict["steps"];
  readonly summary: Verdict["summary"];
}

/**
 * Verifies a layout by the links in a folder; see `verifyLayout`. Inspections run only where that is asked for, in a jail, and
 * only once everything else holds.
 * @throws Refusal `KEY_UNREADABLE`, `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — before anything is judged.
 * @throws RangeError — no key, or more than 32; inspections are to run, and there is no folder for them.
 */
export async function verifyLayoutFiles(options: VerifyLayoutOptions): Promise<VerifyLayoutReport> {
  const { cwd, artifacts } = options;
  if (options.inspections === "run" && artifacts === undefined)
    throw new RangeError("artifacts: expected a folder for inspections, found none");
  const keys = options.keys.map((reference) => readLayoutKey(reference, options));
  const path = resolvePath(cwd, options.layout);
  const layout = { name: options.layout, bytes: readFile(path, MAX_ENVELOPE_BYTES) };
  const unknown = unknownSteps(layout, keys, options);
  const unreadable: Finding[] = [];
  const links = readLinks(resolvePath(cwd, options.links), unreadable);
  const judge = (inspections: LayoutPolicy["inspections"] & {}): Verdict =>
    verifyLayout(layout, links, keys, options.parameters, options.now, {
      allowSublayouts: options.allowSublayouts,
      allowProvenance: options.allowProvenance,
      inspections,
    });
  const wanted = options.inspections;
  let verdict = judge(wanted === "run" ? "refuse" : wanted);
  const folder = artifacts === undefined ? undefined : resolvePath(cwd, artifacts);
  const more: Finding[] = [];
  try {
    if (folder !== undefined && artifacts !== undefined && verdict.summary !== null)
      more.push(...compareProducts(folder, artifacts, verdict.summary.products));
    if (
      wanted === "run" &&
      folder !== undefined &&
      mayRun(verdict, [...unknown, ...unreadable, ...verdict.findings, ...more])
    ) {
      const { timeoutMs, machine } = options;
      const ran = await runInspections(verdict.inspections, folder, timeoutMs, machine);
      verdict = judge(ran.results);
      more.push(...ran.findings);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What is not known because nothing could be run is no refusal of the files.
    if (error.code === "ISOLATION_UNAVAILABLE") verdict = withoutInspections(verdict);
    more.push(findingOfRefusal(error, options.layout));
  }
  const findings = [...unknown, ...unreadable, ...verdict.findings, ...more].map((finding) =>
    namingLayout(finding, options.layout),
  );
  return { ...verdict, findings, exitCode: exitCodeOf(findings) };
}

/** A layout that cannot be read, or that its owner did not sign, says nothing of its steps: that is refused elsewhere. */
function unknownSteps(
  layout: LinkFile,
  keys: readonly LayoutKey[],
  { parameters, now, allowSublayouts, allowProvenance }: VerifyLayoutOptions,
): readonly Finding[] {
  const allowed = [
    { word: "--allow-sublayout", names: allowSublayouts },
    { word: "--allow-provenance", names: allowProvenance },
  ];
  if (allowed.every(({ names }) => names.length === 0)) return [];
  const { layout: read } = verifyLayoutAlone(layout, keys, parameters, now);
  if (read === null) return [];
  return findUnknownSteps(read, allowed, allowSublayouts).map((unknown) => ({
    rule: "LAYOUT_STEP_UNKNOWN",
    verdict: "refused",
    subject: layout.name,
    ...unknown,
  }));
}

/** Whoever copies a command has to name no file in it. */
function namingLayout(finding: Finding, layout: string): Finding {
  if (finding.help?.includes("--layout FILE") !== true) return finding;
  const named = `--layout ${quoteForShell(layout)}`;
  return { ...finding, help: finding.help.replaceAll("--layout FILE", () => named) };
}

/** Nothing is run for a layout that is refused anyway, nor where a functionary's own layout wants something to be run. */
function mayRun({ summary, inspections }: Verdict, findings: readonly Finding[]): boolean {
  const own = inspections.map(({ name }) => `inspection ${name}`);
  return (
    summary !== null &&
    findings.every(
      ({ verdict, rule, subject }) =>
        verdict !== "refused" || (rule === "INSPECTION_NOT_RUN" && own.includes(subject)),
    )
  );
}

function withoutInspections(verdict: Verdict): Verdict {
  const findings = verdict.findings.filter(({ rule }) => rule !== "INSPECTION_NOT_RUN");
  return { ...verdict, findings };
}

/** Reads an owner's key. @throws Refusal `KEY_UNREADABLE`, and see `parseLayoutKeyFile`. */
function readLayoutKey(reference: string, context: KeyContext): LayoutKey {
  const { bytes } = readKeyBytes(reference, context);
  try {
    return parseLayoutKeyFile(bytes, reference);
  } catch (error) {
    if (!(error instanceof Refusal) || error.hint !== undefined) throw error;
    const hint = "name the public key of the layout's owner: PEM, or JSON as in-toto writes it";
    throw new Refusal(error.code, error.message, error.details, { hint, cause: error });
  }
}
