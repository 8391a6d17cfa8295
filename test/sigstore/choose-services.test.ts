import { expect, test } from "vitest";
import { chooseServices } from "../../src/sigstore/choose-services.ts";
import { parseSigningConfig } from "../../src/sigstore/signing-config.ts";
import { type Loose, NOW, written } from "../fakes/instance.ts";
import { fakeSigningConfig } from "../fakes/services.ts";

const log = (
  url: string,
  majorApiVersion: number,
  operator: string,
  start = "2025-01-01",
): Loose => ({
  url: `https://${url}`,
  majorApiVersion,
  operator,
  validFor: { start: `${start}T00:00:00Z` },
});

function chosen(rekorTlogUrls: Loose[], rekorTlogConfig: Loose): string[] {
  const config = { ...fakeSigningConfig("v2"), rekorTlogUrls, rekorTlogConfig };
  const services = chooseServices(parseSigningConfig(written(config), "config.json"), NOW);
  return services.logs.map(({ url }) => url.slice("https://".length));
}

const ANY = { selector: "ANY" };
const ALL = { selector: "ALL" };

test.each<[string, Loose[], Loose, string[]]>([
  ["the newest version", [log("old", 1, "a"), log("new", 2, "b")], ANY, ["new"]],
  ["no version that we do not speak", [log("ours", 2, "a"), log("later", 3, "b")], ANY, ["ours"]],
  [
    "the one in use latest",
    [log("a2025", 2, "a"), log("a2026", 2, "a", "2026-01-01")],
    ANY,
    ["a2026"],
  ],
  [
    "none that is not open yet",
    [log("open", 2, "a"), log("announced", 2, "a", "2026-03-01")],
    ALL,
    ["open"],
  ],
  [
    "one of each operator for ALL",
    [log("a1", 1, "a"), log("a2", 2, "a"), log("b1", 1, "b")],
    ALL,
    ["a2", "b1"],
  ],
  [
    "as many as EXACT says",
    [log("a", 1, "a"), log("b", 1, "b"), log("c", 1, "c")],
    { selector: "EXACT", count: 2 },
    ["a", "b"],
  ],
  ["each that has no operator by itself", [log("a", 1, ""), log("b", 1, "")], ALL, ["a", "b"]],
])("chooses %s", (_why, urls, selector, expected) => {
  expect(chosen(urls, selector)).toEqual(expected);
});

const closed = (json: Loose): Loose => {
  json.validFor.end = "2025-12-31T00:00:00Z";
  return json;
};

test.each<[string, (config: Loose) => void]>([
  [
    "no authority",
    (config) => {
      config.caUrls = [];
    },
  ],
  [
    "an authority of another version",
    (config) => {
      config.caUrls[0].majorApiVersion = 2;
    },
  ],
  [
    "an authority that is closed",
    (config) => {
      closed(config.caUrls[0]);
    },
  ],
  [
    "logs that are closed",
    (config) => {
      closed(config.rekorTlogUrls[0]);
    },
  ],
  [
    "no log",
    (config) => {
      delete config.rekorTlogUrls;
      delete config.rekorTlogConfig;
    },
  ],
  [
    "two logs of one operator where two are needed",
    (config) => {
      config.rekorTlogUrls = [log("a", 2, "a"), log("b", 2, "a")];
      config.rekorTlogConfig = { selector: "EXACT", count: 2 };
    },
  ],
  [
    "Rekor v2 and no timestamp authority: nobody would say when",
    (config) => {
      delete config.tsaUrls;
      delete config.tsaConfig;
    },
  ],
])("refuses %s", (_why, change) => {
  const config = fakeSigningConfig("v2");
  change(config);
  const parsed = parseSigningConfig(written(config), "config.json");
  expect(() => chooseServices(parsed, NOW)).toThrow(
    expect.objectContaining({ code: "SIGNING_SERVICE_MISSING" }),
  );
});
