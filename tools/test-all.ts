// The whole test run: `npm test`. Every part runs, the quick ones first, some side by side; `--bail` stops after the first that fails.
import { parseArgs } from "node:util";
import { reportFile, runParts, toolPart } from "./parts.ts";

const { values } = parseArgs({ options: { bail: { type: "boolean", default: false } } });

await runParts(
  [
    [
      { name: "lint", command: ["biome", "check", "--error-on-warnings", "."] },
      { name: "types", command: ["tsc", "-b"] },
    ],
    [
      { name: "types of the tests", command: ["tsc", "-p", "tsconfig.tests.json"] },
      toolPart("api", "tools/api/main.ts"),
    ],
    [
      {
        name: "unit",
        command: [
          "vitest",
          "run",
          "--reporter=default",
          "--reporter=./tools/unit-reporter.ts",
          `--outputFile=${reportFile("unit")}`,
        ],
        reports: true,
      },
    ],
    // The longest first.
    [
      toolPart("packages", "tools/check-packages.ts"),
      toolPart("write-back", "test/integration/write-back/main.ts"),
      toolPart("runtimes", "test/runtimes/main.ts"),
      { name: "demo", command: ["tsx", "cli/demo/main.ts"] },
      toolPart("bundles", "tools/check-bundles.ts"),
      toolPart("examples", "tools/test-examples.ts"),
    ],
  ],
  values,
);
