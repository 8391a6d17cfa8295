import { decodeBase64 } from "../bytes/base64.ts";
import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";
import { parsePublicKey } from "../key/public-key.ts";
import type { BundledSigner } from "./bundle.ts";

/** A chain of certificates in PEM, twice in base64, stays far below this. */
export const MAX_PEM_SIGNER_BYTES: number = 256 * 1024;
/** As in a bundle. */
const MAX_CHAIN = 8;
/** cosign writes PEM, PEM in base64, and in its bundles the one in the other. */
const MAX_WRAPPINGS = 2;

const CERTIFICATE =
  /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)\n-----END CERTIFICATE-----(?:\n+|$)/;

/**
 * Reads who signed, as it stands beside signatures from before bundles: certificates in PEM, the signer's first, or a public
 * key in PEM; also in base64, once or twice. Checks the encoding only: **no certificate is verified**.
 *
 * @param what names the file in a refusal.
 * @throws Refusal `CERTIFICATE_MALFORMED` — neither, other text around it, or more certificates than a chain has.
 * @throws Refusal `KEY_MALFORMED`, `KEY_UNSUPPORTED` — see `parsePublicKey`.
 */
export function parsePemSigner(bytes: Uint8Array, what: string): BundledSigner {
  const text = unwrap(bytes, what).replaceAll("\r\n", "\n").trim();
  if (text.startsWith("-----BEGIN PUBLIC KEY-----")) {
    return { kind: "key", hint: parsePublicKey(Buffer.from(text, "latin1"), what).hint };
  }
  const chain: Uint8Array[] = [];
  for (let rest = text; rest !== ""; ) {
    const [block = "", base64] = CERTIFICATE.exec(rest) ?? [];
    if (base64 === undefined || chain.length === MAX_CHAIN) throw malformed(what, rest);
    chain.push(decode(base64.replaceAll("\n", ""), what));
    rest = rest.slice(block.length);
  }
  const [leaf, ...above] = chain;
  if (leaf === undefined) throw malformed(what, text);
  return { kind: "certificate", chain: [leaf, ...above] };
}

function unwrap(bytes: Uint8Array, what: string): string {
  if (bytes.length > MAX_PEM_SIGNER_BYTES) {
    throw new Refusal(
      "INPUT_TOO_LARGE",
      `${what}: expected certificates of at most ${MAX_PEM_SIGNER_BYTES} bytes, found ${bytes.length}`,
      { bytes: bytes.length, limit: MAX_PEM_SIGNER_BYTES },
    );
  }
  let text = Buffer.from(bytes).toString("latin1");
  for (let wrapping = 0; wrapping < MAX_WRAPPINGS && !text.includes("-----BEGIN "); wrapping++) {
    text = Buffer.from(decode(text.trim(), what)).toString("latin1");
  }
  return text;
}

function decode(base64: string, what: string): Uint8Array {
  try {
    return decodeBase64(base64);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw malformed(what, base64);
  }
}

function malformed(what: string, found: string): Refusal {
  const shown = found === "" ? "nothing" : quote(found);
  return new Refusal(
    "CERTIFICATE_MALFORMED",
    `${what}: expected a certificate or a public key in PEM, found ${shown}`,
    { found: shown },
  );
}
