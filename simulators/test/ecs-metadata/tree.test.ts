import { describe, expect, it } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { instanceId, metadataWorld, putToken, read, readCredentials } from "../support/metadata.ts";

async function text(cloud: Cloud, path: string): Promise<string> {
  const reply = await read(cloud, path);
  expect([path, reply.status]).toEqual([path, 200]);
  return reply.text();
}

describe("the tree of metadata", () => {
  it("has what cloud-init and the reference name", async () => {
    const cloud = simulateCloud();
    const names = (await text(cloud, "/latest/meta-data/")).split("\n");
    expect(names).toEqual(
      expect.arrayContaining([
        "disks/",
        "dns-conf/",
        "hibernation/",
        "network/",
        "ntp-conf/",
        "source-address",
        "sub-private-ipv4-list",
        "vpc-cidr-block",
        "vpc-id",
        "vswitch-cidr-block",
        "vswitch-id",
      ]),
    );
    expect(await text(cloud, "/latest/meta-data/dns-conf/nameservers")).toBe("100.100.2.136\n100.100.2.138");
    expect(await text(cloud, "/latest/meta-data/hibernation/configured")).toBe("false");
    expect(await text(cloud, "/latest/meta-data/instance/virtualization-solution")).toBe("ECS Virt");
    const mac = await text(cloud, "/latest/meta-data/mac");
    const network = `/latest/meta-data/network/interfaces/macs/${mac}`;
    expect(await text(cloud, "/latest/meta-data/network/interfaces/macs/")).toBe(`${mac}/`);
    for (const name of ["vpc-id", "vswitch-id", "vpc-cidr-block", "vswitch-cidr-block"])
      expect(await text(cloud, `${network}/${name}`)).toBe(await text(cloud, `/latest/meta-data/${name}`));
    expect(await text(cloud, `${network}/primary-ip-address`)).toBe(
      await text(cloud, "/latest/meta-data/private-ipv4"),
    );
    const disk = (await text(cloud, "/latest/meta-data/disks/")).replace("/", "");
    expect(await text(cloud, `/latest/meta-data/disks/${disk}/id`)).toBe(`d-${disk}`);
  });

  it("is the same for the version of cloud-init, tokens and credentials included", async () => {
    const cloud = simulateCloud();
    expect(await text(cloud, "/2016-01-01/meta-data/instance-id")).toBe(instanceId);
    const reply = await read(cloud, "/2016-01-01/meta-data/ram/security-credentials/ecs-app");
    expect(await reply.json()).toEqual(await readCredentials(cloud));
    const put = await cloud.fetch("http://100.100.100.200/2016-01-01/api/token", {
      method: "PUT",
      headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" },
    });
    expect((await read(cloud, "/latest/meta-data/mac", await put.text())).status).toBe(200);
    expect((await read(cloud, "/2015-01-01/meta-data/mac")).status).toBe(404);
  });

  it("has a second spelling of the role's directory", async () => {
    const cloud = simulateCloud();
    expect(await text(cloud, "/latest/meta-data/Ram/security-credentials/")).toBe("ecs-app");
    const reply = await read(cloud, "/latest/meta-data/Ram/security-credentials/ecs-app");
    expect(await reply.json()).toEqual(await readCredentials(cloud));
    expect(cloud.journal.count({ operation: "GetCredentials" })).toBe(2);
  });

  it("comes as a whole, without credentials", async () => {
    const cloud = simulateCloud();
    const all = JSON.parse(await text(cloud, "/2016-01-01/meta-data/all")) as Record<string, unknown>;
    expect(all).toMatchObject({
      "instance-id": instanceId,
      "dns-conf": { nameservers: ["100.100.2.136", "100.100.2.138"] },
      ram: { "security-credentials": { "ecs-app": "" } },
    });
    cloud.expectNoSecrets(all);
  });

  it("has what the world adds", async () => {
    const cloud = simulateCloud({
      world: metadataWorld(
        {},
        {
          userData: "#!/bin/sh\ntrue\n",
          vendorData: "#cloud-config",
          publicKeys: ["ssh-ed25519 AAAA one", "ssh-ed25519 AAAA two"],
          moreMetadata: {
            "instance/spot/termination-time": "2026-01-07T08:05:00Z",
            "tags/instance/env": "prod",
            "image-id": "mine",
          },
        },
      ),
    });
    expect(await text(cloud, "/latest/user-data")).toBe("#!/bin/sh\ntrue\n");
    expect(await text(cloud, "/latest/vendor-data")).toBe("#cloud-config");
    expect(await text(cloud, "/latest/meta-data/public-keys/1/openssh-key")).toBe("ssh-ed25519 AAAA two");
    expect(await text(cloud, "/latest/meta-data/instance/spot/termination-time")).toBe(
      "2026-01-07T08:05:00Z",
    );
    expect(await text(cloud, "/latest/meta-data/instance/instance-type")).toBe("ecs.g7.large");
    expect(await text(cloud, "/latest/meta-data/tags/instance/")).toBe("env");
    expect(await text(cloud, "/latest/meta-data/image-id")).toBe("mine");
    const bare = simulateCloud();
    for (const path of ["user-data", "vendor-data", "meta-data/instance/spot/termination-time"])
      expect((await read(bare, `/latest/${path}`)).status).toBe(404);
  });

  it("has the identity document in the signed form too, for an audience", async () => {
    const cloud = simulateCloud();
    expect(await text(cloud, "/latest/dynamic/instance-identity/")).toBe("document\npkcs7");
    const plain = await text(cloud, "/latest/dynamic/instance-identity/document");
    const token = await (await putToken(cloud)).text();
    for (const [query, audience] of [
      ["", undefined],
      ["?audience=vault", "vault"],
    ] as const) {
      const reply = await read(cloud, `/latest/dynamic/instance-identity/pkcs7${query}`, token);
      const bytes = Buffer.from(await reply.text(), "base64");
      expect([bytes[0], bytes.readUInt16BE(2) + 4]).toEqual([0x30, bytes.length]);
      const inside = bytes.toString("latin1");
      const document = inside.slice(inside.indexOf("{"), inside.lastIndexOf("}") + 1);
      expect(JSON.parse(document)).toEqual({ ...JSON.parse(plain), ...(audience && { audience }) });
    }
  });
});
