import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { obstacleTo, openBrowser } from "../../src/terminal/browser.ts";

const desktop = { DISPLAY: ":0" };

test.each([
  ["a desktop", "linux", desktop, [], undefined],
  ["Wayland", "linux", { WAYLAND_DISPLAY: "wayland-0" }, [], undefined],
  ["macOS", "darwin", {}, [], undefined],
  ["Windows", "win32", {}, [], undefined],
  ["SSH to a desktop", "linux", { ...desktop, SSH_CONNECTION: "1 2 3 4" }, [], "ssh"],
  ["SSH to a Mac", "darwin", { SSH_TTY: "/dev/ttys001" }, [], "ssh"],
  ["WSL", "linux", { ...desktop, WSL_DISTRO_NAME: "Ubuntu" }, [], "wsl"],
  ["Docker", "linux", desktop, ["/.dockerenv"], "container"],
  ["Podman", "linux", desktop, ["/run/.containerenv"], "container"],
  ["Kubernetes", "linux", { ...desktop, KUBERNETES_SERVICE_HOST: "10.0.0.1" }, [], "container"],
  ["a console without a display", "linux", { DISPLAY: "" }, [], "display"],
] as const)("%s", (_where, platform, env, files, obstacle) => {
  const variables: Readonly<Record<string, string>> = env;
  const exists = (path: string): boolean => files.some((each: string) => each === path);
  expect(obstacleTo({ platform, env: (name) => variables[name], exists })).toBe(obstacle);
});

test("a browser that does not exist is not opened", async () => {
  expect(await openBrowser("https://example.com/", "/nonexistent/browser --new-window")).toBe(false);
});

test("login and console alone open a browser", () => {
  const root = fileURLToPath(new URL("../../src/", import.meta.url));
  const importing = (pattern: RegExp): readonly string[] =>
    readdirSync(root, { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".ts") && pattern.test(readFileSync(`${root}${file}`, "utf8")))
      .sort();
  expect(importing(/["']open["']|xdg-open|rundll32/)).toEqual(["terminal/browser.ts"]);
  expect(importing(/\/browser\.ts["']/)).toEqual([
    "commands/console/run.ts",
    "commands/login/login-terminal.ts",
  ]);
  expect(importing(/\/login-terminal\.ts["']/).every((file) => file.startsWith("commands/login/"))).toBe(
    true,
  );
});
