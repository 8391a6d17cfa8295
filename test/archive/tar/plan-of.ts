import { UNPINNED_LIMITS } from "../../../src/archive/limits.ts";
import type { ArchivePlan } from "../../../src/archive/plan.ts";
import { createPlanBuilder } from "../../../src/archive/plan-builder.ts";
import { createTarWalk } from "../../../src/archive/tar/walk.ts";

/** Walks a tar in pieces that fall between all boundaries, and gives its plan. */
export function planOf(bytes: Uint8Array): ArchivePlan {
  const options = { archive: "a.tar", limits: UNPINNED_LIMITS };
  const builder = createPlanBuilder(options);
  const walk = createTarWalk({ ...options, builder, sink: { entry: () => {}, body: () => {} } });
  for (let at = 0; at < bytes.length; at += 700) walk.push(bytes.subarray(at, at + 700));
  return walk.end();
}
