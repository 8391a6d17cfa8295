import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { checkApprovals } from "./approvals.ts";
import { checkPredicateTypes, checkSummaries, locksealAttest } from "./attest.ts";
import type { Checks } from "./checks.ts";
import {
  conformanceClient,
  cosign2,
  cosign3,
  lockseal,
  prepareSetting,
  type Setting,
  sigstorePython,
} from "./clients.ts";
import { checkCommandLine } from "./command-line.ts";
import { checkPairs } from "./pairs.ts";
import { isPresent, type MissingPeer, type Peer } from "./peers.ts";
import { type Programs, preparePrograms } from "./stack/programs.ts";
import { startStack } from "./stack/stack.ts";
import { tellStory } from "./story.ts";
import { checkTrivy } from "./trivy.ts";

/**
 * Signs against services on loopback: as users type it, and crosswise, each kind of bundle by each client and verified
 * by each.
 * @returns the table of the pairs.
 */
export async function checkKeyless(
  peers: readonly (Peer | MissingPeer)[],
  above: string,
  checks: Checks,
): Promise<readonly string[]> {
  const folder = join(above, "keyless");
  mkdirSync(folder);
  const programs = programsOrWhyNot();
  if (typeof programs === "string") {
    checks.skip("keyless, against a Sigstore on loopback", programs);
    return [];
  }
  const stack = await startStack(programs, folder);
  try {
    await checkCommandLine(stack, folder, checks);
    await checkApprovals(stack, folder, checks);
    const pip = peers.filter(isPresent).find(({ name }) => name === "pip");
    if (pip !== undefined) await tellStory(stack, pip, folder, checks);
    await checkTrivy(stack, folder, checks);
    const setting = await prepareSetting(stack, folder);
    const present = peers.filter(isPresent);
    for (const peer of present)
      if (peer.name === "cosign" && peer.version.startsWith("3.")) {
        await checkPredicateTypes(peer, setting, checks);
        await checkSummaries(peer, setting, checks);
      }
    return await checkPairs(clientsOf(present, setting), setting, checks);
  } finally {
    await stack.stop();
  }
}

function clientsOf(peers: readonly Peer[], setting: Setting) {
  const named = (name: string, major = ""): Peer[] =>
    peers.filter((peer) => peer.name === name && peer.version.startsWith(major));
  return [
    lockseal(setting),
    locksealAttest(setting),
    conformanceClient(setting),
    ...named("cosign", "3.").map((peer) => cosign3(peer, setting)),
    ...named("cosign", "2.").map((peer) => cosign2(peer, setting)),
    ...named("sigstore").map((peer) => sigstorePython(peer, setting)),
  ];
}

/** What cannot be built here is skipped by name, as a peer that is missing is. */
function programsOrWhyNot(): Programs | string {
  try {
    return preparePrograms(process.env);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
