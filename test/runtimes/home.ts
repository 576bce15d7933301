import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configJson } from "../cases/config-json.ts";

/** A home folder of its own, with the `config.json` of the cases. */
export async function writeHome(origin: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "alicred-runtimes-"));
  await mkdir(join(home, ".aliyun"));
  await writeFile(join(home, ".aliyun", "config.json"), configJson(origin), { mode: 0o600 });
  return home;
}
