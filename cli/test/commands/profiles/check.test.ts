import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { describe, expect, onTestFinished, test } from "vitest";
import { report } from "./report.ts";
import { type Home, homeWith } from "./support.ts";

describe("with the cloud's answers", () => {
  async function cloudHome(): Promise<Home> {
    const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
    const served = await serve(cloud);
    onTestFinished(async () => {
      await served.close();
      cloud.clock.setSpeed(0);
    });
    const of = (name: string, id: string): object => {
      const { accessKeyId, accessKeySecret } = cloud.accessKey(id);
      return {
        name,
        mode: "AK",
        region_id: "cn-hangzhou",
        sts_endpoint: served.url,
        access_key_id: accessKeyId,
        access_key_secret: accessKeySecret,
      };
    };
    const alice = of("alice", "alice");
    const role = {
      ...alice,
      name: "role",
      mode: "RamRoleArn",
      ram_role_arn: "acs:ram::1000000000000001:role/admin",
      ram_session_name: "me",
    };
    const profiles = [
      alice,
      of("root", "LTAI5tRootOfTheAccount01"),
      of("carol", "carol"),
      role,
      { name: "half", mode: "AK" },
    ];
    return homeWith({ current: "alice", profiles });
  }

  test("doctor --check knows the main account's key, and a key that is refused", async () => {
    const { all, text, code } = await report(await cloudHome(), "--check");
    expect(all.filter((line) => /works|main-account|refused/.test(line))).toEqual([
      "alice works",
      "root main-account",
      "carol refused",
      "role works",
      "half refused",
    ]);
    expect(text).toContain("works: role admin");
    expect(code).toBe(1);
  });

  test("list --check says who each one is, and fails when one does", async () => {
    const { code, stdout, stderr } = await (await cloudHome()).profiles("list --check");
    expect(code).toBe(1);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      '"carol" failed (UPSTREAM_REFUSED). Next: alicred why -p carol',
      '"half" failed (INVALID_CONFIGURATION). Next: alicred profiles doctor half',
    ]);
    expect(stdout.split("\n").map((row) => row.replace(/ {2,}/g, " | "))).toEqual([
      " | PROFILE | MODE | REGION | LEADS TO | STATE",
      "* alice | AK | cn-hangzhou | user alice | works",
      " | root | AK | cn-hangzhou | main account 1000000000000001 | works",
      " | carol | AK | cn-hangzhou | LTAI…e001 | fails: UPSTREAM_REFUSED",
      " | role | RamRoleArn | cn-hangzhou | role admin | works",
      " | half | AK | - | - | incomplete",
      "",
    ]);
  });

  test("list -q --check prints the names, and fails as without -q", async () => {
    const { code, stdout, stderr } = await (await cloudHome()).profiles("list -q --check");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "alice\nroot\ncarol\nrole\nhalf\n" });
    expect(stderr).toContain('"carol" failed (UPSTREAM_REFUSED). Next: alicred why -p carol\n');
  });

  test("add --check tests before it writes", async () => {
    const home = await cloudHome();
    const secret = home.json().profiles[0]?.["access_key_secret"] as string;
    const endpoint = home.json().profiles[0]?.["sts_endpoint"];
    const words = `access_key_secret=env:KEY sts_endpoint=${endpoint} region_id=cn-hangzhou --check`;
    const good = await home.profiles(`add new mode=AK access_key_id=LTAI5tAliceMayAssume0001 ${words}`, {
      KEY: secret,
    });
    expect(good.stderr).toMatch(
      /^It works: RAM user alice in account 1000000000000001\.\nProfile "new" is written/,
    );
    const before = home.text();
    const bad = await home.profiles(`add bad mode=AK access_key_id=LTAI5tAliceMayAssume0001 ${words}`, {
      KEY: "wrong",
    });
    expect({ code: bad.code, text: home.text() }).toEqual({ code: 1, text: before });
    expect(bad.stderr).toContain("UPSTREAM_REFUSED");
    expect(bad.stderr).not.toContain("is written");
  });
});
