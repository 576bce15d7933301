// Compiled, never run: what the compiler infers for programs that use presets, hosts and resolvers.
import type { Answer, Credentials, Found, GetOptions, Host, Resolver } from "@alicred/core";
import { found, notConfigured, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { webHost } from "@alicred/core/host/web";
import { aliyunCli } from "@alicred/presets/aliyun-cli";
import { edge } from "@alicred/presets/edge";
import { type SdkDefaultOptions, sdkDefault } from "@alicred/presets/sdk-default";
import { terraform } from "@alicred/presets/terraform";
import { assumeRole, envCredentials, type ResolverOptions, resolver } from "alicred";
import { expectTypeOf } from "vitest";

// A resolver: one promise of credentials, and a look that never waits.
expectTypeOf(resolver()).toEqualTypeOf<Resolver>();
expectTypeOf(resolver().get).parameter(0).toEqualTypeOf<GetOptions | undefined>();
expectTypeOf(resolver().get()).resolves.toEqualTypeOf<Credentials>();
expectTypeOf<Credentials["expiration"]>().toEqualTypeOf<Date | undefined>();
expectTypeOf<Credentials["securityToken"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<ResolverOptions>().toExtend<SdkDefaultOptions>();
resolver({ source: assumeRole({ from: envCredentials(), roleArn: "acs:ram::1:role/x" }), onEvent() {} });
// @ts-expect-error a role is assumed from something
assumeRole({ roleArn: "acs:ram::1:role/x" });
// @ts-expect-error a misspelt option
resolver({ profil: "dev" });
// @ts-expect-error credentials are read, never changed
(await resolver().get()).accessKeyId = "";

// Presets take optional options, also explicitly undefined ones, and know the names of their sources.
expectTypeOf(sdkDefault).parameter(0).toEqualTypeOf<SdkDefaultOptions | undefined>();
const preset = { profile: undefined, configFile: undefined };
for (const source of [sdkDefault(preset), aliyunCli(preset), terraform(), edge()])
  refreshing(source, { host });
sdkDefault({ sources: ({ env, profileFiles }) => [env, profileFiles] });
// @ts-expect-error no source of this preset
sdkDefault({ sources: ({ vault }) => [vault] });
// @ts-expect-error a profile is a name
sdkDefault({ profile: 1 });
terraform(
  { access_key: "LTAIexample", alias: "other" },
  { compat: "provider", sources: ({ provider }) => [provider] },
);
// @ts-expect-error an argument is text
terraform({ access_key: ["LTAIexample"] });
// @ts-expect-error the order of the provider's code has one source
terraform({}, { compat: "provider", sources: ({ env }) => [env] });

// Hosts: what a runtime lacks is absent or undefined, and needs a check.
declare const host: Host;
expectTypeOf(nodeHost()).toEqualTypeOf<Host>();
expectTypeOf(webHost()).toEqualTypeOf<Host>();
// @ts-expect-error a host may have no files
void host.files.readText("~", 1);
// @ts-expect-error a host may have no environment
host.env("HOME");
const partial = { runtime: "test", fetch: host.fetch, clock: host.clock, random: host.random };
expectTypeOf(partial).toExtend<Host>();
// @ts-expect-error without a clock there is no host
refreshing(edge(), { host: { runtime: "test", fetch: host.fetch, random: host.random } });

// Answers: their kind tells which one it is.
expectTypeOf(found({ accessKeyId: "", accessKeySecret: "" })).toEqualTypeOf<Found>();
expectTypeOf(notConfigured("nothing")).toExtend<Answer>();
declare const answer: Answer;
if (answer.outcome === "credentials") expectTypeOf(answer.credentials).toEqualTypeOf<Credentials>();
