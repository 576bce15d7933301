// The default provider chain of the AWS SDK, led to the upstream as in a container.
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { Contender } from "../harness/peer.ts";

export const aws: Contender = {
  name: "AWS provider chain",
  kind: "peer",
  transport: "HTTP",
  package: "@aws-sdk/credential-providers",
  windowMs: 300_000,
  create({ url }) {
    // Nothing of this machine comes first.
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
    process.env["AWS_CONFIG_FILE"] = "/nonexistent";
    process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = `${url}/aws`;
    return { get: fromNodeProviderChain() };
  },
};
