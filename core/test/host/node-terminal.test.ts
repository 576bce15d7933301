import { isatty } from "node:tty";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nodeProcesses } from "../../src/host/node-processes.ts";
import { rejection } from "../support/outcome.ts";

vi.mock("node:tty", () => ({ isatty: vi.fn() }));
afterEach(() => vi.mocked(isatty).mockReset());

// A group has the id of the process that leads it, and signal 0 only asks whether there is one.
const LEADS_A_GROUP = `
  let leads = true;
  try { process.kill(-process.pid, 0) } catch { leads = false }
  process.stdout.write(String(leads));
`;
const LIMITS = { timeoutMs: 20_000, maxBytes: 65_536 };

// Windows has no groups of processes.
describe.skipIf(process.platform === "win32")("a program that is run", () => {
  it.each([
    {
      terminal: true,
      leads: "false",
      where: "stays with the terminal, where a person can answer it and stop it",
    },
    { terminal: false, leads: "true", where: "leads a group, so that it is ended with its children" },
  ])("$where", async ({ terminal, leads }) => {
    vi.mocked(isatty).mockReturnValue(terminal);
    const { stdout } = await nodeProcesses.run([process.execPath, "-e", LEADS_A_GROUP], LIMITS);
    expect(stdout).toBe(leads);
    expect(isatty).toHaveBeenCalledWith(0);
  });

  it("is ended at a terminal too", async () => {
    vi.mocked(isatty).mockReturnValue(true);
    const script = 'setInterval(() => process.stdout.write("x".repeat(1000)), 1)';
    const run = nodeProcesses.run([process.execPath, "-e", script], { ...LIMITS, maxBytes: 10_000 });
    expect(await rejection(run)).toMatchObject({ code: "PROCESS_FAILED" });
  });
});
