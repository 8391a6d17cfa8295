import { gzipSync } from "node:zlib";
import { entry, tar } from "../archive/tar/make-tar.ts";
import { sha256 } from "./checkout.ts";
import { der } from "./der.ts";
import {
  createInstance,
  fulcioExtensions,
  type Instance,
  ISSUER,
  signBundle,
  written,
} from "./instance.ts";
import { type Loopback, startLoopback } from "./loopback.ts";

/** The instance that every fake release is signed by. */
export const INSTANCE: Instance = createInstance();
/** When releases are signed, and four days later, when they are pinned. */
export const RELEASED_AT: Date = new Date("2026-01-15T12:00:00Z");
export const PINNED_AT: Date = new Date("2026-01-19T12:00:00Z");

/** What a release of Trivy differs in from an honest one. */
export interface ReleaseOptions {
  readonly commit?: string;
  readonly workflow?: string;
  readonly repository?: string;
  readonly buildConfig?: readonly [uri: string, digest: string];
  readonly at?: Date;
  readonly program?: string | Uint8Array;
  readonly mode?: number;
  readonly more?: Buffer;
  readonly signed?: boolean;
}

/** The names that Trivy's files have for the platforms of its tests. */
export const TRIVY_PLATFORMS: Readonly<Record<string, string>> = {
  "linux-x64": "Linux-64bit",
  "darwin-arm64": "macOS-ARM64",
};

/** Makes the files of a release as Trivy publishes them: archives, checksums, and a bundle for each. */
export function makeTrivy(
  version: string,
  options: ReleaseOptions = {},
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const platform of Object.values(TRIVY_PLATFORMS)) {
    const program = options.program ?? `#!/bin/sh\necho trivy ${version} ${platform} "$@"\n`;
    const archive = tar(
      entry("LICENSE", "Apache"),
      entry("README.md", `Trivy ${version}`),
      entry("contrib/gitlab.tpl", "{{ . }}"),
      entry("trivy", program, { mode: options.mode ?? 0o755 }),
      ...(options.more === undefined ? [] : [options.more]),
    );
    files.set(`trivy_${version}_${platform}.tar.gz`, gzipSync(archive));
  }
  const lines = [...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
  files.set(`trivy_${version}_checksums.txt`, Buffer.from(lines.join("")));
  if (options.signed !== false)
    for (const [name, bytes] of [...files])
      files.set(`${name}.sigstore.json`, signAsTrivy(bytes, version, options));
  return files;
}

/** Signs as Trivy's workflow at a tag does. */
export function signAsTrivy(
  bytes: Uint8Array,
  version: string,
  options: ReleaseOptions,
): Uint8Array {
  const { repository = "aquasecurity/trivy", commit = "1".repeat(40) } = options;
  const { workflow = ".github/workflows/reusable-release.yaml" } = options;
  const url = `https://github.com/${repository}`;
  const ref = `refs/tags/v${version}`;
  const [config, digest] = options.buildConfig ?? [`${url}/.github/workflows/release.yaml`, commit];
  const at = options.at ?? RELEASED_AT;
  return written(
    signBundle(INSTANCE, {
      message: bytes,
      at,
      leaf: {
        names: der.sequence(der.text(0x86, `${url}/${workflow}@${ref}`)),
        promisedAt: at,
        extensions: fulcioExtensions({
          1: ISSUER,
          8: ISSUER,
          2: "push",
          3: commit,
          5: repository,
          6: ref,
          11: "github-hosted",
          12: url,
          13: commit,
          14: ref,
          18: `${config}@${ref}`,
          19: digest,
          20: "push",
        }),
      },
    }),
  );
}

/** A server of releases: what is in `files` by path, else 404. */
export interface ReleaseServer extends Loopback {
  readonly files: Map<string, Uint8Array>;
  /** Puts a release under `/v…/`. */
  publish(version: string, files: ReadonlyMap<string, Uint8Array>): void;
}

/** Starts one on 127.0.0.1; `await using` stops it. */
export async function serveReleases(): Promise<ReleaseServer> {
  const files = new Map<string, Uint8Array>();
  const server = await startLoopback((request, response) => {
    const bytes = files.get(request.url ?? "");
    if (bytes === undefined) response.writeHead(404).end("not here");
    else response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  });
  return {
    ...server,
    files,
    publish(version, release) {
      for (const [name, bytes] of release) files.set(`/v${version}/${name}`, bytes);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
