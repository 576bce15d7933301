/**
 * The examples in docstrings, of entry points and of what they export.
 *
 * @module
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rootDir } from "../../workspace.ts";
import { denoDoc, type JsDoc } from "./deno-doc.ts";
import { entryPoints } from "./pages.ts";

/** One example of a docstring. */
export interface DocExample {
  /** The module, relative to the root, and what the docstring is about. */
  readonly place: string;
  readonly code: string;
}

/** Every example, each once, and the entry points without one. */
export async function docExamples(): Promise<{
  readonly examples: readonly DocExample[];
  readonly missing: readonly string[];
}> {
  const entries = entryPoints();
  const modules = await denoDoc(entries.map(({ file }) => file));
  const examples = new Map<string, DocExample>();
  const missing: string[] = [];
  for (const { specifier, file } of entries) {
    const module = modules.get(file);
    const own = examplesIn(module?.module_doc, file);
    if (own.length === 0) missing.push(specifier);
    const exported = (module?.symbols ?? []).flatMap(({ name, declarations }) =>
      declarations.flatMap(({ jsDoc, location }) =>
        examplesIn(jsDoc, `${relative(rootDir, fileURLToPath(location.filename))}-${name}`),
      ),
    );
    for (const example of [...own, ...exported]) examples.set(`${example.place}\n${example.code}`, example);
  }
  return { examples: [...examples.values()], missing };
}

function examplesIn(jsDoc: JsDoc | undefined, place: string): readonly DocExample[] {
  return (jsDoc?.tags ?? [])
    .filter(({ kind }) => kind === "example")
    .flatMap(({ doc = "" }) => [...doc.matchAll(/```ts\n([\s\S]*?)```/g)])
    .map(([, code = ""]) => ({ place, code }));
}
