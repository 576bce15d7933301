import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { Line } from "../../terminal/terminal.ts";
import { dim, field, paragraph, styled } from "./layout.ts";
import { settingLines } from "./shell.ts";
import { addressesOf } from "./summary.ts";
import type { OpenedTape } from "./tape.ts";
import type { Simulation } from "./view.ts";

const en = {
  record: (path: string) =>
    `Recording into ${path}: requests go to THE REAL CLOUD, and are kept without secrets and signatures.`,
  replay: (path: string) => `Replaying ${path}: nothing leaves this machine.`,
  stop: " Ctrl+C ends it.",
  proxy: "proxy",
  hosts: "hosts",
  dashboard: "dashboard",
  paste: "To send the clients of a shell there, paste into it:",
  inOrder:
    "Replies come in the order of the recording, by method, host, path and action. Signatures are not checked; any key will do.",
  names: "Names of users, roles, buckets and hosts stay in the file: read it before you hand it on.",
};

const zh: typeof en = {
  record: (path) => `正在录制到 ${path}：请求会发往真实的阿里云，保存时去除密钥和签名。`,
  replay: (path) => `正在回放 ${path}：没有请求离开本机。`,
  stop: "按 Ctrl+C 结束。",
  proxy: "代理",
  hosts: "主机",
  dashboard: "仪表板",
  paste: "要让一个 Shell 中的客户端使用它，请粘贴：",
  inOrder: "按方法、主机、路径和操作，依录制顺序给出回复。不校验签名，任何密钥均可。",
  names: "用户、角色、存储桶和主机的名称会保留在文件中：转交他人之前请先查看。",
};

const text: Catalogue<typeof en> = catalogue({ en, zh });

/** The output of the command at its start, when a tape answers in place of the services. */
export function describeTape(simulation: Simulation, { mode, path, tape }: OpenedTape): readonly Line[] {
  const { url, dashboardUrl, variables } = simulation;
  const texts = text();
  return [
    ...paragraph(styled("bold", texts[mode](path)), texts.stop),
    "",
    ...field(texts.proxy, styled("cyan", url)),
    ...field(texts.hosts, styled("cyan", tape.hosts.join(", "))),
    ...field(texts.dashboard, styled("cyan", dashboardUrl)),
    "",
    texts.paste,
    "",
    ...settingLines(variables.reach).map((line) => `  ${line}`),
    "",
    ...paragraph(dim(mode === "record" ? texts.names : texts.inOrder)),
  ];
}

/** The same for a program: what the command prints with `--json`, on one line. */
export function summarizeTape(simulation: Simulation, { mode, path, tape }: OpenedTape): unknown {
  const { files, variables } = simulation;
  const { caFile, trustStore, preload, scripts } = files;
  return {
    mode,
    cassette: path,
    hosts: tape.hosts,
    ...addressesOf(simulation),
    caFile,
    trustStore,
    preload,
    scripts,
    variables,
  };
}
