import { nearest } from "../../cloud/names.ts";
import type { EcsInstanceState } from "./instance.ts";

/** Metadata as a tree: directories, and values of text. A list is a value with a line for each. */
export interface MetadataTree {
  readonly [name: string]: string | readonly string[] | MetadataTree;
}

/**
 * Returns the tree below `/latest/`, without credentials:
 * https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata and the AliYun source of cloud-init.
 */
export function metadataTree(instance: EcsInstanceState, roleName: string | undefined): MetadataTree {
  const { description } = instance;
  const { userData, vendorData, moreMetadata = {} } = description;
  const root: MetadataTree = {
    dynamic: { "instance-identity": { document: "", pkcs7: "" } },
    "meta-data": metaData(instance, roleName),
    ...(userData !== undefined && { "user-data": userData }),
    ...(vendorData !== undefined && { "vendor-data": vendorData }),
  };
  return Object.entries(moreMetadata).reduce((tree, [path, value]) => {
    return withLeaf(tree, ["meta-data", ...path.split("/")], value);
  }, root);
}

function metaData({ facts, description }: EcsInstanceState, roleName: string | undefined): MetadataTree {
  const { plain, mac, network, diskId } = facts;
  const { "instance-type": type = "", ...others } = plain;
  const keys = description.publicKeys ?? [];
  return {
    ...others,
    disks: { [diskId]: { id: `d-${diskId}`, name: "" } },
    "dns-conf": { nameservers: ["100.100.2.136", "100.100.2.138"] },
    hibernation: { configured: "false" },
    instance: {
      "instance-name": others["hostname"] ?? "",
      "instance-type": type,
      "last-host-landing-time": "2026-01-01 08:00:00",
      "max-netbw-egress": "2048000",
      "max-netbw-ingress": "2048000",
      "virtualization-solution": "ECS Virt",
      "virtualization-solution-version": "2.0",
    },
    network: { interfaces: { macs: { [mac]: network } } },
    "ntp-conf": { "ntp-servers": ["ntp1.aliyun.com", "ntp1.cloud.aliyuncs.com"] },
    ...(keys.length > 0 && {
      "public-keys": Object.fromEntries(keys.map((key, at) => [String(at), { "openssh-key": key }])),
    }),
    ...(roleName !== undefined && { ram: { "security-credentials": { [roleName]: "" } } }),
  };
}

function withLeaf(tree: MetadataTree, [name = "", ...rest]: readonly string[], value: string): MetadataTree {
  const held = Object.hasOwn(tree, name) ? tree[name] : undefined;
  return { ...tree, [name]: rest.length === 0 ? value : withLeaf(isTree(held) ? held : {}, rest, value) };
}

function isTree(value: MetadataTree[string] | undefined): value is MetadataTree {
  return typeof value === "object" && !Array.isArray(value);
}

/** The text of the value or the directory at a path; directories may be named with or without a slash at the end. */
export function lookUp(tree: MetadataTree, path: string): string | undefined {
  let found: MetadataTree[string] | undefined = tree;
  for (const name of path.replace(/\/$/, "").split("/")) {
    if (name === "") continue;
    found = isTree(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  if (isTree(found)) return listing(found);
  if (path.endsWith("/")) return undefined;
  return typeof found === "object" ? found.join("\n") : found;
}

/** The path that one with a misspelt part may have meant; `undefined` when nothing in its directory is near. */
export function nearestPath(tree: MetadataTree, path: string): string | undefined {
  let found: MetadataTree[string] | undefined = tree;
  let known = "";
  for (const name of path.split("/").filter(Boolean)) {
    if (!isTree(found)) return undefined;
    const right: string | undefined = Object.hasOwn(found, name) ? name : nearest(name, Object.keys(found));
    if (right === undefined) return undefined;
    found = found[right];
    known += `/${right}`;
  }
  return isTree(found) ? `${known}/` : known;
}

/** Names in a directory in order, one on each line; those of directories end in a slash. */
function listing(tree: MetadataTree): string {
  return Object.entries(tree)
    .map(([name, value]) => (isTree(value) ? `${name}/` : name))
    .sort()
    .join("\n");
}
