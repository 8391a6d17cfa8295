/** A version that was published with malicious code. */
export interface KnownBad {
  readonly tool: string;
  readonly version: string;
  readonly advisory: string;
  readonly what: string;
  /** Of its files, where a source that is cited gives them; in hex. */
  readonly sha256: readonly string[];
}

const TRIVY = {
  tool: "trivy",
  advisory: "GHSA-69fq-xp46-6x23 (CVE-2026-33634)",
  what: "a malicious release by the project's own automation, March 2026",
  // The advisory names versions; no source that could be cited gives digests.
  sha256: [],
};

/** What is known to be bad. Data: a version is added when an advisory names it. */
export const KNOWN_BAD: readonly KnownBad[] = [
  { ...TRIVY, version: "0.69.4" },
  { ...TRIVY, version: "0.69.5" },
  { ...TRIVY, version: "0.69.6" },
];

/** Finds a version that is known to be bad. */
export function findKnownBad(tool: string, version: string): KnownBad | undefined {
  return KNOWN_BAD.find((one) => one.tool === tool && one.version === version.replace(/^v/, ""));
}

/** Finds a file that is known to be bad, by its digest, or by a name such as `trivy_0.69.4_Linux-64bit.tar.gz`. */
export function findKnownBadFile(name: string, sha256: string): KnownBad | undefined {
  const words = name.toLowerCase().split(/[_-]v?|\.(?:tar|tgz|zip|deb|rpm|exe)\b/);
  return KNOWN_BAD.find(
    (one) => one.sha256.includes(sha256) || (words[0] === one.tool && words.includes(one.version)),
  );
}

/** Finds a version that is known to be bad by the folders that its program lies in, such as `/opt/tools/trivy/0.69.4/x64/trivy`. */
export function findKnownBadPlace(path: string): KnownBad | undefined {
  const folders = path.split(/[\\/]/);
  const name = folders.pop()?.replace(/\.exe$/, "");
  return KNOWN_BAD.find(
    (one) =>
      one.tool === name &&
      folders.some(
        (folder) =>
          folder.replace(/^v/, "") === one.version || findKnownBadFile(folder, "") === one,
      ),
  );
}
