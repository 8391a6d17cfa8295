import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where the cases made by others lie, beside the project. The project has no copy of them. */
export const CASES: string = join(import.meta.dirname, "../../../shared/conformance");

/**
 * Runs before all cases.
 * @throws Error when there are none: a run without cases would show nothing, and look as if it had.
 */
export default function demandCases(): void {
  if (!existsSync(CASES))
    throw new Error(
      `conformance: expected the cases made by others in ${CASES}, found no such folder`,
    );
}
