/**
 * The words of the search prompt that are those of the library that draws it, and their Chinese: the library has no
 * setting for them. A line is written whole, and only where such words stand in it are they replaced: a choice with the
 * same words keeps them.
 *
 * @module
 */
const CHINESE: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/([│|]\S* {2}\S*?Search:.*) \((\d+) match(?:es)?\)/, "$1（$2 个匹配）"],
  [/([│|]\S* {2}\S*?)Search:/, "$1搜索："],
  [/([│|]\S* {2}\S*?)No matches found/, "$1没有匹配项"],
  // Escape sequences hold no blanks.
  [
    /(↑\/↓\S*) to select • (\S*)Enter:(\S*) confirm • (\S*)Type:(\S*) to search/,
    "$1 选择 • $2Enter$3 确认 • $4输入文字$5可搜索",
  ],
];

/** The stream, in which the prompts speak Chinese. */
export function inChinese(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = (chunk: string | Uint8Array): boolean =>
    stream.write(typeof chunk === "string" ? translated(chunk) : chunk);
  return Object.create(stream, { write: { value: write } });
}

function translated(text: string): string {
  return CHINESE.reduce((said, [english, chinese]) => said.replace(english, chinese), text);
}
