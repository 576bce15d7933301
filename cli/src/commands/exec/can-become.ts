import { closeSync, openSync, readSync } from "node:fs";
import { isRunnable } from "./find-program.ts";

/** How much of a file is looked at. */
const HEAD_BYTES = 4_096;
/** The header of an ELF file, which no program is shorter than. */
const SHORTEST_BYTES = 64;
/** A program of macOS, for 64 bits. */
const MACH_O = 0xfeedfacf;
/** The part of an ELF file that names its loader. */
const LOADER_PART = 3;

/**
 * Whether this process may become the program: a script whose interpreter exists, or a program for this machine whose
 * loader exists. An attempt that fails ends this process with a stack of Node's, so a doubtful one is run as a child.
 *
 * @param own a program that is known to run here
 */
export function canBecome(path: string, own: string = process.execPath): boolean {
  const [program, self] = [headOf(path), headOf(own)];
  if (program === undefined || self === undefined) return false;
  const [, interpreter] = /^#! *(\S+)/.exec(program.toString("latin1")) ?? [];
  if (interpreter !== undefined) return isRunnable(interpreter);
  if (program.length < SHORTEST_BYTES) return false;
  if (program.toString("latin1", 1, 4) === "ELF") return isOfSameKind(program, self) && hasLoader(program);
  // The kind of file, then that of the processor.
  return program.readUInt32LE(0) === MACH_O && program.subarray(0, 8).equals(self.subarray(0, 8));
}

/** The beginning of a file; `undefined` for one that cannot be read. */
function headOf(path: string): Buffer | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Whether two ELF files have the same word size and byte order, and are for the same processor. */
function isOfSameKind(one: Buffer, other: Buffer): boolean {
  return [4, 5, 18, 19].every((at) => one[at] === other[at]);
}

/** Whether the loader that an ELF file of 64 bits names exists; one that names none needs none. */
function hasLoader(head: Buffer): boolean {
  const isLittle64 = head[4] === 2 && head[5] === 1;
  if (!isLittle64) return false;
  const [start, size, count] = [
    Number(head.readBigUInt64LE(32)),
    head.readUInt16LE(54),
    head.readUInt16LE(56),
  ];
  if (count === 0 || size < 56 || start + count * size > head.length) return false;
  for (let at = start; at < start + count * size; at += size) {
    if (head.readUInt32LE(at) !== LOADER_PART) continue;
    const from = Number(head.readBigUInt64LE(at + 8));
    const loader = head.toString("utf8", from, from + Number(head.readBigUInt64LE(at + 32)) - 1);
    return loader !== "" && isRunnable(loader);
  }
  return true;
}
