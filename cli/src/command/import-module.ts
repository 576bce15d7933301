import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ask, ConfigurationError, createContext, type Host } from "@alicred/core";
import { resolveModule } from "./resolve-module.ts";

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
  if (!existsSync(fileURLToPath(url)))
    throw unusable(named, `there is no file ${fileURLToPath(url)}. Check the path, or build it.`);
  try {
    return await import(url);
  } catch (thrown) {
    const problem = problemOf(thrown, fileURLToPath(url));
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
  return existsSync(name)
    ? `no package has this name. For the file, write ./${name}.`
    : `no package of this name is installed for ${process.cwd()}. Install it, or name a file: ./vault.js.`;
}

/** Why Node cannot load a module, and what to do; `undefined` for what the module's own code threw. */
function problemOf(thrown: unknown, path: string): string | undefined {
  const { code, message }: Readonly<Record<string, unknown>> = Object(thrown);
  if (code === "ERR_UNSUPPORTED_DIR_IMPORT") return "this is a folder. Name a file in it.";
  if (code === "ERR_UNKNOWN_FILE_EXTENSION")
    return "this Node loads no such file. Name the JavaScript that is built from it; Node 22.18 and later load TypeScript too.";
  const [, from, missing] =
    /'(@?alicred[\w/-]*)' does not provide an export named '(\w+)'/.exec(String(message)) ?? [];
  if (from !== undefined)
    return `it imports ${missing} of ${from}, which the installed version lacks. Compare the versions: npm ls ${from}.`;
  if (thrown instanceof SyntaxError) return `it is not valid JavaScript. node --check ${path} says where.`;
  return undefined;
}
