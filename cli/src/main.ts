#!/usr/bin/env node
// What TAB asks is answered before anything else is loaded.
if (process.argv[2] === "__complete") {
  const { printCompletions } = await import("./commands/completion/complete.ts");
  printCompletions(process.argv.slice(3), process.env);
} else {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(process.argv, process.env);
}
