import { type DefineCommand, type Examples, withHelp } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  examples: [["PS1='$(alicred time) $ '", "show it in the prompt of bash"]] as Examples,
};

const zh: typeof en = {
  examples: [["PS1='$(alicred time) $ '", "在 bash 提示符中显示"]] as Examples,
};

export const timeHelp: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred time` on the command line. `main.ts` answers it by itself when it is the only word. */
export const defineTime: DefineCommand = (command) => {
  withHelp(command, timeHelp()).action(async () => {
    const { timeCommand } = await import("./run.ts");
    timeCommand();
  });
};
