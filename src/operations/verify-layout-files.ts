import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { type Finding, findingOfRefusal } from "../finding.ts";
import { readFile } from "../io/files.ts";
import { listLinks } from "../io/link-folder.ts";
import { resolvePath } from "../io/root.ts";
import type { LayoutPolicy, LinkFile } from "../layout/judge-context.ts";
import { type LayoutKey, parseLayoutKeyFile } from "../layout/layout-key.ts";
import { type Verdict, verifyLayout } from "../layout/verify-layout.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";

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
  readonly inspections: "refuse" | "skip";
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
 * Verifies a layout by the links in a folder; see `verifyLayout`. Runs nothing that the layout says.
 * @throws Refusal `KEY_UNREADABLE`, `KEY_MALFORMED`, `KEY_WRONG_KIND`, `KEY_UNSUPPORTED`, `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE` — before anything is judged.
 * @throws RangeError — no key, or more than 32.
 */
export function verifyLayoutFiles(options: VerifyLayoutOptions): VerifyLayoutReport {
  const keys = options.keys.map((reference) => readLayoutKey(reference, options));
  const layout = {
    name: options.layout,
    bytes: readFile(resolvePath(options.cwd, options.layout), MAX_ENVELOPE_BYTES),
  };
  const unreadable: Finding[] = [];
  const links = readLinks(resolvePath(options.cwd, options.links), unreadable);
  const policy: LayoutPolicy = {
    allowSublayouts: options.allowSublayouts,
    allowProvenance: options.allowProvenance,
    inspections: options.inspections,
  };
  const verdict = verifyLayout(layout, links, keys, options.parameters, options.now, policy);
  const findings = [...unreadable, ...verdict.findings];
  return { ...verdict, findings, exitCode: exitCodeOf(findings) };
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

function readLinks(folder: string, unreadable: Finding[]): readonly LinkFile[] {
  return listLinks(folder).flatMap(({ name, path }) => {
    try {
      return [{ name, bytes: readFile(path, MAX_ENVELOPE_BYTES) }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unreadable.push(findingOfRefusal(error, name));
      return [];
    }
  });
}
