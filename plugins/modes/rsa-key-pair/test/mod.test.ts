import { generateKeyPairSync } from "node:crypto";
import { pluginContract } from "@alicred/conformance";
import { describe, test } from "vitest";
import { rsaKeyPairPlugin } from "../src/mod.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const ID = "publicKeyId";
const OPTIONS = { publicKeyId: ID, privateKey: PEM };

describe("contract of the plugin", () => {
  const fields = { key_pair_name: ID, private_key: PEM };
  const checks = pluginContract(rsaKeyPairPlugin, {
    options: OPTIONS,
    refused: [
      {},
      { publicKeyId: ID },
      { ...OPTIONS, privateKeyFile: "canary.pem" },
      { ...OPTIONS, durationSeconds: "canary" },
    ],
    modes: {
      RsaKeyPair: {
        fields,
        refused: [{ key_pair_name: ID }, { private_key: PEM }, { ...fields, expired_seconds: "canary" }],
      },
    },
    secrets: ["canary", PEM.slice(40, 80)],
  });
  for (const { name, run } of checks) test(name, run);
});
