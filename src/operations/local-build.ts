import { LOCAL_BUILD_TYPE } from "../attestation/build-type.ts";
import type { Build } from "../statement/predicate/format-provenance.ts";
import { VERSION } from "../version.ts";
import { formatTime } from "./expiry.ts";

/** Whoever has the machine. No list of builders has it, and none should: it says that nobody watched. */
export const LOCAL_BUILDER = "https://lockseal.dev/builders/local";

/** What git says about where a build was made. */
export interface Source {
  /** `git+https://host/path`, or null where no address is known that others could use. */
  readonly repository: string | null;
  /** Null where there is none, or where tracked files differ from it. */
  readonly commit: string | null;
}

/**
 * Describes a build by hand. Says nothing about the machine and the person, and nothing that anybody could take for the word of a
 * build service.
 */
export function localBuild({ repository, commit }: Source, now: Date): Build {
  const source = repository === null ? {} : { source: repository };
  return {
    buildType: LOCAL_BUILD_TYPE,
    externalParameters: source,
    internalParameters: {},
    resolvedDependencies:
      commit === null
        ? []
        : [
            {
              ...(repository === null ? {} : { uri: repository }),
              digest: new Map([["gitCommit", commit]]),
            },
          ],
    builder: { id: LOCAL_BUILDER, version: { lockseal: VERSION } },
    metadata: { finishedOn: formatTime(now) },
  };
}
