import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { composeFile } from "./support/compose.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../containers/${name}`, import.meta.url), "utf8");

it("the compose file has every host of every service", () => {
  const advice = "bring it up to date: npm run compose -w @alicred/simulators";
  expect(read("compose.yaml"), advice).toBe(composeFile());
});

it("the variables of the image are options of the command", () => {
  const help = execFileSync(process.execPath, ["--import", "tsx", "cli/src/main.ts", "simulate", "--help"], {
    cwd: new URL("../..", import.meta.url),
    encoding: "utf8",
  });
  const texts = ["Dockerfile", "compose.yaml", "README.md"].map(read).join("\n");
  const named = new Set(texts.match(/ALICRED_SIMULATE_[A-Z_]+/g));
  expect(named.size).toBeGreaterThan(7);
  for (const name of named)
    expect(help).toContain(`--${name.slice("ALICRED_SIMULATE_".length).toLowerCase().replaceAll("_", "-")} `);
});
