import { expect, test } from "vitest";
import { chooseServices } from "../../src/sigstore/choose-services.ts";
import { productionSigningConfig } from "../../src/sigstore/production-signing-config.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { NOW } from "../fakes/instance.ts";

test("names an authority, a log and a timestamp authority that the embedded root knows", () => {
  const services = chooseServices(productionSigningConfig(), NOW);
  const root = productionRoot();
  const urls = {
    authorities: root.certificateAuthorities.map(({ uri }) => uri),
    logs: root.logs.map(({ url }) => url),
    stamps: root.timestampAuthorities.map(({ uri }) => uri),
  };
  expect(urls.authorities).toContain(services.certificateAuthority.url);
  for (const { url } of services.logs) expect(urls.logs).toContain(url);
  for (const { url } of services.timestampAuthorities) expect(urls.stamps).toContain(url);
});

test("names where a person logs in", () => {
  expect(productionSigningConfig().identityProviders.map(({ url }) => url)).toEqual([
    "https://oauth2.sigstore.dev/auth",
  ]);
});
