import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { binPath, rootDir } from "../../../tools/workspace.ts";
import { processesOf } from "../processes.ts";
import { ONE_WRONG_CLOCK, type Row } from "../row.ts";

/** Processes with one file, as they are on a machine of one's own. Its clock is that of all. */
export const denoKv: Row = {
  name: "deno-kv",
  async start() {
    const folder = mkdtempSync(join(tmpdir(), "alicred-deno-kv-"));
    const path = join(folder, "kv");
    const processes = processesOf([
      binPath("deno"),
      "run",
      "--quiet",
      "--no-prompt",
      "--unstable-kv",
      `--config=${rootDir}/deno.json`,
      "--allow-net=127.0.0.1",
      `--allow-read=${folder}`,
      `--allow-write=${folder}`,
      fileURLToPath(new URL("../deno-member.ts", import.meta.url)),
      path,
    ]);
    const until = (state: "down" | "slow") => async (): Promise<() => Promise<void>> => {
      writeFileSync(`${path}.${state}`, "");
      return async () => rmSync(`${path}.${state}`);
    };
    return {
      skewsMs: ONE_WRONG_CLOCK,
      hasProcesses: true,
      member: (options) => processes.start(options),
      down: until("down"),
      slow: until("slow"),
      dump: async () =>
        readdirSync(folder)
          .map((name) => readFileSync(join(folder, name), "latin1"))
          .join("\n"),
      async close() {
        processes.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
