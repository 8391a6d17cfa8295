import { type Bundle, parseBundle } from "../src/sigstore/bundle.ts";
import type { Artifact } from "../src/sigstore/content.ts";
import { type Expectation, verifyBundle } from "../src/sigstore/verify.ts";
import { PRODUCTION_ROOT_JSON } from "../src/trust/production-root.ts";
import {
  type BundleCase,
  NOW,
  provenanceCases,
  rootOf,
  signerOf,
  suiteCases,
} from "../test/conformance/bundles.ts";
import { loadPeer, type Peer } from "../test/conformance/peer.ts";
import { formatFigure, median } from "./figures.ts";

// Bundles a second on one core: ours, and sigstore-js in the same process by turns, over all bundles of the conformance
// data that both accept. Both have the trust root parsed already; both read the bundle from its bytes every time.

const ROUNDS = 7;
/** Ours is verified so often in a round, for one pass of it is too short to be timed. */
const PASSES = 8;

const cases = [...suiteCases(), ...provenanceCases()];
if (cases.length === 0) throw new RangeError("expected the conformance data beside the project");

/** What every verification of a case needs, made once. */
interface Run {
  readonly one: BundleCase;
  readonly artifact: Artifact;
  readonly expected: Expectation;
  readonly peer: Peer;
}

const peers = new Map<string, Peer>();
const runs: Run[] = [];
for (const one of cases) {
  const text = one.root === null ? PRODUCTION_ROOT_JSON : Buffer.from(one.root).toString();
  const name = `${text}${one.key === null ? "" : Buffer.from(one.key).toString()}`;
  const peer = peers.get(name) ?? loadPeer(text, one.key);
  peers.set(name, peer);
  if (peer(one.bundle, one.artifact) !== null) continue;
  if (one.name.startsWith("trust-root-tlog-missing")) continue;
  const expected = { signer: signerOf(one), predicateType: null };
  runs.push({ one, artifact: { name: one.name, bytes: one.artifact }, expected, peer });
}

async function ours(): Promise<void> {
  for (const { one, artifact, expected } of runs) {
    const bundle: Bundle = parseBundle(one.bundle, one.name);
    await verifyBundle(artifact, bundle, expected, rootOf(one), NOW);
  }
}

function theirs(): void {
  for (const { one, peer } of runs) peer(one.bundle, one.artifact);
}

const times: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
await ours();
for (let round = 0; round < ROUNDS; round += 1) {
  let start = performance.now();
  for (let pass = 0; pass < PASSES; pass += 1) await ours();
  times.ours.push((performance.now() - start) / PASSES / runs.length);
  start = performance.now();
  theirs();
  times.theirs.push((performance.now() - start) / runs.length);
}
const [own, peer] = [median(times.ours), median(times.theirs)];
for (const figure of [
  { name: `verify ${runs.length} different bundles: ours`, value: 1000 / own, unit: "/s" },
  { name: "the same: sigstore-js", value: 1000 / peer, unit: "/s" },
  {
    name: "ours, in multiples of sigstore-js",
    value: peer / own,
    unit: "×",
    aim: { is: "at least", bound: 10 } as const,
  },
]) {
  process.stdout.write(`${formatFigure(figure)}\n`);
}
