import { type Catalogue, catalogue } from "../../terminal/language.ts";

const en = {
  profileAndAll: "--all is for every profile. Leave out --all, or the name.",
  nothing: (profile: string): string => `Profile "${profile}" holds no login. Nothing was changed.`,
  nothingAtAll: "No profile holds a login. Nothing was changed.",
  notALogin: (profile: string, mode: string, word: string): string =>
    `Profile "${profile}" is of mode ${mode}, which nobody signs in for: its credentials are its own. To remove it: alicred profiles remove ${word}`,
  ending: "Ending the login at the service",
  unended: (code: string): string =>
    `The service could not be told to end the login (${code}). To end it all the same: sign in to the console, and revoke it there.`,
  others: (count: number): string =>
    `Other profiles that hold the same login still: ${count}. To sign out of all: alicred logout --all`,
  dropped: (profiles: string): string => `Signed out: ${profiles}`,
  sessionLives: (until: string): string =>
    `Credentials that programs have loaded already work until ${until}.`,
  tokenLives: (until: string): string =>
    `Copies of the dropped tokens, if there are any, work until ${until}.`,
  tokenLivesOpen: "Copies of the dropped tokens, if there are any, work until the service ends them.",
  kept: (count: number): string =>
    `Sessions kept between runs, of this login and of profiles that lead to it, are removed: ${count}.`,
  nothingLives: "What was dropped had ended already.",
  next: (profile: string): string => `To sign in again: alicred login ${profile}`,
};

const zh: typeof en = {
  profileAndAll: "--all 用于所有配置。请去掉 --all，或去掉名称。",
  nothing: (profile) => `配置 "${profile}" 没有登录，未做任何更改。`,
  nothingAtAll: "没有任何配置处于登录状态，未做任何更改。",
  notALogin: (profile, mode, word) =>
    `配置 "${profile}" 的凭证类型是 ${mode}，不是通过登录获得的：凭证就在配置中。要删除它：alicred profiles remove ${word}`,
  ending: "正在通知服务终止登录",
  unended: (code) => `无法通知服务终止登录（${code}）。如需终止：请登录控制台，在那里吊销。`,
  others: (count) => `仍保存着同一登录的其他配置数：${count}。要全部退出：alicred logout --all`,
  dropped: (profiles) => `已退出登录：${profiles}`,
  sessionLives: (until) => `程序已经载入的凭证仍有效至 ${until}。`,
  tokenLives: (until) => `被删除的令牌若有副本，仍有效至 ${until}。`,
  tokenLivesOpen: "被删除的令牌若有副本，在服务终止它们之前仍然有效。",
  kept: (count) => `已删除此登录以及指向它的配置的会话缓存：${count} 个。`,
  nothingLives: "被删除的内容早已失效。",
  next: (profile) => `要重新登录：alicred login ${profile}`,
};

export const logoutText: Catalogue<typeof en> = catalogue({ en, zh });
