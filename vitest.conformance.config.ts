import { defineConfig, type ViteUserConfig } from "vitest/config";
import { Score } from "./test/conformance/score.ts";

/** Runs the cases made by others. Without them nothing would be shown, and so the run fails. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/conformance/**/*.test.ts"],
    globalSetup: "test/conformance/cases.ts",
    isolate: false,
    // A machine that does several things at once takes its time. What hangs is ended all the same.
    testTimeout: 60_000,
    // The score comes last, so that the last line is the count.
    reporters: ["default", new Score()],
  },
});

export default config;
