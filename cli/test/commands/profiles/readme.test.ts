import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { alike, shown } from "./readme.ts";
import { CANARY, type Home, homeWith } from "./support.ts";

// The README shows what the command prints: the same text, but for what differs from run to run.

const nowS = Math.floor(Date.now() / 1000);

function world(current: string, login: object): Home {
  const portal = "https://signin-cn-shanghai.alibabacloudsso.com/acme/login";
  const account = { cloud_sso_account_id: "1234567890127890", cloud_sso_access_config: "ReadOnly" };
  const role = { ram_role_arn: "acs:ram::1234567890127890:role/audit", ram_session_name: "me" };
  return homeWith({
    current,
    profiles: [
      {
        name: "default",
        mode: "CloudSSO",
        region_id: "cn-hangzhou",
        cloud_sso_sign_in_url: portal,
        ...account,
        ...login,
      },
      {
        name: "audit",
        mode: "ChainableRamRoleArn",
        region_id: "cn-shanghai",
        source_profile: "default",
        ...role,
      },
      { name: "old", mode: "AK", access_key_id: "LTAI5tOfSomeTimeAgo9xQ2", access_key_secret: CANARY },
      {
        name: "intl",
        mode: "OAuth",
        region_id: "ap-southeast-1",
        oauth_site_type: "INTL",
        oauth_access_token: CANARY,
        oauth_access_token_expire: nowS - 172_800,
      },
    ],
  });
}

test("profiles list", async () => {
  const session = {
    access_key_id: "STS.x",
    access_key_secret: CANARY,
    sts_token: CANARY,
    sts_expiration: nowS + 2_461,
  };
  const home = world("default", session);
  const { stdout, stderr } = await home.run(["profiles", "list"], { ALIBABA_CLOUD_PROFILE: "audit" });
  expect(alike(stdout + stderr)).toBe(shown("alicred profiles list"));
});

// Windows has no permission bits, of which this screen speaks.
test.skipIf(process.platform === "win32")("profiles doctor", async () => {
  const home = world("prod", { access_token: CANARY, cloud_sso_access_token_expire: nowS + 2_461 });
  chmodSync(home.file, 0o644);
  const { stdout } = await home.run(["profiles", "doctor"]);
  expect(alike(stdout.replaceAll(home.folder, "~"))).toBe(shown("alicred profiles doctor"));
});
