import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const corpus = fileURLToPath(new URL("corpus", import.meta.url));
const found = fileURLToPath(new URL("../../build/fuzz", import.meta.url));

/** The inputs that are kept for a target: each once led to a fault, or reaches far. In the order of their names. */
export function keptInputs(target: string): readonly string[] {
  const folder = join(corpus, target);
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** Names of the folders with kept inputs. */
export function keptTargets(): readonly string[] {
  return readdirSync(corpus);
}

/** Where the input of a hang is written. */
export function hangFile(target: string): string {
  const folder = join(found, target);
  mkdirSync(folder, { recursive: true });
  return join(folder, "hang.txt");
}

/** Writes an input that led to a fault, and returns the path of the file. */
export function saveFault(target: string, input: string): string {
  const folder = join(found, target);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${createHash("sha256").update(input).digest("hex").slice(0, 12)}.txt`);
  writeFileSync(file, input);
  return file;
}
