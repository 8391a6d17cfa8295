import { defineConfig, type ViteUserConfig } from "vitest/config";
import { Score } from "./test/conformance/score.ts";

/** Runs the cases made by others. A part whose cases are not there is skipped by name, never passed. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/conformance/**/*.test.ts"],
    isolate: false,
    // The score comes last, so that the last line is the count.
    reporters: ["default", new Score()],
  },
});

export default config;
