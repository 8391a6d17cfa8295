import { expect, test } from "vitest";
import { loadOpenPgp } from "../../src/envelope/load-openpgp.ts";
import { refusalFrom } from "../fakes/refusal.ts";

const missing = (code: string) => () => Promise.reject(Object.assign(new Error("no"), { code }));
const version = (versionString: string) => () =>
  Promise.resolve({ config: { versionString } } as never);

test("loads what is installed", async () => {
  expect((await loadOpenPgp("k.asc")).config.versionString).toBe("OpenPGP.js 6.3.2");
});

test.each<[string, () => Promise<never>, string]>([
  ["where it is not installed", missing("ERR_MODULE_NOT_FOUND"), "nothing"],
  ["where require does not find it", missing("MODULE_NOT_FOUND"), "nothing"],
  ["an older one", version("OpenPGP.js 5.11.2"), "OpenPGP.js 5.11.2"],
  ["one that is older by little", version("OpenPGP.js 6.2.9"), "OpenPGP.js 6.2.9"],
  ["a newer one", version("OpenPGP.js 7.0.0"), "OpenPGP.js 7.0.0"],
])("refuses %s, and says how to install it", async (_, load, found) => {
  expect(await refusalFrom(() => loadOpenPgp("k.asc", load))).toMatchObject({
    code: "OPENPGP_MISSING",
    message: `k.asc: expected the package openpgp 6.3.2 for signatures of OpenPGP, found ${found}`,
    hint: "install it beside lockseal: npm install openpgp@6.3.2",
  });
});

test("takes a later one of the same kind", async () => {
  expect(await loadOpenPgp("k.asc", version("OpenPGP.js 6.10.0"))).toBeDefined();
});

test("hides no other error", async () => {
  await expect(loadOpenPgp("k.asc", missing("EACCES"))).rejects.toThrow("no");
});
