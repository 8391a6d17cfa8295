import { quote } from "../bytes/quote.ts";
import { MAX_ENVELOPE_BYTES } from "../envelope/dsse.ts";
import { Refusal } from "../errors.ts";
import { readFile } from "../io/files.ts";
import { resolvePath } from "../io/root.ts";
import type { PublicKey } from "../key/public-key.ts";
import { parseLayout } from "../layout/layout.ts";
import { failLayout } from "../layout/layout-failure.ts";
import { Substitution } from "../layout/parameters.ts";
import { parseSignedDocument } from "../layout/signed-document.ts";

/**
 * Says by which name a layout knows a key that is to carry out a step. Does not verify who signed the layout: only the
 * name of a file comes of it.
 * @throws Refusal `LAYOUT_MALFORMED`, `FILE_MISSING`, `FILE_UNREADABLE`. `STEP_KEY_FOREIGN` — the step is not there, or for other keys.
 */
export function keyidInLayout(
  layout: string,
  cwd: string,
  key: PublicKey,
  stepName: string,
): string {
  const fail = failLayout(layout);
  const bytes = readFile(resolvePath(cwd, layout), MAX_ENVELOPE_BYTES);
  const { body } = parseSignedDocument(bytes, layout, fail);
  const { steps, keys } = parseLayout(body, new Substitution(new Map()), fail);
  const step = steps.find(({ name }) => name === stepName);
  const keyid = step?.pubkeys.find((id) => keys.get(id)?.key.fingerprint === key.fingerprint);
  if (keyid !== undefined) return keyid;
  const found =
    step === undefined ? `only ${steps.map(({ name }) => quote(name)).join(", ")}` : "other keys";
  throw new Refusal(
    "STEP_KEY_FOREIGN",
    `${layout}: expected a step ${quote(stepName)} that key ${key.fingerprint} may carry out, found ${found}`,
    { step: stepName, key: key.fingerprint },
    { hint: "check --step and --key, or let the owner of the layout name the key" },
  );
}
