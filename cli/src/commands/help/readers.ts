/** The readers of a variable, in Chinese; the table of the variables has it in English. */
export const readerText: Readonly<Record<string, string>> = {
  "older SDKs for Go": "旧版 Go SDK",
  "SDKs, Terraform, the aliyun CLI": "SDK、Terraform、阿里云 CLI",
  "Terraform, Packer, Ansible": "Terraform、Packer、Ansible",
  "SDKs, Terraform": "SDK、Terraform",
  "the aliyun CLI: not its file": "阿里云 CLI：不读取其配置文件",
  "SDKs: not config.json": "SDK：不读取 config.json",
  "SDKs: not the role of the ECS instance": "SDK：不使用 ECS 实例 RAM 角色",
  "SDKs: not the INI file; Terraform: not the file that a block with `profile` reads":
    "SDK：不读取 INI 文件；Terraform：不读取带 `profile` 的块所用的文件",
  "Terraform's OSS backend, Packer, Ansible: not the file that `profile` leads to":
    "Terraform 的 OSS backend、Packer、Ansible：不读取 `profile` 所指的文件",
  "all: another profile": "所有工具：另一个配置",
  "the aliyun CLI: another mode": "阿里云 CLI：另一种凭证类型",
  "all: another role": "所有工具：另一个角色",
  "the aliyun CLI: another role": "阿里云 CLI：另一个角色",
  "Terraform, Ansible: another role": "Terraform、Ansible：另一个角色",
  "all: another role, by OIDC": "所有工具：通过 OIDC 的另一个角色",
  "all: the role of the ECS instance": "所有工具：ECS 实例 RAM 角色",
  "the aliyun CLI: another identity": "阿里云 CLI：另一个身份",
  "Terraform: another account": "Terraform：另一个账号",
  "the aliyun CLI, odpscmd, fun, CloudShell's tools": "阿里云 CLI、odpscmd、fun、CloudShell 中的工具",
  "Packer, the aliyun CLI, odpscmd, fun, CloudShell's tools":
    "Packer、阿里云 CLI、odpscmd、fun、CloudShell 中的工具",
  "the aliyun CLI: another region": "阿里云 CLI：另一个地域",
  "OSS SDKs, ossutil 2": "OSS SDK、ossutil 2",
  "aliyunlog (SLS)": "aliyunlog（日志服务 SLS）",
  "aliyunlog (SLS), not with the token of its file": "aliyunlog（日志服务 SLS），不使用其文件中的令牌",
  "PyODPS (MaxCompute)": "PyODPS（MaxCompute）",
  "PyODPS: another identity": "PyODPS：另一个身份",
  "esa-cli, which knows no token": "esa-cli，不支持安全令牌",
  "Serverless Devs, as `access: alicred_serverless_devs_key`":
    "Serverless Devs，写作 `access: alicred_serverless_devs_key`",
  "Serverless Devs, which drops the token beside them": "Serverless Devs，会因它们丢弃安全令牌",
  "prompts, `alicred exec` inside": "提示符、内层的 `alicred exec`",
  "prompts, `alicred time`": "提示符、`alicred time`",
  "`alicred -p NAME` inside, which the switch above does not concern":
    "内层的 `alicred -p NAME`，不受上述开关影响",
  "programs made by Bun, which would be Bun itself": "由 Bun 编译的程序，否则会变成 Bun 本身",
};
