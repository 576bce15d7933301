import { text as readText } from "node:stream/consumers";
import { redactReply } from "@alicred/simulators/cassette";
import { print } from "../../terminal/terminal.ts";

/** `alicred simulate --redact`: prints what comes on standard input with every secret replaced. */
export async function redactInput(): Promise<void> {
  const text = redactReply(await readText(process.stdin));
  print(text.replace(/\r?\n$/, "").split(/\r?\n/));
}
