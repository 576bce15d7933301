import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AlicredError, ConfigurationError } from "@alicred/core";
import { wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { tableLines } from "../../terminal/table.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { named, PLUGIN_NAME } from "./names.ts";
import { pluginText } from "./text.ts";

interface NewPluginOptions {
  /** The new folder. */
  readonly to?: string;
  readonly json?: boolean;
}

/** `alicred plugin new`: writes the template under a name. */
export function newPluginCommand(name: string, options: NewPluginOptions): Promise<void> {
  return reportFailure(async () => {
    const text = pluginText();
    if (!PLUGIN_NAME.test(name)) throw wrongUse(text.badName(name));
    const folder = resolve(options.to ?? `alicred-source-${name}`);
    const shown = relative(process.cwd(), folder) || ".";
    const files = await writeTemplate(folder, name);
    if (options.json) {
      printJson({ name: `alicred-source-${name}`, folder, files });
      return;
    }
    print([
      text.written(shown, files.length),
      "",
      ...tableLines(
        [
          [`cd ${quoteIfNeeded(shown)} && npm install`, text.install],
          ["npm test", text.test],
          ["src/source.ts", text.source],
          [`npm run build && alicred why --plugin ./dist/mod.js`, text.build],
        ],
        { indent: "  " },
      ),
    ]);
  });
}

/** Writes every file of the template, and returns their paths in the folder. */
async function writeTemplate(folder: string, name: string): Promise<readonly string[]> {
  const template = templateFolder(name);
  try {
    if ((await readdir(folder).catch(() => [])).length > 0) throw wrongUse(pluginText().notEmpty(folder));
    const entries = await readdir(template, { recursive: true, withFileTypes: true });
    const sources = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(template, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .sort();
    for (const source of sources) {
      const target = join(folder, withoutSuffix(source));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, named(await readFile(join(template, source), "utf8"), name), { flag: "wx" });
    }
    return sources.map(withoutSuffix);
  } catch (thrown) {
    if (thrown instanceof AlicredError) throw thrown;
    const { code }: NodeJS.ErrnoException = Object(thrown);
    throw new AlicredError("FILE_UNWRITABLE", pluginText().notWritable(folder, String(code)));
  }
}

/** The name of a file of the template: a published package has no manifests but its own, so this one has a suffix there. */
function withoutSuffix(source: string): string {
  return source.replace(/\.template$/, "");
}

/** The folder of the template: beside the sources in a checkout, beside `dist` in the published package. The binary has none. */
function templateFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates/plugin"))) {
    const above = dirname(folder);
    if (above === folder) throw new ConfigurationError("FILE_UNREADABLE", pluginText().noTemplate(name));
    folder = above;
  }
  return join(folder, "templates/plugin");
}
