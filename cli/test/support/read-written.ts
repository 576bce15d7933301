import { readFile } from "node:fs/promises";

/** The text of a file that a program writes; fails as long as it has none, because a program creates a file before it fills it. */
export async function readWritten(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  if (text === "") throw new Error(`${path} is still empty`);
  return text;
}
