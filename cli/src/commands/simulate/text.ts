import { type Catalogue, catalogue } from "../../terminal/language.ts";

const CHECK_PATHS = "--world, --ca, --ca-out, --env-out, --state, --token-file, --record";

const en = {
  notLoopback: (host: string): string =>
    `${host} is not a loopback address: --allow-non-loopback serves it nevertheless`,
  notJson: (path: string): string => `${path} is not JSON`,
  /** Advice for system errors, by code. */
  hints: {
    EACCES: "Choose a port above 1023, or a file that you may read.",
    EADDRINUSE: "Choose another port, or leave the option out for any that is free.",
    EADDRNOTAVAIL: "This machine has no such address: check --host.",
    EISDIR: `Check the paths of ${CHECK_PATHS} and --replay.`,
    ENOENT: `Check the paths of ${CHECK_PATHS} and --replay.`,
    ENOTFOUND: "This machine has no such address: check --host.",
  } as Readonly<Record<string, string>>,
  title: "Alibaba Cloud's authentication services, simulated on this machine.",
  stop: " Ctrl+C stops them.",
  fields: {
    services: "services",
    proxy: "proxy",
    https: "https",
    dashboard: "dashboard",
    control: "control",
    clock: "clock",
  },
  services: "STS at /, all services below /sts/, /ecs-metadata/, … and by Host header",
  proxy: "the same: every service at its real address, and nothing else",
  https: "the same; certificates for every real host name",
  frozen: "frozen",
  realTime: "running in real time",
  faster: (speed: number): string => `running ${speed} times as fast as real time`,
  sign: "To sign as a user of this cloud, paste into a shell of its own:",
  obeyedBy:
    "Go, Python, Java, Node 20 and later, Bun, Deno, curl, the aliyun CLI and Terraform obey these variables: from such a shell they reach this cloud at the real addresses, and nothing else.",
  exception: "Not for the mode rsa_key_pair of credentials-go, which goes past any proxy to the real STS.",
  certifi: "Python's official clients trust the bundle of certifi alone, in their virtual environment:",
  others: "Or take another identity; each script is complete by itself, for the same clients:",
  identities: {
    oidc: "an OIDC token, its file kept fresh",
    uri: "a URI",
    metadata: "the role of an ECS instance",
  },
  profile: (names: string, file: string): string =>
    `Or by a profile of ~/.aliyun/config.json (${names}: in ${file}):`,
  terraform: (file: string): string =>
    `Or by Terraform's provider (as JSON: in ${file}), after terraform init, which needs its registry:`,
  keys: "Keys of this cloud:",
  mainAccount: "the main account",
  inactive: (owner: string): string => `${owner}, inactive`,
  more: (count: number): string => `and ${count} more`,
  exposed: (host: string): string => `WARNING: this cloud is served at ${host}, not on loopback alone.`,
  exposure: "Anyone who reaches the port can sign in as any user of it. Use it in a closed network only.",
  by: (client: string): string => ` by ${client}`,
  fault: (names: string): string => `fault: ${names}`,
};

const zh: typeof en = {
  notLoopback: (host) => `${host} 不是回环地址：如确需提供服务，请使用 --allow-non-loopback`,
  notJson: (path) => `${path} 不是 JSON`,
  hints: {
    EACCES: "请选择 1023 以上的端口，或您可以读取的文件。",
    EADDRINUSE: "请选择其他端口，或省略该选项以使用任意空闲端口。",
    EADDRNOTAVAIL: "本机没有此地址：请检查 --host。",
    EISDIR: `请检查 ${CHECK_PATHS} 和 --replay 的路径。`,
    ENOENT: `请检查 ${CHECK_PATHS} 和 --replay 的路径。`,
    ENOTFOUND: "本机没有此地址：请检查 --host。",
  },
  title: "在本机模拟的阿里云身份认证服务。",
  stop: "按 Ctrl+C 停止。",
  fields: {
    services: "服务",
    proxy: "代理",
    https: "HTTPS 服务",
    dashboard: "仪表板",
    control: "控制接口",
    clock: "时钟",
  },
  services: "STS 在 /，所有服务在 /sts/、/ecs-metadata/ …，也可由 Host 头选择",
  proxy: "相同：每个服务在其真实地址，别无其他",
  https: "相同；提供所有真实域名的证书",
  frozen: "已停止",
  realTime: "与真实时间同步",
  faster: (speed) => `以真实时间的 ${speed} 倍速运行`,
  sign: "要以此云中的用户身份签名，请在单独的 Shell 中粘贴：",
  obeyedBy:
    "Go、Python、Java、Node 20 及以上、Bun、Deno、curl、aliyun CLI 和 Terraform 遵循这些环境变量：在该 Shell 中，它们以真实地址访问此云，而不会访问其他任何地方。",
  exception: "credentials-go 的 rsa_key_pair 模式除外：它会绕过代理访问真实的 STS。",
  certifi: "Python 的官方客户端只信任 certifi 的证书包，请在其虚拟环境中运行：",
  others: "或使用其他身份；每个脚本自身完整，适用于相同的客户端：",
  identities: {
    oidc: "OIDC 令牌，其文件始终有效",
    uri: "凭证 URI",
    metadata: "ECS 实例的角色",
  },
  profile: (names, file) => `或使用 ~/.aliyun/config.json 中的配置（${names}：位于 ${file}）：`,
  terraform: (file) =>
    `或使用 Terraform 的 provider（JSON 形式位于 ${file}），须先运行 terraform init（需要访问其仓库）：`,
  keys: "此云的访问密钥：",
  mainAccount: "主账号",
  inactive: (owner) => `${owner}（已禁用）`,
  more: (count) => `还有 ${count} 个`,
  exposed: (host) => `警告：此云在 ${host} 提供服务，而不仅限于本机回环地址。`,
  exposure: "任何能访问该端口的人都可以以其中任何用户的身份登录。请只在封闭的网络中使用。",
  by: (client) => `，由 ${client} 发出`,
  fault: (names) => `故障：${names}`,
};

export const simulateText: Catalogue<typeof en> = catalogue({ en, zh });
