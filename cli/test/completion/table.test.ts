import { expect, test } from "vitest";
import { TABLE } from "../../src/commands/completion/table.ts";
import { COMMANDS, nameIn } from "../../src/commands.ts";
import { completionTable } from "../support/completion-table.ts";

// The table that TAB is answered from knows every command and option. After a change: npx vitest run cli/test/completion/table.test.ts -u

test("the table of completions is that of the program", async () => {
  await expect(await completionTable()).toMatchFileSnapshot("../../src/commands/completion/table.ts");
});

test("the list of commands names the subcommands of each family", () => {
  const inTable = [...TABLE.matchAll(/^([a-z]+ [a-z]+) \{/gm)].map(([, name]) => name);
  const listed = Object.values(COMMANDS)
    .flat()
    .flatMap(({ usage, family = [] }) => family.map((name) => `${nameIn(usage)} ${name}`));
  expect(inTable.length).toBeGreaterThan(10);
  expect(listed).toEqual(inTable);
});
