import { existsSync } from "node:fs";
import { parseBundle } from "../src/sigstore/bundle.ts";
import { type Expectation, verifyBundle } from "../src/sigstore/verify.ts";
import { PRODUCTION_ROOT_JSON } from "../src/trust/production-root.ts";
import { parseTrustRoot, type TrustRoot } from "../src/trust/trust-root.ts";
import {
  type BundleCase,
  provenanceCases,
  rootOf,
  signerOf,
  suiteCases,
} from "../test/conformance/bundles.ts";
import { CASES } from "../test/conformance/cases.ts";
import { loadPeer, type Peer } from "../test/conformance/peer.ts";
import { type Figure, median } from "./figures.ts";
import { makeBundles } from "./made-bundles.ts";

// Bundles a second on one core: ours, and sigstore-js in the same process by turns. Both have the trust root parsed and
// its chains verified before; both read each bundle from its bytes every time.

const ROUNDS = 3;
const MADE = 1000;
/** For the memory: two minutes of them. */
const VERIFICATIONS = 100_000;

/** A bundle that both accept, with all that its verification needs. */
interface Run {
  readonly one: BundleCase;
  readonly expected: Expectation;
  readonly trust: TrustRoot;
  readonly peer: Peer;
}

/** Measures how fast bundles are verified, and whether memory stays as it is. */
export async function* measureBundles(): AsyncGenerator<Figure> {
  if (existsSync(CASES)) {
    const given = givenRuns();
    const provenance = given.filter(({ one }) => one.name.includes("/"));
    yield* compare("provenance of the conformance data", provenance, 8);
    yield* compare("all of the conformance data", given, 8);
  }
  const made = await madeRuns();
  yield* compare(`${MADE} made by a Sigstore on this machine`, made, 1);
  yield* measureMemory(made);
}

async function* compare(
  what: string,
  runs: readonly Run[],
  passes: number,
): AsyncGenerator<Figure> {
  const times: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  await verifyAll(runs);
  for (let round = 0; round < ROUNDS; round += 1) {
    let start = performance.now();
    for (let pass = 0; pass < passes; pass += 1) await verifyAll(runs);
    times.ours.push((performance.now() - start) / passes / runs.length);
    start = performance.now();
    for (const { one, peer } of runs) peer(one.bundle, one.artifact);
    times.theirs.push((performance.now() - start) / runs.length);
  }
  const [own, peer] = [median(times.ours), median(times.theirs)];
  yield { name: `${what}, ${runs.length}: ours`, value: 1000 / own, unit: "/s" };
  yield { name: "  sigstore-js", value: 1000 / peer, unit: "/s" };
  yield {
    name: "  ours in multiples of it",
    value: peer / own,
    unit: "×",
    aim: { is: "at least", bound: 10 },
  };
}

async function* measureMemory(runs: readonly Run[]): AsyncGenerator<Figure> {
  const peaks: number[] = [];
  for (let done = 0; done < VERIFICATIONS; done += runs.length) {
    await verifyAll(runs);
    peaks.push(process.memoryUsage.rss() / 1024 / 1024);
  }
  const half = peaks.length >> 1;
  const grown = median(peaks.slice(half)) - median(peaks.slice(0, half));
  yield {
    name: `memory after ${VERIFICATIONS} verifications`,
    value: peaks.at(-1) ?? 0,
    unit: "MiB",
  };
  yield {
    name: "  of them with a heap of",
    value: process.memoryUsage().heapUsed / 1024 / 1024,
    unit: "MiB",
  };
  yield {
    name: "  grown from the first half to the second",
    value: grown,
    unit: "MiB",
    aim: { is: "at most", bound: 16 },
  };
}

async function verifyAll(runs: readonly Run[]): Promise<void> {
  for (const { one, expected, trust } of runs) {
    const bundle = parseBundle(one.bundle, one.name);
    await verifyBundle(
      { name: one.name, bytes: one.artifact },
      bundle,
      expected,
      trust,
      new Date(),
    );
  }
}

function givenRuns(): readonly Run[] {
  const peers = new Map<string, Peer>();
  return [...suiteCases(), ...provenanceCases()].flatMap((one) => {
    // The one whose trust root only the other takes.
    if (one.name.startsWith("trust-root-tlog-missing")) return [];
    const text = one.root === null ? PRODUCTION_ROOT_JSON : Buffer.from(one.root).toString();
    const name = `${text}${one.key === null ? "" : Buffer.from(one.key).toString()}`;
    const peer = peers.get(name) ?? loadPeer(text, one.key);
    peers.set(name, peer);
    if (peer(one.bundle, one.artifact) !== null) return [];
    const expected = { signer: signerOf(one), predicateType: null };
    return [{ one, expected, trust: rootOf(one), peer }];
  });
}

/** Bundles that differ in everything: artifact, key, certificate, log entry. Making them is not timed. */
async function madeRuns(): Promise<readonly Run[]> {
  const { trustedRoot: root, identity, bundles } = await makeBundles(MADE);
  const peer = loadPeer(Buffer.from(root).toString(), null);
  const trust = parseTrustRoot(root, "root");
  const expected: Expectation = {
    signer: { kind: "identity", identity: { kind: "exact", ...identity } },
    predicateType: null,
  };
  return bundles.map(({ name, artifact, bytes: bundle }) => {
    const thrown = peer(bundle, artifact);
    if (thrown !== null)
      throw new Error(`${name}: expected sigstore-js to verify it, found ${thrown}`);
    return { one: { name, bundle, artifact, root, key: null, identity }, expected, trust, peer };
  });
}
