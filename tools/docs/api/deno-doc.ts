/**
 * The exports and docstrings of a module, as `deno doc` reads them. Deno comes with the development dependencies.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { command } from "../../command.ts";
import { binPath, rootDir } from "../../workspace.ts";

/** A docstring. */
export interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly JsDocTag[];
}

export interface JsDocTag {
  readonly kind: string;
  readonly name?: string;
  readonly type?: string;
  readonly doc?: string;
}

/** A declaration of an export; a function with overloads has several. */
export interface DocDeclaration {
  readonly kind:
    | "class"
    | "enum"
    | "function"
    | "interface"
    | "namespace"
    | "reference"
    | "typeAlias"
    | "variable";
  readonly location: { readonly filename: string; readonly line: number; readonly col: number };
  readonly jsDoc?: JsDoc;
}

export interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly DocDeclaration[];
}

export interface DocModule {
  readonly module_doc?: JsDoc;
  readonly symbols: readonly DocSymbol[];
}

/** Reads modules, by their paths relative to the root. */
export async function denoDoc(files: readonly string[]): Promise<ReadonlyMap<string, DocModule>> {
  const output = await command(binPath("deno"), ["doc", "--json", "--quiet", ...files], { cwd: rootDir });
  const { version, nodes } = JSON.parse(output) as {
    version: number;
    nodes: Readonly<Record<string, DocModule>>;
  };
  if (version !== 2) throw new Error(`deno doc --json has version ${version}; this reads version 2`);
  const root = pathToFileURL(rootDir).href;
  return new Map(Object.entries(nodes).map(([url, module]) => [url.slice(root.length), module]));
}
