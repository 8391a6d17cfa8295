import { describe, expect, test } from "vitest";
import {
  bundlePath,
  bundlePathOf,
  findBundles,
  findSignatures,
  MAX_BUNDLES,
} from "../../src/io/beside.ts";
import { Folder } from "../fakes/checkout.ts";

test("names bundles as cosign does, and another signer's by its key", () => {
  expect(bundlePath("a/r.txt")).toBe("a/r.txt.sigstore.json");
  expect(bundlePathOf("a/r.txt", "0123456789abcdef")).toBe("a/r.txt.0123456789ab.sigstore.json");
});

describe("findBundles", () => {
  test("finds the plain name first, then the others by name, and nothing else", () => {
    const folder = new Folder();
    for (const name of [
      "r.txt.ffffffffffff.sigstore.json",
      "r.txt.000000000000.sigstore.json",
      "r.txt.sigstore.json",
      "r.txt.FFFFFFFFFFFF.sigstore.json",
      "r.txt.fffffffffff.sigstore.json",
      "r.txt.bak.sigstore.json",
      "r.txt.sigstore.json.old",
      "xr.txt.sigstore.json",
      "r.txt2.sigstore.json",
      ".r.txt.sigstore.json",
    ])
      folder.write(name, "");
    expect(findBundles(folder.at("r.txt"))).toEqual(
      [
        "r.txt.sigstore.json",
        "r.txt.000000000000.sigstore.json",
        "r.txt.ffffffffffff.sigstore.json",
      ].map((name) => folder.at(name)),
    );
  });

  test("takes as many as the limit, and one more is refused", () => {
    const folder = new Folder();
    for (let at = 0; at < MAX_BUNDLES; at += 1)
      folder.write(`r.txt.${at.toString(16).padStart(12, "0")}.sigstore.json`, "");
    expect(findBundles(folder.at("r.txt"))).toHaveLength(MAX_BUNDLES);
    folder.write("r.txt.sigstore.json", "");
    expect(() => findBundles(folder.at("r.txt"))).toThrow(
      expect.objectContaining({ code: "INPUT_TOO_LARGE", details: { bytes: 33, limit: 32 } }),
    );
  });

  test("refuses a folder that it cannot list: there might be any", () => {
    expect(() => findBundles(new Folder().at("no/r.txt"))).toThrow(
      expect.objectContaining({ code: "FILE_UNREADABLE" }),
    );
  });
});

test("findSignatures finds the bundles first, then what else may hold signatures", () => {
  const folder = new Folder();
  for (const name of [
    "a.whl.provenance",
    "a.whl.sigstore",
    "a.whl.sigstore.json",
    "a.whl.asc",
    "b.whl.sigstore",
  ]) {
    folder.write(name, "");
  }
  expect(findSignatures(folder.at("a.whl"))).toEqual([
    folder.at("a.whl.sigstore.json"),
    folder.at("a.whl.sigstore"),
    folder.at("a.whl.provenance"),
  ]);
});
