// The first ten minutes of a newcomer in each language, from an empty folder to a green test: `newcomers/LANGUAGE/` has the
// lines to type and the files to write. What a registry will have once the packages are published has a stand-in here.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const places = fileURLToPath(new URL("newcomers", import.meta.url));
const helpers = join(root, "simulators/helpers");

/** Runs a command in a folder. @throws what it said when it fails. */
export type Run = (command: string, args: readonly string[], cwd: string, more?: object) => Promise<unknown>;

interface Newcomer {
  /** Lines of set-up that are allowed. */
  readonly mostLines: number;
  /** Lines to type that are run in another way. */
  readonly standIns: Readonly<Record<string, string>>;
  test(folder: string, run: Run): Promise<unknown>;
}

const newcomers: Readonly<Record<string, Newcomer>> = {
  node: {
    mostLines: 5,
    standIns: {
      "npm install --save-dev alicred @alicred/simulators": `ln -s '${root}node_modules' node_modules`,
    },
    // The packages run from source here.
    test: (folder, run) =>
      run(process.execPath, ["--import", "tsx", "--test", "first.test.mjs"], folder, { CI: "true" }),
  },
  python: {
    mostLines: 5,
    standIns: {
      // From a copy: pip leaves metadata beside what it installs, by which pytest would find the plugin a second time.
      "pip install pytest alicred-pytest alibabacloud_credentials": `cp -R '${helpers}/python' plugin && python3 -m pip install --quiet --target site pytest==9.1.1 alibabacloud_credentials==1.0.12 ./plugin && rm -r plugin`,
    },
    test: (folder, run) =>
      run("python3", ["-m", "pytest", "-q", "-p", "no:cacheprovider"], folder, {
        PYTHONPATH: join(folder, "site"),
      }),
  },
  go: {
    mostLines: 6,
    standIns: {
      "go get example.com/alicredtest": `go mod edit -require=example.com/alicredtest@v0.0.0 -replace=example.com/alicredtest='${helpers}/go'`,
    },
    test: (folder, run) => run("go", ["test", "-count=1", "./..."], folder),
  },
  java: {
    mostLines: 8,
    standIns: {},
    /** One build of the extension and of the test takes the place of a repository. */
    async test(folder, run) {
      const build = join(folder, "build");
      await mkdir(build);
      await cp(join(helpers, "java"), join(build, "junit"), {
        recursive: true,
        filter: (path) => !path.endsWith("/target"),
      });
      await symlink(folder, join(build, "first"));
      const modules = ["junit", "first"].map((name) => `<module>${name}</module>`).join("");
      const head =
        "<modelVersion>4.0.0</modelVersion><groupId>example</groupId><artifactId>both</artifactId>";
      const pom = `<project>${head}<version>1</version><packaging>pom</packaging><modules>${modules}</modules></project>`;
      await writeFile(join(build, "pom.xml"), pom);
      const only = ["-Dtest=FirstTest", "-Dsurefire.failIfNoSpecifiedTests=false"];
      return run("mvn", ["--quiet", "--batch-mode", ...only, "test"], build);
    },
  },
};

/** The languages that have one. */
export const newcomerLanguages: readonly string[] = Object.keys(newcomers);

/** From an empty folder to a green test. @throws an error that says which line failed, or that there are too many. */
export async function runNewcomer(language: string, run: Run): Promise<void> {
  const newcomer = newcomers[language];
  if (newcomer === undefined) throw new Error(`no newcomer for ${language}`);
  const lines = await setUpLines(language);
  if (lines.length > newcomer.mostLines)
    throw new Error(`${lines.length} lines of set-up, more than ${newcomer.mostLines}:\n${lines.join("\n")}`);
  const folder = await mkdtemp(join(tmpdir(), `alicred-newcomer-${language}-`));
  try {
    await cp(join(places, language), folder, { recursive: true });
    for (const line of await typedLines(language))
      await run("sh", ["-c", newcomer.standIns[line] ?? line], folder);
    await newcomer.test(folder, run);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The lines that are typed, and those of a file that only the simulated cloud needs, except for assertions. */
export async function setUpLines(language: string): Promise<readonly string[]> {
  const typed = await typedLines(language);
  const files = await readdir(join(places, language), { recursive: true, withFileTypes: true });
  const written = files.filter((file) => file.isFile() && file.name !== "setup.sh");
  const texts = await Promise.all(
    written.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")),
  );
  return [...typed, ...texts.flatMap(linesFor)];
}

async function typedLines(language: string): Promise<readonly string[]> {
  const text = await readFile(join(places, language, "setup.sh"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line.trim() !== "");
}

function linesFor(text: string): readonly string[] {
  const dependencies =
    text.match(/<dependency>(?:(?!<\/dependency>)[\s\S])*alicred[\s\S]*?<\/dependency>/g) ?? [];
  const others = text.replace(/<dependency>[\s\S]*<\/dependency>/, "").split("\n");
  const named = others.filter(
    (line) => /alicred[_.t]|AlicredExtension|simulat|nodeHost/i.test(line) && !/assert/i.test(line),
  );
  return [...dependencies.flatMap((block) => block.split("\n")), ...named];
}
