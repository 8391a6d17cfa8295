import type { Finding } from "../finding.ts";
import { refused } from "../finding.ts";
import type { Policy } from "../policy/model.ts";
import type { PinnedSigner, PinnedTool } from "../tool/pinned.ts";
import { signersOf } from "./release-signer.ts";
import type { SignatureContext } from "./verify-asset-signature.ts";

/** A policy that is in place where tools are used. */
export interface ToolPolicy {
  /** As messages name it. */
  readonly name: string;
  /** What it names is relative to this. */
  readonly folder: string;
  readonly policy: Policy;
}

/** Who has to have signed a pinned tool, and when they count. */
export interface ToolSigner {
  /** Each way to sign that counts; null where nothing can be verified. */
  readonly signers: readonly PinnedSigner[] | null;
  readonly period: Pick<SignatureContext, "within" | "time">;
  readonly findings: readonly Finding[];
}

/**
 * Finds who has to have signed a tool: whom the policy names for it, in the pinned version; where no policy speaks of it,
 * whom the pin names. Of several policies the first that speaks of the tool counts.
 * @throws Refusal `TOOL_SIGNER_LOOSE`, `KEY_…`, `FILE_…` — see `signersOf`.
 */
export async function toolSignerOf(
  subject: string,
  pin: PinnedTool,
  policies: readonly ToolPolicy[],
): Promise<ToolSigner> {
  const own = pin.signer === null ? null : [pin.signer];
  const about = policies.find(({ policy }) => policy.tools.has(pin.name));
  const wanted = about?.policy.tools.get(pin.name);
  if (about === undefined || wanted === undefined) {
    const findings = policies.slice(0, 1).map(({ name }) => unknown(subject, pin.name, name));
    return { signers: own, period: {}, findings };
  }
  const { policy, folder, name } = about;
  const time = policy.trust;
  if (wanted.signer === null) return { signers: own, period: { time }, findings: [] };
  if (own === null)
    return { signers: null, period: {}, findings: [unsigned(subject, pin, wanted.signer, name)] };
  const signer = policy.signers.get(wanted.signer);
  const signers = await signersOf(policy, wanted, pin.version, folder);
  return {
    signers,
    period: { time, ...(signer === undefined ? {} : { within: signer }) },
    findings: [],
  };
}

function unknown(subject: string, tool: string, policy: string): Finding {
  return {
    rule: "TOOL_UNWANTED",
    verdict: "warned",
    subject,
    message: `judged by its pin alone: expected a table [tools.${tool}] of ${policy}, which says who signs it, found none`,
    help: `let the policy say who signs it: lockseal tool add ${tool} --help`,
  };
}

function unsigned(subject: string, { name }: PinnedTool, signer: string, policy: string): Finding {
  return refused(
    "TOOL_UNSIGNED",
    subject,
    `a signature by ${signer}, as [tools.${name}] of ${policy} asks`,
    "a pin that nobody signed",
    `pin it anew: lockseal tool update ${name}; or, where nobody signs it, take signer out of the policy`,
  );
}
