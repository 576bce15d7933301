import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "core/test/**/*.test.ts",
      "plugins/**/test/**/*.test.ts",
      "simulators/test/**/*.test.ts",
      "cli/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "test/**/*.test.ts",
      "tools/**/*.test.ts",
    ],
    setupFiles: ["./test/hermetic.ts"],
    unstubGlobals: true,
    restoreMocks: true,
  },
});
