import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Profile } from "./profiles.ts";

export interface TemporaryHome {
  readonly path: string;
  remove(): Promise<void>;
}

/** A home folder of its own with an `.aliyun/config.json`, so that the demo touches nobody's real one. */
export async function temporaryHome(profiles: readonly Profile[]): Promise<TemporaryHome> {
  const path = await mkdtemp(join(tmpdir(), "alicred-demo-"));
  await mkdir(join(path, ".aliyun"), { mode: 0o755 });
  const text = JSON.stringify({ current: profiles[0]?.name, profiles, meta_path: "" }, null, "\t");
  await writeFile(join(path, ".aliyun", "config.json"), text, { mode: 0o600 });
  return { path, remove: () => rm(path, { recursive: true }) };
}
