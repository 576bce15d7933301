import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { expect, onTestFinished, test } from "vitest";
import { binPath, rootDir } from "../../../tools/workspace.ts";

const execute = promisify(execFile);

/** A proxy that reaches nothing, and the requests that it was sent. */
async function startProxy(): Promise<{ readonly url: string; readonly requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(502).end();
  });
  server.on("connect", ({ url }, socket) => {
    requests.push(url ?? "");
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

test.each([
  ["node", process.execPath, ["--import", "tsx"]],
  ["deno", binPath("deno"), ["run", "--quiet", "--no-prompt", "--allow-all"]],
  ["bun", binPath("bun"), []],
])("%s: metadata and near documents are asked past a proxy", async (name, file, args) => {
  // The programs read the clock of the machine.
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const served = await serve(cloud);
  onTestFinished(() => served.close());
  const proxy = await startProxy();
  const env = {
    ...process.env,
    HTTP_PROXY: proxy.url,
    http_proxy: proxy.url,
    NO_PROXY: "",
    no_proxy: "",
    // Makes the global agent of node:http obey the variables, where the runtime knows it.
    NODE_USE_ENV_PROXY: "1",
    ALICRED_ECS_METADATA_ENDPOINT: served.url,
    ALIBABA_CLOUD_CREDENTIALS_URI: `${served.url}/credentials-uri/reader`,
  };
  const program = fileURLToPath(new URL("program.ts", import.meta.url));
  const control = `${served.url}/control`;
  const { stdout } = await execute(file, [...args, program, control], { cwd: rootDir, env });
  expect(JSON.parse(stdout)).toEqual([["ecs-ram-role"], ["credentials-uri"]]);
  // The control alone: the runtime's own fetch obeys the variables, except on Node before 22.21.
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isTooOld = name === "node" && (major < 22 || (major === 22 && minor < 21));
  expect(proxy.requests).toHaveLength(isTooOld ? 0 : 1);
});
