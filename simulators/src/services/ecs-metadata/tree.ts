import { nearest } from "../../cloud/names.ts";
import type { EcsInstanceState } from "./instance.ts";

/** Metadata as a tree: directories, and values of text. */
export interface MetadataTree {
  readonly [name: string]: string | MetadataTree;
}

/**
 * Returns the tree below `/latest/meta-data/`, without credentials:
 * https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export function metadataTree(instance: EcsInstanceState, roleName: string | undefined): MetadataTree {
  const { "instance-type": type = "", ...facts } = instance.facts;
  return {
    ...facts,
    instance: { "instance-name": facts["hostname"] ?? "", "instance-type": type },
    ...(roleName !== undefined && { ram: { "security-credentials": { [roleName]: "" } } }),
  };
}

/** The value or the directory at a path; directories may be named with or without a slash at the end. */
export function lookUp(tree: MetadataTree, path: string): string | MetadataTree | undefined {
  let found: string | MetadataTree | undefined = tree;
  for (const name of path.replace(/\/$/, "").split("/")) {
    if (name === "") continue;
    found = typeof found === "object" && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return typeof found === "string" && path.endsWith("/") ? undefined : found;
}

/** The path that one with a misspelt part may have meant; `undefined` when nothing in its directory is near. */
export function nearestPath(tree: MetadataTree, path: string): string | undefined {
  let found: string | MetadataTree | undefined = tree;
  let known = "";
  for (const name of path.split("/").filter(Boolean)) {
    if (typeof found !== "object") return undefined;
    const right: string | undefined = Object.hasOwn(found, name) ? name : nearest(name, Object.keys(found));
    if (right === undefined) return undefined;
    found = found[right];
    known += `/${right}`;
  }
  return typeof found === "object" ? `${known}/` : known;
}

/** Names in a directory in order, one on each line; those of directories end in a slash. */
export function listing(tree: MetadataTree): string {
  return Object.entries(tree)
    .map(([name, value]) => (typeof value === "string" ? name : `${name}/`))
    .sort()
    .join("\n");
}

/** The identity document, with the members of the real one. */
export function identityDocument(instance: EcsInstanceState): string {
  const { facts } = instance;
  const members = [
    "zone-id",
    "serial-number",
    "instance-id",
    "region-id",
    "private-ipv4",
    "owner-account-id",
    "mac",
    "image-id",
    "instance-type",
  ];
  return JSON.stringify(Object.fromEntries(members.map((name) => [name, facts[name]])));
}
