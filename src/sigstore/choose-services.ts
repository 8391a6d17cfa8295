import { Refusal } from "../errors.ts";
import { formatInstant, isWithin } from "../trust/period.ts";
import type { Choice, Service, SigningConfig } from "./signing-config.ts";

/** The services that one signature goes through. */
export interface ChosenServices {
  readonly certificateAuthority: Service;
  /** At least one. */
  readonly logs: readonly Service[];
  readonly timestampAuthorities: readonly Service[];
}

const VERSIONS = { certificateAuthority: [1], log: [1, 2], timestampAuthority: [1] } as const;

/**
 * Chooses what to sign with: of each operator the newest version that we speak, in use at `now`, the one in use latest.
 * Where any service will do, the first of them is taken, so that two runs with one file do the same.
 *
 * @throws Refusal `SIGNING_SERVICE_MISSING` — the configuration has no service of a kind that can be used now, fewer than it asks for, or a log that gives no time and no timestamp authority.
 * @see https://github.com/sigstore/protobuf-specs/blob/v0.5.1/protos/sigstore_trustroot.proto `SigningConfig`
 */
export function chooseServices(config: SigningConfig, now: Date): ChosenServices {
  const { certificateAuthorities } = config;
  const [authority] = usable(certificateAuthorities, VERSIONS.certificateAuthority, now);
  if (authority === undefined)
    throw missing("certificate authority", 1, certificateAuthorities, now);
  const logs = choose(config.logs, "transparency log", VERSIONS.log, now);
  const timestampAuthorities = choose(
    config.timestampAuthorities,
    "timestamp authority",
    VERSIONS.timestampAuthority,
    now,
  );
  if (logs.length === 0) throw missing("transparency log", 1, config.logs.services, now);
  // Rekor v2 says that a signature exists, but not since when: nobody could verify it.
  if (timestampAuthorities.length === 0 && logs.every((log) => log.majorApiVersion === 2))
    throw missing("timestamp authority", 1, config.timestampAuthorities.services, now);
  return { certificateAuthority: authority, logs, timestampAuthorities };
}

function choose(
  { services, selector }: Choice,
  what: string,
  versions: readonly number[],
  now: Date,
): readonly Service[] {
  if (selector.kind === "none") return [];
  const candidates = usable(services, versions, now);
  const count = selector.kind === "exact" ? selector.count : 1;
  if (candidates.length < count) throw missing(what, count, services, now);
  return selector.kind === "all" ? candidates : candidates.slice(0, count);
}

/** One service an operator, in the order of preference. */
function usable(services: readonly Service[], versions: readonly number[], now: Date): Service[] {
  const sorted = services
    .filter((service) => versions.includes(service.majorApiVersion))
    // A service that is announced, but not open yet, is none.
    .filter((service) => isWithin(service.validFor, now.getTime()))
    .sort((a, b) => b.majorApiVersion - a.majorApiVersion || b.validFor.start - a.validFor.start);
  return sorted.filter(
    (service, index) =>
      service.operator === "" ||
      sorted.findIndex((other) => other.operator === service.operator) === index,
  );
}

function missing(what: string, count: number, services: readonly Service[], now: Date): Refusal {
  return new Refusal(
    "SIGNING_SERVICE_MISSING",
    `signing configuration: expected ${count} ${what} to use at ${formatInstant(now.getTime())}, found ${services.length} of which too few fit`,
    { kind: what, services: services.map(({ url }) => url) },
    { hint: "get the signing configuration of the instance anew, or give another" },
  );
}
