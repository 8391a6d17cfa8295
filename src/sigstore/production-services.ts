import { parseSigningConfig, type SigningConfig } from "./signing-config.ts";

/**
 * Gives the services of Sigstore's public instance that the embedded trust root vouches for: certificates by Fulcio, entries in
 * Rekor v1, whose promise has a time. Does not look whether they are still in use: `--signing-config` names others.
 * @see https://docs.sigstore.dev/about/overview/
 */
export function productionServices(): SigningConfig {
  return parseSigningConfig(
    Buffer.from(JSON.stringify(SERVICES)),
    "embedded signing configuration",
  );
}

const service = (url: string, start: string): object => ({
  url,
  majorApiVersion: 1,
  validFor: { start },
  operator: "sigstore.dev",
});

const SERVICES = {
  mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
  caUrls: [service("https://fulcio.sigstore.dev", "2022-04-13T20:06:15Z")],
  oidcUrls: [service("https://oauth2.sigstore.dev/auth", "2022-04-13T20:06:15Z")],
  rekorTlogUrls: [service("https://rekor.sigstore.dev", "2021-01-12T11:53:27Z")],
  rekorTlogConfig: { selector: "ANY" },
};
