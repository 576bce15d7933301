import { simulateCloud } from "../../src/mod.ts";

const METADATA_ADDRESS = "100.100.100.200";

/** The compose file, with every host of the default world. */
export function composeFile(): string {
  const hosts = simulateCloud()
    .serviceHosts()
    .filter((host) => /[a-z]/.test(host));
  const aliases = [...hosts, "simulated-bucket.oss-cn-hangzhou.aliyuncs.com"];
  return `# Your program beside a simulated cloud that answers at all real addresses: docker compose up --exit-code-from program
# The aliases are the hosts of the services; add those of your own buckets and worlds.
services:
  alicred:
    image: alicred-simulate
    environment:
      ALICRED_SIMULATE_TOKEN: a-token-of-your-choice
    volumes: [cloud:/cloud]
    networks:
      cloud:
        ipv4_address: ${METADATA_ADDRESS}
        aliases:
${aliases.map((host) => `          - ${host}`).join("\n")}

  program:
    build: .
    depends_on:
      alicred: { condition: service_healthy }
    environment:
      ALIBABA_CLOUD_ROLE_ARN: acs:ram::1000000000000001:role/rrsa-app
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: acs:ram::1000000000000001:oidc-provider/ack-rrsa
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: /cloud/oidc/token
      SSL_CERT_FILE: /cloud/ca.pem
      NODE_EXTRA_CA_CERTS: /cloud/ca.pem
      REQUESTS_CA_BUNDLE: /cloud/ca.pem
    volumes: ["cloud:/cloud:ro"]
    networks: [cloud]

volumes:
  cloud:

networks:
  cloud:
    # No way out: a host that is not simulated is reached by nobody.
    internal: true
    ipam:
      config:
        - subnet: 100.100.100.0/24
`;
}
