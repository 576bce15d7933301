// A folder where the published packages are installed, with the peers beside them, and the services that programs call.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Cloud, createVirtualClock, simulateCloud } from "@alicred/simulators";
import { createCertificateAuthority, serve } from "@alicred/simulators/serve";
import { command } from "../../tools/command.ts";
import { rootDir } from "../../tools/workspace.ts";
import { tarballs } from "../harness/packages.ts";

/** Peers that are the repository's own copies, with what they need. */
const PEERS = [
  "@alicloud/credentials",
  "@aws-sdk/credential-providers",
  "@smithy/property-provider",
  "google-auth-library",
];

/** Loaded into each process of Node, the bare one too: says at the end how much of the processors it took. */
const CPU = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write("cpu " + (user + system) / 1000 + "\\n");
});
`;

export interface Folder {
  readonly path: string;
  readonly cloud: Cloud;
  readonly httpUrl: string;
  readonly httpsUrl: string;
  /** Writes a program, and returns its path. */
  program(name: string, code: string): string;
  close(): Promise<void>;
}

/** @param fresh whether the packages are built anew; else those that were built before do, if there are any */
export async function openFolder(fresh: boolean): Promise<Folder> {
  const path = mkdtempSync(join(tmpdir(), "cold-start-of-alicred-"));
  const authority = await createCertificateAuthority();
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const http = await serve(cloud);
  const https = await serve(cloud, { authority });
  writeFileSync(join(path, "ca.pem"), authority.certificate);
  writeFileSync(join(path, "cpu.cjs"), CPU);
  await install(path, fresh);
  return {
    path,
    cloud,
    httpUrl: http.url,
    httpsUrl: https.url,
    program(name, code) {
      const file = join(path, `${name.replaceAll(/\W+/g, "-")}.mjs`);
      writeFileSync(file, code);
      return file;
    },
    async close() {
      await http.close();
      await https.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

async function install(path: string, fresh: boolean): Promise<void> {
  writeFileSync(join(path, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await command("npm", ["install", ...flags, ...(await tarballs(fresh))], { cwd: path });
  for (const name of PEERS) {
    const link = join(path, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(rootDir, "node_modules", name), link);
  }
}
