import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { verifyNpmPublish } from "../../src/sigstore/npm-publish.ts";
import { parseNpmSet } from "../../src/sigstore/npm-set.ts";
import { productionNpmKeys } from "../../src/trust/production-npm-keys.ts";
import { productionRoot } from "../../src/trust/production-root.ts";
import { NOW } from "./bundles.ts";
import { CASES } from "./cases.ts";

const FOLDER = join(CASES, "slsa/testdata/npm/gha");

describe("npm's publish attestations", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".tgz.json"));
  test("are there", () => {
    expect(files.length).toBeGreaterThan(5);
  });
  test.each(files.map((file) => [file]))("%s", async (file) => {
    const expected = file.includes("-invalidsigpub") ? "SIGNATURE_INVALID" : "verified";
    expect(await outcome(file)).toBe(expected);
  });
});

async function outcome(file: string): Promise<string> {
  try {
    const { publish } = parseNpmSet(readFileSync(join(FOLDER, file)), file);
    const artifact = { name: file, bytes: readFileSync(join(FOLDER, file.replace(/\.json$/, ""))) };
    const { key, evidence } = await verifyNpmPublish(
      artifact,
      publish,
      productionNpmKeys(),
      productionRoot(),
      NOW,
    );
    return key.id.startsWith("SHA256:jl3bws") && evidence.times.length > 0 ? "verified" : "another";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
