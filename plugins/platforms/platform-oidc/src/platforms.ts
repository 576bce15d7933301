/**
 * The table of platforms. Their order is that of `auto`: what the job itself was given comes before what the machine or
 * the pod has that it runs in.
 *
 * @module
 */
import type { Platform } from "./platform.ts";
import { azure } from "./platforms/azure.ts";
import { buildkite } from "./platforms/buildkite.ts";
import { circleci } from "./platforms/circleci.ts";
import { fly } from "./platforms/fly.ts";
import { githubActions } from "./platforms/github-actions.ts";
import { gitlabCi } from "./platforms/gitlab-ci.ts";
import { googleCloud } from "./platforms/google-cloud.ts";
import { kubernetes } from "./platforms/kubernetes.ts";
import { selfIssued } from "./platforms/self-issued.ts";
import { vercel } from "./platforms/vercel.ts";

/** The name of a platform. */
export type PlatformName =
  | "vercel"
  | "github-actions"
  | "gitlab-ci"
  | "circleci"
  | "buildkite"
  | "azure"
  | "kubernetes"
  | "google-cloud"
  | "fly"
  | "self-issued";

const table: Readonly<Record<PlatformName, Platform>> = {
  vercel,
  "github-actions": githubActions,
  "gitlab-ci": gitlabCi,
  circleci,
  buildkite,
  azure,
  kubernetes,
  "google-cloud": googleCloud,
  fly,
  "self-issued": selfIssued,
};

/** Every platform. */
export const platforms: readonly Platform[] = Object.values(table);

/** The platform of a name; `undefined` for any other text. */
export function platformOf(name: string): Platform | undefined {
  return platforms.find((platform) => platform.name === name);
}
