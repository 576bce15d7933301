import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  noProfile: "No profile is named. Write: ali-use NAME. The names: alicred profiles list",
  profileWithoutUse: (word: string): string =>
    `The functions are the same for every profile. Load them, then write: ali-use ${word}`,
};

const zh: typeof en = {
  noProfile: "没有给出配置。请写：ali-use NAME。查看名称：alicred profiles list",
  profileWithoutUse: (word) => `这些函数适用于所有配置。请先加载，再运行：ali-use ${word}`,
};

export const shellText: Catalogue<typeof en> = catalogue({ en, zh });
