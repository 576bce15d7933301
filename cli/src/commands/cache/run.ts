import { reportFailure } from "../../command/failure.ts";
import { commandHost } from "../../command/host.ts";
import { shortKeyId } from "../../command/profile-fields.ts";
import { clearSessions, listSessions } from "../../command/sessions/store.ts";
import { describeSpan } from "../../terminal/expiry.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { tableLines } from "../../terminal/table.ts";
import { type Piece, print, printError, printJson } from "../../terminal/terminal.ts";

const en = {
  profile: "PROFILE",
  key: "ACCESS KEY",
  from: "FROM",
  state: "STATE",
  left: (span: string): string => `${span} left`,
  unreadable: "encrypted with another key",
  none: "No sessions are kept. Commands keep them when asked to: --cache",
  removed: (count: number): string => `${count} ${count === 1 ? "session" : "sessions"} removed.`,
  lives: "Credentials that programs hold already stay valid until they end.",
};

const zh: typeof en = {
  profile: "配置",
  key: "访问密钥",
  from: "来源",
  state: "状态",
  left: (span) => `剩余 ${span}`,
  unreadable: "由另一个密钥加密",
  none: "没有保留任何会话。需要时请使用：--cache",
  removed: (count) => `已删除 ${count} 个会话。`,
  lives: "程序已经取得的凭证在到期之前仍然有效。",
};

export const cacheText: Catalogue<typeof en> = catalogue({ en, zh });

export interface CacheOptions {
  readonly json?: boolean;
}

/** `alicred cache list` */
export function listCache({ json }: CacheOptions): Promise<void> {
  return reportFailure(async () => {
    const host = commandHost();
    const sessions = await listSessions(host);
    const said = cacheText();
    if (json) {
      printJson(
        sessions.map(({ opened, expiresAtMs }) => ({
          profile: opened?.note.label,
          accessKeyId: opened?.credentials.accessKeyId,
          provenance: opened?.credentials.provenance,
          expiration: new Date(expiresAtMs).toISOString(),
        })),
      );
      return;
    }
    if (sessions.length === 0) {
      printError([said.none]);
      return;
    }
    const heads = [said.profile, said.key, said.from, said.state];
    const nowMs = host.clock.now();
    print(
      tableLines([
        heads.map((text): Piece => ({ text, style: "bold" })),
        ...sessions.map(({ opened, expiresAtMs }): readonly Piece[] => [
          opened?.note.label ?? "?",
          opened === undefined ? "-" : shortKeyId(opened.credentials.accessKeyId),
          opened?.credentials.provenance.join(" < ") ?? said.unreadable,
          said.left(describeSpan(expiresAtMs - nowMs)),
        ]),
      ]),
    );
  });
}

/** `alicred cache clear [PROFILE]` */
export function clearCache(profile: string | undefined): Promise<void> {
  return reportFailure(async () => {
    const said = cacheText();
    printError([
      said.removed(await clearSessions(commandHost(), profile === undefined ? undefined : [profile])),
      said.lives,
    ]);
  });
}
