import type { JsonValue } from "../bytes/json.ts";
import { asObject, asString, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { Refusal } from "../errors.ts";
import { type Certificate, parseCertificate } from "../trust/x509.ts";
import { derOfPem } from "./certificate-pem.ts";

/** A certificate that a layout trusts to issue those of functionaries, or to stand between. */
export interface LayoutAuthority {
  readonly keyid: string;
  readonly certificate: Certificate;
}

/** More than any organization has. */
const MAX_AUTHORITIES = 64;

/** Reads `rootcas` or `intermediatecas`, as the Go implementation writes them: keys with a certificate. */
export function parseAuthorities(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): ReadonlyMap<string, LayoutAuthority> {
  const listed = Object.entries(asObject(value ?? Object.create(null), at, fail));
  if (listed.length > MAX_AUTHORITIES) fail(at, `at most ${MAX_AUTHORITIES}`, `${listed.length}`);
  return new Map(
    listed.map(([keyid, key]) => {
      const place = below(at, keyid);
      const { keyval } = asObject(key, place, fail);
      const text = asString(
        asObject(keyval, `${place}.keyval`, fail).certificate,
        `${place}.keyval.certificate`,
        fail,
      );
      return [keyid, { keyid, certificate: readCertificate(text, place, fail) }];
    }),
  );
}

function readCertificate(pem: string, at: string, fail: ShapeFailure): Certificate {
  try {
    return parseCertificate(derOfPem(pem), at);
  } catch (error) {
    if (error instanceof Refusal) return fail(at, "a certificate", error.message);
    throw error;
  }
}
