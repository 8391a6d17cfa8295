import { decodeEitherBase64 } from "../bytes/base64.ts";
import { type JsonObject, type JsonValue, parseJson } from "../bytes/json.ts";
import { asArray, asObject } from "../bytes/json-shape.ts";
import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { readFile, writeFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PrivateKey } from "../key/private-key.ts";
import { keyEntryOf } from "../layout/key-entry.ts";
import { parseLayout } from "../layout/layout.ts";
import { failLayout } from "../layout/layout-failure.ts";
import { Substitution } from "../layout/parameters.ts";
import {
  type DocumentForm,
  type DraftDocument,
  draftDocument,
  signDocument,
} from "../layout/sign-document.ts";
import { parseSignedDocument } from "../layout/signed-document.ts";

/** Which layout to sign, and how. */
export interface SignLayoutOptions {
  readonly layout: string;
  readonly key: PrivateKey;
  /** A new end, as layouts write it; what others signed before then no longer holds, and is left out. */
  readonly expires: string | undefined;
  /** Another form than the file has, of which the same is true. */
  readonly form: DocumentForm | undefined;
  /** Where to write it; the file itself where it is not said. */
  readonly output: string | undefined;
  readonly cwd: string;
  readonly now: Date;
}

/** What was signed. */
export interface SignedLayout {
  readonly output: string;
  readonly form: DocumentForm;
  /** As the layout says it. */
  readonly expires: string;
  /** How many signatures of others are kept, as they stand. */
  readonly kept: number;
  readonly steps: number;
}

/**
 * Signs a layout: one that has no signature, one that others signed, or its body alone. Refuses what no verifier would take.
 * Does not verify what others signed.
 * @throws Refusal `LAYOUT_MALFORMED`, `LAYOUT_EXPIRED`, `GLOB_MALFORMED`, `FILE_MISSING`, `FILE_UNREADABLE`, `FILE_UNWRITABLE`.
 */
export function signLayout(options: SignLayoutOptions): SignedLayout {
  const { layout: what, key, now } = options;
  const fail = failLayout(what);
  const path = resolvePath(options.cwd, what);
  const file = read(readFile(path, MAX_ENVELOPE_BYTES), what);
  const isNew =
    options.expires !== undefined || (options.form !== undefined && options.form !== file.form);
  const body: JsonObject =
    options.expires === undefined ? file.body : { ...file.body, expires: options.expires };
  const form = options.form ?? file.form;
  const { expires, steps } = parseLayout(body, new Substitution(new Map()), fail);
  if (expires <= now.getTime())
    throw new Refusal(
      "LAYOUT_EXPIRED",
      `${what}: expected a layout that is in force when it is signed, found one that expired at ${new Date(expires).toISOString()}`,
      { expires, now: now.getTime() },
      { hint: "give it a new end: --expires 90d" },
    );
  const { keyid, newKeyid } = keyEntryOf(key.publicKey);
  const before = isNew
    ? []
    : file.signatures.filter(
        (one) => ![keyid, newKeyid].includes(String(asObject(one, "", fail).keyid)),
      );
  const draft: DraftDocument = isNew ? draftDocument(form, body) : file;
  const output = options.output ?? what;
  writeFile(resolvePath(options.cwd, output), signDocument(draft, key, before), 0o644, false);
  return { output, form, expires: String(body.expires), kept: before.length, steps: steps.length };
}

function read(
  bytes: Uint8Array,
  what: string,
): DraftDocument & { signatures: readonly JsonValue[] } {
  const fail = failLayout(what);
  const root = asObject(parseJson(bytes, { what, maxBytes: MAX_ENVELOPE_BYTES }), "", fail);
  if (root._type === "layout") return { ...draftDocument("metablock", root), signatures: [] };
  const { form, body } = parseSignedDocument(bytes, what, fail);
  const signatures = asArray(root.signatures, "signatures", 0, 32, fail);
  const payload =
    form === "dsse" ? decodeEitherBase64(String(root.payload)) : draftDocument(form, body).payload;
  return { form, body, payload, signatures };
}
