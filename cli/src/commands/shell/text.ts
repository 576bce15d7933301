import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  useAndProfile: "--use names the profile already. Leave --profile out.",
};

const zh: typeof en = {
  useAndProfile: "--use 已经给出了配置。请去掉 --profile。",
};

export const shellText: Catalogue<typeof en> = catalogue({ en, zh });
