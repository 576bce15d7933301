import type { TraceEntry } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { traceLines } from "../src/commands/why/trace-view.ts";
import type { Line } from "../src/terminal/terminal.ts";

const entry = (source: string, more: Partial<TraceEntry> = {}): TraceEntry => ({
  source,
  outcome: "not-configured",
  lookedFor: [],
  supplied: [],
  warnings: [],
  durationMs: 0,
  children: [],
  ...more,
});

const MESSAGE = "The service refused the request, because the caller is not allowed to assume the role.";
const PATH = `/${"a-long-folder/".repeat(6)}config.json`;
const trace = entry("chain", {
  outcome: "failed",
  children: [
    entry("role", {
      outcome: "failed",
      warnings: ["the field ram_role_arn has blanks around it, which are taken for no part of its value"],
      error: { code: "UPSTREAM_REFUSED", message: MESSAGE },
      children: [entry("static", { lookedFor: ["argument accessKeyId", `file ${PATH}`] })],
    }),
    entry("env", { lookedFor: ["environment variable ALIBABA_CLOUD_ACCESS_KEY_ID of the process"] }),
  ],
});

const shown = (columns?: number): readonly string[] =>
  traceLines(trace, columns).map((line: Line) =>
    [line]
      .flat()
      .map((piece) => (typeof piece === "string" ? piece : piece.text))
      .join(""),
  );

describe("the tree of a trace", () => {
  test("breaks long lines at the edge of the terminal, inside their branches", () => {
    expect(shown(48)).toEqual([
      "chain: failed (0 ms)",
      "├─ role: failed (0 ms)",
      "│  ├─ warning: the field ram_role_arn has blanks",
      "│  │  around it, which are taken for no part of",
      "│  │  its value",
      "│  ├─ UPSTREAM_REFUSED: The service refused the",
      "│  │  request, because the caller is not allowed",
      "│  │  to assume the role.",
      "│  └─ static: not configured (0 ms)",
      "│     ├─ looked for argument accessKeyId",
      "│     └─ looked for file",
      `│        ${PATH}`,
      "└─ env: not configured (0 ms)",
      "   └─ looked for environment variable",
      "      ALIBABA_CLOUD_ACCESS_KEY_ID of the process",
    ]);
  });

  test.each([40, 80, 120])("is at most %i columns wide, except for a word that is wider", (columns) => {
    for (const line of shown(columns)) {
      const isOneWord = /^[├└│─ ]*\S+$/.test(line);
      if (!isOneWord) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test("loses and adds no word, whatever the width", () => {
    const words = (lines: readonly string[]): readonly string[] =>
      lines
        .join(" ")
        .replace(/[├└│─]/g, " ")
        .trim()
        .split(/\s+/);
    for (let columns = 1; columns < 130; columns++) expect(words(shown(columns))).toEqual(words(shown()));
  });

  test("keeps each line whole where standard output is no terminal", () => {
    expect(shown()).toHaveLength(9);
  });

  test("keeps the style of what continues on the next line", () => {
    const warning = traceLines(trace, 48).slice(2, 5);
    for (const [, ...pieces] of warning as readonly (readonly unknown[])[])
      expect(pieces).toEqual([{ style: "yellow", text: expect.any(String) }]);
  });
});
