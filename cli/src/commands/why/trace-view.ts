import type { TraceEntry } from "@alicred/core";
import { toldBy } from "../../command/own-error.ts";
import { placeText } from "../../command/place.ts";
import { withGivenFile } from "../../command/profile-word.ts";
import { type Catalogue, catalogue, colon } from "../../terminal/language.ts";
import { type Line, outputColumns, type Piece, widthOf, wrap } from "../../terminal/terminal.ts";

const en = {
  credentials: "credentials",
  shadowed: "has credentials too, shadowed by an earlier source",
  notConfigured: "not configured",
  wouldAnswer: "would answer, with a new key",
  failed: "failed",
  took: (ms: number): string => ` (${ms} ms)`,
  askedAgain: " asked again, the same answer",
  lookedFor: (what: string): string => `looked for ${what}`,
  from: (part: string, place: string): string => `${part} from ${place}`,
  warning: (text: string): string => `warning: ${text}`,
  requestId: (id: string): string => `request id: ${id}`,
};

const zh: typeof en = {
  credentials: "有凭证",
  shadowed: "也有凭证，但被前面的来源遮蔽",
  notConfigured: "未配置",
  wouldAnswer: "使用时会给出新的密钥",
  failed: "失败",
  took: (ms) => `（${ms} 毫秒）`,
  askedAgain: "再次询问，结果相同",
  lookedFor: (what) => `查找了${gap(what)}${what}`,
  from: (part, place) => `${part} 来自${gap(place)}${place}`,
  warning: (text) => `警告：${text}`,
  requestId: (id) => `请求 ID：${id}`,
};

export const traceText: Catalogue<typeof en> = catalogue({ en, zh });

/** The blank before a text behind Chinese, unless it begins with Chinese itself. */
function gap(text: string): string {
  return /^\p{Script=Han}/u.test(text) ? "" : " ";
}

/**
 * A trace as a tree for a person: the answer of each source, and below it the reasons. A failure is told once.
 *
 * @param columns the width at which lines are broken, within the tree. Default: that of the terminal.
 */
export function traceLines(trace: TraceEntry, columns: number = outputColumns()): readonly Line[] {
  const lines: readonly TreeLine[] = [{ rail: "", hang: "", pieces: head(trace) }, ...body(trace)];
  return lines.flatMap(({ rail, hang, pieces }) => {
    // Where the tree leaves hardly any room, the terminal may break the lines.
    const room = Math.max(columns - widthOf(rail), LEAST_COLUMNS);
    return wrap(pieces, room).map((part, index) => [index === 0 ? rail : hang, ...part]);
  });
}

type Pieces = readonly Piece[];

/** A line of the tree. */
interface TreeLine {
  /** The branches before it. */
  readonly rail: string;
  /** The branches before its continuation. */
  readonly hang: string;
  readonly pieces: Pieces;
}

const LEAST_COLUMNS = 20;

function body(entry: TraceEntry): readonly TreeLine[] {
  const seen = new Set<string>();
  const leaf = (pieces: Pieces): TreeLine => ({ rail: "", hang: "", pieces });
  const branches = [
    ...details(entry).map((line) => [leaf(line)]),
    ...entry.children.map((child) => {
      // A role asks its base again after a refusal, in case its key was replaced.
      const answer = JSON.stringify(child, (key, value) => (key === "durationMs" ? undefined : value));
      if (seen.has(answer)) return [leaf([...head(child), dim(` ${traceText().askedAgain}`)])];
      seen.add(answer);
      return [leaf(head(child)), ...body(child)];
    }),
  ];
  return branches.flatMap((lines, index) => {
    const last = index === branches.length - 1;
    const below = last ? "   " : "│  ";
    return lines.map(({ rail, hang, pieces }, lineIndex) => ({
      rail: (lineIndex > 0 ? below : last ? "└─ " : "├─ ") + rail,
      hang: below + hang,
      pieces,
    }));
  });
}

function head({ source, outcome, shadowed, durationMs }: TraceEntry): Pieces {
  const text = traceText();
  const verdict: Piece = {
    credentials: shadowed
      ? ({ style: "yellow", text: text.shadowed } as const)
      : ({ style: "green", text: text.credentials } as const),
    "not-configured": dim(text.notConfigured),
    "would-answer": { style: "green", text: text.wouldAnswer } as const,
    failed: { style: "red", text: text.failed } as const,
  }[outcome];
  return [{ style: "bold", text: source }, colon(), verdict, dim(text.took(Math.round(durationMs)))];
}

function details(entry: TraceEntry): readonly Pieces[] {
  const { lookedFor, supplied, warnings, children } = entry;
  const text = traceText();
  // A source below has told it already.
  const error = toldBy(entry) === entry ? entry.error : undefined;
  return [
    // A chain looked for whatever its sources looked for, which is shown with them.
    ...(children.length > 0 ? [] : lookedFor.map((what) => [text.lookedFor(placeText(what))])),
    ...supplied.map(({ part, from }) => [text.from(part, placeText(from))]),
    ...warnings.map((warning) => [{ style: "yellow", text: text.warning(warning) } as const]),
    ...(error === undefined ? [] : [[`${error.code}: ${withGivenFile(error.message)}`]]),
    ...(error?.requestId === undefined ? [] : [[text.requestId(error.requestId)]]),
  ];
}

function dim(text: string): Piece {
  return { style: "dim", text };
}
