import type { Host } from "@alicred/core";
import { profileOf } from "./profiles.ts";
import type { Named, TerraformCase } from "./terraform-case.ts";
import { hostOf, tokenOf } from "./world.ts";

/**
 * The machine of a case. A session of STS says also which STS was asked and for how long: `role@session~region~seconds`,
 * with `global` for the central host and `vpc-region` for that of a VPC.
 */
export function machineOf(it: TerraformCase): Host {
  const config = configOf(it);
  const text = config && JSON.stringify(config);
  const host = hostOf({
    env: variablesOf(it),
    files: {
      ...(text && { "/home/test/.aliyun/config.json": text, "/shared.json": text }),
      "/token": `${tokenOf("ftok")}\n`,
      "/block-token": tokenOf("bftok"),
    },
    instanceRole: "irole",
  });
  return {
    ...host,
    fetch(url, init) {
      const [, vpc, region = "global"] =
        /^sts(-vpc)?(?:\.([a-z0-9-]+))?\.aliyuncs\.com$/.exec(new URL(url).hostname) ?? [];
      if (vpc === undefined && region === "global" && !url.includes("//sts.")) return host.fetch(url, init);
      const target = new URL(url);
      target.hostname = "sts.aliyuncs.com";
      const form = new URLSearchParams(init.body ?? "");
      for (const given of [target.searchParams, form]) {
        const name = given.get("RoleSessionName");
        const seconds = given.get("DurationSeconds") ?? "3600";
        if (name !== null) given.set("RoleSessionName", `${name}~${vpc ? "vpc-" : ""}${region}~${seconds}`);
      }
      return host.fetch(target.href, init.body === undefined ? init : { ...init, body: form.toString() });
    },
  };
}

function configOf({ mode, kind }: TerraformCase): object | undefined {
  if (mode === "none") return undefined;
  const profiles = profileOf(mode).map((each) => {
    if (each["name"] !== "p") return each;
    const whole = mode === "RamRoleArn" ? { ...each, expired_seconds: 2400 } : each;
    // The key of a session, which other modes keep, would be a key of its own here.
    const isSession = mode === "CloudSSO" || mode === "OAuth";
    if (kind === "emptyMode")
      return { ...whole, mode: "", ...(isSession && { access_key_id: "", access_key_secret: "" }) };
    const { mode: _, ...modeless } = whole;
    return kind === "modeless" ? modeless : whole;
  });
  const second = {
    name: "p",
    mode: "AK",
    access_key_id: "Kq",
    access_key_secret: "Sq",
    region_id: "cn-chengdu",
  };
  return {
    current: kind === "odd" ? 5 : "base",
    profiles: kind === "twice" ? [...profiles, second] : profiles,
  };
}

function variablesOf(it: TerraformCase): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  const set = (name: string, value: string, isSet = true): void => {
    if (isSet) env[name] = value;
  };
  set("ALICLOUD_ACCESS_KEY", "KC", it.C.id);
  set("ALICLOUD_SECRET_KEY", "SC", it.C.secret);
  set("ALICLOUD_SECURITY_TOKEN", "TC", it.C.token);
  for (const [family, prefix] of [
    ["A", "ALIBABA_CLOUD"],
    ["B", "ALIBABACLOUD"],
  ] as const) {
    set(`${prefix}_ACCESS_KEY_ID`, `K${family}`, it[family].id);
    set(`${prefix}_ACCESS_KEY_SECRET`, `S${family}`, it[family].secret);
    set(`${prefix}_SECURITY_TOKEN`, `T${family}`, it[family].token);
  }
  const either = (by: Named, C: readonly [string, string], A: readonly [string, string]): void => {
    if (by !== "none") set(...(by === "C" ? C : A));
  };
  either(it.ecs, ["ALICLOUD_ECS_ROLE_NAME", "Cecs"], ["ALIBABA_CLOUD_ECS_METADATA", "Aecs"]);
  either(
    it.uri,
    ["ALICLOUD_CREDENTIALS_URI", "https://curi.uri.test/"],
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "https://auri.uri.test/"],
  );
  either(it.profile, ["ALICLOUD_PROFILE", "p"], ["ALIBABA_CLOUD_PROFILE", "p"]);
  either(it.region, ["ALICLOUD_REGION", "cn-qingdao"], ["ALIBABA_CLOUD_REGION", "cn-wuhan"]);
  either(
    it.assumeRoleArn,
    ["ALICLOUD_ASSUME_ROLE_ARN", "acs:ram::1:role/Crole"],
    ["ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/Arole"],
  );
  either(
    it.sessionName,
    ["ALICLOUD_ASSUME_ROLE_SESSION_NAME", "Csess"],
    ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "Asess"],
  );
  set("ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION", it.seconds, it.seconds !== "none");
  set("ALICLOUD_SHARED_CREDENTIALS_FILE", "/missing.json", it.otherFile);
  set("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/e", it.oidcProvider);
  set("ALIBABA_CLOUD_OIDC_TOKEN", tokenOf("etok"), it.oidcToken);
  set("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token", it.oidcTokenFile);
  set("ALIBABA_CLOUD_STS_REGION", "cn-zhangjiakou", it.stsRegion);
  set("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true", it.vpc);
  return env;
}
