import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ArchivePlan, PlanEntry } from "../../../src/archive/plan.ts";
import { Refusal } from "../../../src/errors.ts";
import { planOf } from "../../archive/tar/plan-of.ts";
import { Dice } from "../../fakes/dice.ts";
import { drawTar } from "../../fakes/drawn-tar.ts";
import type { Checks } from "../checks.ts";
import { goPeer, isThere, type PeerReading, pythonPeer } from "../zip/peers.ts";

const DRAWN = 6000;
const SEED = 20261124;

/** Of archives that are drawn, and most of them wrong, whatever we accept is read alike by all, or refused. */
export async function checkTars(checks: Checks, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const dice = new Dice(SEED);
  const accepted: { readonly path: string; readonly plan: ArchivePlan }[] = [];
  for (let index = 0; index < DRAWN; index++) {
    const bytes = drawTar(dice);
    const plan = planOrRefusal(bytes);
    if (plan instanceof Refusal) continue;
    const path = join(folder, `${index}.tar`);
    writeFileSync(path, bytes);
    accepted.push({ path, plan });
  }
  for (const [program, ask, peer] of [
    ["python3", "--version", pythonPeer("Python's tarfile", join(import.meta.dirname, "read.py"))],
    ["go", "version", goPeer("Go's archive/tar", join(import.meta.dirname, "read.go"))],
  ] as const) {
    if (!isThere(program, ask)) {
      checks.fail(peer.name, `expected the program ${program}, found none`);
      continue;
    }
    const readings = peer.read(accepted.map(({ path }) => path));
    await checks.check(
      `${peer.name} sees nothing else in the ${accepted.length} that are accepted of ${DRAWN} drawn archives`,
      () =>
        accepted
          .map(({ path, plan }, index) => {
            const difference = differenceOf(plan, readings[index]);
            return difference === undefined ? undefined : `${path}: ${difference}`;
          })
          .find((difference) => difference !== undefined),
    );
    const read = readings.filter((reading) => "entries" in reading).length;
    // A reader that refuses hides nothing; one that refuses most has shown nothing.
    await checks.check(`${peer.name} reads most of them`, () =>
      read > 0.9 * accepted.length ? undefined : `${read}`,
    );
  }
}

function planOrRefusal(bytes: Uint8Array): ArchivePlan | Refusal {
  try {
    return planOf(bytes);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function differenceOf(ours: ArchivePlan, theirs: PeerReading | undefined): string | undefined {
  if (theirs === undefined) return "no answer";
  if ("refused" in theirs) return undefined;
  const seen = new Map(theirs.entries.map(([name, , what]) => [clean(name), what]));
  seen.delete("");
  const [one, other] = [
    ours.entries.map((entry) => [entry.path, describe(entry, seen.get(entry.path))]),
    [...seen].toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ].map((entries) => JSON.stringify(entries));
  return one === other ? undefined : `${one}, and not ${other}`;
}

/** What a peer should say of an entry; a hard link's target it gives as it is spelt. */
function describe(entry: PlanEntry, theirs: string | undefined): string {
  if (entry.kind === "file") return entry.sha256;
  if (entry.kind === "directory") return "folder";
  const isSame =
    entry.kind === "hardlink" && theirs !== undefined && clean(theirs) === entry.target;
  return isSame ? theirs : entry.target;
}

function clean(name: string): string {
  return name
    .split("/")
    .filter((component) => component !== "" && component !== ".")
    .join("/");
}
