import { styleText } from "node:util";
import type { Cloud, JournalEntry } from "@alicred/simulators";

const everyMs = 200;
const colours = { allowed: "green", denied: "red", failed: "yellow", unmatched: "yellow" } as const;

/** Prints each request as it is answered. Returns what ends it. */
export function followJournal(cloud: () => Cloud): () => void {
  let followed = cloud();
  let seen = followed.journal.count();

  const timer = setInterval(() => {
    const now = cloud();
    const entries = now.journal.entries();
    const last = entries.at(-1)?.seq ?? 0;
    // Another world, or this one turned back.
    if (now !== followed || last < seen) seen = 0;
    followed = now;
    for (const entry of entries) if (entry.seq > seen) process.stdout.write(`${describeEntry(entry)}\n`);
    seen = last;
  }, everyMs);
  return () => clearInterval(timer);
}

function describeEntry(entry: JournalEntry): string {
  const { at, service, operation, method, path, accessKeyId, clientKey, status, decision } = entry;
  const client = accessKeyId ?? clientKey;
  const why = whyOf(entry);
  return [
    styleText("dim", at.slice(11, 19), { stream: process.stdout }),
    styleText(colours[decision], [status, decision].filter(Boolean).join(" "), { stream: process.stdout }),
    `${service} ${operation ?? `${method} ${path}`}${client === undefined ? "" : ` by ${client}`}`,
    ...(why === "" ? [] : [styleText("dim", why, { stream: process.stdout })]),
  ].join("  ");
}

/** Of an allowed request only the faults: what they did to the reply cannot be seen otherwise. */
function whyOf({ decision, code, reason, faults }: JournalEntry): string {
  const struck = faults && `fault: ${faults.join(", ")}`;
  return [...(decision === "allowed" ? [] : [code, reason]), struck].filter(Boolean).join("; ");
}
