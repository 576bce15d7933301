import { vi } from "vitest";
import { createProgram } from "../../src/mod.ts";

/** The output of a run, and its exit code. */
export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, with these variables of the environment and no others that it reads. */
export async function runInProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: ReturnType<typeof createProgram> = createProgram(),
): Promise<Printed> {
  const printed = { stdout: "", stderr: "" };
  const quiet = {
    NO_COLOR: "1",
    ALICRED_KEYRING: "off",
    FORCE_COLOR: undefined,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    ...env,
  };
  for (const [name, value] of Object.entries(quiet)) vi.stubEnv(name, value);
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    });
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`ended with ${code}`);
  });
  const listeners = process.stdout.listeners("error");
  const codeBefore = process.exitCode;
  try {
    await program.parseAsync(["node", "alicred", ...args]);
    return { code: Number(process.exitCode ?? 0), ...printed };
  } catch (thrown) {
    const [, ended] = /^ended with (\d+)/.exec(String(Object(thrown).message)) ?? [];
    if (ended !== undefined) return { code: Number(ended), ...printed };
    throw thrown;
  } finally {
    process.exitCode = codeBefore;
    for (const listener of process.stdout.listeners("error"))
      if (!listeners.includes(listener)) process.stdout.off("error", listener as () => void);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
