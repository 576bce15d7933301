import { execFile } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, sendRequest } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { simulateCloud } from "@alicred/simulators";
import { createCertificateAuthority, serve } from "@alicred/simulators/serve";
import { describe, expect, onTestFinished, test } from "vitest";
import { binPath, rootDir } from "../../../tools/workspace.ts";

const execute = promisify(execFile);
const program = fileURLToPath(new URL("program.ts", import.meta.url));

const RUNTIMES = {
  node: [process.execPath, "--import", "tsx"],
  deno: [binPath("deno"), "run", "--quiet", "--no-prompt", "--allow-all"],
  "deno without the network": [binPath("deno"), "run", "--quiet", "--no-prompt"],
  bun: [binPath("bun")],
} as const;
const SERVERS = ["node", "deno", "bun"] as const;

async function errorOf(
  runtime: keyof typeof RUNTIMES,
  url: string,
  variables: Record<string, string> = {},
): Promise<{ readonly code: string; readonly message: string }> {
  const [file, ...args] = RUNTIMES[runtime];
  const none = { HTTPS_PROXY: "", https_proxy: "", NO_PROXY: "", no_proxy: "", NODE_EXTRA_CA_CERTS: "" };
  const env = { ...process.env, ...none, ...variables };
  const { stdout } = await execute(file, [...args, program, url], { cwd: rootDir, env });
  return JSON.parse(stdout);
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("says what went wrong", () => {
  test.each(SERVERS)("%s: nobody listens", async (runtime) => {
    const port = await unusedPort();
    for (const origin of [`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`])
      expect(await errorOf(runtime, `${origin}/`)).toEqual({
        code: "NETWORK_ERROR",
        systemCode: "ECONNREFUSED",
        message: `${origin} could not be reached (ECONNREFUSED). Check the address and the network.`,
      });
  });

  test.each(SERVERS)("%s: an unknown authority", async (runtime) => {
    const served = await serve(simulateCloud(), { authority: await createCertificateAuthority() });
    onTestFinished(served.close);
    const { code, message } = await errorOf(runtime, `${served.url}/`);
    expect(code).toBe("NETWORK_ERROR");
    expect(message).toContain(`${served.url} has a certificate of an unknown authority`);
    expect(message).toContain(runtime === "deno" ? "in DENO_CERT." : "in NODE_EXTRA_CA_CERTS.");
  });

  test.each(["deno", "bun"] as const)("%s: a proxy that is down", async (runtime) => {
    const address = `127.0.0.1:${await unusedPort()}`;
    const variables = { HTTPS_PROXY: `http://me:canary-password@${address}` };
    const { code, message } = await errorOf(runtime, "https://sts.example.test/", variables);
    expect(code).toBe("NETWORK_ERROR");
    expect(message).toContain(`could not be reached through the proxy ${address} of HTTPS_PROXY (`);
    expect(message).not.toContain("canary");
  });

  test.each(["http", "https"])("Deno lacks the permission for %s", async (scheme) => {
    expect(await errorOf("deno without the network", `${scheme}://127.0.0.1:8080/`)).toEqual({
      code: "NETWORK_ERROR",
      systemCode: "NotCapable",
      message: `${scheme}://127.0.0.1:8080 may not be reached (NotCapable). Run Deno with --allow-net=127.0.0.1:8080.`,
    });
  });

  test("a port that fetch refuses", async () => {
    const context = createContext({ host: webHost(), signal: new AbortController().signal });
    const sent = sendRequest(context, () => ({ method: "GET", url: "http://127.0.0.1:6666/credentials" }));
    await expect(sent).rejects.toMatchObject({
      code: "NETWORK_ERROR",
      retryable: false,
      message: "http://127.0.0.1:6666 has a port that fetch refuses to ask (bad port). Use another port.",
    });
  });
});
