import type { Cloud, JournalEntry } from "@alicred/simulators";
import { type Line, print, type Style } from "../../terminal/terminal.ts";
import { simulateText } from "./text.ts";

const everyMs = 200;
const colours: Readonly<Record<JournalEntry["decision"], Style>> = {
  allowed: "green",
  denied: "red",
  failed: "yellow",
  unmatched: "yellow",
};

/** Prints each request as it is answered. Returns a function that stops it. */
export function followJournal(cloud: () => Cloud): () => void {
  let followed = cloud();
  let seen = followed.journal.entries().at(-1)?.seq ?? 0;

  const timer = setInterval(() => {
    const now = cloud();
    const entries = now.journal.entries();
    const last = entries.at(-1)?.seq ?? 0;
    // Another world, or this one turned back.
    if (now !== followed || last < seen) seen = 0;
    followed = now;
    print(entries.filter(({ seq }) => seq > seen).map(entryLine));
    seen = last;
  }, everyMs);
  return () => clearInterval(timer);
}

function entryLine(entry: JournalEntry): Line {
  const { at, service, operation, method, path, accessKeyId, clientKey, status, decision } = entry;
  const client = accessKeyId ?? clientKey;
  const why = whyOf(entry);
  return [
    { style: "dim", text: at.slice(11, 19) },
    "  ",
    { style: colours[decision], text: [status, decision].filter(Boolean).join(" ") },
    `  ${service} ${operation ?? `${method} ${path}`}${client === undefined ? "" : simulateText().by(client)}`,
    ...(why === "" ? [] : [{ style: "dim", text: `  ${why}` } as const]),
  ];
}

/** For an allowed request only the faults, whose effect on the reply would otherwise be invisible. */
function whyOf({ decision, code, reason, faults }: JournalEntry): string {
  const struck = faults && simulateText().fault(faults.join(", "));
  return [...(decision === "allowed" ? [] : [code, reason]), struck].filter(Boolean).join("; ");
}
