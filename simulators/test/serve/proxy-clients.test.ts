import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { createCertificateAuthority, type ServedCloud, serve } from "../../src/reach/serve/node.ts";

// The settings of the README, with the real runtimes; the official clients are in test/clients.

const bin = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/.bin/${name}`, import.meta.url));
const program = `
  const sts = await fetch("https://sts.aliyuncs.com/?Action=GetCallerIdentity");
  const metadata = await fetch("http://100.100.100.200/latest/meta-data/region-id");
  const elsewhere = await fetch("https://example.com/").then(() => "reached", () => "refused");
  console.log(sts.status, await metadata.text(), elsewhere);
`;

interface Runtime {
  readonly name: string;
  command(file: string): readonly [string, ...string[]];
  env(caFile: string): Readonly<Record<string, string>>;
}

const runtimes: readonly Runtime[] = [
  {
    name: "bun",
    command: (file) => [bin("bun"), file],
    env: (caFile) => ({ NODE_EXTRA_CA_CERTS: caFile }),
  },
  {
    name: "deno",
    command: (file) => [bin("deno"), "run", "--quiet", "--no-config", "--allow-net", file],
    // Once a day Deno asks its maker for a newer version.
    env: (caFile) => ({ DENO_CERT: caFile, DENO_NO_UPDATE_CHECK: "1" }),
  },
  // Earlier releases of Node have a fetch that knows no proxy.
  ...(process.allowedNodeEnvironmentFlags.has("--use-env-proxy")
    ? [
        {
          name: "node",
          command: (file: string) => [process.execPath, file] as const,
          env: (caFile: string) => ({ NODE_USE_ENV_PROXY: "1", NODE_EXTRA_CA_CERTS: caFile }),
        },
      ]
    : []),
];

let folder: string;
let cloud: Cloud;
let served: ServedCloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alicred-proxy-clients-"));
  const authority = await createCertificateAuthority();
  cloud = simulateCloud();
  served = await serve(cloud, { proxyAuthority: authority });
  await writeFile(join(folder, "ca.pem"), authority.certificate);
  await writeFile(join(folder, "program.mjs"), program);
});

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

describe("through the proxy", () => {
  it.each(runtimes)("fetch of $name reaches the real addresses, and no others", async ({ command, env }) => {
    cloud.journal.clear();
    const [file, ...args] = command(join(folder, "program.mjs"));
    const { stdout } = await promisify(execFile)(file, args, {
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        HTTPS_PROXY: served.url,
        HTTP_PROXY: served.url,
        ...env(join(folder, "ca.pem")),
      },
    });
    expect(stdout.trim()).toBe("400 cn-hangzhou refused");
    expect(cloud.journal.entries().map(({ host }) => host)).toEqual([
      "sts.aliyuncs.com",
      "100.100.100.200",
      "example.com:443",
    ]);
  });
});
