import type { DefineCommand, SubcommandHelp } from "../../command/define.ts";
import { addCommand, withHelp } from "../../command/define.ts";
import { helpText } from "../../command/help-text.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { CacheOptions } from "./run.ts";

const en = {
  list: {
    summary: "list the kept sessions; no secret is shown",
    examples: [["alicred cache list", "whose sessions are kept, and how long they last"]],
  } as SubcommandHelp,
  clear: {
    summary: "remove kept sessions",
    examples: [
      ["alicred cache clear", "all of them, and the key that they are encrypted with"],
      ["alicred cache clear prod", "those of one profile"],
    ],
  } as SubcommandHelp,
  profile: "the name of a profile (default: all)",
};

const zh: typeof en = {
  list: {
    summary: "列出保留的会话，不显示密钥",
    examples: [["alicred cache list", "保留了谁的会话，还剩多久"]],
  },
  clear: {
    summary: "删除保留的会话",
    examples: [
      ["alicred cache clear", "全部会话，以及加密它们的密钥"],
      ["alicred cache clear prod", "某个配置的会话"],
    ],
  },
  profile: "配置名称（默认全部）",
};

export const cacheHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred cache …` on the command line. */
export const defineCache: DefineCommand = (command) => {
  const help = cacheHelp();
  const family = withHelp(command);
  addCommand(family, "list", help.list)
    .option("--json", helpText().json)
    .action(async (options: CacheOptions) => (await import("./run.ts")).listCache(options));
  addCommand(family, "clear", help.clear)
    .argument("[profile]", help.profile)
    .action(async (profile: string | undefined) => (await import("./run.ts")).clearCache(profile));
};
