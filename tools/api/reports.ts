import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { fileName, publicPackages, readJson, rootDir, type WorkspacePackage } from "../workspace.ts";

/** The public signatures of one entry point. */
export interface ApiReport {
  /** As an import writes it, such as `@alicred/core/host/node`. */
  readonly entry: string;
  /** The report's name in `test/api`. */
  readonly file: string;
  readonly text: string;
}

interface EntryPoint {
  readonly one: WorkspacePackage;
  readonly name: string;
  /** The path of its types in `dist`. */
  readonly types: string;
}

const drafts = join(rootDir, "build/api");
const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** Reads what `tsc -b` has built, all entry points as one program. */
export function apiReports(): readonly ApiReport[] {
  const entries = entryPoints();
  rmSync(drafts, { recursive: true, force: true });
  mkdirSync(drafts, { recursive: true });
  const types = entries.map((each) => each.types);
  const configs = entries.map((each) => ({ each, config: configOf(each, types) }));
  const [first] = configs;
  if (first === undefined) throw new Error("there are no entry points");
  const compilerState = CompilerState.create(first.config, { additionalEntryPoints: types });
  const drafted = configs.map(({ each: { one, name }, config }) => {
    const messages: string[] = [];
    const { succeeded } = Extractor.invoke(config, {
      localBuild: true,
      compilerState,
      messageCallback(message) {
        message.handled = true;
        if (message.logLevel === ExtractorLogLevel.Error) messages.push(message.text);
      },
    });
    if (!succeeded) throw new Error(`${name}: ${messages.join("\n")}`);
    return { one, name, blocks: declarations(readFileSync(config.reportFilePath, "utf8"), name) };
  });
  const exported = new Set(
    drafted.flatMap(({ one, blocks }) => blocks.filter(isExported).map((block) => idOf(one, block))),
  );
  const shown = new Set<string>();
  return drafted.map(({ one, name, blocks }) => {
    // A shape that several entry points of a package mention is in the report of the one that exports it, or else in the first.
    const own = blocks.filter((block) => {
      const id = idOf(one, block);
      const isElsewhere = !isExported(block) && (exported.has(id) || shown.has(id));
      if (!block.startsWith("import ")) shown.add(id);
      return !isElsewhere;
    });
    return {
      entry: name,
      file: reportName(name),
      text: `# ${name}\n\n\`\`\`ts\n${own.join("\n\n")}\n\`\`\`\n`,
    };
  });
}

function entryPoints(): readonly EntryPoint[] {
  return publicPackages().flatMap((one) =>
    Object.entries(one.manifest.exports ?? {})
      .filter(([, file]) => file.endsWith(".ts"))
      .map(([subpath, file]) => ({
        one,
        name: `${one.manifest.name}${subpath.slice(1)}`,
        types: join(rootDir, one.dir, file.replace("./src/", "dist/").replace(/\.ts$/, ".d.ts")),
      })),
  );
}

function configOf({ one, name, types }: EntryPoint, files: readonly string[]): ExtractorConfig {
  const { compilerOptions } = readJson<{ compilerOptions: object }>(join(rootDir, "tsconfig.base.json"));
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(rootDir, one.dir),
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { ...compilerOptions, types: ["node"], noEmit: true, composite: false },
          files,
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: reportName(name),
        reportFolder: drafts,
        reportTempFolder: join(drafts, "temporary"),
        // The shape of a type that is not exported is public where an exported one mentions it.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(rootDir, one.dir, "package.json"),
  });
}

function reportName(entry: string): string {
  return `${fileName(entry).replaceAll("/", "-")}.api.md`;
}

/** The declarations of a report. Whether one has a docstring is no part of its signature. */
function declarations(report: string, entry: string): readonly string[] {
  const code = /```ts\n([\s\S]*)```/.exec(report)?.[1];
  if (code === undefined) throw new Error(`${entry}: API Extractor wrote a report without signatures`);
  return code
    .split("\n")
    .filter((line) => !/^\s*\/\/ (\(undocumented\)|@public.*|\(No @packageDocumentation .*)$/.test(line))
    .join("\n")
    .trim()
    .split(/\n\n+/);
}

function isExported(block: string): boolean {
  return /^(export|import) /.test(block);
}

/** The package and the name of a declaration. */
function idOf({ dir }: WorkspacePackage, block: string): string {
  const name = /^(?:(?:export|declare|abstract|const|class|function|interface|type) )+(\w+)/.exec(block)?.[1];
  return `${dir} ${name ?? block}`;
}
