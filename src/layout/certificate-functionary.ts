import { Refusal } from "../errors.ts";
import { pathLimit, unknownCritical, usageBits } from "../sigstore/certificate.ts";
import { flawOf, verifyChain } from "../sigstore/chain.ts";
import type { Authority } from "../trust/trust-root.ts";
import { type Certificate, parseCertificate } from "../trust/x509.ts";
import type { LayoutAuthority } from "./certificate-authority.ts";
import { allowsRoot, flawOfNames, holderOf } from "./certificate-constraint.ts";
import { readNames } from "./certificate-names.ts";
import { derOfPem } from "./certificate-pem.ts";
import type { Layout, Step } from "./layout.ts";
import { type LayoutKey, layoutKeyOf } from "./layout-key.ts";

const NOT_ISSUED = "a certificate that none of the roots issued which its constraint allows";
const NAME_CONSTRAINTS = "2.5.29.30";
const MAX_DEPTH = 6;
const MAX_CHAINS = 64;

/** A key that a certificate is for. */
export interface CertifiedKey {
  readonly key: LayoutKey;
  /** Whose it is: the same for every certificate of one holder. */
  readonly holder: string;
}

/**
 * Takes a certificate for a functionary of a step: it satisfies one of the step's constraints, is in force now, and a
 * root of the layout that this constraint allows issued it, by way of the layout's intermediates. What its key signed is
 * not looked at, and no revocation list is. Constraints of names are not judged: an authority that has them issues nothing.
 *
 * @returns its key, or what is wrong with it in words.
 */
export function certifiedKey(
  pem: string,
  step: Step,
  layout: Layout,
  now: Date,
): CertifiedKey | string {
  try {
    const certificate = parseCertificate(derOfPem(pem), "certificate");
    const usage = flawOfUsage(certificate);
    if (usage !== undefined) return usage;
    const names = readNames(certificate);
    // Many constraints may allow one root, and each way up to it takes time.
    const tried = new Map<LayoutAuthority, string | undefined>();
    const flawBelow = (roots: readonly LayoutAuthority[]): string | undefined => {
      for (const root of roots)
        if (!tried.has(root))
          tried.set(
            root,
            flawOfIssue(certificate, chainsFor(certificate, layout.intermediates, [root]), now),
          );
      const found = roots.map((root) => tried.get(root));
      if (found.includes(undefined)) return undefined;
      return found.find((one) => one !== NOT_ISSUED) ?? NOT_ISSUED;
    };
    // A constraint whose names are satisfied says more of what is wrong than one that is about somebody else.
    const flaws: string[] = [];
    let other = "a certificate, where the step has no constraints for any";
    for (const constraint of step.constraints) {
      const found = flawOfNames(constraint, names);
      if (found !== undefined) {
        other = `a certificate with ${found}`;
        continue;
      }
      const roots = [...layout.roots.values()].filter(({ keyid }) => allowsRoot(constraint, keyid));
      const flaw = roots.length === 0 ? NOT_ISSUED : flawBelow(roots);
      if (flaw === undefined)
        return { key: layoutKeyOf(certificate.key), holder: holderOf(constraint, names) };
      flaws.push(flaw);
    }
    return flaws.find((one) => one !== NOT_ISSUED) ?? flaws[0] ?? other;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function flawOfIssue(
  certificate: Certificate,
  chains: readonly Authority[],
  now: Date,
): string | undefined {
  const judged = chains.filter((one) => limitedToNames(one) === undefined);
  try {
    verifyChain(certificate, judged, [now.getTime()], "functionaries");
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== "CERTIFICATE_UNTRUSTED") return error.message;
    for (const chain of chains) {
      const flaw = limitedToNames(chain) ?? flawOf(chain, "functionaries");
      if (flaw !== undefined) return `a certificate below ${chain.uri}, of which ${flaw}`;
    }
    return NOT_ISSUED;
  }
}

/** RFC 5280 §6.1.4(g): what a CA may give names for. Those who do not judge it must not pass over it. */
function limitedToNames({ chain }: Authority): string | undefined {
  const index = chain.findIndex(({ extensions }) => extensions.has(NAME_CONSTRAINTS));
  if (index === -1) return undefined;
  return `its certificate ${index + 1} of ${chain.length} has name constraints, which are not judged`;
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
