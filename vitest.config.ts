import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { ALONE } from "./test/alone.ts";

export default defineConfig({
  test: {
    // Many tests wait for programs that they start: one worker less than processors would leave one of two idle.
    maxWorkers: availableParallelism(),
    setupFiles: ["./test/hermetic.ts"],
    unstubGlobals: true,
    unstubEnvs: true,
    restoreMocks: true,
    // The limits of what hangs, not measures of speed: a machine that is busy may take ten times as long as an idle one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "together",
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
          exclude: ["**/node_modules/**", ...ALONE],
          // To start a process for each file and to load the same modules in it takes as long as the tests themselves.
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: [...ALONE] } },
    ],
  },
});
