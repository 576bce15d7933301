import { describe, expect, it } from "vitest";
import { unmetCondition } from "../src/ram/conditions.ts";
import { createClient, vectorWorld } from "./support/worlds.ts";

/** What every object of JavaScript has without being told. */
const names = ["constructor", "toString", "hasOwnProperty", "__proto__"];

describe("names that every object inherits", () => {
  it.each(names)("are no actions of STS: %s", async (name) => {
    const { cloud } = createClient({ world: vectorWorld });
    for (const request of [
      new Request(`https://sts.aliyuncs.com/?Action=${name}&Version=2015-04-01&Format=JSON`),
      new Request("https://sts.aliyuncs.com/", {
        headers: { "x-acs-action": name, "x-acs-version": "2015-04-01", accept: "application/json" },
      }),
    ]) {
      const reply = await cloud.fetch(request);
      const text = await reply.text();
      expect([reply.status, JSON.parse(text).Code]).toEqual([404, "InvalidAction.NotFound"]);
      cloud.expectNoSecrets(text);
    }
    expect(cloud.journal.entries()[0]).toMatchObject({ decision: "denied", code: "InvalidAction.NotFound" });
  });

  it.each(names)("are no errors of any service: %s", async (name) => {
    for (const [service, url] of [
      ["STS", "https://sts.aliyuncs.com/"],
      ["CloudSSO", "https://signin-cn-shanghai.alibabacloudsso.com/device/code"],
      ["OAuth", "https://oauth.aliyun.com/v1/token"],
      ["the metadata service", "http://100.100.100.200/latest/meta-data/"],
      ["credentials-uri", "http://credentials.simulated.example/reader"],
      ["the OIDC issuer", "https://oidc.simulated.example/openid/v1/jwks"],
    ] as const) {
      const { cloud } = createClient();
      await expect(async () => {
        cloud.faults.add({ kind: "error", code: name });
        await cloud.fetch(url);
      }).rejects.toThrow(`${service} has no error "${name}"`);
    }
  });

  it.each(names)("are no condition operators, and no facts of a request: %s", (name) => {
    expect(unmetCondition({ [name]: { "acs:CurrentTime": "x" } }, { "acs:CurrentTime": "x" })).toBe(
      `condition operator ${name} is not known`,
    );
    expect(unmetCondition({ StringEquals: JSON.parse(`{"${name}":"x"}`) }, {})).toBe(
      `condition StringEquals on ${name}: the request has no ${name}`,
    );
  });
});
