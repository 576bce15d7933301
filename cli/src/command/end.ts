import { isPrinting } from "../terminal/terminal.ts";

/** How long the process may take to end by itself once its work is done. */
const GRACE_MS = 1_000;

/**
 * Ends the process soon, whatever holds it up. That can be a call of the system which never returns, such as reading from a
 * file server that is gone: Node waits for it even in `process.exit()`.
 */
export function endSoon(): void {
  setTimeout(end, GRACE_MS).unref();
}

function end(): void {
  if (isPrinting()) {
    endSoon();
    return;
  }
  const isBlocked = process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo)/.test(name));
  if (isBlocked) replaceProcess();
  process.exit();
}

/** Leaves the blocked threads without waiting for them: with the exit code where Node can, else by a signal. */
function replaceProcess(): void {
  const execve: unknown = Reflect.get(process, "execve");
  const code = Number(process.exitCode ?? 0);
  if (typeof execve === "function" && process.platform !== "win32")
    Reflect.apply(execve, process, ["/bin/sh", ["sh", "-c", `exit ${code}`], {}]);
  process.kill(process.pid, "SIGKILL");
}
