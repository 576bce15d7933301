// Adds 1 to a file, and says what came of it: `node program.mjs FILE [signal]`.
import { nodeHost } from "@alicred/core/host/node";
import { withFileStore } from "../../src/mod.ts";

const [file = "", ending = ""] = process.argv.slice(2);
const { files } = withFileStore(nodeHost({ env: {} }));

async function change(text: string) {
  if (ending === "exit") process.exit(0);
  if (ending !== "") {
    process.kill(process.pid, ending);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
  return [{ path: ["n"], value: JSON.parse(text).n + 1 }];
}

files?.updateJson?.(file, change, { maxBytes: 1_000 }).then(
  () => console.log("saved"),
  ({ code, systemCode, message }) => console.log(JSON.stringify({ code, systemCode, message })),
);
