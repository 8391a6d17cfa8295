import type { DigestAlgorithm } from "../bytes/digest.ts";
import { parseJson } from "../bytes/json.ts";
import { asObject } from "../bytes/json-shape.ts";
import { decodeUtf8 } from "../bytes/utf8.ts";
import { MAX_PAYLOAD_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { digestFile } from "../io/digest-file.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { quoteForShell } from "../shell-word.ts";
import { findSubjectByDigest, type KnownDigests } from "../sigstore/subject.ts";
import { formatStatement } from "../statement/format-statement.ts";
import { checkPredicate, predicateTypeOf } from "../statement/predicate/known-predicate.ts";
import {
  parseStatement,
  STATEMENT_V1,
  STATEMENT_V01,
  type Statement,
  type Subject,
} from "../statement/statement.ts";
import { namedSubjects } from "./named-subjects.ts";
import { refuseOwnType } from "./own-predicate.ts";

/** What is to be said about files. */
export type Claim =
  /** A predicate in a file, and its type: a URI or a short name of one. */
  | { readonly kind: "predicate"; readonly path: string; readonly type: string }
  /** A whole statement in a file, to be signed as it is, to the byte. */
  | { readonly kind: "statement"; readonly path: string };

/** A statement that is ready to be signed. */
export interface AttestationDraft {
  readonly payload: Uint8Array;
  readonly statement: Statement;
  /** Whether a reader of its predicate's type has looked at it; of a type that none knows nobody has. */
  readonly isChecked: boolean;
}

/**
 * Makes the statement about files, or reads the one that is ready, and checks it as whoever verifies it will read it. A ready one
 * has to be about each of the files and about nothing else: nobody signs for what they did not name.
 *
 * @throws Refusal `STATEMENT_SUBJECTS_DIFFER` — a ready one is about other files, or about more.
 * @throws Refusal `PREDICATE_TYPE_OWN` — see `refuseOwnType`.
 * @throws Refusal `PREDICATE_NAME_UNKNOWN`, `PREDICATE_TYPE_UNSUPPORTED`, `PREDICATE_MALFORMED` — see `predicateTypeOf`, `checkPredicate`.
 * @throws Refusal `FILE_MISSING`, `FILE_UNREADABLE`, `INPUT_TOO_LARGE`, `JSON_MALFORMED`, `STATEMENT_…` — see `readFile`, `parseStatement`.
 */
export function draftAttestation(
  files: readonly string[],
  claim: Claim,
  cwd: string,
): AttestationDraft {
  const bytes = readFile(resolvePath(cwd, claim.path), MAX_PAYLOAD_BYTES);
  const payload = claim.kind === "statement" ? bytes : makeStatement(files, claim, bytes, cwd);
  const types = [STATEMENT_V1, STATEMENT_V01] as const;
  const statement = parseStatement(payload, { what: claim.path, types });
  refuseOwnType(statement.predicateType);
  if (claim.kind === "statement") compareSubjects(statement, files, claim.path, cwd);
  return { payload, statement, isChecked: checkPredicate(statement) };
}

function makeStatement(
  files: readonly string[],
  { path, type }: Extract<Claim, { kind: "predicate" }>,
  bytes: Uint8Array,
  cwd: string,
): Uint8Array {
  // Before anything is read of it: the message is about the type, whatever the file holds.
  refuseOwnType(type);
  const fail = (_at: string, expected: string, found: string): never => {
    throw new Refusal(
      "PREDICATE_MALFORMED",
      `${path}: expected ${expected} for a predicate, found ${found}`,
      { at: "" },
    );
  };
  const json = parseJson(bytes, { what: path, maxBytes: MAX_PAYLOAD_BYTES });
  const predicateType = predicateTypeOf(type, asObject(json, "", fail));
  const text = decodeUtf8(bytes, { what: path, bom: "refuse" });
  return formatStatement(namedSubjects(files, cwd), predicateType, text);
}

function compareSubjects(
  statement: Statement,
  files: readonly string[],
  path: string,
  cwd: string,
): void {
  const algorithms = new Set<DigestAlgorithm>(["sha256"]);
  for (const { digests } of statement.subjects)
    for (const one of digests.keys()) algorithms.add(one);
  const named = new Set<object>();
  for (const file of files) {
    const { digests } = digestFile(resolvePath(cwd, file), [...algorithms]);
    // Several subjects may be this file, as by two of its names; each of them has to be it in every digest.
    const same = statement.subjects.filter((subject) => sharesDigest(subject, digests));
    if (same.length === 0) throw notAbout(statement, digests, file, path);
    for (const subject of same) {
      findSubjectByDigest({ ...statement, subjects: [subject] }, digests);
      named.add(subject);
    }
  }
  const others = statement.subjects.filter((subject) => !named.has(subject));
  if (others.length === 0) return;
  const found = others.slice(0, 3).map(({ name, digests }) => name ?? describe(digests));
  throw new Refusal(
    "STATEMENT_SUBJECTS_DIFFER",
    `${path}: expected no subject but ${files.join(", ")}, found ${found.join(", ")}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`,
    { expected: files, found },
    {
      hint: `name every file that it is about: lockseal attest FILE… --statement ${quoteForShell(path)}`,
    },
  );
}

function sharesDigest({ digests }: Subject, known: KnownDigests): boolean {
  return [...digests.values()].some(({ algorithm, hex }) => known.get(algorithm)?.hex === hex);
}

function notAbout(
  statement: Statement,
  digests: KnownDigests,
  file: string,
  path: string,
): Refusal {
  const expected = [`sha256:${digests.get("sha256")?.hex}`];
  const found = statement.subjects.slice(0, 3).map((subject) => describe(subject.digests));
  return new Refusal(
    "STATEMENT_SUBJECTS_DIFFER",
    `${path}: expected a subject ${expected} for ${file}, found ${found.join(", ")}`,
    { expected, found },
    { hint: "make the statement anew for the file as it is now" },
  );
}

function describe(digests: KnownDigests): string {
  return [...digests.values()].map(({ algorithm, hex }) => `${algorithm}:${hex}`).join(" and ");
}
