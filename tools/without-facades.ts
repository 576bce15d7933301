import type { OutputChunk, Plugin } from "rolldown";

/** A file that only hands on exports of another. */
const FACADE =
  /^export \{ (?<names>[^}]+) \} from "(?<path>\.\/[^"]+)";\s*(?:\/\/# sourceMappingURL=.*\s*)?$/;

/** A part of a program that is loaded later. */
const LATER = /import\("(?<path>\.\/[^"]+)"\)/g;

/**
 * Makes imports lead to the file that has the code. For a module that is loaded later, but shares a file with others, the
 * bundler writes one more file, which hands on its exports: a command would open it for a single line.
 */
export function withoutFacades(): Plugin {
  return {
    name: "without-facades",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file): file is OutputChunk => file.type === "chunk");
      const facades = new Map<string, string>(
        chunks
          .filter(({ isEntry }) => !isEntry)
          .flatMap(({ fileName, code }) => {
            const direct = directImport(code);
            return direct === undefined ? [] : [[`./${fileName}`, direct] as const];
          }),
      );
      for (const chunk of chunks)
        chunk.code = chunk.code.replace(LATER, (all, path: string) => facades.get(path) ?? all);
      const rest = chunks.filter(({ fileName }) => !facades.has(`./${fileName}`));
      for (const path of facades.keys()) {
        if (rest.some(({ code }) => code.includes(`"${path}"`)))
          throw new Error(`${path} is imported as it is`);
        delete bundle[path.slice(2)];
        delete bundle[`${path.slice(2)}.map`];
      }
    },
  };
}

/** The import that gives the same as that of a facade; `undefined` for any other file. */
function directImport(code: string): string | undefined {
  const { names, path } = FACADE.exec(code)?.groups ?? {};
  if (names === undefined || path === undefined) return undefined;
  const exported = names.split(", ").map((each) => {
    const [local, name = local] = each.split(" as ");
    return `${name}: all.${local}`;
  });
  return `import("${path}").then((all) => ({ ${exported.join(", ")} }))`;
}
