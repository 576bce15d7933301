import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  noSigninToken: "The console's sign-in service answered without SigninToken. Try again later.",
  asking: "Asking for a sign-in address",
  noSession:
    "The console takes the session of a role, and these credentials are a long-lived key. Choose a profile that assumes a role, or sign in by CloudSSO: alicred login",
  noRole:
    "The console takes the session of an assumed role, and these credentials are of another identity. Choose a profile that assumes a role.",
  badDestination: (destination: string): string =>
    `--destination ${destination} is neither an address of the console nor a product, such as ecs or https://oss.console.aliyun.com/`,
  badEndpoint: "--endpoint is not an origin; http:// is accepted for loopback hosts only.",
  oneOf: "--print, --copy and --browser are three ways to use the address. Choose one.",
  noTerminal: "--print, because there is no terminal with a clipboard",
  opened: (destination: string): string => `The console was opened: ${destination}`,
  sessionEnds: (until: string): string => `Its session ends ${until}.`,
  copied: "The address is in the clipboard, if the terminal allows that.",
  once: (seconds: number): string => `It is good for one visit within ${seconds} seconds.`,
  notOpened: "The browser could not be opened. Open the address yourself:",
  elsewhere: (where: string): string => `No browser opens ${where}. Open the address yourself:`,
  obstacles: {
    ssh: "in an SSH session",
    wsl: "in WSL",
    container: "in a container",
    display: "without a display",
  },
};

const zh: typeof en = {
  noSigninToken: "控制台登录服务的回答中没有 SigninToken。请稍后重试。",
  asking: "正在获取登录地址",
  noSession:
    "控制台只接受角色的会话，而这些凭证是长期密钥。请选择扮演角色的配置，或通过云 SSO 登录：alicred login",
  noRole: "控制台只接受角色的会话，而这些凭证属于其他身份。请选择扮演角色的配置。",
  badDestination: (destination) =>
    `--destination ${destination} 既不是控制台地址，也不是产品名，例如 ecs 或 https://oss.console.aliyun.com/`,
  badEndpoint: "--endpoint 不是有效的地址；http:// 仅用于本机。",
  oneOf: "--print、--copy 和 --browser 是使用地址的三种方式，请只选一种。",
  noTerminal: "--print，因为当前没有带剪贴板的终端",
  opened: (destination) => `已打开控制台：${destination}`,
  sessionEnds: (until) => `会话有效至 ${until}。`,
  copied: "地址已放入剪贴板（如果终端允许）。",
  once: (seconds) => `该地址只能使用一次，${seconds} 秒内有效。`,
  notOpened: "无法打开浏览器。请自行打开该地址：",
  elsewhere: (where) => `${where}不会打开浏览器。请自行打开该地址：`,
  obstacles: {
    ssh: "在 SSH 会话中",
    wsl: "在 WSL 中",
    container: "在容器中",
    display: "没有图形界面时",
  },
};

export const consoleText: Catalogue<typeof en> = catalogue({ en, zh });
