import { sha256Hex } from "../bytes/digest.ts";

/** One requirement of a requirements file, with the lines it goes over. */
export interface LockBlock {
  readonly name: string;
  readonly version: string;
  /** From the first line to behind the last one. */
  readonly start: number;
  readonly end: number;
}

const PINNED = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;\\]+)/;
const HASH = /(--hash=sha256:)[0-9a-f]{64}/g;

/** Finds the requirements that are pinned in the usual way. Reads less than a parser: it looks for something to attack. */
export function findBlocks(text: string): readonly LockBlock[] {
  const lines = text.split("\n");
  const blocks: LockBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, version = ""] = PINNED.exec(lines[at] ?? "") ?? [];
    if (name === undefined) continue;
    const start = at;
    while (/\\\r?$/.test(lines[at] ?? "")) at += 1;
    blocks.push({ name, version, start, end: at + 1 });
  }
  return blocks.filter(({ start, end }) => lines.slice(start, end).join("\n").search(HASH) >= 0);
}

/** Changes the lines of one requirement. */
export function editBlock(
  text: string,
  { start, end }: LockBlock,
  edit: (block: string) => string,
): string {
  const lines = text.split("\n");
  lines.splice(start, end - start, edit(lines.slice(start, end).join("\n")));
  return lines.join("\n");
}

/** Gives a requirement another version, and other files. */
export function toVersion(text: string, block: LockBlock, version: string): string {
  return editBlock(text, block, (lines) =>
    withOtherFiles(
      lines.replace(PINNED, (pinned) => `${pinned.slice(0, -block.version.length)}${version}`),
      version,
    ),
  );
}

/** Gives a requirement files that nobody has seen, in place of each that it had. */
export function withOtherFiles(lines: string, of: string): string {
  let number = 0;
  return lines.replace(HASH, (_, option: string) => `${option}${unseen(`${of} ${number++}`)}`);
}

/** Writes a requirement. */
export function requirement(name: string, version: string): string {
  return `${name}==${version} --hash=sha256:${unseen(`${name} ${version}`)}\n`;
}

/** The digest of a file that there is not. */
export function unseen(of: string): string {
  return sha256Hex(Buffer.from(`drill ${of}`));
}

/** Finds a requirement whose version can be made a later and an earlier one. */
export function findUpdatable(text: string): LockBlock | undefined {
  return findBlocks(text).find(({ version }) => /^\d+(?:\.\d+)*$/.test(version));
}

/** A version right behind. */
export function laterVersion(version: string): string {
  return `${version}.1`;
}
