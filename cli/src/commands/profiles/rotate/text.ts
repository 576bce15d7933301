import { type Catalogue, catalogue } from "../../../terminal/language.ts";

const en = {
  mode: (name: string, mode: string): string =>
    `Profile "${name}" has the mode ${mode}, and no access key of a user that could be rotated. Choose one of mode AK or RamRoleArn.`,
  session: (name: string): string =>
    `The key of profile "${name}" is that of a session, which ends by itself. Rotate the key of the user behind it.`,
  mainAccount: (name: string): string =>
    `The key of profile "${name}" is that of the main account. Make a RAM user with the permissions that are needed, use its key, and delete this one in the console.`,
  notUser: (name: string): string =>
    `The key of profile "${name}" does not belong to a RAM user. Only keys of users can be rotated.`,
  limit: (ids: string, line: string): string =>
    `The user has two access keys already, and may have no third one: ${ids}. Delete the one that nothing uses: ${line}`,
  active: (id: string): string => `${id} (Active)`,
  inactive: (id: string): string => `${id} (Inactive)`,
  changed: (name: string): string =>
    `Profile "${name}" has another access key than when its rotation began. Nothing was changed. If the rotation is not to be continued, delete the file ${"config.json.rotation.json"} beside the configuration.`,
  otherUser: "The new key belongs to another identity than the old one. Nothing was changed.",
  resumes: (name: string): string => `Continuing the rotation of "${name}" that was interrupted.`,
  lost: (id: string): string =>
    `The key ${id} was created by the interrupted run, and its secret is lost: it is deleted.`,
  creating: "Creating a new access key",
  proving: "Waiting until the new key works",
  created: (id: string, user: string): string => `New key ${id} of ${user}: works.`,
  saved: (names: string): string => `Written to: ${names}.`,
  disabled: (id: string): string => `Old key ${id}: disabled.`,
  undo: (line: string): string => `If something still needs it, enable it again: ${line}`,
  deleteLater: (line: string): string => `When nothing misses it, delete it: ${line}`,
  deleted: (id: string): string => `Old key ${id}: deleted.`,
};

const zh: typeof en = {
  mode: (name, mode) =>
    `配置 "${name}" 的凭证类型是 ${mode}，没有可轮转的用户访问密钥。请选择类型为 AK 或 RamRoleArn 的配置。`,
  session: (name) => `配置 "${name}" 的密钥是临时访问凭证，会自行过期。请轮转它背后的用户的密钥。`,
  mainAccount: (name) =>
    `配置 "${name}" 的密钥是主账号的。请创建只有所需权限的 RAM 用户，改用它的密钥，并在控制台删除此密钥。`,
  notUser: (name) => `配置 "${name}" 的密钥不属于 RAM 用户。只有用户的密钥可以轮转。`,
  limit: (ids, line) => `该用户已有两个访问密钥，不能再创建第三个：${ids}。请删除没有使用的那个：${line}`,
  active: (id) => `${id}（已启用）`,
  inactive: (id) => `${id}（已禁用）`,
  changed: (name) =>
    `配置 "${name}" 的访问密钥与轮转开始时不同。未做任何更改。如不再继续轮转，请删除配置文件旁的 ${"config.json.rotation.json"}。`,
  otherUser: "新密钥与旧密钥属于不同的身份。未做任何更改。",
  resumes: (name) => `继续 "${name}" 中断的轮转。`,
  lost: (id) => `密钥 ${id} 由中断的运行创建，其 Secret 已丢失：已删除。`,
  creating: "正在创建新的访问密钥",
  proving: "正在等待新密钥生效",
  created: (id, user) => `${user} 的新密钥 ${id}：可用。`,
  saved: (names) => `已写入：${names}。`,
  disabled: (id) => `旧密钥 ${id}：已禁用。`,
  undo: (line) => `如果仍有程序需要它，可重新启用：${line}`,
  deleteLater: (line) => `确认不再需要后删除：${line}`,
  deleted: (id) => `旧密钥 ${id}：已删除。`,
};

export const rotateText: Catalogue<typeof en> = catalogue({ en, zh });
