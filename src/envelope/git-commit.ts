import { malformedSignature } from "./malformed-signature.ts";

/** A commit of git as its signer saw it, and what they made of it. */
export interface SignedCommit {
  /** The commit without any signature of it: what is signed. */
  readonly payload: Uint8Array;
  /** As the tool wrote it that made it. */
  readonly signature: Uint8Array;
}

const LF = 0x0a;
const SPACE = 0x20;
const PREFIX = Buffer.from("gpgsig");

/**
 * Parts a commit from the signature in its header, as git does: every header whose name begins with `gpgsig` is taken out,
 * with the lines that continue it, and the one of the repository's own kind of ids is the signature. **Nothing is verified.**
 *
 * @param id of the commit, in hex: 40 digits are SHA-1 (`gpgsig`), 64 are SHA-256 (`gpgsig-sha256`).
 * @returns undefined where nobody signed it.
 * @throws Refusal `SIGNATURE_MALFORMED` — two signatures, of which git would make one.
 * @see https://git-scm.com/docs/gitformat-signature
 */
export function partSignedCommit(commit: Uint8Array, id: string): SignedCommit | undefined {
  const name = Buffer.from(id.length === 64 ? "gpgsig-sha256 " : "gpgsig ");
  const payload: Uint8Array[] = [];
  const signature: Uint8Array[] = [];
  let of: "payload" | "signature" | "other" = "payload";
  let count = 0;
  let at = 0;
  while (at < commit.length && commit[at] !== LF) {
    const next = commit.indexOf(LF, at) + 1 || commit.length;
    const line = commit.subarray(at, next);
    const isContinued = line[0] === SPACE && of !== "payload";
    if (!isContinued) of = kindOf(line, name);
    if (of === "signature") {
      if (!isContinued) count += 1;
      signature.push(line.subarray(isContinued ? 1 : name.length));
    } else if (of === "payload") payload.push(line);
    at = next;
  }
  if (count > 1)
    throw malformedSignature(id.slice(0, 12), "the header", "one signature", `${count}`);
  if (count === 0) return undefined;
  payload.push(commit.subarray(at));
  return { payload: Buffer.concat(payload), signature: Buffer.concat(signature) };
}

function kindOf(line: Uint8Array, name: Uint8Array): "payload" | "signature" | "other" {
  if (startsWith(line, name)) return "signature";
  return startsWith(line, PREFIX) ? "other" : "payload";
}

function startsWith(line: Uint8Array, start: Uint8Array): boolean {
  return Buffer.from(line.subarray(0, start.length)).equals(start);
}
