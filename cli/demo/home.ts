import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Profile } from "./profiles.ts";

export interface TemporaryHome {
  readonly path: string;
  writeConfig(profiles: readonly Profile[]): Promise<void>;
  remove(): Promise<void>;
}

/** A home folder of its own, so that the demo touches nobody's real one. */
export async function temporaryHome(): Promise<TemporaryHome> {
  const path = await mkdtemp(join(tmpdir(), "alicred-demo-"));
  return {
    path,
    async writeConfig(profiles) {
      await mkdir(join(path, ".aliyun"));
      const text = JSON.stringify({ current: profiles[0]?.name, profiles, meta_path: "" }, null, "\t");
      await writeFile(join(path, ".aliyun", "config.json"), text, { mode: 0o600 });
    },
    remove: () => rm(path, { recursive: true }),
  };
}
