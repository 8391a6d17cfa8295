import { Refusal } from "../errors.ts";
import { pathLimit, unknownCritical, usageBits } from "../sigstore/certificate.ts";
import { verifyChain } from "../sigstore/chain.ts";
import type { Authority } from "../trust/trust-root.ts";
import { type Certificate, parseCertificate } from "../trust/x509.ts";
import type { LayoutAuthority } from "./certificate-authority.ts";
import { allowsRoot, flawOfNames } from "./certificate-constraint.ts";
import { readNames } from "./certificate-names.ts";
import { derOfPem } from "./certificate-pem.ts";
import type { Layout, Step } from "./layout.ts";
import { type LayoutKey, layoutKeyOf } from "./layout-key.ts";

const MAX_DEPTH = 6;
const MAX_CHAINS = 64;

/**
 * Takes a certificate for a functionary of a step: it satisfies one of the step's constraints, is in force now, and a
 * root of the layout that this constraint allows issued it, by way of the layout's intermediates. What its key signed is
 * not looked at, and no revocation list is.
 *
 * @returns its key, or what is wrong with it in words.
 */
export function certifiedKey(
  pem: string,
  step: Step,
  layout: Layout,
  now: Date,
): LayoutKey | string {
  try {
    const certificate = parseCertificate(derOfPem(pem), "certificate");
    const usage = flawOfUsage(certificate);
    if (usage !== undefined) return usage;
    const names = readNames(certificate);
    let flaw = "a certificate, where the step has no constraints for any";
    for (const constraint of step.constraints) {
      const found = flawOfNames(constraint, names);
      if (found !== undefined) {
        flaw = `a certificate with ${found}`;
        continue;
      }
      const roots = [...layout.roots.values()].filter(({ keyid }) => allowsRoot(constraint, keyid));
      verifyChain(certificate, chainsFor(certificate, layout.intermediates, roots), [
        now.getTime(),
      ]);
      return layoutKeyOf(certificate.key);
    }
    return flaw;
  } catch (error) {
    if (error instanceof Refusal && error.code === "CERTIFICATE_UNTRUSTED")
      return "a certificate that none of the roots issued which its constraint allows";
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function flawOfUsage(certificate: Certificate): string | undefined {
  const unknown = unknownCritical(certificate);
  if (unknown !== undefined) return `a certificate with the unknown critical extension ${unknown}`;
  if (pathLimit(certificate) !== undefined) return "the certificate of an authority";
  // RFC 5280 §4.2.1.3: bit 0 is digitalSignature.
  const bits = usageBits(certificate);
  if (bits !== undefined && (bits & 0x80) === 0) return "a certificate that is not for signatures";
  return undefined;
}

/** Gives the ways from a certificate up to a root, by names; whether each signed the one below is for `verifyChain`. */
function chainsFor(
  leaf: Certificate,
  intermediates: readonly LayoutAuthority[],
  roots: readonly LayoutAuthority[],
): readonly Authority[] {
  const found: Authority[] = [];
  const climb = (below: Certificate, path: readonly Certificate[]): void => {
    for (const { keyid, certificate } of roots) {
      if (found.length >= MAX_CHAINS || !isNamed(certificate, below)) continue;
      found.push({
        uri: `root ${keyid}`,
        chain: upTo(path, certificate),
        validFor: { start: certificate.notBefore, end: certificate.notAfter },
      });
    }
    if (path.length >= MAX_DEPTH || found.length >= MAX_CHAINS) return;
    for (const { certificate } of intermediates)
      if (isNamed(certificate, below) && !path.includes(certificate))
        climb(certificate, [...path, certificate]);
  };
  climb(leaf, []);
  return found;
}

function isNamed(issuer: Certificate, { issuer: name }: Certificate): boolean {
  return Buffer.compare(issuer.subject, name) === 0;
}

function upTo([first, ...rest]: readonly Certificate[], root: Certificate): Authority["chain"] {
  return first === undefined ? [root] : [first, ...rest, root];
}
