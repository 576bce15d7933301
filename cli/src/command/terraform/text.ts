import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  standardInput: "standard input",
  unreadable: (name: string): string => `${name} cannot be read. Check the path of --provider-config.`,
  notJson: (name: string): string =>
    `${name} is not valid JSON. Give the arguments of one provider block as a JSON object, or a folder with .tf files.`,
  noBlock: (name: string): string =>
    `${name} holds no provider block. Give the arguments of one provider block as a JSON object, or a folder with .tf files.`,
  partOfFolder: (name: string, folder: string): string =>
    `${name} is one file of a folder, which Terraform reads whole. Name the folder: --provider-config ${folder}`,
  noFiles: (folder: string): string =>
    `${folder} has no .tf or .tf.json file. Name the folder where terraform runs.`,
  noProvider: (folder: string): string =>
    `${folder} has no block provider "alicloud". Terraform then reads variables and files alone: alicred resolve --as terraform`,
  broken: (file: string, line: number, column: number): string =>
    `${file}: line ${line}, column ${column}: from here on it is not valid Terraform. terraform validate says more.`,
  brokenJson: (file: string, where: string): string => `${file}${where} is not valid JSON.`,
  chooseAlias: (folder: string, aliases: string): string =>
    `${folder} has provider blocks with an alias only: ${aliases}. Choose one: --provider-alias NAME`,
  unknownAlias: (folder: string, alias: string, aliases: string): string =>
    `${folder} has no provider block with the alias "${alias}". It has: ${aliases}`,
  none: "none",
  twice: (folder: string, which: string): string =>
    `${folder} has several provider blocks ${which}. Terraform refuses that too: give each an alias of its own.`,
  withoutAlias: "without an alias",
  ofAlias: (alias: string): string => `with the alias "${alias}"`,
  unknowable: (argument: string, reason: string): string =>
    `provider block: ${argument}: ${reason}. Write it plainly, or let Terraform tell: terraform console`,
  noValue: (name: string): string =>
    `var.${name} has no value: no default, no TF_VAR_${name}, and no line in terraform.tfvars or *.auto.tfvars`,
  notDeclared: (name: string): string => `var.${name} is not declared`,
  noLocal: (name: string): string => `local.${name} is not defined`,
  needsTerraform: (what: string): string => `${what} is known to Terraform alone`,
  expression: "an expression of this kind",
  cycle: (name: string): string => `${name} refers to itself`,
  aliasNeedsFolder: "--provider-alias chooses among the blocks of a folder. Name one: --provider-config DIR",
};

const zh: typeof en = {
  standardInput: "标准输入",
  unreadable: (name) => `无法读取 ${name}。请检查 --provider-config 的路径。`,
  notJson: (name) =>
    `${name} 不是有效的 JSON。请以 JSON 对象给出一个 provider 块的参数，或给出含 .tf 文件的目录。`,
  noBlock: (name) =>
    `${name} 中没有 provider 块。请以 JSON 对象给出一个 provider 块的参数，或给出含 .tf 文件的目录。`,
  partOfFolder: (name, folder) =>
    `${name} 只是目录中的一个文件，Terraform 读取整个目录。请指定该目录：--provider-config ${folder}`,
  noFiles: (folder) => `${folder} 中没有 .tf 或 .tf.json 文件。请指定运行 terraform 的目录。`,
  noProvider: (folder) =>
    `${folder} 中没有 provider "alicloud" 块。此时 Terraform 只读取环境变量和文件：alicred resolve --as terraform`,
  broken: (file, line, column) =>
    `${file}：第 ${line} 行第 ${column} 列起不符合 Terraform 的语法。terraform validate 会给出更多说明。`,
  brokenJson: (file, where) => `${file}${where} 不是有效的 JSON。`,
  chooseAlias: (folder, aliases) =>
    `${folder} 中的 provider 块都带有别名：${aliases}。请选择一个：--provider-alias NAME`,
  unknownAlias: (folder, alias, aliases) =>
    `${folder} 中没有别名为 "${alias}" 的 provider 块。现有：${aliases}`,
  none: "无",
  twice: (folder, which) =>
    `${folder} 中有多个${which} 的 provider 块。Terraform 也会拒绝：请为每个块设置不同的别名。`,
  withoutAlias: "不带别名",
  ofAlias: (alias) => `别名为 "${alias}"`,
  unknowable: (argument, reason) =>
    `provider 块：${argument}：${reason}。请直接写出其值，或用 Terraform 查看：terraform console`,
  noValue: (name) =>
    `var.${name} 没有值：没有 default、没有 TF_VAR_${name}，terraform.tfvars 和 *.auto.tfvars 中也没有`,
  notDeclared: (name) => `变量 var.${name} 未声明`,
  noLocal: (name) => `local.${name} 未定义`,
  needsTerraform: (what) => `${what} 只有 Terraform 才知道`,
  expression: "这种表达式",
  cycle: (name) => `${name} 引用了自身`,
  aliasNeedsFolder: "--provider-alias 用于在目录中的多个块之间选择。请指定目录：--provider-config DIR",
};

export const providerText: Catalogue<typeof en> = catalogue({ en, zh });
