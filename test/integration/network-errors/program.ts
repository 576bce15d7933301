// Run by each runtime: `program.ts URI`. Asks for a document of credentials and prints the error.
import process from "node:process";
import { createContext, sendRequest } from "@alicred/core";
import { denoHost } from "@alicred/core/host/deno";
import { nodeHost } from "@alicred/core/host/node";

const [url = ""] = process.argv.slice(2);
const host = "Deno" in globalThis ? denoHost() : nodeHost();
const context = createContext({ host, signal: new AbortController().signal });
try {
  await sendRequest(context, () => ({ method: "GET", url }), { retries: 0 });
} catch (thrown) {
  const { code, systemCode, message } = thrown as Record<string, unknown>;
  process.stdout.write(JSON.stringify({ code, systemCode, message }));
}
