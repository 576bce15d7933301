// Compiled, never run: what the compiler infers for authors of plugins and for those who use them.
import {
  type CredentialSource,
  createSource,
  defineFieldPlugin,
  definePlugin,
  found,
  nonEmptyString,
  type Plugin,
  refreshing,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import { type OidcOptions, oidcPlugin } from "@alicred/oidc";
import type { ProfileMode } from "@alicred/plugin-kit";
import { allModes, allPlugins } from "@alicred/presets";
import { type StaticOptions, staticPlugin } from "@alicred/static";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";

const answer = { accessKeyId: "LTAIexample", accessKeySecret: "example" };

// Of a schema with a default and a transform, users give the input and the source gets the output.
const zodPlugin = definePlugin({
  name: "vault",
  options: z.object({
    address: z.url().transform((text) => new URL(text)),
    seconds: z.number().default(900),
  }),
  source(options) {
    expectTypeOf(options).toEqualTypeOf<{ address: URL; seconds: number }>();
    return { name: "vault", resolve: async () => found(answer) };
  },
});
expectTypeOf(zodPlugin.source)
  .parameter(0)
  .toEqualTypeOf<{ address: string; seconds?: number | undefined }>();
expectTypeOf(zodPlugin.source).returns.toEqualTypeOf<CredentialSource>();
// @ts-expect-error the address is required
zodPlugin.source({ seconds: 900 });
// @ts-expect-error a name that the schema does not have
zodPlugin.source({ address: "https://vault.test", second: 900 });

const valibotPlugin = definePlugin({
  name: "vault",
  options: v.object({ seconds: v.optional(v.pipe(v.string(), v.transform(Number)), "900") }),
  source({ seconds }) {
    expectTypeOf(seconds).toEqualTypeOf<number>();
    return { name: "vault", resolve: async () => found(answer) };
  },
});
expectTypeOf(valibotPlugin.source).parameter(0).toEqualTypeOf<{ seconds?: string | undefined }>();

const arkPlugin = definePlugin({
  name: "vault",
  options: type({ address: "string.url" }),
  source({ address }) {
    expectTypeOf(address).toEqualTypeOf<string>();
    return { name: "vault", resolve: async () => found(answer) };
  },
});
expectTypeOf(arkPlugin.source).parameter(0).toEqualTypeOf<{ address: string }>();

interface VaultOptions {
  readonly address: string;
  readonly path?: string | undefined;
}

// A schema of the kernel accepts what it returns; it takes only names of fields as required.
const fieldPlugin = defineFieldPlugin({
  name: "vault",
  options: schemaOf<VaultOptions>({ address: nonEmptyString, path: nonEmptyString }, ["address"]),
  source(options) {
    expectTypeOf(options).toEqualTypeOf<VaultOptions>();
    return { name: "vault", resolve: async () => found(answer) };
  },
});
expectTypeOf(fieldPlugin).toEqualTypeOf<Plugin<VaultOptions, VaultOptions, never>>();
// @ts-expect-error no field of the options
schemaOf<VaultOptions>({ address: nonEmptyString }, ["adress"]);
const zodOptions = z.object({});
// @ts-expect-error a plugin of fields takes a schema of `schemaOf`
defineFieldPlugin({ name: "x", options: zodOptions, source: () => fieldPlugin.source({ address: "" }) });
const answersAnything = { name: "x", resolve: async () => answer };
// @ts-expect-error an answer is found, notConfigured or failed
definePlugin({ name: "x", options: zodOptions, source: () => answersAnything });

expectTypeOf(staticPlugin).toEqualTypeOf<Plugin<StaticOptions, StaticOptions, ProfileMode>>();
expectTypeOf(oidcPlugin.options).toEqualTypeOf<StandardSchema<OidcOptions, OidcOptions>>();
expectTypeOf(allModes).toEqualTypeOf<readonly ProfileMode[]>();

// Plugins of different options stand in one list, and the options of a configuration are checked as the program runs.
expectTypeOf(
  createSource([staticPlugin, oidcPlugin, zodPlugin, fieldPlugin], {
    use: "oidc",
    options: JSON.parse("{}"),
  }),
).toEqualTypeOf<CredentialSource>();
expectTypeOf(createSource(allPlugins, { use: "static" })).toEqualTypeOf<CredentialSource>();
// @ts-expect-error a configuration names its plugin
createSource(allPlugins, { options: {} });
// @ts-expect-error a source is no plugin
createSource([fieldPlugin.source({ address: "" })], { use: "vault" });
// @ts-expect-error a resolver needs a host
refreshing(fieldPlugin.source({ address: "" }), {});
