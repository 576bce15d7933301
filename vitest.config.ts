import { availableParallelism } from "node:os";
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
      "bench/test/**/*.test.ts",
    ],
    // Many tests wait for programs that they start: one worker less than processors would leave one of two idle.
    maxWorkers: availableParallelism(),
    setupFiles: ["./test/hermetic.ts"],
    unstubGlobals: true,
    restoreMocks: true,
    // The limits of what hangs, not measures of speed: a machine that is busy may take ten times as long as an idle one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
