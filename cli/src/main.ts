#!/usr/bin/env node
const words = process.argv.slice(2);

// A prompt asks this before every command: nothing else is loaded for it.
if (words.length === 1 && words[0] === "time") {
  const { timeCommand } = await import("./commands/time/run.ts");
  timeCommand();
} else {
  const [{ endSoon }, { languageOf }, { createProgram }] = await Promise.all([
    import("./command/end.ts"),
    import("./command/language-of.ts"),
    import("./program.ts"),
  ]);
  await createProgram({ language: languageOf(words, process.env) }).parseAsync();
  endSoon();
}
