import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The heap in use, in MiB, garbage collected. */
export function heapMebibytes(): number {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
