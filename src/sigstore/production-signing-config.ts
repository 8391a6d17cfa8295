import { parseSigningConfig, type SigningConfig } from "./signing-config.ts";

/**
 * Gives the services of Sigstore's public instance, as they were when this was written. Does not look for newer ones: an
 * instance that retires a service gives its users a file that says so.
 */
export function productionSigningConfig(): SigningConfig {
  return parseSigningConfig(
    Buffer.from(PRODUCTION_SIGNING_CONFIG_JSON),
    "embedded signing configuration",
  );
}

/**
 * Holds the configuration as it was published: the target signing_config.v0.2.json of
 * https://tuf-repo-cdn.sigstore.dev, byte for byte, as sigstore-python 4.5.1 has it in its store.
 */
const PRODUCTION_SIGNING_CONFIG_JSON = `{
  "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
  "caUrls": [
    {
      "url": "https://fulcio.sigstore.dev",
      "majorApiVersion": 1,
      "validFor": {
        "start": "2022-04-13T20:06:15.000Z"
      },
      "operator": "sigstore.dev"
    }
  ],
  "oidcUrls": [
    {
      "url": "https://oauth2.sigstore.dev/auth",
      "majorApiVersion": 1,
      "validFor": {
        "start": "2022-04-13T20:06:15.000Z"
      },
      "operator": "sigstore.dev"
    }
  ],
  "rekorTlogUrls": [
    {
      "url": "https://rekor.sigstore.dev",
      "majorApiVersion": 1,
      "validFor": {
        "start": "2021-01-12T11:53:27.000Z"
      },
      "operator": "sigstore.dev"
    }
  ],
  "tsaUrls": [
    {
      "url": "https://timestamp.sigstore.dev/api/v1/timestamp",
      "majorApiVersion": 1,
      "validFor": {
        "start": "2025-07-04T00:00:00Z"
      },
      "operator": "sigstore.dev"
    }
  ],
  "rekorTlogConfig": {
    "selector": "ANY"
  },
  "tsaConfig": {
    "selector": "ANY"
  }
}
`;
