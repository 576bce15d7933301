// Which STS Terraform's roles are assumed at, and what the trace says of it.
import { type Resolution, resolveOnce } from "@alicred/conformance";
import type { TraceEntry } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { type ProviderBlock, terraform } from "../src/terraform/mod.ts";
import { terraformHttp } from "../src/terraform-http.ts";
import { profileOf } from "./profiles.ts";
import { hostOf, type World } from "./world.ts";

const block = {
  access_key: "K",
  secret_key: "canary-secret",
  region: "cn-hangzhou",
  assume_role: { role_arn: "acs:ram::1:role/r" },
};
const SDK_VARIABLES = {
  ALIBABA_CLOUD_STS_ENDPOINT: "sts.example.test",
  ALIBABA_CLOUD_STS_REGION: "cn-qingdao",
  ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true",
};

interface Asked extends Resolution {
  readonly hosts: readonly string[];
  readonly filesRead: number;
}

async function ask(make: typeof terraformHttp, given: ProviderBlock, world: World = {}): Promise<Asked> {
  const hosts: string[] = [];
  let filesRead = 0;
  const host = hostOf(world);
  const resolution = await resolveOnce(make(given), {
    ...host,
    fetch: (url, init) => {
      hosts.push(new URL(url).host);
      return host.fetch(url, init);
    },
    files: {
      readText: async (path, maxBytes) => {
        filesRead++;
        return host.files?.readText(path, maxBytes);
      },
    },
  });
  return { ...resolution, hosts, filesRead };
}

function warningsOf({ trace }: Resolution): readonly string[] {
  const all = (entry: TraceEntry): readonly string[] => [...entry.warnings, ...entry.children.flatMap(all)];
  return all(trace);
}

const byCode: typeof terraformHttp = (given) => terraform(given, { compat: "provider" });

describe.each([
  ["the documented order", terraform],
  ["the documented order without processes", terraformHttp],
  ["the provider's code", byCode],
] as const)("%s", (_name, make) => {
  test("variables of the SDKs do not move a role, and the trace warns of each", async () => {
    const asked = await ask(make, block, { env: SDK_VARIABLES });
    expect(asked.hosts).toEqual(["sts.cn-hangzhou.aliyuncs.com"]);
    expect(warningsOf(asked)).toEqual(
      Object.keys(SDK_VARIABLES).map(
        (name) =>
          `environment variable ${name} is ignored, as by Terraform's provider. Set endpoints { sts } or region.`,
      ),
    );
    const here = { endpoints: { sts: "sts.here.test" } };
    const byEndpoint = await ask(make, { ...block, ...here }, { env: SDK_VARIABLES });
    expect(byEndpoint.hosts).toEqual(["sts.here.test"]);
    expect(warningsOf(byEndpoint)).toEqual([]);
  });

  test("a RamRoleArn profile obeys endpoints and region of the block, and not its own", async () => {
    const profiles = profileOf("RamRoleArn").map((each) => ({ ...each, sts_region: "cn-qingdao" }));
    const world = { profiles, env: SDK_VARIABLES };
    const endpoints = { sts: "sts.eu-central-1.aliyuncs.com" };
    expect((await ask(make, { profile: "p", endpoints }, world)).hosts).toEqual([endpoints.sts]);
    const region = "cn-hangzhou";
    expect((await ask(make, { profile: "p", region }, world)).hosts).toEqual([`sts.${region}.aliyuncs.com`]);
    expect((await ask(make, { profile: "p" }, world)).hosts).toEqual(["sts.cn-shanghai.aliyuncs.com"]);
  });

  test("a profile below another keeps the STS of its own", async () => {
    const chained = profileOf("ChainableRamRoleArn").map((each) =>
      each["name"] === "base"
        ? { ...profileOf("RamRoleArn")[1], name: "base", sts_region: "cn-qingdao" }
        : each,
    );
    const asked = await ask(make, { profile: "p", region: "cn-hangzhou" }, { profiles: chained });
    expect(asked.hosts).toEqual(["sts.cn-qingdao.aliyuncs.com", "sts.aliyuncs.com"]);
  });

  test("an empty role is ignored, with a warning; an empty policy is ignored", async () => {
    const without = await ask(make, { ...block, assume_role: { role_arn: "" } });
    expect(without.answer).toMatchObject({ credentials: { accessKeyId: "K" } });
    expect(warningsOf(without)).toEqual(["No role is assumed: argument assume_role.role_arn is empty."]);
    const plain = await ask(make, { ...block, assume_role: { ...block.assume_role, policy: "" } });
    expect(plain.answer).toMatchObject({ credentials: { accessKeyId: "r@terraform(K)" } });
  });
});

test("the provider's code: the file is read once for key, role and region", async () => {
  const asked = await ask(byCode, { profile: "p" }, { profiles: profileOf("RamRoleArn") });
  expect(asked.hosts).toEqual(["sts.cn-shanghai.aliyuncs.com"]);
  expect(asked.filesRead).toBe(1);
});

test("the provider's code: a duration of a variable that is no number is ignored with a warning", async () => {
  const env = { ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "1h" };
  expect(warningsOf(await ask(byCode, block, { env }))).toEqual([
    "environment variable ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION is not a whole number, and ignored, as by Terraform's provider.",
  ]);
});
