import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import { denoKvStore } from "../src/mod.ts";
import { kvInMemory } from "./kv-in-memory.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
let folder: string;
let outcomes: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-deno-kv-"));
  const { stdout } = await promisify(execFile)(join(root, "node_modules/.bin/deno"), [
    "run",
    "--quiet",
    "--no-prompt",
    "--unstable-kv",
    `--config=${root}deno.json`,
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
    fileURLToPath(new URL("contract-deno.ts", import.meta.url)),
    join(folder, "kv"),
  ]);
  outcomes = JSON.parse(stdout);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("deno-kv in Deno, two connections to one file", () => {
  // Made for the names: the checks ran in Deno.
  const store = denoKvStore({ kv: kvInMemory() });
  for (const { name } of storeContract({ store, host: testHost() })) {
    test(name, () => expect(outcomes[name]).toBe("passed"));
  }
});
