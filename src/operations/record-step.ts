import { join } from "node:path";
import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { isThere, readFile, writeFile } from "../io/files.ts";
import { recordTree } from "../io/recorded-tree.ts";
import { removeFile } from "../io/remove-file.ts";
import { resolvePath } from "../io/root.ts";
import { runForeground } from "../io/run-foreground.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { normalisePath } from "../layout/artifact-path.ts";
import { linkBodyOf, type RecordedFiles, UNFINISHED } from "../layout/draft-link.ts";
import { keyEntryOf } from "../layout/key-entry.ts";
import { failLink } from "../layout/layout-failure.ts";
import { isSignedByKey, layoutKeyOf } from "../layout/layout-key.ts";
import { type Link, parseLink } from "../layout/link.ts";
import { type DocumentForm, draftDocument, signDocument } from "../layout/sign-document.ts";
import { parseSignedDocument } from "../layout/signed-document.ts";
import { excluder } from "./excluded.ts";
import { keyidInLayout } from "./keyid-in-layout.ts";

/** Which step is recorded, and how. */
export interface RecordOptions {
  readonly step: string;
  readonly key: PrivateKey;
  readonly materials: readonly string[];
  readonly products: readonly string[];
  /** Patterns of what is not recorded, of a whole path or of a name in it. */
  readonly exclude: readonly string[];
  readonly form: DocumentForm;
  /** The layout that the link is for: it says by which name it knows the key. */
  readonly layout?: string | undefined;
  /** Where the link is written. */
  readonly output: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** What was recorded. */
export interface RecordedStep {
  /** The link; null where the command failed, and none was written. */
  readonly link: string | null;
  /** The command's. */
  readonly exitCode: number;
  readonly materials: number;
  readonly products: number;
}

/**
 * Runs a command and writes a signed link of it: what its files were before and afterwards. A command that fails leaves none.
 * What the command reads and writes besides is not recorded.
 * @throws Refusal `PROGRAM_FAILED` — it cannot be started. `FILE_MISSING`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`, `LAYOUT_MALFORMED`, `LINK_MALFORMED`.
 */
export async function runStep(
  options: RecordOptions,
  command: readonly string[],
): Promise<RecordedStep> {
  const [program = "", ...words] = command;
  checkStep(options.step);
  const name = nameOf(options);
  const materials = recorded(options.materials, options);
  const { cwd, env } = options;
  const exitCode = await runForeground(program, words, { cwd, env });
  const products = exitCode === 0 ? recorded(options.products, options) : new Map<string, string>();
  const counts = { materials: materials.size, products: products.size };
  if (exitCode !== 0) return { link: null, exitCode, ...counts };
  write(options, name, { type: "link", command, materials, products, exitCode });
  return { link: name.file, exitCode, ...counts };
}

/**
 * Records the materials of a step that no single command carries out, in a signed file that only `stopStep` reads.
 * @throws Refusal `FILE_EXISTS` — a step of that name has begun and not ended. And see `runStep`.
 */
export function startStep(options: RecordOptions): RecordedStep {
  checkStep(options.step);
  const name = unfinishedName(options);
  const materials = recorded(options.materials, options);
  const seen = { type: UNFINISHED, materials, products: new Map() } as const;
  try {
    write(options, { file: name }, { ...seen, command: [], exitCode: null }, true);
  } catch (error) {
    throw error instanceof Refusal && error.code === "FILE_EXISTS"
      ? hasBegun(options, name)
      : error;
  }
  return { link: name, exitCode: 0, materials: materials.size, products: 0 };
}

function hasBegun({ step }: RecordOptions, name: string): Refusal {
  return new Refusal(
    "FILE_EXISTS",
    `${name}: expected a step that has not begun, found ${JSON.stringify(step)} under way`,
    { path: name },
    {
      hint: `end it: lockseal link record stop --step ${step} --key KEY; or remove ${name}, and begin anew`,
    },
  );
}

/**
 * Records the products of a step that `startStep` began, and writes its link.
 * @throws Refusal `FILE_MISSING` — no such step has begun. `SIGNATURE_INVALID` — the file of its beginning was changed, or is of another key. And see `runStep`.
 */
export function stopStep(options: RecordOptions): RecordedStep {
  checkStep(options.step);
  const unfinished = join(resolvePath(options.cwd, options.output), unfinishedName(options));
  const begun = readUnfinished(unfinished, options);
  const materials = new Map(
    [...begun.materials].map(([path, { hashes }]) => [path, sha256Of(hashes)]),
  );
  const products = recorded(options.products, options);
  const name = nameOf(options);
  write(options, name, { type: "link", command: [], materials, products, exitCode: null });
  removeFile(unfinished);
  return { link: name.file, exitCode: 0, materials: materials.size, products: products.size };
}

function readUnfinished(path: string, { key, step, now }: RecordOptions): Link {
  if (!isThere(path))
    throw new Refusal(
      "FILE_MISSING",
      `${path}: expected a step that has begun, found none`,
      { path },
      { hint: `begin it: lockseal link record start --step ${step} --key KEY --materials PATH` },
    );
  const hint = "begin the step again, and end it with the same key";
  const fail = failLink(path, hint);
  const document = parseSignedDocument(readFile(path, MAX_ENVELOPE_BYTES), path, fail);
  const own = layoutKeyOf(key.publicKey);
  if (!document.signatures.some((one) => isSignedByKey(own, document.message, one, now)))
    throw new Refusal(
      "SIGNATURE_INVALID",
      `${path}: expected a signature by ${own.keyid}, found none that holds`,
      { keys: [own.keyid] },
      { hint },
    );
  const { _type: type } = document.body;
  if (type !== UNFINISHED) fail("_type", JSON.stringify(UNFINISHED), JSON.stringify(type ?? null));
  const link = parseLink(document.body, fail);
  return link.name === step ? link : fail("name", step, String(link.name));
}

function sha256Of(hashes: string): string {
  return hashes.replace(/^sha256:/, "");
}

function recorded(paths: readonly string[], { cwd, exclude }: RecordOptions): RecordedFiles {
  const normal = paths.map((path) => {
    if (/^\.\/*$/.test(path)) return ".";
    const spelt = normalisePath(path, "none");
    return typeof spelt === "string" ? spelt : failLink("path")("", spelt.expected, spelt.found);
  });
  return recordTree(cwd, normal, excluder(exclude));
}

/** A file, and by which name of the key its layout looks for the signature. */
interface LinkName {
  readonly file: string;
  readonly keyid?: string;
}

function write(
  options: RecordOptions,
  { file, keyid }: LinkName,
  seen: Omit<Parameters<typeof linkBodyOf>[0], "step">,
  exclusive = false,
): void {
  const body = linkBodyOf({ step: options.step, ...seen });
  // What nobody would accept is not signed: two paths that some disk takes for one.
  parseLink(body, failLink(file));
  const names = keyid === undefined ? [] : [keyid];
  const bytes = signDocument(draftDocument(options.form, body), options.key, [], names);
  writeFile(join(resolvePath(options.cwd, options.output), file), bytes, 0o644, exclusive);
}

function nameOf({ step, key, layout, cwd }: RecordOptions): LinkName & { readonly keyid: string } {
  const keyid =
    layout === undefined
      ? keyEntryOf(key.publicKey).keyid
      : keyidInLayout(layout, cwd, key.publicKey, step);
  return { file: `${step}.${keyid.slice(0, 8)}.link`, keyid };
}

function unfinishedName({ step, key }: RecordOptions): string {
  return `.${step}.${keyEntryOf(key.publicKey).keyid.slice(0, 8)}.link-unfinished`;
}

function checkStep(step: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (step.length > 128 || /^\.{0,2}$|[/\\\u0000-\u001f\u007f]/.test(step))
    failLink("step")("", "a name that can be that of a file", JSON.stringify(step));
}
