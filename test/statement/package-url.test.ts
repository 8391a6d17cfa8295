import { expect, test } from "vitest";
import { checkPackage, parseNpmUrl } from "../../src/statement/package-url.ts";
import { refusalOf } from "../fakes/refusal.ts";

test.each([
  ["pkg:npm/app@1.2.3", "app", "1.2.3"],
  ["pkg:npm/%40acme/app@1.2.3", "@acme/app", "1.2.3"],
  ["pkg:npm/app@1.0.0-rc.1%2Bbuild.5", "app", "1.0.0-rc.1+build.5"],
])("reads %s", (url, name, version) => {
  expect(parseNpmUrl(url)).toEqual({ name, version });
});

test.each([
  [""],
  ["app@1.2.3"],
  ["pkg:npm/app"],
  ["pkg:npm/app@"],
  ["pkg:npm/@1.2.3"],
  ["pkg:pypi/app@1.2.3"],
  ["PKG:npm/app@1.2.3"],
  ["pkg:npm/@acme/app@1.2.3"],
  ["pkg:npm/%40acme/app@1.2.3?repository_url=x"],
  ["pkg:npm/%40acme/app@1.2.3#lib"],
  // Encoded once more, or with a slash that stands for none.
  ["pkg:npm/%2540acme/app@1.2.3"],
  ["pkg:npm/%40acme%2Fapp@1.2.3%2F.."],
  ["pkg:npm/acme/app@1.2.3"],
  ["pkg:npm/%/app@1.2.3"],
  ["pkg:npm/app@1.2.3\n"],
  ["pkg:npm/аpp@1.2.3"],
  [`pkg:npm/${"a".repeat(2000)}@1.2.3`],
])("takes %j for none", (url) => {
  expect(parseNpmUrl(url)).toBeUndefined();
});

test("compares a package to the letter, with what was found", () => {
  const found = { name: "@acme/app", version: "1.2.3" };
  checkPackage(found, {}, "a");
  checkPackage(found, found, "a");
  expect(refusalOf(() => checkPackage(found, { name: "@acme/App" }, "a"))).toMatchObject({
    code: "PACKAGE_NAME_MISMATCH",
    message: 'a: expected the package "@acme/App", found "@acme/app"',
  });
  expect(refusalOf(() => checkPackage(found, { version: "1.2.30" }, "a"))).toMatchObject({
    code: "PACKAGE_VERSION_MISMATCH",
    message: 'a: expected version "1.2.30" of @acme/app, found "1.2.3"',
  });
});
