// Builds the programs of the clients, with the packages that they need.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const timeout = 300_000;

/** The folder of the programs' sources. */
export const programs: string = fileURLToPath(new URL("programs", import.meta.url));

export async function buildGo(program: string, folder: string): Promise<void> {
  const options = { cwd: join(programs, program), timeout };
  await execute("go", ["build", "-o", join(folder, "client"), "."], options);
}

export async function installPython(requirement: string, folder: string): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await execute("python3", [...pip, "--target", folder, requirement], { timeout });
}

export async function buildJava(folderOfProgram: string, program: string, folder: string): Promise<void> {
  const pom = join(programs, folderOfProgram, "pom.xml");
  const lib = join(folder, "lib");
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${lib}`, "-DincludeScope=runtime"];
  await execute("mvn", ["--quiet", "--batch-mode", "--file", pom, ...goal], { timeout });
  const source = join(programs, folderOfProgram, `${program}.java`);
  await execute("javac", ["-nowarn", "-encoding", "UTF-8", "-cp", join(lib, "*"), "-d", folder, source], {
    timeout,
  });
}
