import { addCommand, type DefineCommand, type Examples } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  summary: "print how long the session of this shell lasts, for a prompt; nothing without one",
  examples: [["PS1='$(alicred time) $ '", "show it in the prompt of bash"]] as Examples,
};

const zh: typeof en = {
  summary: "显示当前 Shell 会话的剩余有效期，供提示符使用；没有会话则不输出",
  examples: [["PS1='$(alicred time) $ '", "在 bash 提示符中显示"]] as Examples,
};

export const timeHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred time` on the command line. `main.ts` answers it by itself when it is the only word. */
export const defineTime: DefineCommand = (program) => {
  addCommand(program, "time", timeHelp()).action(async () => {
    const { timeCommand } = await import("./run.ts");
    timeCommand();
  });
};
