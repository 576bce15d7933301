import { describe, expect, it } from "vitest";
import type { JournalPage } from "../../src/reach/control/mod.ts";
import { assumeAdmin, whoAmI } from "../support/worlds.ts";
import { control } from "./support.ts";

describe("the query of the journal", () => {
  it("filters by the fields of entries, page by page", async () => {
    const { client, json } = control();
    for (const params of [assumeAdmin, whoAmI, assumeAdmin, whoAmI, assumeAdmin]) await client.call(params);
    const first = await json<JournalPage>("GET", "journal?operation=AssumeRole&status=200&limit=2");
    expect(first.entries.map(({ seq }) => seq)).toEqual([1, 3]);
    const query = `journal?operation=AssumeRole&since=${first.cursor}`;
    expect((await json<JournalPage>("GET", query)).entries.map(({ seq }) => seq)).toEqual([5]);
    expect((await json<JournalPage>("GET", "journal?status=404")).entries).toEqual([]);
  });

  it("counts what fits", async () => {
    const { client, ask, json } = control({ journalLimit: 3 });
    for (const params of [assumeAdmin, whoAmI, assumeAdmin]) await client.call(params);
    expect(await json("GET", "journal/count")).toEqual({ count: 3 });
    expect(await json("GET", "journal/count?operation=AssumeRole&decision=allowed")).toEqual({ count: 2 });
    expect(await json("GET", "journal/count?nonceReplay=true")).toEqual({ count: 0 });
    await client.call(whoAmI);
    const refused = await ask("GET", "journal/count?operation=AssumeRole");
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: "entries_dropped" });
  });

  it("may be followed by another after the journal was cleared", async () => {
    const { client, ask, json } = control();
    await client.call(assumeAdmin);
    const { cursor } = await json<JournalPage>("GET", "journal");
    expect((await ask("DELETE", "journal")).status).toBe(204);
    const cleared = await json<JournalPage>("GET", `journal?since=${cursor}`);
    expect(cleared).toMatchObject({ entries: [], restarted: true, dropped: 0 });
    await client.call(whoAmI);
    const after = await json<JournalPage>("GET", `journal?since=${cleared.cursor}`);
    expect(after.entries.map(({ seq, operation }) => [seq, operation])).toEqual([[2, "GetCallerIdentity"]]);
    expect(await json("GET", "journal/count")).toEqual({ count: 1 });
  });

  it.each([
    ["journal?operation=NoSuchOperation", 'no operation "NoSuchOperation"'],
    ["journal?decision=allow", 'no decision "allow"; near: allowed'],
    ["journal?service=tss", 'no service "tss"'],
    ["journal?credentialKind=acces-key", 'no kind of credentials "acces-key"; near: access-key'],
    ["journal/count?method=get", 'no method "get"'],
    ["journal?operatoin=AssumeRole", 'has no "operatoin"; near: operation'],
    ["journal?operation=AssumeRole&operation=GetCallerIdentity", '"operation" is given more than once'],
    ["journal?status=ok", "status must be a whole number"],
    ["journal?nonceReplay=yes", "nonceReplay must be true or false"],
    ["journal?limit=-1", "limit must be a whole number from 1 to 1000"],
    ["journal?limit=1001", "limit must be"],
    ["journal?since=abc", "since must be 0 or a cursor"],
    ["journal/count?operation=NoSuchOperation", 'no operation "NoSuchOperation"'],
    ["journal/count?limit=1", 'has no "limit"'],
  ])("is refused where it would be ignored: %s", async (path, reason) => {
    const reply = await control().ask("GET", path);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(reason.replaceAll('"', '\\"'));
  });
});
