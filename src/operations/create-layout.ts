import { dirname } from "node:path";
import { parseToml } from "../bytes/toml.ts";
import { Refusal } from "../errors.ts";
import { readFile, writeFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import { keysOfDraft, layoutOfDraft } from "../layout/draft-layout.ts";
import { parseLayout } from "../layout/layout.ts";
import { failDraft } from "../layout/layout-failure.ts";
import { parseLayoutKeyFile } from "../layout/layout-key.ts";
import { Substitution } from "../layout/parameters.ts";
import { parseExpiry } from "./expiry.ts";
import { type KeyContext, readKeyBytes } from "./key-source.ts";

/** What a layout is made of. */
export interface CreateLayoutOptions extends KeyContext {
  /** TOML; keys that it names are found from its folder on. */
  readonly draft: string;
  readonly output: string;
  /** Overrules what the draft says: a span or a time. */
  readonly expires: string | undefined;
  readonly now: Date;
}

/** A layout that was made. */
export interface CreatedLayout {
  readonly output: string;
  readonly expires: string;
  readonly steps: number;
}

const MAX_DRAFT_BYTES = 1024 * 1024;

/**
 * Makes a layout of TOML that people write, and refuses what `parseLayout` refuses. Nobody has signed it yet.
 * @throws Refusal `TOML_MALFORMED`, `LAYOUT_MALFORMED`, `GLOB_MALFORMED`, `KEY_UNREADABLE`, `KEY_MALFORMED`, `FILE_MISSING`, `FILE_EXISTS`, `FILE_UNWRITABLE`.
 */
export function createLayout(options: CreateLayoutOptions): CreatedLayout {
  const path = resolvePath(options.cwd, options.draft);
  const fail = failDraft(options.draft);
  const what = options.draft;
  const draft = parseToml(readFile(path, MAX_DRAFT_BYTES), { what, maxBytes: MAX_DRAFT_BYTES });
  const around = { cwd: dirname(path), env: options.env };
  const keys = new Map(
    [...keysOfDraft(draft, fail)].map(([name, reference]) => [name, readKey(reference, around)]),
  );
  const written = options.expires ?? draft.expires;
  const expires =
    typeof written === "string"
      ? parseExpiry(written.replace(".000Z", "Z"), options.now)
      : undefined;
  if (expires === undefined)
    return fail(
      "expires",
      "90d, 12h, 2w or a time to come such as 2027-01-31T00:00:00Z",
      written === undefined ? "none" : JSON.stringify(written),
    );
  const body = layoutOfDraft(draft, keys, expires, fail);
  const { steps } = parseLayout(body, new Substitution(new Map()), fail);
  const file = JSON.stringify({ signatures: [], signed: body }, null, 1);
  writeFile(resolvePath(options.cwd, options.output), `${file}\n`, 0o644, true);
  return { output: options.output, expires, steps: steps.length };
}

function readKey(reference: string, context: KeyContext) {
  const { key, scheme } = parseLayoutKeyFile(readKeyBytes(reference, context).bytes, reference);
  if (scheme !== "gpg") return key;
  throw new Refusal(
    "KEY_UNSUPPORTED",
    `${reference}: expected a key in PEM or in-toto's JSON, found one of OpenPGP`,
    { found: "OpenPGP" },
    { hint: "let the functionary make a key: lockseal keygen" },
  );
}
