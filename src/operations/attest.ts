import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Finding } from "../finding.ts";
import { replaceFiles } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { predicateWord } from "../statement/predicate/known-predicate.ts";
import { type Claim, draftAttestation } from "./attestation-draft.ts";
import { type StatementSigner, signStatement } from "./sign-statement.ts";
import { placeAttestation } from "./standing-attestation.ts";

/** What to say about which files, and who says so. */
export interface AttestOptions {
  /** One statement is made, about all of them. */
  readonly files: readonly string[];
  readonly claim: Claim;
  readonly signer: StatementSigner;
  readonly cwd: string;
  /** Where to write the bundle; default: beside each file, as `FILE.WORD.sigstore.json`. */
  readonly bundle?: string | undefined;
}

/** What was signed. */
export interface AttestReport {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode;
  readonly signed: readonly { readonly file: string; readonly bundle: string }[];
}

/**
 * Signs a statement about files: a predicate of any type but our own, or a ready statement as it is. The predicate is read first
 * as its type says. Does not ask whether it is true. One signature is made; without `bundle` it is written beside every file.
 *
 * @throws Refusal see `draftAttestation`, `placeAttestation`, and for an identity `signBundle`; nothing is written then.
 * @throws RangeError — no file.
 */
export async function attest(options: AttestOptions): Promise<AttestReport> {
  const { files, cwd, signer } = options;
  if (files.length === 0) throw new RangeError("files: expected at least one, found none");
  const draft = draftAttestation(files, options.claim, cwd);
  const { payload, statement, isChecked } = draft;
  const word = predicateWord(statement.predicateType);
  const key = signer.kind === "key" ? signer.key.publicKey : null;
  const places =
    options.bundle === undefined
      ? files.map((file) => {
          const path = resolvePath(cwd, file);
          return placeAttestation({ path, word }, payload, key, undefined);
        })
      : [placeAttestation({ path: "", word }, payload, key, resolvePath(cwd, options.bundle))];
  const subjects = statement.subjects.map(({ name }) => name);
  const { bytes, by } = await signStatement(payload, subjects, signer);
  replaceFiles(
    places.map((path) => ({ path, bytes })),
    0o644,
  );
  const findings = files.map((file, index): Finding => {
    const place = places[index] ?? places[0] ?? "";
    return {
      rule: "ATTESTED",
      verdict: "passed",
      subject: file,
      message: `signed ${statement.predicateType} by ${by} into ${place}`,
    };
  });
  if (!isChecked) findings.push(unchecked(files, statement.predicateType));
  return {
    findings,
    exitCode: exitCodeOf(findings),
    signed: files.map((file, index) => ({ file, bundle: places[index] ?? places[0] ?? "" })),
  };
}

function unchecked(files: readonly string[], type: string): Finding {
  return {
    rule: "PREDICATE_UNCHECKED",
    verdict: "noted",
    subject: files.join(", "),
    message: `the predicate is signed as it is: nothing here knows what ${type} has to say`,
  };
}
