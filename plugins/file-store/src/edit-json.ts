import type { JsonEdit } from "@alicred/core";

/** The text with other values in it; what no edit names stays as it is, to the last space. */
export async function editJson(text: string, edits: readonly JsonEdit[]): Promise<string> {
  const { applyEdits, modify } = await import("jsonc-parser");
  const [mark = ""] = text.match(/^\uFEFF/) ?? [];
  const options = formatOf(text);
  return edits
    .reduce(
      (json, { path, value }) => applyEdits(json, modify(json, [...path], value, options)),
      text.slice(mark.length),
    )
    .replace(/^/, mark);
}

interface Format {
  readonly formattingOptions?: {
    readonly insertSpaces: boolean;
    readonly tabSize: number;
    readonly eol: string;
  };
}

/** How new lines are to look: as the others do. A text of one line gets no second one. */
function formatOf(text: string): Format {
  const [, eol, indent] = /(\r?\n)([ \t]+)\S/.exec(text) ?? [];
  if (eol === undefined || indent === undefined) return text.trim() === "" ? TABS : {};
  return { formattingOptions: { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol } };
}

// As the aliyun CLI writes a new file.
const TABS: Format = { formattingOptions: { insertSpaces: false, tabSize: 1, eol: "\n" } };
