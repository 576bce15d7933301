import { describe, expect, it } from "vitest";
import { unmetCondition } from "../src/cloud/ram/conditions.ts";
import { defaultServices as services } from "../src/mod.ts";
import { createClient, vectorWorld } from "./support/worlds.ts";

/** Properties that every JavaScript object inherits. */
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

  it.each(names)("are no errors, operations, services or faults: %s", (name) => {
    const { faults } = createClient().cloud;
    for (const service of services.map((one) => one.name))
      expect(() => faults.add({ kind: "error", code: name, service })).toThrow(
        `${service} has no error "${name}"`,
      );
    expect(() => faults.add({ kind: "error", code: name })).toThrow(`no service has an error "${name}"`);
    expect(() => faults.add({ kind: "hang", operation: name })).toThrow(`"${name}"`);
    expect(() => faults.add({ kind: "hang", service: name })).toThrow(`unknown service "${name}"`);
    expect(() => faults.add({ kind: name as "hang" })).toThrow(`"${name}" is no kind of fault`);
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
