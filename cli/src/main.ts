#!/usr/bin/env node
const words = process.argv.slice(2);
const [first] = words;

// TAB, and a prompt before every command, ask these: nothing else is loaded for them.
if (first === "__complete") {
  const { printCompletions } = await import("./commands/completion/complete.ts");
  printCompletions(words.slice(1), process.env);
} else if (first === "time" && words.length === 1) {
  const { timeCommand } = await import("./commands/time/run.ts");
  timeCommand();
} else {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv, process.env);
}
