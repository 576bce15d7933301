import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  badName: (name: string): string =>
    `"${name}" cannot be the name of a package and of variables. Use lower-case letters and digits, words joined by hyphens: my-key-service`,
  notEmpty: (folder: string): string => `${folder} exists and is not empty. Name another folder: --to DIR`,
  notWritable: (folder: string, why: string): string =>
    `${folder} cannot be written (${why}). Name another folder: --to DIR`,
  noTemplate: (name: string): string =>
    `The template of a plugin is missing from this build. The package has it: npx alicred plugin new ${name}`,
  written: (folder: string, files: number): string => `${folder}: a plugin of ${files} files.`,
  install: "its dependencies",
  test: "its tests, which pass",
  source: "where your service is called",
  build: "then try it",
};

const zh: typeof en = {
  badName: (name) => `"${name}" 无法用作包名和变量名。请使用小写字母和数字，单词之间用连字符：my-key-service`,
  notEmpty: (folder) => `${folder} 已存在且不为空。请指定其他目录：--to DIR`,
  notWritable: (folder, why) => `无法写入 ${folder}（${why}）。请指定其他目录：--to DIR`,
  noTemplate: (name) => `此构建不含插件模板。npm 包中有：npx alicred plugin new ${name}`,
  written: (folder, files) => `${folder}：包含 ${files} 个文件的插件。`,
  install: "安装依赖",
  test: "运行测试，应全部通过",
  source: "在此调用您的服务",
  build: "然后试用",
};

export const pluginText: Catalogue<typeof en> = catalogue({ en, zh });
