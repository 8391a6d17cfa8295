import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import {
  MAX_SIGNING_CONFIG_BYTES,
  parseSigningConfig,
  type SigningConfig,
} from "../../src/sigstore/signing-config.ts";
import { type Loose, written } from "../fakes/instance.ts";
import { fakeSigningConfig } from "../fakes/services.ts";

function parseChanged(change: (config: Loose) => void): SigningConfig {
  const config = fakeSigningConfig("v2");
  change(config);
  return parseSigningConfig(written(config), "config.json");
}

test("reads services, their times and how many are needed", () => {
  const config = parseChanged((json) => {
    json.rekorTlogUrls[0].validFor.end = "2030-01-01T00:00:00Z";
    json.rekorTlogConfig = { selector: "EXACT", count: 2 };
    json.tsaConfig = { selector: "ALL" };
  });
  expect(config).toMatchObject({
    certificateAuthorities: [{ url: "https://ca.fake", majorApiVersion: 1, operator: "fake" }],
    identityProviders: [{ url: "https://issuer.fake" }],
    logs: {
      selector: { kind: "exact", count: 2 },
      services: [
        {
          url: "https://log2.fake",
          validFor: { start: Date.UTC(2025, 0), end: Date.UTC(2030, 0) },
        },
      ],
    },
    timestampAuthorities: { selector: { kind: "all" } },
  });
});

test("takes a configuration of its media type alone, as cosign gives it to sign without services", () => {
  const mediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
  expect(parseSigningConfig(written({ mediaType }), "none.json")).toEqual({
    certificateAuthorities: [],
    identityProviders: [],
    logs: { services: [], selector: { kind: "none" } },
    timestampAuthorities: { services: [], selector: { kind: "none" } },
  });
});

test.each([
  ["https://a.example"],
  ["http://127.0.0.1:80"],
  ["http://[::1]:80"],
  ["http://localhost"],
])("takes the URL %s", (url) => {
  const config = parseChanged((json) => {
    json.caUrls[0].url = url;
  });
  expect(config.certificateAuthorities[0]?.url).toBe(url);
});

describe("refuses", () => {
  test.each<[string, (json: Loose) => void]>([
    [
      "version 0.1",
      (json) => {
        json.mediaType = "application/vnd.dev.sigstore.signingconfig.v0.1+json";
      },
    ],
    [
      "an unknown field, which might be a misspelt one",
      (json) => {
        json.rekorTlogUrl = [];
      },
    ],
    [
      "services without a selector",
      (json) => {
        delete json.rekorTlogConfig;
      },
    ],
    [
      "a selector that says nothing",
      (json) => {
        json.rekorTlogConfig.selector = "SERVICE_SELECTOR_UNDEFINED";
      },
    ],
    [
      "EXACT without a count",
      (json) => {
        json.rekorTlogConfig.selector = "EXACT";
      },
    ],
    [
      "a count without EXACT",
      (json) => {
        json.rekorTlogConfig.count = 1;
      },
    ],
    [
      "a service without a version",
      (json) => {
        delete json.caUrls[0].majorApiVersion;
      },
    ],
    [
      "a version that is none",
      (json) => {
        json.caUrls[0].majorApiVersion = 0;
      },
    ],
    [
      "a service without a start",
      (json) => {
        json.caUrls[0].validFor = {};
      },
    ],
    [
      "an end before its start",
      (json) => {
        json.caUrls[0].validFor.end = "2024-01-01T00:00:00Z";
      },
    ],
    [
      "a URL that anybody can listen to",
      (json) => {
        json.caUrls[0].url = "http://ca.example";
      },
    ],
    [
      "a host that only looks like this machine",
      (json) => {
        json.caUrls[0].url = "http://127.0.0.1.example";
      },
    ],
    [
      "a URL with a password",
      (json) => {
        json.caUrls[0].url = "https://a:b@ca.example";
      },
    ],
    [
      "a URL with a query",
      (json) => {
        json.caUrls[0].url = "https://ca.example/?x";
      },
    ],
    [
      "no URL",
      (json) => {
        json.caUrls[0].url = "ca.example";
      },
    ],
  ])("%s", (_why, change) => {
    expect(() => parseChanged(change)).toThrow(
      expect.objectContaining({ code: "SIGNING_CONFIG_MALFORMED" }),
    );
  });

  test("a byte more than the limit", () => {
    const bytes = Buffer.alloc(MAX_SIGNING_CONFIG_BYTES + 1, " ");
    written(fakeSigningConfig("v1")).forEach((byte, index) => {
      bytes[index] = byte;
    });
    expect(() => parseSigningConfig(bytes, "c")).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE" }),
    );
    expect(parseSigningConfig(bytes.subarray(0, -1), "c")).toBeDefined();
  });

  test("every cut of a configuration", () => {
    const bytes = written(fakeSigningConfig("v2"));
    for (let end = 0; end < bytes.length; end++)
      expect(() => parseSigningConfig(bytes.subarray(0, end), "c")).toThrow(Refusal);
  });
});
