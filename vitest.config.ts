import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Runs the unit tests: all that needs neither foreign cases nor foreign programs. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/conformance/**", "test/exhaustive/**", "test/interop/**"],
    // A fresh worker a file costs more than the tests do; they change nothing that outlives them.
    isolate: false,
    // Of two processors one would be left for watching, which nobody does here.
    maxWorkers: "100%",
    // A machine that does several things at once takes its time. What hangs is ended all the same.
    testTimeout: 60_000,
    // On a bare machine git knows no name to commit by, and so it is nowhere else.
    env: { GIT_CONFIG_GLOBAL: "/dev/null" },
  },
});

export default config;
