import { HEX_LENGTHS, isDigestAlgorithm } from "../bytes/digest.ts";
import type { JsonValue } from "../bytes/json.ts";
import { asObject, asString, below, type ShapeFailure } from "../bytes/json-shape.ts";
import { quote } from "../bytes/quote.ts";
import { foldPath, normalisePath } from "./artifact-path.ts";
import { failLink } from "./layout-failure.ts";

/** What a step saw of a file. */
export interface Artifact {
  /** All its digests, by sorted names of their algorithms: two artifacts are equal when these are. */
  readonly hashes: string;
  /** Whether SHA-256, SHA-384 or SHA-512 is among them; without it an artifact is equal to none. */
  readonly strong: boolean;
}

/** Files by their paths, each in its one spelling. */
export type Artifacts = ReadonlyMap<string, Artifact>;

/** More files than the largest source trees have. */
export const MAX_ARTIFACTS = 1_000_000;

/** How digests are to be taken. */
export interface ArtifactsOptions {
  /** What to do with an artifact that has no strong digest, such as a commit that is known by SHA-1 alone. */
  readonly weak: "refuse" | "keep";
}

/** Reads materials or products: an object of paths, each with its object of digests. */
export function parseArtifacts(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
): Artifacts {
  const object = asObject(value, at, fail);
  const collector = new ArtifactCollector(fail, { weak: "refuse" });
  for (const [path, digests] of Object.entries(object)) collector.add(path, digests, at);
  return collector.artifacts;
}

/**
 * Makes artifacts of paths with their digests, as links have them: `{ "app": { sha256: "…" } }`.
 *
 * @throws Refusal `LINK_MALFORMED` — a path twice, or without a strong digest.
 */
export function artifactsOf(
  files: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Artifacts {
  return parseArtifacts(files, "", failLink("artifacts"));
}

/** Takes artifacts one by one, and each path once. */
export class ArtifactCollector {
  readonly #artifacts = new Map<string, Artifact>();
  readonly #folded = new Map<string, string>();
  readonly #fail: ShapeFailure;
  readonly #options: ArtifactsOptions;

  constructor(fail: ShapeFailure, options: ArtifactsOptions) {
    this.#fail = fail;
    this.#options = options;
  }

  get artifacts(): Artifacts {
    return this.#artifacts;
  }

  /** @param uris see `normalisePath`. */
  add(
    path: string,
    digests: JsonValue | undefined,
    at: string,
    uris: "keep" | "none" = "none",
  ): void {
    const normal = normalisePath(path, uris);
    if (typeof normal !== "string") this.#fail(at, normal.expected, normal.found);
    if (/(?:^|\/)\.\.$/.test(normal))
      this.#fail(at, "the path of a file", `that of a folder, ${quote(path)}`);
    const key = foldPath(normal);
    const before = this.#folded.get(key);
    // Two paths of one file: a rule that is about one says nothing about the other.
    if (before !== undefined)
      this.#fail(
        at,
        "each path once",
        `${quote(path)}, which some disk takes for ${quote(before)}`,
      );
    if (this.#artifacts.size >= MAX_ARTIFACTS)
      this.#fail(at, `at most ${MAX_ARTIFACTS} paths`, "more");
    this.#folded.set(key, path);
    this.#artifacts.set(
      normal,
      readDigests(digests, `${at}[${quote(path)}]`, this.#fail, this.#options),
    );
  }
}

function readDigests(
  value: JsonValue | undefined,
  at: string,
  fail: ShapeFailure,
  { weak }: ArtifactsOptions,
): Artifact {
  const set = asObject(value, at, fail);
  const names = Object.keys(set).sort();
  let strong = false;
  const hashes = names.map((name) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9/_.-]{0,63}$/.test(name))
      return fail(at, "the name of an algorithm", quote(name));
    const hex = asString(set[name], below(at, name), fail);
    if (!/^(?:[0-9a-f]{2})+$/.test(hex))
      return fail(below(at, name), "lower-case hex digits", quote(hex.slice(0, 200)));
    if (isDigestAlgorithm(name)) {
      if (hex.length !== HEX_LENGTHS[name])
        return fail(below(at, name), `${HEX_LENGTHS[name]} hex digits`, `${hex.length}`);
      strong = true;
    }
    return `${name}:${hex}`;
  });
  // No digest is equal to no digest, and MD5 to whatever somebody wants it to be.
  if (!strong && weak === "refuse")
    fail(at, "sha256, sha384 or sha512", names.map((name) => quote(name)).join(", ") || "none");
  return { hashes: hashes.join(" "), strong };
}
