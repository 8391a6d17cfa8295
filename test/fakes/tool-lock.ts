import type { PinnedTool } from "../../src/tool/pinned.ts";

const NAME = "trivy_0.71.0_Linux-64bit.tar.gz";
const ISSUER = "https://token.actions.githubusercontent.com";

/** A tool as it is pinned, with every field there is. */
export const TRIVY: PinnedTool = {
  name: "trivy",
  version: "0.71.0",
  bin: "trivy",
  signer: {
    kind: "workflow",
    issuer: ISSUER,
    server: "https://github.com",
    repository: "aquasecurity/trivy",
    workflow: ".github/workflows/reusable-release.yaml",
    ref: "refs/tags/v0.71.0",
    trigger: "push",
  },
  assets: [
    {
      platform: "linux-x64",
      name: NAME,
      size: 51_200_345,
      digests: [
        { algorithm: "sha256", hex: "a".repeat(64) },
        { algorithm: "sha512", hex: "c".repeat(128) },
        { algorithm: "blake3", hex: "d".repeat(64) },
      ],
      sourceCommit: "1".repeat(40),
      buildConfig: "https://github.com/aquasecurity/trivy/.github/workflows/release.yaml",
      buildConfigDigest: "2".repeat(40),
      logTime: "2026-11-20T08:00:00Z",
      urls: [
        `https://github.com/aquasecurity/trivy/releases/${NAME}`,
        `https://mirror.example/${NAME}`,
      ],
      evidence: [{ kind: "signature", sha256: "e".repeat(64) }],
      files: [
        { kind: "file", path: "LICENSE", mode: 0o644, size: 11_357, sha256: "f".repeat(64) },
        { kind: "directory", path: "contrib", mode: 0o755, size: 0 },
        { kind: "symlink", path: "latest", mode: 0o777, size: 0, target: "trivy" },
        { kind: "file", path: "trivy", mode: 0o755, size: 163_000_000, sha256: "b".repeat(64) },
      ],
    },
  ],
};

/** The same, written by hand. */
export const TRIVY_LOCK: string = `# Pins of downloaded tools, written by lockseal. To change them: lockseal tool add, lockseal tool update
version = 1

[tools.trivy]
version = "0.71.0"
bin = "trivy"
signer = { issuer = "${ISSUER}", server = "https://github.com", repository = "aquasecurity/trivy", workflow = ".github/workflows/reusable-release.yaml", ref = "refs/tags/v0.71.0", trigger = "push" }

[tools.trivy.assets.linux-x64]
name = "${NAME}"
size = 51200345
sha256 = "${"a".repeat(64)}"
sha512 = "${"c".repeat(128)}"
blake3 = "${"d".repeat(64)}"
source_commit = "${"1".repeat(40)}"
build_config = "https://github.com/aquasecurity/trivy/.github/workflows/release.yaml"
build_config_digest = "${"2".repeat(40)}"
log_time = "2026-11-20T08:00:00Z"
urls = [
  "https://github.com/aquasecurity/trivy/releases/${NAME}",
  "https://mirror.example/${NAME}",
]
evidence = [
  "signature sha256:${"e".repeat(64)}",
]

[tools.trivy.assets.linux-x64.files]
"LICENSE" = { mode = "0644", size = 11357, sha256 = "${"f".repeat(64)}" }
"contrib/" = { mode = "0755" }
"latest" = { symlink = "trivy" }
"trivy" = { mode = "0755", size = 163000000, sha256 = "${"b".repeat(64)}" }
`;
