import { expect, test } from "vitest";
import { completionTable } from "../support/completion-table.ts";

// The table that TAB is answered from knows every command and option. After a change: npx vitest run cli/test/completion -u

test("the table of completions is that of the program", async () => {
  const table = `${JSON.stringify(completionTable(), null, 2)}\n`;
  await expect(table).toMatchFileSnapshot("../../src/commands/completion/table.json");
});
