import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Runs what takes minutes, over the cases made by others. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/exhaustive/**/*.test.ts"],
    globalSetup: "test/conformance/cases.ts",
    isolate: false,
  },
});

export default config;
