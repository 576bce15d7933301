import { stripVTControlCharacters } from "node:util";
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import { type Failure, writeReport } from "./part-report.ts";

/**
 * A reporter of vitest that writes a part's report into `--outputFile`. Everything that makes vitest fail is a failure of
 * its own: a test, a hook of a group, a file that cannot be loaded, and an error that nobody caught.
 */
export default class UnitReporter implements Reporter {
  #file = "";

  onInit({ config }: Vitest): void {
    if (typeof config.outputFile !== "string") throw new Error("the reporter needs --outputFile FILE");
    this.#file = config.outputFile;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    writeReport(this.#file, {
      passed: count("passed"),
      skipped: count("skipped") + count("pending"),
      failures: [
        ...modules.flatMap(failuresOf),
        ...unhandled.map((error) => failure("an error that nobody caught", [error])),
      ],
      missing: [],
    });
  }
}

function failuresOf(module: TestModule): readonly Failure[] {
  const file = module.relativeModuleId;
  const groups = [...module.children.allSuites()].map((group) => [group, group.errors()] as const);
  const tests = [...module.children.allTests("failed")].map((test) => [test, errorsOf(test)] as const);
  const loading = module.errors();
  return [
    ...(loading.length > 0 ? [failure(file, loading)] : []),
    ...groups.flatMap(([group, errors]) => (errors.length > 0 ? [failure(title(file, group), errors)] : [])),
    ...tests.map(([test, errors]) => failure(title(file, test), errors)),
  ];
}

function title(file: string, { fullName }: TestCase | TestSuite): string {
  return `${file}: ${fullName}`;
}

function errorsOf(test: TestCase): readonly SerializedError[] {
  return test.result().errors ?? [];
}

function failure(name: string, errors: readonly SerializedError[]): Failure {
  return { title: name, message: errors.map(textOf).join("\n") };
}

/** Name and message, the difference, the place in the test, and the cause. */
function textOf({ name, message, diff, stacks, cause }: SerializedError): string {
  const [place] = stacks ?? [];
  const lines = [
    `${name ?? "Error"}: ${message}`,
    typeof diff === "string" ? stripVTControlCharacters(diff) : "",
    place === undefined ? "" : `at ${place.file}:${place.line}:${place.column}`,
    cause === undefined ? "" : `caused by ${textOf(cause)}`,
  ];
  return lines.filter((line) => line !== "").join("\n");
}
