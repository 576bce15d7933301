import { refusalOf } from "@alicred/conformance";
import { describe, expect, test } from "vitest";
import { platformOidcPlugin } from "../src/mod.ts";
import { platforms } from "../src/platforms.ts";
import { ask, DEFAULT } from "./ask.ts";

describe("options", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no platform", {}, /platform: is missing/],
    ["a list of platforms, which would count as auto", { platform: ["vercel"] }, /platform: is not one of/],
    ["an unknown platform", { platform: "canary" }, /platform: is not one of auto, vercel, github-actions/],
    ["a role that is none", { platform: "auto", roleArn: "canary" }, /roleArn: is not the ARN of a role/],
    ["an audience with a line end", { platform: "auto", audience: "canary\n" }, /audience: is not 1 to 256/],
    ["a variable that is none", { platform: "gitlab-ci", variable: "$canary" }, /variable: is not the name/],
    [
      "an issuer that is none",
      { platform: "self-issued", issuer: { canary: 1 } },
      /issuer: is not an issuer/,
    ],
    [
      "an option of another platform",
      { platform: "vercel", audience: "canary" },
      /audience: has no effect on vercel, whose options are currentRequest/,
    ],
  ])("refuses %s, and quotes no value", (_name, options, message) => {
    const error = refusalOf(() => platformOidcPlugin.source(options as never), ["canary"]);
    expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
  });

  test("every platform has a name of its own, in kebab-case", () => {
    const names = platforms.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("role and provider are completed by variables, as everywhere", async () => {
    const { answer, trace } = await ask(
      { platform: "gitlab-ci", roleArn: undefined, oidcProviderArn: undefined },
      {
        env: (token) => ({
          GITLAB_OIDC_TOKEN: token,
          ALIBABA_CLOUD_ROLE_ARN: DEFAULT.roleArn,
          ALIBABA_CLOUD_OIDC_PROVIDER_ARN: DEFAULT.oidcProviderArn,
        }),
      },
    );
    expect(answer.outcome).toBe("credentials");
    expect(trace.supplied).toContainEqual({
      part: "roleArn",
      from: "environment variable ALIBABA_CLOUD_ROLE_ARN",
    });
  });
});
