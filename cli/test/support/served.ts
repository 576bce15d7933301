import { request } from "node:http";
import { vi } from "vitest";
import { startCommand } from "./real-command.ts";

/** The output of `alicred serve --json`. */
export interface Summary {
  readonly origin: string;
  readonly profiles: readonly { readonly profile: string; readonly uri: string; readonly role?: string }[];
}

/** Starts `alicred serve --json`, and returns what it says. */
export async function served(
  home: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<Summary> {
  const { output, ended } = startCommand(home, ["serve", "--json", ...args], { more });
  const failed = ended.then(({ stderr }) => {
    throw new Error(stderr);
  });
  failed.catch(() => undefined);
  return Promise.race([failed, vi.waitFor(() => JSON.parse(output()) as Summary, { timeout: 60_000 })]);
}

/** The answer to a request. */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += String(chunk);
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    call.on("error", reject).end();
  });
}
