import { describe, expect, it } from "vitest";
import { createOpenApiClient, openApiWorld } from "../support/openapi.ts";

const root = "LTAI5tRootOfTheAccount01";
const ecs = "2014-05-26";

describe("lists of a world", () => {
  it("are given out to the end, however many there are, and never in pages of none", async () => {
    const Instance = Array.from({ length: 250 }, (_, at) => ({ InstanceId: `i-${at}` }));
    const { ask } = createOpenApiClient(
      openApiWorld({
        replies: [
          {
            product: "ecs",
            action: "DescribeInstances",
            paging: "Instances.Instance",
            reply: { Instances: { Instance } },
          },
        ],
      }),
    );
    const page = async (params: Record<string, string>): Promise<readonly unknown[]> => {
      const { body } = await ask("ecs", ecs, { Action: "DescribeInstances", ...params }, { user: root });
      next = String(body["NextToken"]);
      return (body["Instances"] as { Instance: unknown[] }).Instance;
    };
    let next = "";
    for (const MaxResults of ["100", "50", "0"]) {
      const seen: unknown[] = [];
      do seen.push(...(await page({ MaxResults, ...(next && { NextToken: next }) })));
      while (next !== "" && seen.length < 300);
      expect(seen).toEqual(Instance);
    }
    expect(await page({ PageNumber: "125", PageSize: "2" })).toEqual(Instance.slice(248));
    expect(await page({ PageNumber: "126", PageSize: "2" })).toEqual([]);
    expect(await page({ PageNumber: "1", PageSize: "0" })).toEqual(Instance.slice(0, 10));
  });
});
