import { expect, test, vi } from "vitest";
import { inTerminal } from "../support/in-terminal.ts";
import { loginWorld } from "../support/login-world.ts";

// The picker speaks the language of the person, the words of its library included.

vi.setConfig({ testTimeout: 90_000 });

// Windows has other terminals.
test.skipIf(process.platform === "win32")(
  "at a Chinese terminal the picker has no English words",
  async () => {
    const { env, portal, approve } = await loginWorld();
    const terminal = inTerminal(["login", "--sso", portal, "acme"], { env: { ...env, ALICRED_LANG: "zh" } });
    await terminal.shows(/[A-Z]{4}-[A-Z]{4}/);
    await approve();
    await terminal.shows(/搜索：[\s\S]*↑\/↓ 选择 • Enter 确认 • 输入文字可搜索/);
    terminal.type("nobody");
    await terminal.shows(/nobody.*（0 个匹配）/);
    expect(terminal.screen()).toContain("没有匹配项");
    expect(terminal.screen()).not.toMatch(/Search|match|select|confirm|Type/);
  },
);
