import type { SubcommandHelp } from "../../command/define.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  commands: {
    list: {
      summary: "list the profiles: what each leads to, and how long it lasts",
      examples: [
        ["alicred profiles list", "what the file says; nobody is asked"],
        ["alicred profiles list --check", "ask the cloud who each one is"],
        ["alicred profiles list -q", "the names alone, for scripts"],
      ],
    } as SubcommandHelp,
    show: {
      summary: "show the fields of a profile, secrets hidden",
      examples: [
        ["alicred profiles show prod", "its fields"],
        ["alicred profiles show prod --reveal", "with its secrets"],
      ],
    } as SubcommandHelp,
    add: {
      summary: "add a profile: at a terminal by questions, elsewhere by field=value",
      examples: [
        ["alicred profiles add", "asks for everything"],
        [
          "alicred profiles add ci mode=AK access_key_id=LTAI… access_key_secret=-",
          "a key; its secret comes from standard input",
        ],
        [
          "alicred profiles add audit mode=ChainableRamRoleArn source_profile=prod",
          "a role, assumed with another profile; its ARN is asked for",
        ],
      ],
    } as SubcommandHelp,
    set: {
      summary: "change fields of a profile, and nothing else in the file",
      examples: [
        ["alicred profiles set prod region_id=cn-shanghai", "one field"],
        ["alicred profiles set prod access_key_secret=-", "a secret: asked for, or from standard input"],
        ["alicred profiles set prod sts_endpoint=", "removes a field"],
      ],
    } as SubcommandHelp,
    use: {
      summary: "make a profile the current one, and say what hides it",
      examples: [
        ["alicred profiles use prod", "the current profile of the aliyun CLI, the SDKs and alicred"],
      ],
    } as SubcommandHelp,
    remove: {
      summary: "remove profiles; asks first, and names the new current one",
      examples: [
        ["alicred profiles remove old", "asks"],
        ["alicred profiles remove old --yes --use prod", "for scripts"],
      ],
    } as SubcommandHelp,
    rename: {
      summary: "rename a profile; what refers to it follows",
      examples: [
        ["alicred profiles rename default prod", "source_profile of others and current are changed with it"],
      ],
    } as SubcommandHelp,
    copy: {
      summary: "copy a profile, with changes if wanted",
      examples: [["alicred profiles copy prod test region_id=cn-beijing", "the same in another region"]],
    } as SubcommandHelp,
    import: {
      summary: "take profiles over from files of other tools, a key file of the console, or variables",
      examples: [
        ["alicred profiles import ~/.alibabacloud/credentials", "the INI file of the SDKs"],
        ["alicred profiles import AccessKey.csv --name prod", "the key file of the console"],
        ["alicred profiles import --env --name ci", "the variables of this shell"],
      ],
    } as SubcommandHelp,
    rotate: {
      summary: "give the user of a profile a new access key, and disable the old one",
      examples: [
        ["alicred profiles rotate prod", "the old key stays, disabled, in case something still needs it"],
        ["alicred profiles rotate prod --delete-old", "it is deleted"],
      ],
    } as SubcommandHelp,
    doctor: {
      summary: "look at every profile and file: what is wrong, and what to do",
      examples: [
        ["alicred profiles doctor", "config.json, its profiles, and the files of other tools"],
        ["alicred profiles doctor --fix", "repair what is safe"],
        ["alicred profiles doctor prod --check", "one profile, with the cloud's answer"],
      ],
    } as SubcommandHelp,
  },
  name: "the name of a profile",
  file: "INI of the SDKs, CSV of the console, config.json, access.yaml of Serverless Devs, .ossutilconfig, .aliyunlogcli",
  env: "import the variables of the environment",
  newNameOf: "the name of the profile (default: as in the file)",
  prefix: "begins the names of all",
  dryRun: "say what would be imported, and write nothing",
  deleteOld: "delete the old key instead of leaving it disabled",
  doctorNames: "look at these profiles alone",
  fix: "repair what is safe: permissions; the current profile after a question",
  nameOrCurrent: "the name of a profile (default: the current one)",
  names: "the names of profiles",
  newName: "the new name",
  assignments:
    "field=value; field=- from standard input or a prompt, field=env:NAME from a variable, field= removes",
  check: "ask the cloud",
  checkBefore: "ask the cloud before anything is written",
  quiet: "print the names alone",
  sort: "order: by name, or the current one and the latest sessions first",
  reveal: "print secrets too",
  makeCurrent: "make it the current profile",
  useOther: "the profile that is current afterwards",
  yes: "ask nothing",
  force: "take fields that nobody knows, and changes that break the profile",
};

const zh: typeof en = {
  commands: {
    list: {
      summary: "列出配置：各自的身份和剩余有效期",
      examples: [
        ["alicred profiles list", "只看文件，不访问云端"],
        ["alicred profiles list --check", "向云端查询每个配置的身份"],
        ["alicred profiles list -q", "只输出名称，供脚本使用"],
      ],
    },
    show: {
      summary: "显示一个配置的字段，隐藏密钥",
      examples: [
        ["alicred profiles show prod", "它的字段"],
        ["alicred profiles show prod --reveal", "连同密钥"],
      ],
    },
    add: {
      summary: "新增配置：在终端中逐项询问，或以 field=value 给出",
      examples: [
        ["alicred profiles add", "询问全部内容"],
        [
          "alicred profiles add ci mode=AK access_key_id=LTAI… access_key_secret=-",
          "访问密钥，其 Secret 取自标准输入",
        ],
        [
          "alicred profiles add audit mode=ChainableRamRoleArn source_profile=prod",
          "用另一个配置扮演的角色；会询问其 ARN",
        ],
      ],
    },
    set: {
      summary: "修改配置的字段，文件中的其他内容保持不变",
      examples: [
        ["alicred profiles set prod region_id=cn-shanghai", "一个字段"],
        ["alicred profiles set prod access_key_secret=-", "密钥：询问，或取自标准输入"],
        ["alicred profiles set prod sts_endpoint=", "删除一个字段"],
      ],
    },
    use: {
      summary: "设为当前配置，并说明什么会覆盖它",
      examples: [["alicred profiles use prod", "aliyun CLI、SDK 和 alicred 的当前配置"]],
    },
    remove: {
      summary: "删除配置；先询问，并说明新的当前配置",
      examples: [
        ["alicred profiles remove old", "先询问"],
        ["alicred profiles remove old --yes --use prod", "用于脚本"],
      ],
    },
    rename: {
      summary: "修改配置名称，引用它的地方随之修改",
      examples: [["alicred profiles rename default prod", "其他配置的 source_profile 和当前配置随之修改"]],
    },
    copy: {
      summary: "复制配置，可同时修改字段",
      examples: [["alicred profiles copy prod test region_id=cn-beijing", "另一个地域的相同配置"]],
    },
    import: {
      summary: "从其他工具的文件、控制台的密钥文件或环境变量导入配置",
      examples: [
        ["alicred profiles import ~/.alibabacloud/credentials", "SDK 的 INI 文件"],
        ["alicred profiles import AccessKey.csv --name prod", "控制台的密钥文件"],
        ["alicred profiles import --env --name ci", "当前 shell 的环境变量"],
      ],
    },
    rotate: {
      summary: "为配置的用户轮转访问密钥：创建新密钥，禁用旧密钥",
      examples: [
        ["alicred profiles rotate prod", "旧密钥禁用后保留，以防仍有程序需要它"],
        ["alicred profiles rotate prod --delete-old", "删除旧密钥"],
      ],
    },
    doctor: {
      summary: "检查所有配置和文件：哪里有问题，如何处理",
      examples: [
        ["alicred profiles doctor", "config.json、其中的配置，以及其他工具的文件"],
        ["alicred profiles doctor --fix", "处理可以安全处理的问题"],
        ["alicred profiles doctor prod --check", "检查一个配置，并向云端查询"],
      ],
    },
  },
  name: "配置名称",
  file: "SDK 的 INI、控制台的 CSV、config.json、Serverless Devs 的 access.yaml、.ossutilconfig、.aliyunlogcli",
  env: "导入环境变量",
  newNameOf: "配置名称（默认与文件中相同）",
  prefix: "所有名称的前缀",
  dryRun: "只说明将导入什么，不写入",
  deleteOld: "删除旧密钥，而不是禁用后保留",
  doctorNames: "只检查这些配置",
  fix: "处理可以安全处理的问题：文件权限；当前配置（先询问）",
  nameOrCurrent: "配置名称（默认为当前配置）",
  names: "配置名称（可多个）",
  newName: "新名称",
  assignments: "field=value；field=- 取自标准输入或询问，field=env:NAME 取自环境变量，field= 删除",
  check: "向云端查询",
  checkBefore: "写入之前先向云端查询",
  quiet: "只输出名称",
  sort: "顺序：按名称，或当前配置和最近的会话在前",
  reveal: "同时输出密钥",
  makeCurrent: "设为当前配置",
  useOther: "之后的当前配置",
  yes: "不询问",
  force: "接受未知字段，以及使配置失效的修改",
};

export const profilesHelp: Catalogue<typeof en> = catalogue({ en, zh });
