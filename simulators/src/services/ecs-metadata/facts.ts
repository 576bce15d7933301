import { createRandom } from "../../cloud/random.ts";
import type { EcsInstanceDescription } from "./world.ts";

/** The facts about an instance that metadata tells. */
export interface InstanceFacts {
  /** Facts by their name in the metadata. */
  readonly plain: Readonly<Record<string, string>>;
  readonly mac: string;
  /** Facts of its network interface, by their name in the metadata. */
  readonly network: Readonly<Record<string, string>>;
  readonly diskId: string;
}

const HEX = "0123456789abcdef";
const LOWER = "0123456789abcdefghijklmnopqrstuvwxyz";
const NETWORK = { "vpc-cidr-block": "172.16.0.0/12", "vswitch-cidr-block": "172.16.0.0/16" };

/** Returns the facts of an instance; those that the description leaves open follow from its id. */
export function factsOf(description: EcsInstanceDescription, accountId: string): InstanceFacts {
  const { id, regionId = "cn-hangzhou" } = description;
  const random = createRandom(id);
  const digits = (): number => random.below(254) + 1;
  const mac = `00:16:3e:${random.text(2, HEX)}:${random.text(2, HEX)}:${random.text(2, HEX)}`;
  const privateIpv4 = description.privateIpv4 ?? `172.16.${digits()}.${digits()}`;
  const serialNumber = random.uuid();
  const named = (kind: string): string => `${kind}-bp1${random.text(17, LOWER)}`;
  const network = { ...NETWORK, "vpc-id": named("vpc"), "vswitch-id": named("vsw") };
  return {
    mac,
    network: {
      ...network,
      gateway: "172.16.255.253",
      netmask: "255.255.0.0",
      "network-interface-id": named("eni"),
      "primary-ip-address": privateIpv4,
      "private-ipv4s": privateIpv4,
    },
    diskId: `bp1${random.text(17, LOWER)}`,
    plain: {
      ...network,
      hostname: description.hostname ?? `iZ${id.slice(2)}Z`,
      "image-id": description.imageId ?? "aliyun_3_x64_20G_alibase_20251030.vhd",
      "instance-id": id,
      "instance-type": description.instanceType ?? "ecs.g7.large",
      mac,
      "network-type": "vpc",
      "owner-account-id": accountId,
      "private-ipv4": privateIpv4,
      "region-id": regionId,
      "serial-number": serialNumber,
      "source-address": "http://mirrors.cloud.aliyuncs.com",
      "sub-private-ipv4-list": "",
      "zone-id": description.zoneId ?? `${regionId}-i`,
    },
  };
}
