import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ask, ConfigurationError, createContext, type Host } from "@alicred/core";
import { type Catalogue, catalogue } from "../terminal/language.ts";
import { resolveModule } from "./resolve-module.ts";

const en = {
  noFile: (path: string): string => `there is no file ${path}. Check the path, or build it.`,
  needsDot: (name: string): string => `no package has this name. For the file, write ./${name}.`,
  notInstalled: (folder: string): string =>
    `no package of this name is installed for ${folder}. Install it, or name a file: ./vault.js.`,
  folder: "this is a folder. Name a file in it.",
  noModule: "this is a pipe or a device. Name a file.",
  notLoadable:
    "this Node loads no such file. Name the JavaScript that is built from it; Node 22.18 and later load TypeScript too.",
  lacks: (missing: string, from: string): string =>
    `it imports ${missing} of ${from}, which the installed version lacks. Compare the versions: npm ls ${from}.`,
  notJavaScript: (path: string): string => `it is not valid JavaScript. node --check ${path} says where.`,
};

const zh: typeof en = {
  noFile: (path) => `没有文件 ${path}。请检查路径，或先构建它。`,
  needsDot: (name) => `没有这个名称的软件包。若指文件，请写 ./${name}。`,
  notInstalled: (folder) => `${folder} 中没有安装这个名称的软件包。请安装它，或指定文件：./vault.js。`,
  folder: "这是一个目录。请指定其中的文件。",
  noModule: "这是管道或设备。请指定文件。",
  notLoadable:
    "此版本的 Node 无法加载这种文件。请指定由它构建的 JavaScript；Node 22.18 及更高版本也能加载 TypeScript。",
  lacks: (missing, from) =>
    `它导入了 ${from} 的 ${missing}，而已安装的版本没有。请比较版本：npm ls ${from}。`,
  notJavaScript: (path) => `它不是有效的 JavaScript。node --check ${path} 会指出位置。`,
};

export const importModuleText: Catalogue<typeof en> = catalogue({ en, zh });

/** A module that was asked for. */
export interface NamedModule {
  /** The path or URL of a file, or the name of a package. */
  readonly name: string;
  /** The option or variable that named it. */
  readonly by: string;
}

/**
 * Imports a module as one in the working folder would: paths and names of packages count from there, not from alicred.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when it cannot be loaded.
 * @throws {AlicredError} `SOURCE_THREW` when it throws.
 */
export async function importModule(
  named: NamedModule,
  host: Host,
): Promise<Readonly<Record<string, unknown>>> {
  const { name, by } = named;
  const url = resolveModule(name, process.cwd());
  if (url === undefined) throw unusable(named, withoutPackage(name));
  const text = importModuleText();
  const path = fileURLToPath(url);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw unusable(named, text.noFile(path));
  // Node would read one to its end, if it has any.
  if (!found.isFile() && !found.isDirectory()) throw unusable(named, text.noModule);
  try {
    return await import(url);
  } catch (thrown) {
    const problem = problemOf(thrown, path);
    if (problem !== undefined) throw unusable(named, problem);
    // As for a source that throws: nothing that may be a secret is shown.
    const answer = await ask(createContext({ host, signal: new AbortController().signal }), {
      name: `${by} ${name}`,
      resolve: () => Promise.reject(thrown),
    });
    throw answer.outcome === "failed" ? answer.error : thrown;
  }
}

/** The error for a module that cannot be used. */
export function unusable({ name, by }: NamedModule, problem: string): ConfigurationError {
  return new ConfigurationError("INVALID_OPTION", `${by} ${name}: ${problem}`);
}

function withoutPackage(name: string): string {
  const text = importModuleText();
  return existsSync(name) ? text.needsDot(name) : text.notInstalled(process.cwd());
}

/** Why Node cannot load a module, and what to do; `undefined` for what the module's own code threw. */
function problemOf(thrown: unknown, path: string): string | undefined {
  const text = importModuleText();
  const { code, message }: Readonly<Record<string, unknown>> = Object(thrown);
  if (code === "ERR_UNSUPPORTED_DIR_IMPORT") return text.folder;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") return text.notLoadable;
  const [, from, missing] =
    /'(@?alicred[\w/-]*)' does not provide an export named '(\w+)'/.exec(String(message)) ?? [];
  if (from !== undefined) return text.lacks(String(missing), from);
  if (thrown instanceof SyntaxError) return text.notJavaScript(path);
  return undefined;
}
