import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import { createCertificateAuthority, nodePreload, serve } from "../../src/reach/serve/node.ts";

const program = `
  import http from "node:http";
  import https from "node:https";
  const get = (module, url, options) => new Promise((resolve) => {
    module.get(url, options, (reply) => reply.resume().on("end", () => resolve(reply.statusCode)))
      .on("error", (error) => resolve(error.message));
  });
  const sts = "https://sts.aliyuncs.com/?Action=GetCallerIdentity";
  const metadata = "http://100.100.100.200/latest/meta-data/region-id";
  const own = { agent: new https.Agent({ keepAlive: true }) };
  console.log(JSON.stringify([
    (await fetch(sts)).status,
    await (await fetch(metadata)).text(),
    await get(https, sts, own),
    await get(https, sts, own),
    await get(http, metadata, { agent: new http.Agent() }),
    await get(https, sts, { agent: false }),
    (await fetch(process.argv[2])).status,
    await get(http, process.argv[2], {}),
    await get(https, "https://example.com/", own),
    await fetch("https://example.com/").catch((error) => error.cause.message),
  ]));
  process.exit();
`;

it("a program of Node with the module reaches the real addresses by the proxy, whatever its agents", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alicred-preload-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const authority = await createCertificateAuthority();
  const cloud = simulateCloud();
  await using served = await serve(cloud, { proxyAuthority: authority });
  const local = createServer((_, reply) => reply.writeHead(204).end()).listen(0, "127.0.0.1");
  onTestFinished(() => void local.close());
  await new Promise((resolve) => local.once("listening", resolve));
  const address = local.address();
  const port = typeof address === "object" ? address?.port : undefined;

  const file = (name: string): string => join(folder, name);
  await writeFile(file("ca.pem"), authority.certificate);
  await writeFile(file("preload.mjs"), nodePreload);
  await writeFile(file("program.mjs"), program);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [file("program.mjs"), `http://127.0.0.1:${port}/`],
    {
      env: {
        HTTPS_PROXY: served.url,
        NODE_EXTRA_CA_CERTS: file("ca.pem"),
        NODE_OPTIONS: `--import=${pathToFileURL(file("preload.mjs")).href}`,
      },
    },
  );
  const refused =
    "the proxy of the simulated cloud: no simulated service at example.com, and this proxy leads nowhere else";
  expect(JSON.parse(stdout)).toEqual([400, "cn-hangzhou", 400, 400, 200, 400, 204, 204, refused, refused]);
  expect(stderr).toBe("");
  expect(cloud.journal.entries().map(({ host }) => host)).toEqual([
    "sts.aliyuncs.com",
    "100.100.100.200",
    "sts.aliyuncs.com",
    "sts.aliyuncs.com",
    "100.100.100.200",
    "sts.aliyuncs.com",
    "example.com:443",
    "example.com:443",
  ]);
});
