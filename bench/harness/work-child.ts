// One file of work/, in a process of its own: node --import tsx work-child.ts NAME [quick]. Prints its rows as JSON.
import type { Measure } from "./work.ts";

const [name, length] = process.argv.slice(2);
const { measure }: { readonly measure: Measure } = await import(`../work/${name}.ts`);
const rows = await measure({ quick: length === "quick" });
process.stdout.write(`${JSON.stringify(rows)}\n`, () => process.exit());
