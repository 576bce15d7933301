import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configJson } from "../cases/config-json.ts";
import { alice } from "../cases/world.ts";

/** A home folder of its own, with the `config.json` of the cases, and a command for its profile `external`. */
export async function writeHome(origin: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "alicred-runtimes-"));
  await mkdir(join(home, ".aliyun"));
  const script = join(home, "print-key.cjs");
  const printed = {
    mode: "AK",
    access_key_id: alice.accessKeyId,
    access_key_secret: alice.accessKeySecret,
  };
  await writeFile(script, `console.log(${JSON.stringify(JSON.stringify(printed))});`);
  const external = {
    name: "external",
    mode: "External",
    process_command: `"${process.execPath}" "${script}"`,
  };
  const text = configJson(origin, [external]);
  await writeFile(join(home, ".aliyun", "config.json"), text, { mode: 0o600 });
  return home;
}
