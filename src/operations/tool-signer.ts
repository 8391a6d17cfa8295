import type { Finding } from "../finding.ts";
import { refused } from "../finding.ts";
import type { Policy } from "../policy/model.ts";
import type { PinnedSigner, PinnedTool } from "../tool/pinned.ts";
import { loadPinnedRoot } from "./pinned-root.ts";
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

/** Who has to have signed a pinned tool, and what their signatures are judged by. */
export interface ToolSigner {
  /** Each way to sign that counts; null where nothing can be verified. */
  readonly signers: readonly PinnedSigner[] | null;
  readonly by: JudgedBy;
  readonly findings: readonly Finding[];
}

/** When a signer counts, by which clocks, and by which trust roots of which age. */
export type JudgedBy = Partial<Pick<SignatureContext, "within" | "time" | "trust">>;

/**
 * Gives what the `[trust]` of a policy says about signatures of tools: its clocks, and the root that it pins, which judges
 * alone. A root that the command line names takes the place of the policy's, and the policy does not say how old that may be.
 */
export function trustOf(
  { policy, folder }: Pick<ToolPolicy, "policy" | "folder">,
  isTrustNamed: boolean,
): JudgedBy {
  const { trust } = policy;
  if (isTrustNamed) return { time: { ...trust, maxRootAgeMs: null } };
  const pinned = trust.sigstoreRoot;
  if (pinned === null) return { time: trust };
  // Read when a certificate is judged: signatures by keys need no root.
  return { time: trust, trust: async () => [loadPinnedRoot(pinned, folder)] };
}

/**
 * Finds who has to have signed a tool: whom the policy names for it, in the pinned version; where no policy speaks of it,
 * whom the pin names, by the clocks and roots of the first. Of several policies the first that speaks of the tool counts.
 * @param isTrustNamed the command line names the trust root: see `trustOf`.
 * @throws Refusal `TOOL_SIGNER_LOOSE`, `KEY_…`, `FILE_…` — see `signersOf`.
 */
export async function toolSignerOf(
  subject: string,
  pin: PinnedTool,
  policies: readonly ToolPolicy[],
  isTrustNamed: boolean,
): Promise<ToolSigner> {
  const own = pin.signer === null ? null : [pin.signer];
  const about = policies.find(({ policy }) => policy.tools.has(pin.name));
  const wanted = about?.policy.tools.get(pin.name);
  if (about === undefined || wanted === undefined) {
    const [nearest] = policies;
    if (nearest === undefined) return { signers: own, by: {}, findings: [] };
    const findings = [unknown(subject, pin.name, nearest.name)];
    return { signers: own, by: trustOf(nearest, isTrustNamed), findings };
  }
  const { policy, folder, name } = about;
  const by = trustOf(about, isTrustNamed);
  if (wanted.signer === null) return { signers: own, by, findings: [] };
  if (own === null)
    return { signers: null, by, findings: [unsigned(subject, pin, wanted.signer, name)] };
  const signer = policy.signers.get(wanted.signer);
  const signers = await signersOf(policy, wanted, pin.version, folder);
  return {
    signers,
    by: signer === undefined ? by : { ...by, within: signer },
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
