/** What is known of who published the pinned files of one package. */
export interface PublishedPin {
  /** Normalised. */
  readonly name: string;
  /** How many different files are pinned. */
  readonly files: number;
  /** How many of them somebody is known to have published. */
  readonly attested: number;
  /** Who, as `formatPublisher` writes them, without an environment; each once. */
  readonly publishers: readonly string[];
}

/**
 * How a package was published otherwise than before. `gone`: there were attestations, and now there is none, as when
 * somebody uploads with a token in the place of the build; `partly gone`: every file had one, and now one has none;
 * `changed`: a publisher that was none before.
 */
export interface PublisherChange {
  readonly kind: "gone" | "partly gone" | "changed";
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Files that nobody is known to have published. */
  readonly unattested: number;
}

/**
 * Compares who published the packages of two locks, sorted by name. A package that is in one of them alone, or of which
 * nobody was known before, is none of these: there is nothing to fall back from.
 */
export function comparePublishers(
  before: readonly PublishedPin[],
  after: readonly PublishedPin[],
): readonly PublisherChange[] {
  const [had, has] = [together(before), together(after)];
  return [...had.keys()].sort().flatMap((name) => {
    const [one, other] = [had.get(name), has.get(name)];
    const kind = one === undefined || other === undefined ? undefined : kindOf(one, other);
    if (one === undefined || other === undefined || kind === undefined) return [];
    return [
      {
        kind,
        name,
        before: one.publishers,
        after: other.publishers,
        unattested: other.files - other.attested,
      },
    ];
  });
}

function kindOf(before: PublishedPin, after: PublishedPin): PublisherChange["kind"] | undefined {
  if (before.publishers.length === 0) return undefined;
  if (after.publishers.length === 0) return "gone";
  if (after.publishers.some((one) => !before.publishers.includes(one))) return "changed";
  return before.attested === before.files && after.attested < after.files
    ? "partly gone"
    : undefined;
}

/** A package may have several lines, for several platforms. */
function together(pins: readonly PublishedPin[]): ReadonlyMap<string, PublishedPin> {
  const packages = new Map<string, PublishedPin>();
  for (const pin of pins) {
    const known = packages.get(pin.name);
    if (known === undefined) packages.set(pin.name, pin);
    else
      packages.set(pin.name, {
        name: pin.name,
        files: known.files + pin.files,
        attested: known.attested + pin.attested,
        publishers: [...new Set([...known.publishers, ...pin.publishers])].sort(),
      });
  }
  return packages;
}
