/**
 * The licences of what is installed, by the lockfile.
 *
 * @module
 */
import { join } from "node:path";
import { readJson, rootDir } from "./workspace.ts";

/** Licences that ask for no more than that they are named. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
]);

/** Packages with a licence of another kind that are used all the same, with the reason. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  "@cdktn/hcl2json": "MPL-2.0 concerns changes to its own files; it is used as it is",
};

/** A package of the lockfile. */
export interface InstalledPackage {
  readonly name: string;
  readonly license: string;
  /** Whether a published package needs it. */
  readonly isShipped: boolean;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Every package that is installed from a registry. */
export function installedPackages(): readonly InstalledPackage[] {
  const { packages } = readJson<Lockfile>(join(rootDir, "package-lock.json"));
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes("node_modules/") && link !== true)
    .map(([path, { license = "none", dev = false }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      license,
      isShipped: !dev,
    }));
}

/** Whether an expression of licences (SPDX) leaves a choice that is permissive. */
export function isPermissive(expression: string): boolean {
  const choices = expression.replace(/[()]/g, "").split(/ OR /);
  return choices.some((choice) => choice.split(/ AND /).every((licence) => PERMISSIVE.has(licence.trim())));
}
