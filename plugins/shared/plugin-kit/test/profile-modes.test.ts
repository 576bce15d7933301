import { parseOptions, schemaOf } from "@alicred/core";
import { expect, test } from "vitest";
import { type ModeProvider, modeProviders, profileModesOf } from "../src/mod.ts";

const source = (): never => {
  throw new Error("not called");
};
const key = { mode: "Key", source };
const role = { mode: "Role", source };
const plugin = { name: "role", source, profileModes: [role, key] };

test("a plugin stands for its modes, a mode for itself, in their order", () => {
  const providers: readonly ModeProvider[] = [key, plugin, { name: "without", profileModes: [] }, role];
  expect(profileModesOf(providers)).toEqual([key, role]);
});

test("two providers of one mode are an error, in whatever case they spell it", () => {
  const other = { mode: "kEY", source };
  for (const providers of [
    [key, other],
    [plugin, other],
    [other, plugin],
  ])
    expect(() => profileModesOf(providers)).toThrowError(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringMatching(/^modes: two providers of the mode "k[Ee][Yy]"\./i),
      }),
    );
});

const schema = schemaOf<{ modes: readonly ModeProvider[] }>({ modes: modeProviders }, ["modes"]);
const check = (modes: unknown): unknown => parseOptions(schema, { modes }, "test");

test.each([
  ["none", []],
  ["modes and plugins", [key, plugin]],
  ["a plugin without modes", [{ name: "env", source }]],
])("accepts %s", (_name, modes) => {
  expect(check(modes)).toEqual({ modes });
});

test.each([
  ["a plugin alone", plugin],
  ["text", "canary"],
  ["null", [null]],
  ["a name", ["canary"]],
  ["a list of modes", [[key]]],
  ["a mode without a source", [{ mode: "canary" }]],
  ["a mode whose name is no text", [{ mode: 1, source }]],
  ["a function", [source]],
  ["a plugin whose modes are no list", [{ ...plugin, profileModes: "canary" }]],
  ["a plugin with an invalid mode", [{ ...plugin, profileModes: [key, { mode: "canary" }] }]],
])("refuses %s", (_name, modes) => {
  const message = "test: modes: is not a list of plugins and profile modes.";
  expect(() => check(modes)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", message }));
});
