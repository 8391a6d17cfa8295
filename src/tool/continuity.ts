import { formatMode, type PlanEntry } from "../archive/plan.ts";
import type { Claims } from "../trust/claim.ts";
import { formatSigner } from "./format-tool-lock.ts";
import { type PinnedAsset, type PinnedSigner, type PinnedTool, sha256Of } from "./pinned.ts";

/** What a release may differ in from the one before, each to be accepted by its word. */
export const CHANGE_WORDS = [
  "age",
  "downgrade",
  "republished",
  "signer",
  "workflow",
  "build-config",
  "assets",
  "files",
  "modes",
  "size",
] as const;

export type ChangeWord = (typeof CHANGE_WORDS)[number];

/** One way in which a release is not as the last one was. */
export interface ReleaseChange {
  readonly word: ChangeWord;
  readonly expected: string;
  readonly found: string;
}

/** A release that grows or shrinks by more than a third is another program. */
const LARGEST_GROWTH = 1 / 3;
/** After so many names the rest is counted. */
const MAX_NAMES = 8;

/**
 * Compares a release with the one that is pinned: who signed it by which workflow and build configuration, for which
 * platforms, with which files and modes, and how large it is. The version in a name or path makes no difference.
 */
export function compareReleases(before: PinnedTool, after: PinnedTool): readonly ReleaseChange[] {
  return [
    ...compareSigners(before, after),
    ...compareAssets(before, after),
    ...after.assets.flatMap((asset) => {
      const old = before.assets.find(({ platform }) => platform === asset.platform);
      return old === undefined ? [] : compareAsset(before, old, after, asset);
    }),
  ];
}

function compareSigners(before: PinnedTool, after: PinnedTool): ReleaseChange[] {
  const workflow = (signer: PinnedSigner | null): string =>
    signer?.kind === "workflow" ? signer.workflow : "";
  const rest = ({ signer, version }: PinnedTool): string => {
    if (signer === null) return "nobody";
    if (signer.kind === "key") return formatSigner(signer);
    if (signer.kind === "workflow")
      return formatSigner({
        ...signer,
        workflow: "*",
        ref: withoutVersion(signer.ref, version),
      });
    // The version stands in the ref, after the last at sign: elsewhere it is part of who signs, as in `acme/tool2`.
    const at = signer.name.lastIndexOf("@") + 1;
    const ref = at === 0 ? "" : withoutVersion(signer.name.slice(at), version);
    return formatSigner({
      ...signer,
      name: at === 0 ? signer.name : signer.name.slice(0, at) + ref,
    });
  };
  const [had, has] = [workflow(before.signer), workflow(after.signer)];
  const changes: ReleaseChange[] = [];
  if (rest(before) !== rest(after))
    changes.push({ word: "signer", expected: rest(before), found: rest(after) });
  if (had !== has)
    changes.push({ word: "workflow", expected: had || "none", found: has || "none" });
  return changes;
}

function compareAssets(before: PinnedTool, after: PinnedTool): ReleaseChange[] {
  const names = ({ assets, version }: PinnedTool): string[] =>
    assets.map(({ platform, name }) => `${platform} ${withoutVersion(name, version)}`);
  const difference = differ(names(before), names(after));
  return difference === undefined ? [] : [{ word: "assets", ...difference }];
}

function compareAsset(
  before: PinnedTool,
  old: PinnedAsset,
  after: PinnedTool,
  asset: PinnedAsset,
): ReleaseChange[] {
  const on = asset.platform;
  return [
    ...(before.version === after.version ? compareBytes(old, asset) : []),
    ...compareBuild(old, asset),
    ...compareFiles(on, pathsOf(old, before.version), pathsOf(asset, after.version)),
    ...(Math.abs(asset.size - old.size) > old.size * LARGEST_GROWTH
      ? [
          {
            word: "size" as const,
            expected: `${old.size} bytes for ${on}, a third more or less`,
            found: `${asset.size}`,
          },
        ]
      : []),
  ];
}

/** One version is one set of bytes: where it is not, its tag was moved, or its files were replaced. */
function compareBytes(old: PinnedAsset, asset: PinnedAsset): ReleaseChange[] {
  const name = (one: PinnedAsset): string =>
    `sha256:${sha256Of(one)}${one.sourceCommit === null ? "" : ` of commit ${one.sourceCommit}`}`;
  const [expected, found] = [name(old), name(asset)];
  if (expected === found) return [];
  return [{ word: "republished", expected: `${expected} for ${asset.platform}, as before`, found }];
}

/**
 * A workflow in the repository that it builds is at the commit that is built, which every release changes; one from
 * elsewhere is at a commit of its own, which none should.
 */
function compareBuild(old: PinnedAsset, asset: PinnedAsset): ReleaseChange[] {
  const name = (one: PinnedAsset): string => one.buildConfig?.replace(/@[^@]*$/, "") ?? "none";
  const own = (one: PinnedAsset): string =>
    one.buildConfigDigest === one.sourceCommit ? "" : ` at ${one.buildConfigDigest}`;
  const [expected, found] = [name(old) + own(old), name(asset) + own(asset)];
  return expected === found
    ? []
    : [
        {
          word: "build-config",
          expected: `${expected} for ${asset.platform}`,
          found,
        },
      ];
}

function compareFiles(
  platform: string,
  old: ReadonlyMap<string, PlanEntry>,
  now: ReadonlyMap<string, PlanEntry>,
): ReleaseChange[] {
  const changes: ReleaseChange[] = [];
  const kinds = (files: ReadonlyMap<string, PlanEntry>): string[] =>
    [...files].map(([path, { kind }]) => (kind === "file" ? path : `${path} (${kind})`));
  const difference = differ(kinds(old), kinds(now));
  if (difference !== undefined)
    changes.push({
      word: "files",
      expected: `${difference.expected} for ${platform}`,
      found: difference.found,
    });
  const modes = [...now].flatMap(([path, { mode }]) => {
    const before = old.get(path)?.mode ?? mode & ~SETUID;
    return (before & BITS) === (mode & BITS)
      ? []
      : [{ path, before: formatMode(before), after: formatMode(mode) }];
  });
  if (modes.length > 0)
    changes.push({
      word: "modes",
      expected: `${join(modes.map(({ path, before }) => `${path} ${before}`))} for ${platform}`,
      found: join(modes.map(({ after }) => after)),
    });
  return changes;
}

const SETUID = 0o6000;
/** What makes a file a program, or one that runs as another user. */
const BITS: number = 0o111 | SETUID;

function pathsOf(asset: PinnedAsset, version: string): ReadonlyMap<string, PlanEntry> {
  return new Map(
    (asset.files ?? []).map((entry) => [withoutVersion(entry.path, version), entry] as const),
  );
}

/** What only one of two lists has; nothing where they are alike. */
function differ(
  before: readonly string[],
  after: readonly string[],
): { readonly expected: string; readonly found: string } | undefined {
  const gone = before.filter((name) => !after.includes(name));
  const come = after.filter((name) => !before.includes(name));
  if (gone.length + come.length === 0) return undefined;
  const words = [
    ...(come.length === 0 ? [] : [`new: ${join(come)}`]),
    ...(gone.length === 0 ? [] : [`gone: ${join(gone)}`]),
  ];
  return { expected: `the same ${before.length} names`, found: words.join("; ") };
}

function join(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function withoutVersion(text: string, version: string): string {
  return text.replaceAll(version, "{version}");
}

/** What a certificate says of a build, as a pin keeps it. */
export function buildOf(
  claims: Claims,
): Pick<PinnedAsset, "sourceCommit" | "buildConfig" | "buildConfigDigest"> {
  return {
    sourceCommit: claims.sourceRepositoryDigest ?? claims.githubWorkflowSha ?? null,
    buildConfig: claims.buildConfigUri ?? null,
    buildConfigDigest: claims.buildConfigDigest ?? null,
  };
}
