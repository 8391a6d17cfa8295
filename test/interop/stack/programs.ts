import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/** The services of the stack that are programs of others. */
export interface Programs {
  readonly fulcio: string;
  readonly rekorTiles: string;
  readonly timestampAuthority: string;
}

interface GoProgram {
  readonly name: string;
  readonly version: string;
  readonly source: string;
}

// Of rekor-tiles and the timestamp authority the last that Go 1.26 builds; what is newer asks for 1.27.
const FULCIO: GoProgram = {
  name: "fulcio",
  version: "1.8.8",
  source: "github.com/sigstore/fulcio",
};
const REKOR_TILES: GoProgram = {
  name: "rekor-tiles",
  version: "2.3.0",
  source: "github.com/sigstore/rekor-tiles/v2/cmd/rekor-server/posix",
};
const TIMESTAMP_AUTHORITY: GoProgram = {
  name: "timestamp-authority",
  version: "2.1.3",
  source: "github.com/sigstore/timestamp-authority/v2/cmd/timestamp-server",
};

const GO = "go";
// A cold build of one takes four minutes on two cores; whoever waits twice as long is stuck.
const BUILD_MS = 8 * 60_000;

/**
 * Builds the services where the cache has them not, one after the other.
 * @throws Error that names what the module proxy does not serve or Go does not build.
 */
export function preparePrograms(env: NodeJS.ProcessEnv): Programs {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lockseal-peers");
  return {
    fulcio: build(FULCIO, cache, env),
    rekorTiles: build(REKOR_TILES, cache, env),
    timestampAuthority: build(TIMESTAMP_AUTHORITY, cache, env),
  };
}

/** A version has a folder of its own, so that its presence says which one it is. */
function build(program: GoProgram, cache: string, env: NodeJS.ProcessEnv): string {
  const { name, version, source } = program;
  const folder = join(cache, `${name}-${version}`);
  const path = join(folder, basename(source));
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const { status, stderr, error } = spawnSync(GO, ["install", `${source}@v${version}`], {
    encoding: "utf8",
    timeout: BUILD_MS,
    env: { ...env, GOBIN: folder },
  });
  if (status === 0 && existsSync(path)) return path;
  const last = error?.message ?? stderr.trim().split("\n").at(-1) ?? "";
  throw new Error(`${name} ${version}: expected go install to build it, found ${last}`);
}
