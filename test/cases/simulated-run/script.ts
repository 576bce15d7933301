import { createRecorder, type Recorder, type Transcript } from "./recorder.ts";

const account = "1000000000000001";
const role = (name: string): string => `acs:ram::${account}:role/${name}`;
const json = { "content-type": "application/json" };
/** RFC 7636, appendix B. */
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** Calls over all services, faults, page views and two hours of time: the same in every runtime. */
export async function runScript(): Promise<Transcript> {
  const recorder = createRecorder();
  const { cloud } = recorder;
  cloud.faults.add({ kind: "unavailable", service: "sts", rate: 0.2 });
  cloud.faults.add({ kind: "truncated-body", service: "ecs-metadata", nth: 5 });
  cloud.faults.add({ kind: "connection-reset", service: "oauth", nth: 4 });
  for (let hour = 0; hour < 3; hour++) {
    await tokens(recorder);
    await metadata(recorder);
    await documents(recorder, hour);
    await portal(recorder);
    await signIn(recorder);
    await recorder.send("none", "https://sts.cn-hangzhuo.aliyuncs.com/");
    await cloud.advance("1h");
    cloud.oidcIssuer().rotateKeys();
  }
  return recorder.transcript();
}

async function tokens({ cloud, sts, send, note }: Recorder): Promise<void> {
  const assume = { Action: "AssumeRole", RoleArn: role("admin"), RoleSessionName: "session" };
  const whoAmI = { Action: "GetCallerIdentity" };
  const { Credentials: session = {} } = fields<{ Credentials?: Fields }>(await sts("acs3", assume));
  await sts("rpc", { ...assume, DurationSeconds: "900", Policy: "not a policy" });
  await sts("rpc", { ...assume, RoleArn: role("nobody"), Format: "JSON" });
  await sts("acs3", assume, { nonce: "the same" });
  await sts("acs3", assume, { nonce: "the same" });
  await sts("rpc", whoAmI, { timestampMs: cloud.clock.now() - 3_600_000 });
  await sts("rpc", whoAmI, { unsigned: { RoleSessionName: "slipped in !'()* \u{1F600}" } });
  const {
    AccessKeyId: accessKeyId = "none",
    AccessKeySecret: accessKeySecret = "none",
    SecurityToken: securityToken,
  } = session;
  for (const style of ["acs3", "rpc"] as const)
    await sts(style, { ...whoAmI, Format: "JSON" }, { key: { accessKeyId, accessKeySecret, securityToken } });

  const OIDCToken = await cloud.oidcIssuer().mint();
  note("oidc-issuer", OIDCToken);
  const OIDCProviderArn = `acs:ram::${account}:oidc-provider/ack-rrsa`;
  const web = { Version: "2015-04-01", RoleSessionName: "app", OIDCProviderArn, OIDCToken };
  for (const RoleArn of [role("rrsa-app"), role("admin")]) {
    const body = new URLSearchParams({ ...web, Action: "AssumeRoleWithOIDC", RoleArn, Format: "JSON" });
    await send("sts", "https://sts.aliyuncs.com/", { method: "POST", body });
  }
  const { issuer } = cloud.oidcIssuer();
  const { jwks_uri = "" } = fields(await send("oidc-issuer", `${issuer}/.well-known/openid-configuration`));
  await send("oidc-issuer", jwks_uri);
}

async function metadata({ send }: Recorder): Promise<void> {
  const base = "http://100.100.100.200/latest";
  const ttl = { "x-aliyun-ecs-metadata-token-ttl-seconds": "600" };
  const token = await send("ecs-metadata", `${base}/api/token`, { method: "PUT", headers: ttl });
  const headers = { "x-aliyun-ecs-metadata-token": token };
  for (const path of [
    "",
    "ram/security-credentials/",
    "ram/security-credentials/ecs-app",
    "region-id",
    "mac",
    "no-such",
  ])
    await send("ecs-metadata", `${base}/meta-data/${path}`, { headers });
  await send("ecs-metadata", `${base}/dynamic/instance-identity/document`);
  await send("ecs-metadata", `${base}/meta-data/`, { headers: { "x-forwarded-for": "10.0.0.1" } });
}

async function documents({ cloud, send }: Recorder, hour: number): Promise<void> {
  for (const { path } of cloud.world.description.credentialsUri?.documents ?? []) {
    if (path.includes("slow") || (hour > 0 && path.includes("variants"))) continue;
    const headers = { authorization: cloud.credentialsDocument(path).authorizationToken ?? "" };
    await send("credentials-uri", cloud.credentialsDocument(path).url, { headers });
  }
}

async function portal({ cloud, send }: Recorder): Promise<void> {
  const base = "https://signin-cn-shanghai.alibabacloudsso.com";
  const ClientId = "app-vaz16tltdxs96audqf35";
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<string> =>
    send("cloud-sso", base + path, {
      method: "POST",
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
    });
  const started = fields(
    await post("/device-authorization", {
      PortalUrl: `${base}/start/login`,
      ClientId,
      CodeChallenge: challenge,
      CodeChallengeMethod: "S256",
    }),
  );
  const poll = {
    ClientId,
    DeviceCode: started["DeviceCode"],
    CodeVerifier: verifier,
    GrantType: "urn:ietf:params:oauth:grant-type:device_code",
  };
  await post("/token", poll);
  await send("cloud-sso", `${base}/device/code?user_code=${started["UserCode"]}`);
  cloud.cloudSso.approve(started["UserCode"] ?? "", { user: "alice" });
  await cloud.advance("5s");
  const { AccessToken } = fields(await post("/token", poll));
  const headers = { authorization: `Bearer ${AccessToken}` };
  await send("cloud-sso", `${base}/access-assignments/accounts`, { headers });
  for (const AccessConfigurationId of ["ac-0simulatedreader00001", "ac-0nosuch"])
    await post("/cloud-credentials", { AccountId: account, AccessConfigurationId }, headers);
}

async function signIn({ cloud, send }: Recorder): Promise<void> {
  const base = "https://oauth.aliyun.com";
  const client_id = "4038181954557748008";
  const redirect_uri = "http://127.0.0.1:12345/cli/callback";
  const token = (form: Record<string, string>): Promise<string> =>
    send("oauth", `${base}/v1/token`, { method: "POST", body: new URLSearchParams({ ...form, client_id }) });
  const page = `https://signin.aliyun.com/oauth2/v1/auth?${new URLSearchParams({
    response_type: "code",
    client_id,
    redirect_uri,
    state: "0123456789abcdef",
    code_challenge: challenge,
    code_challenge_method: "S256",
  })}`;
  await send("oauth", page);
  const code = cloud.oauth.approve(page, { user: "alice" }).searchParams.get("code") ?? "";
  const redeem = { grant_type: "authorization_code", code, redirect_uri, code_verifier: verifier };
  const first = fields(await token(redeem));
  const { refresh_token = "" } = first;
  const renewed = fields(await token({ grant_type: "refresh_token", refresh_token }));
  const headers = { ...json, authorization: `Bearer ${renewed["access_token"] ?? first["access_token"]}` };
  await send("oauth", `${base}/v1/exchange`, { method: "POST", headers });
  await token(redeem);
  await send("oauth", `${base}/v1/exchange`, { method: "POST", headers });
}

type Fields = Readonly<Record<string, string>>;

/** The members of a reply that is JSON; none of others. */
function fields<T = Fields>(text: string): T {
  return (text.startsWith("{") ? JSON.parse(text) : {}) as T;
}
