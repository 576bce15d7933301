// Charts as SVG, drawn by ECharts without a browser, for light and dark pages.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { readable } from "../../cli/src/commands/bench/suite/figures.ts";
import type { ChartPlan } from "../harness/benchmark.ts";
import type { ResultRow } from "../harness/result.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const COLOURS = { own: "#ff6a00", floor: "#8a8f98", peer: "#4f8edc" } as const;
const LINES = ["#ff6a00", "#d9480f", "#4f8edc", "#2f9e6e", "#9b6ddf", "#c2588c", "#8a8f98"];
/** Replaced on dark pages. */
const INK = { text: "#24292f", line: "#d0d7de" } as const;
const INK_ON_DARK = { text: "#e6edf3", line: "#3d444d" } as const;
const WIDTH = 760;

/** The chart of a plan. */
export function draw(plan: ChartPlan, rows: readonly ResultRow[]): string {
  const isBars = plan.case !== undefined;
  const chosen = rows.filter((row) => row.figures[plan.figure] !== undefined);
  const shown = isBars ? chosen.filter((row) => row.case === plan.case) : chosen;
  const height = isBars ? 90 + 30 * shown.length : 420;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    title: { text: plan.title, left: 8, top: 6, textStyle: { fontSize: 14, color: INK.text } },
    ...(isBars ? bars(plan, shown) : lines(plan, shown)),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return withDarkInk(svg);
}

function bars(plan: ChartPlan, rows: readonly ResultRow[]): object {
  const value = (row: ResultRow): number => row.figures[plan.figure]?.median ?? 0;
  return {
    // Wide enough for the longest name in any font: the renderer only guesses how wide a text is.
    grid: { left: 270, right: 90, top: 40, bottom: 10 },
    xAxis: { ...valueAxis(plan), axisLabel: { show: false } },
    yAxis: { type: "category", inverse: true, data: rows.map(({ subject }) => subject), ...categoryAxis },
    series: [
      {
        type: "bar",
        barWidth: 16,
        data: rows.map((row) => ({
          value: shownValue(plan, value(row)),
          itemStyle: { color: COLOURS[row.kind] },
        })),
        label: {
          show: true,
          position: "right",
          color: INK.text,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => {
            const row = rows[dataIndex];
            return row === undefined ? "" : readable(value(row));
          },
        },
      },
    ],
  };
}

function lines(plan: ChartPlan, rows: readonly ResultRow[]): object {
  const cases = [...new Set(rows.map((row) => row.case))];
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  return {
    legend: { bottom: 4, itemGap: 26, itemWidth: 18, textStyle: { color: INK.text, width: 130 } },
    grid: { left: 80, right: 40, top: 44, bottom: 90 },
    xAxis: { type: "category", data: cases, ...categoryAxis },
    yAxis: { ...valueAxis(plan), axisLabel: { color: INK.text } },
    series: subjects.map((subject, index) => ({
      type: "line",
      name: subject,
      symbolSize: 6,
      lineStyle: { width: index === 0 ? 3 : 2 },
      color: LINES[index % LINES.length],
      data: cases.map((name) => {
        const row = rows.find((one) => one.subject === subject && one.case === name);
        return shownValue(plan, row?.figures[plan.figure]?.median ?? Number.NaN);
      }),
    })),
  };
}

/** A logarithmic axis has no zero. */
function shownValue({ log = false }: ChartPlan, value: number): number {
  return log ? Math.max(value, 0.01) : value;
}

const categoryAxis = {
  axisLabel: { color: INK.text },
  axisLine: { lineStyle: { color: INK.line } },
  axisTick: { show: false },
} as const;

function valueAxis({ log = false }: ChartPlan): object {
  return { type: log ? "log" : "value", splitLine: { lineStyle: { color: INK.line } } };
}

/** The same picture with other ink where the reader's page is dark. */
function withDarkInk(svg: string): string {
  const rules = (["text", "line"] as const).flatMap((part) => [
    `[fill="${INK[part]}"]{fill:${INK_ON_DARK[part]}}`,
    `[stroke="${INK[part]}"]{stroke:${INK_ON_DARK[part]}}`,
  ]);
  const style = `<style>@media (prefers-color-scheme:dark){${rules.join("")}}</style>`;
  return `${withoutMotion(svg).replace(/(<svg[^>]*>)/, `$1${style}`)}\n`;
}

/** The picture without what is for pages that listen to the mouse, whose numbers change from chart to chart. */
function withoutMotion(svg: string): string {
  return svg
    .replace(/<rect width="\d+" height="\d+" x="0" y="0"[^>]*fill="none"[^>]*><\/rect>/, "")
    .replace(/<style >[\s\S]*?<\/style>\n?/, "")
    .replaceAll(/ (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="visible")/g, "")
    .replaceAll(/zr\d+-/g, "zr-");
}
