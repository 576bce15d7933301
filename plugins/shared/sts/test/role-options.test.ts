import { readFileSync } from "node:fs";
import { createTestProfile } from "@alicred/conformance";
import { expect, test } from "vitest";
import {
  callAssumeRole,
  callAssumeRoleWithOidc,
  type RoleOption,
  type RoleOptionsOf,
  readStsProfile,
  roleOptionsOf,
  roleRules,
} from "../src/mod.ts";
import { bench, KEY, SESSION } from "./support.ts";

type AllOptions = RoleOptionsOf<"AssumeRole"> & RoleOptionsOf<"AssumeRoleWithOIDC">;

// Of each option a value within its limits. The types of both operations follow from the table: the compiler wants a
// value here for each row, and of the row's type.
const VALUES = {
  roleArn: "acs:ram::1:role/r",
  oidcProviderArn: "acs:ram::1:oidc-provider/p",
  roleSessionName: "session",
  durationSeconds: 901,
  policy: "{}",
  externalId: "external",
} as const satisfies { readonly [Name in RoleOption]: NonNullable<AllOptions[Name]> };

const operations = ["AssumeRole", "AssumeRoleWithOIDC"] as const;
const rows = operations.flatMap((operation) =>
  roleOptionsOf(operation).map(([option, row]) => ({ operation, option, row })),
);

/** The parameters of a call with all values, wherever they are sent. */
async function sentBy(operation: (typeof operations)[number]): Promise<URLSearchParams> {
  const { context, sent } = bench([SESSION]);
  if (operation === "AssumeRole") await callAssumeRole(context, KEY, VALUES);
  else await callAssumeRoleWithOidc(context, { ...VALUES, oidcToken: "token" });
  return new URLSearchParams(`${new URL(sent[0]?.url ?? "").search}&${sent[0]?.body ?? ""}`);
}

test.each(rows)("$operation sends $option as its row says", async ({ operation, option, row }) => {
  expect((await sentBy(operation)).get(row.wire)).toBe(String(VALUES[option]));
});

test("an operation sends no option of another one", async () => {
  expect((await sentBy("AssumeRole")).has("OIDCProviderArn")).toBe(false);
  expect((await sentBy("AssumeRoleWithOIDC")).has("ExternalId")).toBe(false);
});

test("an option with a default is sent if it is not given, and the others are not", async () => {
  const { context, sent } = bench([SESSION]);
  await callAssumeRole(context, KEY, { roleArn: VALUES.roleArn });
  const names = [...new URL(sent[0]?.url ?? "").searchParams.entries()];
  expect(names).toEqual([
    ["RoleArn", VALUES.roleArn],
    ["RoleSessionName", "alicred"],
  ]);
});

test.each(rows)("a profile for $operation gives $option by its field", ({ operation, option, row }) => {
  const required = roleOptionsOf(operation).filter(([, { required }]) => required);
  const fields = Object.fromEntries(required.map(([name, { field }]) => [field, VALUES[name]]));
  const profile = createTestProfile({ ...fields, [row.field]: VALUES[option] });
  const { options, originOf } = readStsProfile(profile, { operation, required: {} });
  expect(options).toMatchObject({ [option]: VALUES[option] });
  expect(originOf(option)).toBe(`field ${row.field} of profile "p"`);
});

test.each(rows)("the rule of $option accepts it, and a schema has that rule", ({ option, row }) => {
  const { accepts } = row.rule;
  expect(accepts(VALUES[option])).toBe(true);
  expect(accepts("")).toBe(false);
  expect(roleRules[option]).toBe(row.rule);
});

test.each([
  ["AssumeRole", "assume-role"],
  ["AssumeRoleWithOIDC", "oidc"],
] as const)("the README of the source for %s names each option and its field", (operation, folder) => {
  const readme = readFileSync(new URL(`../../../modes/${folder}/README.md`, import.meta.url), "utf8");
  for (const [option, { field }] of roleOptionsOf(operation)) {
    expect(readme).toContain(`| \`${option}\``);
    expect(readme).toContain(`\`${field}\``);
  }
});
