/**
 * Which file of the repository becomes which page of the site. The pages themselves have one home each: the READMEs beside
 * the code, and `docs/` for what belongs to no package.
 *
 * @module
 */
import { posix } from "node:path";

/** The repository on the web, for links to files that are no pages. */
export const REPOSITORY = "https://github.com/alicred/alicred";

const FIXED: Readonly<Record<string, string>> = {
  "CONTRIBUTING.md": "project/contributing",
  "SECURITY.md": "project/security",
  "bench/README.md": "project/benchmarks",
  "cli/README.md": "reference/command",
  "core/README.md": "reference/core",
  "plugins/README.md": "guides/write-a-plugin",
  "plugins/presets/README.md": "reference/presets",
  "simulators/README.md": "reference/simulators",
  "simulators/containers/README.md": "reference/simulators-in-containers",
  "simulators/helpers/README.md": "reference/simulators-helpers",
  "test/conformance/README.md": "packages/conformance",
  "test/defects/README.md": "project/defects",
  "test/security/README.md": "project/security-suite",
};

/** Folders whose README is a page, by what precedes the name of the page. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^plugins\/[\w-]+\/([\w-]+)\/README\.md$/, "packages/"],
  [/^plugins\/(interop)\/README\.md$/, "packages/"],
  [/^examples\/([\w-]+)\/README\.md$/, "recipes/"],
];

/** The path of the page that a file becomes, without an ending; `undefined` for a file that is no page. */
export function pageOf(file: string): string | undefined {
  const fixed = FIXED[file];
  if (fixed !== undefined) return fixed;
  for (const [pattern, prefix] of PATTERNS) {
    const [, name] = pattern.exec(file) ?? [];
    if (name !== undefined) return prefix + name;
  }
  return file.startsWith("docs/") && file.endsWith(".md")
    ? file.slice("docs/".length, -".md".length)
    : undefined;
}

/** The address of a page within the site. */
export function addressOf(page: string): string {
  return `/${page.replace(/(^|\/)index$/, "$1")}`;
}

/** The address of a file or folder of the repository on the web. */
export function sourceAddress(path: string): string {
  const kind = posix.extname(path) === "" ? "tree" : "blob";
  return `${REPOSITORY}/${kind}/main/${path}`;
}
