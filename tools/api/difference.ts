/**
 * The lines that two texts do not share, in the order of the second: `- ` for one that only the first has, `+ ` for one that only
 * the second has. Empty for equal texts.
 */
export function difference(before: string, after: string): readonly string[] {
  const left = before.split("\n");
  const right = after.split("\n");
  const common = commonLengths(left, right);
  const at = (i: number, j: number): number => common[i * (right.length + 1) + j] ?? 0;
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i += 1;
      j += 1;
    } else if (j === right.length || (i < left.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${left[i++]}`);
    } else {
      lines.push(`+ ${right[j++]}`);
    }
  }
  return lines;
}

/** For each pair of places the length of the longest common subsequence of what follows them. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const [below = 0, beside = 0, diagonal = 0] = [
        lengths[(i + 1) * width + j],
        lengths[i * width + j + 1],
        lengths[(i + 1) * width + j + 1],
      ];
      lengths[i * width + j] = left[i] === right[j] ? diagonal + 1 : Math.max(below, beside);
    }
  }
  return lengths;
}
