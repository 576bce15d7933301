import { expect, test } from "vitest";
import { completionTable } from "../support/completion-table.ts";

// The table that TAB is answered from knows every command and option. After a change: npx vitest run cli/test/completion/table.test.ts -u

test("the table of completions is that of the program", async () => {
  await expect(await completionTable()).toMatchFileSnapshot("../../src/commands/completion/table.ts");
});
