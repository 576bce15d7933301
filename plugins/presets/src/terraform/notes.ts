import type { ResolveContext } from "@alicred/core";
import type { Setting } from "@alicred/plugin-kit";

/** Notes in the trace what supplied each setting that is there. */
export function note(context: ResolveContext, settings: Readonly<Record<string, Setting | undefined>>): void {
  for (const [part, setting] of Object.entries(settings)) {
    if (setting !== undefined) context.supplied(part, setting.from);
  }
}
