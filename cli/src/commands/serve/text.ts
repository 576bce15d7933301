import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  portTaken: (address: string): string =>
    `Another program listens at ${address}. Choose another port, or leave --port out for any that is free.`,
  portNeedsRights: (address: string): string =>
    `Listening at ${address} needs rights that this user lacks. Choose a port above 1023.`,
  noSuchAddress: (host: string, code: string): string =>
    `This machine cannot listen at ${host} (${code}). Check the address.`,
  notLoopback: (host: string): string =>
    `--host ${host} is not a loopback address, so others might reach it. For containers: alicred serve --container`,
  ecsInContainer:
    "--ecs and --container exclude each other: the metadata protocol has no secret address. Leave --ecs out.",
  everyAddress: (address: string): string =>
    `--container ${address} stands for every address of this machine. Name that of the bridge, such as 172.17.0.1.`,
  notOwn: (address: string): string =>
    `--container ${address} is not an address of this machine. List them: ip -brief address`,
  noBridge:
    "No bridge of a container engine was found, such as docker0. Start the engine, or name the address: --container ADDRESS",
  tokenUnwritable: (file: string, code: string): string =>
    `--token-file ${file} cannot be created (${code}). Check the folder.`,
  tokenUnreadable: (file: string, code: string): string =>
    `--token-file ${file} cannot be read (${code}). Check its owner.`,
  tokenOpen: (file: string): string =>
    `--token-file ${file} can be read by other users of this machine. Correct that: chmod 600 ${file}`,
  tokenInvalid: (file: string): string =>
    `--token-file ${file} holds no token. Remove the file: alicred serve makes a new one.`,
  twice: (name: string): string => `Profile ${name} is named twice. Name it once.`,
  profileAndOption: "Name the profiles behind the command, without --profile.",
  profilesAndTool:
    "--as, --provider-config and --compat select the source themselves. Leave the profiles out.",
  serving: (count: number): string =>
    `Serving ${count === 1 ? "credentials" : `the credentials of ${count} profiles`} that stay fresh. Ctrl+C ends it.`,
  profile: "PROFILE",
  address: "ADDRESS",
  until: "UNTIL",
  role: "ROLE",
  keepSecret: "An address gives the credentials to everybody who knows it: keep it secret.",
  openToAll:
    "Every program of this machine can read these credentials: the metadata protocol has no secret address.",
  metadataHint: (origin: string): string =>
    `Set ALICRED_ECS_METADATA_ENDPOINT=${origin} for programs that use alicred.`,
  lasting: (name: string): string =>
    `Profile ${name} has an access key without a token. The official SDKs refuse that from a server: use alicred exec instead.`,
  stopped: (name: string): string =>
    `Profile ${name} has no credentials now; requests for it get status 503.`,
  printEnvOfOne: "--print-env prints the variables of one profile. Name just one.",
  printEnvOfEcs:
    "--print-env and --ecs exclude each other: no variable leads every client to a metadata service.",
};

const zh: typeof en = {
  portTaken: (address) => `另一个程序正在监听 ${address}。请换一个端口，或省略 --port 以使用任一空闲端口。`,
  portNeedsRights: (address) => `监听 ${address} 需要当前用户没有的权限。请选择大于 1023 的端口。`,
  noSuchAddress: (host, code) => `本机无法监听 ${host}（${code}）。请检查地址。`,
  notLoopback: (host) =>
    `--host ${host} 不是回环地址，其他机器可能访问到它。供容器使用请运行：alicred serve --container`,
  ecsInContainer: "--ecs 与 --container 不能同时使用：元数据协议没有保密的地址。请去掉 --ecs。",
  everyAddress: (address) => `--container ${address} 代表本机的所有地址。请给出网桥的地址，例如 172.17.0.1。`,
  notOwn: (address) => `--container ${address} 不是本机的地址。列出本机地址：ip -brief address`,
  noBridge: "未找到容器引擎的网桥（例如 docker0）。请启动容器引擎，或给出地址：--container ADDRESS",
  tokenUnwritable: (file, code) => `无法创建 --token-file ${file}（${code}）。请检查所在目录。`,
  tokenUnreadable: (file, code) => `无法读取 --token-file ${file}（${code}）。请检查文件的所有者。`,
  tokenOpen: (file) => `--token-file ${file} 可被本机其他用户读取。请更正：chmod 600 ${file}`,
  tokenInvalid: (file) => `--token-file ${file} 中没有令牌。请删除该文件，alicred serve 会生成新的。`,
  twice: (name) => `配置 ${name} 出现了两次。请只写一次。`,
  profileAndOption: "请把配置名称写在命令之后，不要使用 --profile。",
  profilesAndTool: "--as、--provider-config 和 --compat 自行选择来源。请不要再给出配置名称。",
  serving: (count) =>
    `正在提供${count === 1 ? "" : ` ${count} 个配置的`}访问凭证，始终保持有效。按 Ctrl+C 结束。`,
  profile: "配置",
  address: "地址",
  until: "有效期至",
  role: "角色",
  keepSecret: "知道地址即可取得访问凭证，请勿泄露。",
  openToAll: "本机的每个程序都能读取这些访问凭证：元数据协议没有保密的地址。",
  metadataHint: (origin) => `设置 ALICRED_ECS_METADATA_ENDPOINT=${origin} 可让 alicred 访问它。`,
  lasting: (name) =>
    `配置 ${name} 使用没有安全令牌的访问密钥，官方 SDK 不接受服务器提供这种凭证。请改用 alicred exec。`,
  stopped: (name) => `配置 ${name} 目前没有可用的访问凭证；对它的请求将得到状态码 503。`,
  printEnvOfOne: "--print-env 只输出一个配置的环境变量。请只给出一个配置。",
  printEnvOfEcs: "--print-env 与 --ecs 不能同时使用：没有环境变量能让所有客户端访问某个元数据服务。",
};

export const serveText: Catalogue<typeof en> = catalogue({ en, zh });
