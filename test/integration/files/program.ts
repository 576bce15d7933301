// Run by each runtime: `program.ts MAX-BYTES PATH...`. Reads the files by the runtime's host, all at once, and prints what
// came of them.
import process from "node:process";
import { denoHost } from "@alicred/core/host/deno";
import { nodeHost } from "@alicred/core/host/node";

const [maxBytes = "", ...paths] = process.argv.slice(2);
const { files } = "Deno" in globalThis ? denoHost() : nodeHost();
const read = async (path: string): Promise<unknown> => {
  try {
    return (await files?.readText(path, Number(maxBytes))) ?? null;
  } catch (thrown) {
    return String(thrown).replace(path, "PATH");
  }
};
process.stdout.write(JSON.stringify(await Promise.all(paths.map(read))));
