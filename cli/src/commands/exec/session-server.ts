import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Served } from "../serve/document.ts";
import { listen } from "../serve/http.ts";
import { serverToken } from "../serve/token.ts";
import { URI_METHODS, uriPath, uriRoute } from "../serve/uri-route.ts";

/** A server that lives as long as the program that it serves. */
export interface SessionServer {
  readonly credentialsUri: string;
  /** A `config.json` whose one profile leads the aliyun CLI here, because no variable does. */
  readonly cliConfigFile: string;
  /** Stops the server and removes the file. */
  close(): Promise<void>;
}

/** The region of the aliyun CLI if nobody names one. */
const CLI_REGION = "cn-hangzhou";

/**
 * Serves one identity at a loopback address that nobody else knows.
 *
 * @throws {AlicredError} where this machine has no free port; and what the system says if there is no temporary folder.
 */
export async function startSessionServer(served: Served, now: () => number): Promise<SessionServer> {
  const token = await serverToken(undefined);
  const listening = await listen({
    host: "127.0.0.1",
    port: 0,
    methods: URI_METHODS,
    route: uriRoute(token, [served], now),
  });
  try {
    const credentialsUri = listening.origin + uriPath(token, served.name);
    const folder = await mkdtemp(join(tmpdir(), "alicred-exec-"));
    const cliConfigFile = join(folder, "config.json");
    await writeFile(cliConfigFile, cliConfig(credentialsUri, served.region()), { mode: 0o600 });
    return {
      credentialsUri,
      cliConfigFile,
      close: async () => {
        await rm(folder, { recursive: true, force: true });
        await listening.close();
      },
    };
  } catch (thrown) {
    await listening.close();
    throw thrown;
  }
}

function cliConfig(credentialsUri: string, region: string | undefined): string {
  const profile = {
    name: "default",
    mode: "CredentialsURI",
    credentials_uri: credentialsUri,
    region_id: region ?? CLI_REGION,
    output_format: "json",
  };
  return JSON.stringify({ current: profile.name, profiles: [profile] });
}
