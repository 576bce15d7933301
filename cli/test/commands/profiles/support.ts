import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProfilePlugin } from "@alicred/plugin-kit";
import { onTestFinished } from "vitest";
import { createProgram } from "../../../src/mod.ts";
import { type Printed, runInProcess } from "../../support/in-process.ts";

/** A home folder with a `config.json`, which ends with the test. */
export interface Home {
  readonly folder: string;
  readonly file: string;
  /** The text of the file. */
  text(): string;
  json(): { current?: string; profiles: Record<string, unknown>[] };
  /** Runs `alicred profiles …`. */
  profiles(words: string, env?: Readonly<Record<string, string>>): Promise<Printed>;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Printed>;
}

/** A part of every secret in the tests: it must never be printed. */
export const CANARY = "Cnry5ecret";

export const AK: Readonly<
  Record<"name" | "mode" | "access_key_id" | "access_key_secret" | "region_id", string>
> = {
  name: "prod",
  mode: "AK",
  access_key_id: "LTAI5tProd00000000",
  access_key_secret: `${CANARY}Prod`,
  region_id: "cn-hangzhou",
};

export function homeWith(
  content: string | Uint8Array | object | undefined,
  plugins: readonly ProfilePlugin[] = [],
): Home {
  const folder = mkdtempSync(join(tmpdir(), "alicred-profiles-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, ".aliyun", "config.json");
  mkdirSync(join(folder, ".aliyun"));
  if (content !== undefined)
    writeFileSync(
      file,
      typeof content === "string" || content instanceof Uint8Array
        ? content
        : JSON.stringify(content, null, "\t"),
      { mode: 0o600 },
    );
  const run: Home["run"] = (args, env = {}) =>
    // The program's language is chosen before it reads its own command line.
    runInProcess(
      args,
      { HOME: folder, USERPROFILE: folder, ...env },
      createProgram({ plugins, language: env["ALICRED_LANG"] === "zh" ? "zh" : "en" }),
    );
  return {
    folder,
    file,
    text: () => readFileSync(file, "utf8"),
    json: () => JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, "")),
    run,
    profiles: (words, env) => run(["profiles", ...words.split(" ").filter(Boolean)], env),
  };
}
