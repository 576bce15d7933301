// Builds, packs and tries the packages as a user gets them. Run by `npm run test:packages`.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { atOnce } from "./at-once.ts";
import { startChecks } from "./checks.ts";
import { command } from "./command.ts";
import { tryAsConsumer } from "./consumer.ts";
import {
  checkCommands,
  checkLockfile,
  compareEngines,
  compareGenerated,
  compareVersions,
  generatedManifests,
} from "./manifests.ts";
import { binPath, fileName, publicPackages, rootDir } from "./workspace.ts";

const checks = startChecks();
const run = (name: string, ...args: readonly string[]): Promise<string> =>
  command(binPath(name), args, { cwd: rootDir });

for (const generated of generatedManifests()) {
  await checks.check(`${generated.file} follows from package.json`, () => compareGenerated(generated));
}
await checks.check("the lockfile is complete for every platform", checkLockfile);
await checks.check("each command is of one package", () => checkCommands());
await checks.check("every package and its dependencies run on the same Nodes", compareEngines);
for (const { dir } of publicPackages()) {
  await checks.check(`${dir}: the versions that it asks for`, () => compareVersions(dir));
}

const sources = publicPackages().flatMap(({ dir, manifest }) =>
  Object.values(manifest.exports ?? {})
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(dir, path)),
);
await Promise.all([
  checks.check("deno check of every entry point", async () => {
    await run("deno", "check", "--quiet", ...sources);
    return `${sources.length} entry points`;
  }),
  checks.check("deno publish --dry-run", async () => {
    await run("deno", "publish", "--dry-run", "--allow-dirty", "--quiet");
    return undefined;
  }),
]);

const built = await checks.check("npm run build", async () => {
  await command("npm", ["run", "--silent", "build"], { cwd: rootDir });
  return undefined;
});

if (built) {
  const folder = join(rootDir, "build/packages");
  const tarballs = readdirSync(folder).sort();
  for (const { manifest } of publicPackages()) {
    const tarball = `${fileName(manifest.name)}-${manifest.version}.tgz`;
    await checks.check(`${tarball} holds what the package lists`, () =>
      compareContents(join(folder, tarball), manifest.files),
    );
  }
  await atOnce(tarballs, async (tarball) => {
    await checks.check(`publint ${tarball}`, async () => {
      await run("publint", "run", "--strict", join(folder, tarball));
      return undefined;
    });
    await checks.check(`attw ${tarball}`, async () => {
      await run("attw", "--profile", "esm-only", "--no-emoji", join(folder, tarball));
      return undefined;
    });
  });
  await tryAsConsumer(
    checks,
    tarballs.map((tarball) => join(folder, tarball)),
  );
}

checks.finish();

/** Throws unless each file and each folder of the list is in the tarball. */
async function compareContents(tarball: string, listed: readonly string[]): Promise<undefined> {
  const names = (await command("tar", ["-tzf", tarball], { cwd: rootDir })).split(/\r?\n/);
  const missing = listed.filter(
    (entry) => !names.some((name) => name === `package/${entry}` || name.startsWith(`package/${entry}/`)),
  );
  if (missing.length > 0) throw new Error(`not in it: ${missing.join(", ")}`);
  return undefined;
}
