import { Folder } from "./checkout.ts";
import { trustedRoot, written } from "./instance.ts";
import {
  INSTANCE,
  makeTrivy,
  PINNED_AT,
  type ReleaseServer,
  serveReleases,
  TRIVY_PLATFORMS,
} from "./release.ts";
import type { Outcome } from "./streams.ts";

/** Who signs Trivy, as a command line says it. */
export const WORKFLOW =
  "--repository aquasecurity/trivy --workflow .github/workflows/reusable-release.yaml --ref refs/tags/v{version}";

/** A project that pins tools, with a cache of its own. */
export class Project extends Folder {
  readonly cache: Folder = new Folder();
  readonly server: ReleaseServer;

  constructor(server: ReleaseServer) {
    super();
    this.server = server;
    this.write("root.json", written(trustedRoot(INSTANCE)));
  }

  tool(line: string, now: Date = PINNED_AT): Promise<Outcome> {
    const roots = /^(?:add|update|fetch|verify|unpack)\b/.test(line)
      ? " --trusted-root root.json"
      : "";
    return this.run(`tool ${line}${roots}`, { now, env: { XDG_CACHE_HOME: this.cache.path } });
  }

  add(
    more: string = WORKFLOW,
    now: Date = PINNED_AT,
    version: string = "0.71.0",
  ): Promise<Outcome> {
    const platforms = Object.entries(TRIVY_PLATFORMS).map(
      ([ours, theirs]) => `--platform ${ours}=${theirs}`,
    );
    const url = `${this.server.url}/v{version}/trivy_{version}_{platform}.tar.gz`;
    return this.tool(
      `add trivy --version ${version} --url ${url} ${platforms.join(" ")} ${more}`.trim(),
      now,
    );
  }
}

/** A server with one release of Trivy. */
export async function published(): Promise<ReleaseServer> {
  const server = await serveReleases();
  server.publish("0.71.0", makeTrivy("0.71.0"));
  return server;
}
