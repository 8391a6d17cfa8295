import { quote } from "../bytes/quote.ts";
import { algorithmOfTag, type ChecksumAlgorithm, hexDigitsOf } from "./checksum-algorithm.ts";
import { type ChecksumLine, malformedLine } from "./checksum-text.ts";

/** One object of PowerShell's list. */
export interface FileHash {
  readonly algorithm: ChecksumAlgorithm;
  /** Lower-case hex. */
  readonly hex: string;
  /** The last part of the path, which is one of the machine that wrote the list. */
  readonly name: string;
  /** The line of the digest. */
  readonly line: number;
}

const FIELD = /^(Algorithm|Hash|Path) *: ?(.*)$/;

/** Tells whether a list is what `Get-FileHash | Format-List` writes. */
export function isFileHashList(lines: readonly ChecksumLine[]): boolean {
  return FIELD.test(lines.find(({ text }) => text.trim() !== "")?.text ?? "");
}

/**
 * Reads what `Get-FileHash | Format-List` writes: objects of three fields, with empty lines between them. A digest that
 * was wrapped is joined; a path that was wrapped is refused, for a space may have stood there.
 *
 * @throws Refusal `CHECKSUMS_MALFORMED` — a field that is missing, unknown, wrapped or there twice, or a digest of another length.
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/get-filehash
 */
export function readFileHashes(lines: readonly ChecksumLine[], what: string): readonly FileHash[] {
  const found: FileHash[] = [];
  let fields = new Map<string, ChecksumLine>();
  let last = "";
  for (const line of [...lines, { text: "", number: (lines.at(-1)?.number ?? 0) + 1 }]) {
    const { text, number } = line;
    if (text.trim() === "") {
      if (fields.size > 0) found.push(readObject(fields, number - 1, what));
      fields = new Map();
      last = "";
      continue;
    }
    const wrapped = /^ +([0-9A-Fa-f]+) *$/.exec(text)?.[1];
    const hash = fields.get("Hash");
    if (wrapped !== undefined && last === "Hash" && hash !== undefined) {
      fields.set("Hash", { text: hash.text + wrapped, number: hash.number });
      continue;
    }
    const [, name, value = ""] = FIELD.exec(text) ?? [];
    if (name === undefined || fields.has(name))
      throw malformedLine(
        what,
        number,
        "Algorithm, Hash and Path once each",
        quote(text),
        "write it wide enough: Get-FileHash FILE | Format-List | Out-File -Width 4096",
      );
    fields.set(name, { text: value.trimEnd(), number });
    last = name;
  }
  return found;
}

function readObject(
  fields: ReadonlyMap<string, ChecksumLine>,
  end: number,
  what: string,
): FileHash {
  const [tag, hash, path] = ["Algorithm", "Hash", "Path"].map((name) => {
    const field = fields.get(name);
    if (field !== undefined && field.text !== "") return field;
    throw malformedLine(what, field?.number ?? end, `a value for ${name}`, "none");
  });
  const algorithm = algorithmOfTag(tag?.text ?? "");
  if (algorithm === undefined)
    throw malformedLine(
      what,
      tag?.number ?? end,
      "an algorithm that is known",
      quote(tag?.text ?? ""),
    );
  const { text: hex = "", number: line = end } = hash ?? {};
  const digits = hexDigitsOf(algorithm);
  if (!/^[0-9A-Fa-f]+$/.test(hex) || hex.length !== digits)
    throw malformedLine(what, line, `${digits} hex digits, as ${algorithm} has`, quote(hex));
  const { text: full = "", number: at = end } = path ?? {};
  const name = full.slice(Math.max(full.lastIndexOf("/"), full.lastIndexOf("\\")) + 1);
  if (name === "") throw malformedLine(what, at, "the path of a file", quote(full));
  return { algorithm, hex: hex.toLowerCase(), name, line };
}
