import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rootDir } from "./workspace.ts";

/** The files of code in a folder of the repository that people write, as paths with forward slashes. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(rootDir, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .filter((file) => /\.(?:ts|mts|js|mjs)$/.test(file) && !file.endsWith(".d.ts"))
    .filter((file) => !/(?:^|\/)(?:node_modules|dist|build)\//.test(file))
    .map((file) => join(rootDir, file).replaceAll("\\", "/"));
}
