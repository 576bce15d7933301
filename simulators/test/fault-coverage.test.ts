import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultServices, type FaultKind, faultCatalogue, faultScenarios } from "../src/mod.ts";

/** The tests of a service; those of STS are the ones beside this file. */
function sourcesOf(service: string): readonly string[] {
  const folder = new URL(service === "sts" ? "./" : `${service}/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"));
}

/** How tests name a fault: by itself, or as a part of a scenario. */
function marksOf(kind: FaultKind): readonly string[] {
  const names = Object.entries(faultScenarios)
    .filter(([, faults]) => faults.some((fault) => fault.kind === kind))
    .map(([name]) => name);
  return [
    `kind: "${kind}"`,
    ...names.flatMap((name) => [`scenario("${name}")`, `faultScenarios["${name}"]`]),
  ];
}

const kinds = (Object.keys(faultCatalogue) as FaultKind[]).filter(
  (kind) => faultCatalogue[kind].stage === "service",
);

describe("a fault within a service", () => {
  it.each(kinds)("is exercised by the tests of every service that can cause it: %s", (kind) => {
    const able = defaultServices.filter(({ faults }) => faults.includes(kind)).map(({ name }) => name);
    expect(able).not.toEqual([]);
    const untested = able.filter(
      (service) => !sourcesOf(service).some((source) => marksOf(kind).some((mark) => source.includes(mark))),
    );
    expect(untested).toEqual([]);
  });
});
