import { Refusal } from "../../errors.ts";
import type {
  IncludeReader,
  PipError,
  PipOptionLine,
  PipRequirement,
  PipView,
  SourceFile,
} from "../model.ts";
import { decodeLikePip } from "./decode.ts";
import { LineReader, type LogicalLine, replaceVariables } from "./lines.ts";
import { type LineOptions, parseOptions } from "./options.ts";
import { type Pin, readPin, readPinBlock } from "./pin.ts";
import { NOWHERE, type Place } from "./place.ts";
import { readEditable, readRequirement } from "./requirement.ts";

// A file that includes two files that each include two … doubles with every level, and pip reads them all.
// Nobody's lock has more than some dozens.
const MAX_INCLUDES = 1000;

/** Beyond so many lines of content, in all files together, the reading ends: three million took half a minute and 3 GB. */
export const MAX_LINES = 200_000;

/**
 * Reads a requirement file and all that it includes as pip 26.2 does, on any bytes: what pip stops at is in
 * `errors`, and reading goes on behind it. Says nothing about whether what is seen is pinned, hashed or safe.
 * @param read gives the files that are included; it is asked for URLs too, and its files are decoded alike.
 * @param env the variables that `${NAME}` stands for. Those that set options of pip (`PIP_…`) have no effect.
 * @param place where relative paths lead; by default paths are judged by their look.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function readLikePip(
  root: SourceFile,
  read: IncludeReader,
  env: Readonly<Record<string, string>>,
  place: Place = NOWHERE,
): PipView {
  const reader = new Reader(read, env, place);
  reader.readFile(root, false, new Map([[root.name, null]]));
  const { requirements, optionLines, files, errors } = reader;
  return {
    requirements,
    optionLines,
    files: [...files.values()],
    requireHashes: optionLines.some(({ options }) => options.require_hashes === true),
    noRequireHashes: optionLines.some(({ options }) => options.no_require_hashes === true),
    errors,
  };
}

/** The files that led here, each with the one that first included it. */
type Chain = ReadonlyMap<string, string | null>;

class Reader {
  readonly requirements: PipRequirement[] = [];
  readonly optionLines: PipOptionLine[] = [];
  readonly errors: PipError[] = [];
  readonly files: Map<string, SourceFile> = new Map();
  readonly #read: IncludeReader;
  readonly #env: Readonly<Record<string, string>>;
  readonly #place: Place;
  #includes = 0;
  #lines = 0;

  constructor(read: IncludeReader, env: Readonly<Record<string, string>>, place: Place) {
    this.#read = read;
    this.#env = env;
    this.#place = place;
  }

  readFile(file: SourceFile, constraint: boolean, chain: Chain): void {
    if (!this.files.has(file.name)) this.files.set(file.name, file);
    const decoded = decodeLikePip(file.bytes);
    if ("message" in decoded) {
      this.#fail(file, 0, decoded.kind, decoded.message);
      return;
    }
    const lines = new LineReader(decoded.text);
    while (!lines.done) {
      const number = lines.line;
      const block = lines.plain ? readPinBlock(decoded.text, lines.position) : undefined;
      if (block !== undefined) {
        this.#addPin(file, number, block, constraint);
        lines.skip(block.end, block.lines);
        continue;
      }
      const line = lines.next();
      if (line.text === "") continue;
      this.#lines += 1;
      if (this.#lines > MAX_LINES) {
        this.#fail(file, line.line, "TooManyLines", `more than ${MAX_LINES} lines to read`);
        return;
      }
      const pin = readPin(line.text);
      if (pin === undefined) this.#readLine(file, line, constraint, chain);
      else this.#addPin(file, number, pin, constraint);
    }
  }

  #addPin(file: SourceFile, line: number, pin: Pin, constraint: boolean): void {
    const { text, hashes, parsed } = pin;
    const { name } = file;
    this.requirements.push({ file: name, line, text, editable: false, constraint, hashes, parsed });
  }

  #readLine(
    file: SourceFile,
    { line, text }: LogicalLine,
    constraint: boolean,
    chain: Chain,
  ): void {
    const replaced = replaceVariables(text, this.#env);
    const [argument, optionText] = splitOptions(replaced);
    let options: LineOptions;
    try {
      options = parseOptions(optionText);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "PIP_OPTION_MALFORMED") throw error;
      const { kind, reason } = (error as Refusal<"PIP_OPTION_MALFORMED">).details;
      const message =
        kind === "CommandError" ? reason : `Invalid requirement: ${replaced}\n${reason}`;
      this.#fail(file, line, kind, message);
      return;
    }
    // Only the first of several -e, -r and -c of a line counts, and each only where what precedes it is not there.
    const [firstEditable] = options.editables ?? [];
    const requirement = argument !== "" ? argument : firstEditable;
    const [include = options.constraints?.[0]] = options.requirements ?? [];
    if (requirement !== undefined) {
      this.#addRequirement(file, line, requirement, options, constraint);
    } else if (include !== undefined) {
      this.#include(file, line, include, options.requirements === undefined, chain);
    } else {
      this.optionLines.push({ file: file.name, line, options: optionRecord(options) });
    }
  }

  #addRequirement(
    file: SourceFile,
    line: number,
    text: string,
    options: LineOptions,
    constraint: boolean,
  ): void {
    const editable = options.editables !== undefined;
    this.requirements.push({
      file: file.name,
      line,
      text,
      editable,
      constraint,
      // pip hands no hash on to an editable.
      hashes: (editable ? undefined : options.hashes) ?? new Map(),
      parsed: editable
        ? readEditable(text, constraint, this.#place)
        : readRequirement(text, this.#place),
    });
  }

  #include(
    from: SourceFile,
    line: number,
    reference: string,
    constraint: boolean,
    chain: Chain,
  ): void {
    if (++this.#includes > MAX_INCLUDES) {
      const message = `includes: expected at most ${MAX_INCLUDES}, found more`;
      if (this.#includes === MAX_INCLUDES + 1) this.#fail(from, line, "TooManyIncludes", message);
      return;
    }
    const file = this.#read(reference, from.name);
    if (typeof file === "string") {
      const what = constraint ? "constraint" : "requirements";
      this.#fail(from, line, "CannotOpen", `Could not open ${what} file: ${file}`);
      return;
    }
    const earlier = chain.get(file.name);
    if (earlier !== undefined) {
      const tail = earlier === null ? "" : ` and again in ${earlier}`;
      const message = `${file.name} recursively references itself in ${from.name}${tail}`;
      this.#fail(from, line, "RecursiveRequirements", message);
      return;
    }
    // A constraint file that includes with -r installs what is in there: the flag is that of the last include.
    this.readFile(
      this.files.get(file.name) ?? file,
      constraint,
      new Map([...chain, [file.name, from.name]]),
    );
  }

  #fail(file: SourceFile, line: number, kind: string, message: string): void {
    this.errors.push({ file: file.name, line, kind, message });
  }
}

/** pip cuts at the first word, of those between U+0020, that starts with a dash; a tab separates nothing. */
function splitOptions(line: string): [argument: string, options: string] {
  if (line.startsWith("-")) return ["", line];
  const at = line.indexOf(" -");
  return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}

function optionRecord(options: LineOptions): Readonly<Record<string, unknown>> {
  const record: [string, unknown][] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value instanceof Map) record.push([name, Object.fromEntries(value)]);
    else if (!isEmptyControl(value)) record.push([name, value]);
  }
  return Object.fromEntries(record);
}

/** `:none:` alone leaves what was there before the line, which is nothing that the line says. */
function isEmptyControl(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).flat().length === 0
  );
}
