import { pluginContract } from "@alicred/conformance";
import { describe, test } from "vitest";
import { credentialsUriPlugin } from "../src/mod.ts";
import { BASE } from "./support.ts";

describe("contract of the plugin", () => {
  const checks = pluginContract(credentialsUriPlugin, {
    options: { uri: `${BASE}/reader` },
    refused: [{ uri: 7 }, { uri: "" }, { variables: "canary" }],
    modes: {
      CredentialsURI: {
        fields: { credentials_uri: `${BASE}/reader` },
        refused: [{ credentials_uri: ["canary"] }, { credentials_url: "" }],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});
